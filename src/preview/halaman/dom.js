// Short ways to the elements of the page.

export const at = (id) => document.getElementById(id);

export function element(name, properties = {}, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}

// What a message quotes stands between backticks.
export const quoted = (text) => text.split('`').map((part, index) => (index % 2 ? element('code', { textContent: part }) : part));

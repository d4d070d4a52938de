// Where a word of a page is written: a small window beside it.

import { editor } from './daftar.js';
import { at, element } from './dom.js';

let place = '';
let left = null;

// `from` gets the focus back; the window opens at a point of the screen.
export function showOrigin({ file, line, column }, files, from, x, y) {
  at('tempat').replaceChildren(element('code', { textContent: files[file]?.short ?? file }), `, baris ${line}, kolom ${column}`);
  place = `${file}:${line}`;
  at('tersalin').textContent = '';
  const href = editor(files[file], line, column);
  at('buka').hidden = !href;
  if (href) at('buka').href = href;
  at('asal').hidePopover();
  at('asal').showPopover();
  const { width, height } = at('asal').getBoundingClientRect();
  at('asal').style.left = `${Math.max(8, Math.min(x + 8, innerWidth - width - 8))}px`;
  at('asal').style.top = `${Math.max(8, Math.min(y + 12, innerHeight - height - 8))}px`;
  (href ? at('buka') : at('salin')).focus({ preventScroll: true });
  left = from;
}

at('asal').addEventListener('toggle', ({ newState }) => {
  if (newState === 'closed' && left?.isConnected) left.focus({ preventScroll: true });
});

at('salin').onclick = async () => {
  try {
    await navigator.clipboard.writeText(place);
    at('tersalin').textContent = 'Sudah disalin.';
  } catch {
    at('tersalin').textContent = `Peramban tidak mengizinkan. Salin sendiri: ${place}`;
  }
};

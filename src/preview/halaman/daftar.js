// The lists beside the pages: the structure, and the findings.

import { at, element, quoted } from './dom.js';

// The whole document, in the address.
export const WHOLE = '';

// ---- Structure

export function structure({ struktur, jabatan, totals }) {
  const entries = [{ id: WHOLE, nama: 'Seluruh naskah', level: 0, problems: totals }, ...struktur];
  const key = JSON.stringify([entries, jabatan]);
  if (at('struktur').dataset.key === key) return;
  at('struktur').dataset.key = key;
  const focused = at('struktur').contains(document.activeElement) ? document.activeElement.hash : null;
  at('struktur').replaceChildren(...nested(entries, jabatan ?? WHOLE));
  const current = links().find((link) => link.ariaCurrent) ?? links()[0];
  links().forEach((link) => { link.tabIndex = link === current ? 0 : -1; });
  if (focused) links().find((link) => link.hash === focused)?.focus({ preventScroll: true });
  filter();
}

// Each position in a list below its superior.
function nested(entries, shown) {
  const roots = [];
  const above = [];
  entries.forEach((one) => {
    const item = entry(one, shown);
    above.length = one.level;
    const superior = above.at(-1);
    if (superior && !superior.querySelector('ul')) superior.append(element('ul'));
    if (superior) superior.lastElementChild.append(item);
    else roots.push(item);
    above.push(item);
  });
  return roots;
}

function entry({ id, nama, problems }, shown) {
  const link = element('a', { href: `#/${id}` }, element('span', { className: 'nama', textContent: nama, title: nama }));
  if (id === shown) link.setAttribute('aria-current', 'page');
  const found = problems.galat + problems.peringatan + problems.saran;
  if (found) {
    const worst = ['galat', 'peringatan', 'saran'].find((severity) => problems[severity]);
    const badge = element('span', { className: `tanda ${worst}`, textContent: found, title: counted(problems) });
    badge.append(element('span', { className: 'tersembunyi', textContent: ' temuan' }));
    link.append(badge);
  }
  return element('li', {}, link);
}

const links = () => [...at('struktur').querySelectorAll('a')];

export const foundLinks = () => links().filter((link) => !link.classList.contains('lain') && !link.parentElement.hidden);

// Leaves the positions whose names have all words that are looked for, and, less
// clearly, those above them.
export function filter() {
  const words = at('saring').value.toLowerCase().split(/\s+/).filter(Boolean);
  links().forEach((link) => {
    const name = link.firstElementChild.textContent.toLowerCase();
    link.classList.toggle('lain', !words.every((word) => name.includes(word)));
  });
  at('struktur').querySelectorAll('li').forEach((item) => { item.hidden = !item.querySelector('a:not(.lain)'); });
  at('tidak-ketemu').hidden = foundLinks().length > 0;
}

// ---- Findings

const counted = (problems) => {
  const kinds = ['galat', 'peringatan', 'saran'].filter((kind) => problems[kind]).map((kind) => `${problems[kind]} ${kind}`);
  return kinds.length ? new Intl.ListFormat('id').format(kinds) : 'tidak ada temuan';
};

// `show` is called with the place of a finding that is chosen.
export function findings({ problems, unlisted, jabatan, files }, show) {
  const key = JSON.stringify([problems, jabatan]);
  if (at('temuan').dataset.key === key) return;
  at('temuan').dataset.key = key;
  const total = { galat: 0, peringatan: 0, saran: 0 };
  problems.forEach(({ severity }) => { total[severity] += 1; });
  const rest = unlisted ? `; ${unlisted} temuan lain tampak pada jabatannya masing-masing` : '';
  at('jumlah').textContent = counted(total) + rest;
  // What stops a build comes first.
  const sorted = [...problems.filter(isGalat), ...problems.filter((problem) => !isGalat(problem))];
  at('temuan').replaceChildren(...sorted.map((problem) => finding(problem, jabatan, files, show)));
}

const isGalat = ({ severity }) => severity === 'galat';

function finding(problem, shown, files, show) {
  const message = element('button', { type: 'button', className: 'pesan-temuan', onclick: choose });
  function choose() {
    at('temuan').querySelector('[aria-current]')?.removeAttribute('aria-current');
    message.setAttribute('aria-current', 'true');
    show(problem);
  }
  message.append(element('span', { className: `jenis ${problem.severity}`, textContent: `${problem.severity}: ` }), ...quoted(problem.message));
  const item = element('li', {}, message);
  if (problem.help) item.append(element('p', { className: 'bantuan' }, ...quoted(problem.help)));
  const own = shown && problem.jabatan === shown ? problem.file : null;
  item.append(source('', problem, own, files), ...problem.related.map((place) => source(place.message, place, own, files)));
  return item;
}

function source(about, { file, line, column }, own, files) {
  const text = file === own ? `baris ${line}, kolom ${column}` : `${files[file]?.short ?? file}, baris ${line}`;
  const title = `${file}:${line}:${column}`;
  const href = editor(files[file], line, column);
  const place = href ? element('a', { href, textContent: text, title }) : element('span', { textContent: text, title });
  return element('p', { className: 'bantuan' }, about ? `${about}: ` : '', place);
}

// A link that opens a file in VS Code.
export const editor = (file, line, column) =>
  file && `vscode://file${file.whole.split('/').map(encodeURIComponent).join('/')}:${line}:${column}`;

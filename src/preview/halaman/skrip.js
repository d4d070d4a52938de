// The page of the preview: shows what the server says, and asks nothing else.

import { showOrigin } from './asal.js';
import { WHOLE, filter, findings, foundLinks, structure } from './daftar.js';
import { at, element, quoted } from './dom.js';
import { count, mark, place, prepared, setZoom, size, step, textAt, wordAt } from './lembar.js';

// How often missing pieces are asked for, and after how long, in ms.
const TRIES = 5;
const PAUSE = 300;

// What the address asks for, what is asked of the server, what is shown.
let asked = null;
let events = null;
let shown = null;
// Only the newest state is worth the work.
let newest = null;

// ---- From the server

const wanted = () => location.hash.replace(/^#\/?/, '');

function connect() {
  asked = wanted();
  events?.close();
  if (!/^[a-z0-9-]{0,80}$/.test(asked)) return message('Alamat ini tidak menyebut jabatan. Pilih jabatan di sebelah kiri.');
  events = new EventSource(asked === WHOLE ? 'peristiwa' : `peristiwa?jabatan=${asked}`);
  events.onmessage = (event) => receive(JSON.parse(event.data));
  events.onerror = () => {
    document.body.classList.add('usang');
    message(events.readyState === EventSource.CLOSED
      ? 'Pratinjau ini sudah berakhir. Tutup tab ini, lalu buka alamat yang ditampilkan oleh `iki preview`.'
      : 'Terputus: program pratinjau tidak berjalan lagi. Halaman ini mungkin tidak sesuai lagi dengan berkasnya. Jalankan kembali `iki preview`, lalu buka alamat baru yang ditampilkan.');
  };
}

// A browser allows few connections, so only tabs that are seen have one.
document.addEventListener('visibilitychange', () => {
  if (document.hidden) events?.close();
  else connect();
});

async function receive(state, tries = TRIES) {
  newest = state;
  try {
    const contents = await prepared(state.pages);
    if (newest === state) show(state, contents);
  } catch {
    if (newest !== state) return;
    if (tries) setTimeout(() => newest === state && receive(state, tries - 1), PAUSE);
    else message('Halaman tidak dapat diambil. Muat ulang tab ini.');
  }
}

function show(state, contents) {
  const { pages } = state;
  const isOther = state.jabatan !== shown?.jabatan;
  shown = state;
  if (isOther) at('halaman').scrollTo(0, 0);
  at('asal').hidePopover();
  place(pages, contents);
  at('lembar').hidden = !pages.length;
  at('menunggu').hidden = pages.length > 0;
  at('menunggu').textContent = 'Belum ada halaman yang dapat ditampilkan.';
  document.body.classList.toggle('usang', state.is_stale);
  message(trouble());
  structure(state);
  findings(state, reveal);
  const name = post()?.nama ?? state.jabatan ?? 'Seluruh naskah';
  at('judul').textContent = name;
  document.title = `${name} – ${state.title || 'Pratinjau'}`;
  saving();
  if (isOther) {
    at('struktur').querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
    size();
  }
  count();
}

const post = () => shown.struktur.find(({ id }) => id === shown.jabatan);

function trouble() {
  const { failure, is_stale: isStale, totals, jabatan, struktur, pages } = shown;
  const last = pages.length ? ' Yang ditampilkan adalah halaman terakhir yang masih benar.' : '';
  if (failure) return `Naskah tidak dapat dibaca: ${failure}.${last}`;
  if (jabatan && struktur.length && !post()) return 'Jabatan ini tidak ada dalam struktur. Pilih jabatan lain di sebelah kiri.';
  if (isStale) return `Ada ${totals.galat} galat. Silakan perbaiki galat pada daftar temuan.${last}`;
  if (totals.galat) return `Naskah belum dapat dicetak karena masih ada ${totals.galat} galat pada daftar temuan.`;
  return '';
}

let said = '';

function message(text) {
  if (text === said) return;
  said = text;
  at('pesan').replaceChildren(...(text ? [element('p', {}, ...quoted(text))] : []));
}

// ---- Between pages and source

async function reveal(problem) {
  const first = await mark(problem);
  first?.scrollIntoView({ block: 'center', inline: 'nearest' });
  message(first ? trouble() : 'Temuan ini tidak tampak pada halaman yang terbuka; lihat tempatnya di berkas.');
}

function lead(written, from, x, y) {
  if (!written.line) return message('Tulisan ini bawaan program; tidak tertulis dalam berkas.');
  message(trouble());
  mark(written);
  showOrigin(written, shown.files, from, x, y);
}

at('lembar').addEventListener('click', ({ target, clientX, clientY }) => {
  const article = target.closest('.halaman');
  const written = article && wordAt(article, clientX, clientY);
  if (written) lead(written, article, clientX, clientY);
});

// ---- Saving

function saving() {
  at('simpan-lembar').hidden = !post();
  const { failure, totals: { galat } } = shown;
  for (const button of [at('simpan-lembar'), at('simpan-seluruh')]) {
    button.setAttribute('aria-disabled', String(galat > 0 || Boolean(failure)));
    button.title = galat ? `Perbaiki dahulu ${galat} galat` : '';
  }
}

async function save(query) {
  if (shown.failure || shown.totals.galat) return message(trouble());
  const answer = await fetch(`pdf${query}`).catch(() => null);
  if (!answer?.ok) {
    const why = answer?.status === 409 ? await answer.text() : 'PDF tidak dapat disimpan karena `iki preview` tidak menjawab.';
    return message(why);
  }
  const [, name] = answer.headers.get('content-disposition').match(/filename="(.*)"/);
  const link = element('a', { href: URL.createObjectURL(await answer.blob()), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

at('simpan-lembar').onclick = () => save(`?jabatan=${shown.jabatan}`);
at('simpan-seluruh').onclick = () => save('');

// ---- Window and keyboard

at('perkecil').onclick = () => step(-1);
at('perbesar').onclick = () => step(1);
at('paskan').onclick = () => setZoom(null);
at('saring').oninput = filter;
at('halaman').addEventListener('scroll', count, { passive: true });
addEventListener('resize', () => { size(); count(); });
addEventListener('hashchange', () => { if (wanted() !== asked) connect(); });
for (const [link, target] of [['lewati', 'halaman'], ['lewati-temuan', 'judul-temuan']]) {
  at(link).onclick = (event) => {
    event.preventDefault();
    at(target).focus();
  };
}

document.addEventListener('keydown', (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const page = target.closest('.halaman');
  if (page) read(event, page);
  else if (target === at('saring') || at('struktur').contains(target)) choose(event);
  if (target.matches('input')) return;
  if (key === '/') {
    event.preventDefault();
    at('saring').focus();
  }
  if (key === '+' || key === '=') step(1);
  if (key === '-') step(-1);
  if (key === '0') setZoom(null);
});

// In a page, arrows go from text to text.
function read(event, page) {
  const { key, target } = event;
  if (key.startsWith('Arrow')) move([page, ...page.querySelectorAll('.teks')], event);
  if (key === 'Enter' && target !== page) {
    const { left, bottom } = target.getBoundingClientRect();
    lead(textAt(target), target, left, bottom);
  }
}

// From the filter, arrows go through the positions that were found.
function choose(event) {
  const { key, target } = event;
  if (key === 'ArrowDown' || key === 'ArrowUp') move([at('saring'), ...foundLinks()], event);
  if (target !== at('saring')) return;
  if (key === 'Enter') foundLinks()[0]?.click();
  if (key === 'Escape' || key === 'Enter') {
    target.value = '';
    filter();
  }
}

function move(items, event) {
  event.preventDefault();
  const by = ['ArrowDown', 'ArrowRight'].includes(event.key) ? 1 : -1;
  items[Math.max(0, Math.min(items.indexOf(event.target) + by, items.length - 1))].focus();
}

connect();

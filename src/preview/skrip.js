// The page of the preview: shows what the server says, asks nothing else.

const at = (id) => document.getElementById(id);
const WHOLE = '';
const ZOOMS = [0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3];
// One pt in the pixels of CSS.
const PT = 96 / 72;

let state = null;
let events = null;
let asked = null;
let round = 0;
let zoom = Number(localStorage.getItem('zoom')) || null;
let marked = null;

// ---- What is shown

const wanted = () => decodeURIComponent(location.hash.replace(/^#\/?/, ''));

function connect() {
  asked = wanted();
  events?.close();
  marked = null;
  const query = asked === WHOLE ? '' : `?jabatan=${encodeURIComponent(asked)}`;
  events = new EventSource(`peristiwa${query}`);
  events.onmessage = (event) => show(JSON.parse(event.data));
  events.onerror = () => {
    const ended = events.readyState === EventSource.CLOSED;
    message(ended
      ? 'Pratinjau ini sudah berakhir. Tutup tab ini, lalu buka alamat yang ditampilkan oleh `iki preview`.'
      : 'Terputus: `iki preview` sudah tidak berjalan. Halaman di bawah ini mungkin tidak sesuai lagi dengan berkasnya.');
    document.body.classList.add('usang');
  };
}

async function show(next) {
  const mine = ++round;
  const isOther = next.position !== state?.position || !state;
  state = next;
  const pages = await Promise.all(next.pages.map(prepared));
  if (mine !== round) return;
  place(pages);
  at('menunggu').hidden = pages.length > 0;
  at('lembar').hidden = pages.length === 0;
  if (!pages.length) at('menunggu').textContent = 'Belum ada halaman yang dapat ditampilkan.';
  document.body.classList.toggle('usang', next.is_stale);
  message(trouble(next));
  tree();
  findings();
  title();
  saving();
  if (isOther) {
    at('halaman').scrollTo(0, 0);
    at('struktur').querySelector('[aria-current]').scrollIntoView({ block: 'nearest' });
    fit();
  }
  if (marked) mark(marked.file, marked.range, false);
  count();
}

function trouble({ failure, is_stale: isStale, galat, position, structure }) {
  if (failure) return `Naskah tidak dapat dibaca: ${failure}. Halaman di bawah ini adalah yang terakhir baik.`;
  if (position && structure.length && !structure.some(({ id }) => id === position)) {
    return `Jabatan ini tidak ada (lagi) dalam struktur. Pilih jabatan lain di sebelah kiri.`;
  }
  if (isStale) return `Halaman di bawah ini adalah yang terakhir baik, karena ada ${galat} galat. Perbaiki yang ditunjukkan pada daftar temuan.`;
  if (galat) return `Naskah belum dapat dicetak: masih ada ${galat} galat pada daftar temuan.`;
  return '';
}

function message(text) {
  const shown = at('pesan').textContent;
  if (text !== shown) at('pesan').replaceChildren(...(text ? [element('p', { textContent: text })] : []));
}

// ---- Pages

const kept = new Map();

// What a piece of a page says, as long as a page consists of it.
function piece(name, read) {
  if (!kept.has(name)) kept.set(name, fetch(`isi/${name}`).then((answer) => (answer.ok ? read(answer) : null)));
  return kept.get(name);
}

async function prepared(page) {
  const [picture, texts] = await Promise.all([piece(page.image, drawn), piece(page.map, (answer) => answer.json())]);
  return { ...page, picture, texts };
}

async function drawn(answer) {
  // Four times as fast as the parser for XML.
  const box = element('template', { innerHTML: await answer.text() });
  const picture = box.content.firstElementChild;
  picture.setAttribute('aria-hidden', 'true');
  return picture;
}

const shownPages = () => [...at('lembar').children];

function place(pages) {
  const articles = shownPages();
  pages.forEach((page, index) => {
    const article = articles[index] ?? at('lembar').appendChild(element('article', { className: 'halaman', tabIndex: 0 }));
    article.setAttribute('aria-label', `Halaman ${index + 1} dari ${pages.length}; tombol panah untuk membaca, Enter untuk melihat tempatnya di berkas`);
    if (article.dataset.image !== page.image) {
      const old = article.querySelector('svg');
      if (old) redraw(old, page.picture);
      else article.prepend(page.picture.cloneNode(true));
      article.dataset.image = page.image;
    }
    if (article.dataset.map !== page.map) {
      lay(article, page);
      article.dataset.map = page.map;
    }
    article.page = page;
    article.dataset.position = page.position ?? '';
  });
  articles.slice(pages.length).forEach((article) => article.remove());
  const used = new Set(pages.flatMap((page) => [page.image, page.map]));
  [...kept.keys()].filter((name) => !used.has(name)).forEach((name) => kept.delete(name));
  size();
}

// Draws one picture over another: only what differs is painted anew.
function redraw(old, next) {
  if (old.isEqualNode(next)) return;
  if (old.tagName !== next.tagName || !old.children.length || !next.children.length) {
    old.replaceWith(next.cloneNode(true));
    return;
  }
  [...old.attributes].forEach(({ name }) => old.removeAttribute(name));
  [...next.attributes].forEach((attribute) => old.setAttributeNode(attribute.cloneNode()));
  const [was, is] = [[...old.children], [...next.children]];
  let start = 0;
  while (start < Math.min(was.length, is.length) && was[start].isEqualNode(is[start])) start += 1;
  let end = 0;
  while (end < Math.min(was.length, is.length) - start && was.at(-1 - end).isEqualNode(is.at(-1 - end))) end += 1;
  const [gone, come] = [was.slice(start, was.length - end), is.slice(start, is.length - end)];
  if (gone.length === come.length) {
    gone.forEach((node, index) => redraw(node, come[index]));
  } else {
    const after = was[was.length - end] ?? null;
    gone.forEach((node) => node.remove());
    come.forEach((node) => old.insertBefore(node.cloneNode(true), after));
  }
}

// The texts of a page, for screen readers and the keyboard.
function lay(article, page) {
  const focused = article.contains(document.activeElement) ? Number(document.activeElement.dataset.index) : -1;
  article.querySelectorAll('.teks, .sorot').forEach((old) => old.remove());
  page.texts.forEach((text, index) => {
    const shown = element('p', { className: 'teks', textContent: text.text, tabIndex: -1 });
    shown.dataset.index = index;
    frame(shown, around(text.words), page);
    article.append(shown);
    if (index === focused) shown.focus({ preventScroll: true });
  });
}

function around(words) {
  const left = Math.min(...words.map((word) => word[0]));
  const top = Math.min(...words.map((word) => word[1]));
  const right = Math.max(...words.map((word) => word[0] + word[2]));
  const bottom = Math.max(...words.map((word) => word[1] + word[3]));
  return [left, top, right - left, bottom - top];
}

function frame(node, [left, top, width, height], page) {
  node.style.left = `${(100 * left) / page.width}%`;
  node.style.top = `${(100 * top) / page.height}%`;
  node.style.width = `${(100 * width) / page.width}%`;
  node.style.height = `${(100 * height) / page.height}%`;
}

function size() {
  const scale = zoom ?? fitting();
  shownPages().forEach((article) => {
    article.style.width = `${article.page.width * PT * scale}px`;
    article.style.height = `${article.page.height * PT * scale}px`;
  });
  at('ukuran').value = `${Math.round(scale * 100)} %`;
  at('paskan').setAttribute('aria-pressed', String(zoom === null));
}

function fitting() {
  const widest = Math.max(1, ...(state?.pages ?? []).map((page) => page.width * PT));
  return Math.max(0.25, (at('halaman').clientWidth - 40) / widest);
}

function fit() {
  if (zoom === null) size();
}

function setZoom(next) {
  const main = at('halaman');
  const middle = (main.scrollTop + main.clientHeight / 2) / main.scrollHeight;
  zoom = next;
  if (zoom) localStorage.setItem('zoom', zoom);
  else localStorage.removeItem('zoom');
  size();
  main.scrollTop = middle * main.scrollHeight - main.clientHeight / 2;
}

function step(direction) {
  const now = zoom ?? fitting();
  const next = direction > 0 ? ZOOMS.find((size) => size > now + 0.01) : ZOOMS.findLast((size) => size < now - 0.01);
  if (next) setZoom(next);
}

function count() {
  const pages = shownPages();
  const middle = at('halaman').getBoundingClientRect().top + at('halaman').clientHeight / 2;
  const index = pages.findLastIndex((page) => page.getBoundingClientRect().top <= middle);
  at('nomor').textContent = pages.length ? `Halaman ${Math.max(0, index) + 1} dari ${pages.length}` : '';
}

// ---- Structure

function tree() {
  const entries = [
    { id: WHOLE, name: 'Seluruh naskah', level: 0, problems: state.totals },
    ...state.structure,
  ];
  const focused = at('struktur').contains(document.activeElement) ? document.activeElement.hash : null;
  at('struktur').replaceChildren(...entries.map(entry));
  if (focused) [...at('struktur').querySelectorAll('a')].find((link) => link.hash === focused)?.focus({ preventScroll: true });
  filter();
}

function entry({ id, name, level, problems }) {
  const link = element('a', { href: `#/${id}` }, element('span', { textContent: name }));
  link.style.paddingLeft = `${8 + level * 16}px`;
  if (id === (state.position ?? WHOLE)) link.setAttribute('aria-current', 'page');
  const found = problems.galat + problems.peringatan + problems.saran;
  if (found) {
    const worst = ['galat', 'peringatan', 'saran'].find((severity) => problems[severity]);
    const badge = element('span', { className: `tanda ${worst}`, textContent: found, title: counted(problems) });
    badge.append(element('span', { className: 'tersembunyi', textContent: ' temuan' }));
    link.append(badge);
  }
  return element('li', {}, link);
}

function filter() {
  const words = at('saring').value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  at('struktur').querySelectorAll('li').forEach((item) => {
    const name = item.querySelector('span').textContent.toLowerCase();
    item.hidden = !words.every((word) => name.includes(word));
    found += !item.hidden;
  });
  at('tidak-ketemu').hidden = found > 0;
}

const counted = (problems) => {
  const kinds = ['galat', 'peringatan', 'saran'].filter((kind) => problems[kind]).map((kind) => `${problems[kind]} ${kind}`);
  return kinds.length ? new Intl.ListFormat('id').format(kinds) : 'tidak ada temuan';
};

function title() {
  const name = state.structure.find(({ id }) => id === state.position)?.name ?? (state.position || 'Seluruh naskah');
  at('judul').textContent = name;
  document.title = `${name} – ${state.title || 'Pratinjau'}`;
}

// ---- Findings

function findings() {
  const total = { galat: 0, peringatan: 0, saran: 0 };
  state.problems.forEach((problem) => { total[problem.severity] += 1; });
  const text = counted(total);
  if (at('jumlah').textContent !== text) at('jumlah').textContent = text;
  const key = JSON.stringify(state.problems);
  if (at('temuan').dataset.key === key) return;
  at('temuan').dataset.key = key;
  at('temuan').replaceChildren(...state.problems.map(finding));
}

function finding(problem) {
  const range = [problem.line, problem.column, problem.end_line, problem.end_column];
  const show = element('button', { type: 'button', className: 'pesan-temuan' });
  show.append(element('span', { className: `jenis ${problem.severity}`, textContent: `${problem.severity}: ` }), ...quoted(problem.message));
  show.onclick = () => mark(problem.file, range, true);
  const item = element('li', {}, show);
  if (problem.help) item.append(element('p', { className: 'bantuan' }, ...quoted(problem.help)));
  const own = state.position && problem.position === state.position ? problem.file : null;
  item.append(source('', problem, own), ...problem.related.map((place) => source(place.message, place, own)));
  return item;
}

// What a message quotes stands between backticks.
const quoted = (text) => text.split('`').map((part, index) => (index % 2 ? element('code', { textContent: part }) : part));

function source(about, { file, line, column }, own) {
  const address = editor(file, line, column);
  const name = state.names[file] ?? file;
  const text = file === own ? `baris ${line}, kolom ${column}` : `${name}, baris ${line}`;
  const title = `${file}:${line}:${column}`;
  const place = address ? element('a', { href: address, textContent: text, title }) : element('span', { textContent: text, title });
  return element('p', { className: 'bantuan' }, about ? `${about}: ` : '', place);
}

function editor(file, line, column) {
  const path = state.names[file] && `${state.folder}/${state.names[file]}`;
  return path && `vscode://file${path.split('/').map(encodeURIComponent).join('/')}:${line}:${column}`;
}

// Marks the words of a place on the pages, or the texts around it.
function mark(file, range, isAsked) {
  document.querySelectorAll('.sorot').forEach((old) => old.remove());
  marked = { file, range };
  const [line, column, endLine, endColumn] = range;
  const before = (a, b, c, d) => a < c || (a === c && b < d);
  const within = ([, , , , l, from, to]) => before(l, from, endLine, Math.max(endColumn, column + 1)) && before(line, column, l, to);
  const found = [];
  shownPages().forEach((article) => {
    article.page.texts.filter((text) => text.file === file).forEach((text) => {
      lines(text.words.filter(within)).forEach((words) => found.push([article, around(words)]));
    });
  });
  if (!found.length) {
    const texts = shownPages().flatMap((article) => article.page.texts.filter((text) => text.file === file).map((text) => [article, text]));
    const covering = texts.filter(([, { words }]) => {
      const lines = words.map((word) => word[4]);
      return Math.min(...lines) <= endLine && Math.max(...lines) >= line;
    });
    covering.forEach(([article, text]) => found.push([article, around(text.words)]));
  }
  found.forEach(([article, box]) => {
    const spot = element('div', { className: 'sorot' });
    frame(spot, [box[0] - 1, box[1] - 1, box[2] + 2, box[3] + 2], article.page);
    article.append(spot);
  });
  if (!isAsked) return;
  const first = document.querySelector('.sorot');
  first?.scrollIntoView({ block: 'center', inline: 'nearest' });
  if (!first) message('Temuan ini tidak tampak pada halaman yang terbuka; lihat tempatnya di berkas.');
  else message(trouble(state));
}

// Words that stand beside each other.
function lines(words) {
  const stretches = [];
  words.forEach((word) => {
    const last = stretches.at(-1)?.at(-1);
    if (last && last[1] === word[1] && last[0] < word[0]) stretches.at(-1).push(word);
    else stretches.push([word]);
  });
  return stretches;
}

// ---- From the page to the source

at('lembar').addEventListener('click', (event) => {
  const article = event.target.closest('.halaman');
  if (!article) return;
  const box = article.getBoundingClientRect();
  const { page } = article;
  const x = ((event.clientX - box.left) / box.width) * page.width;
  const y = ((event.clientY - box.top) / box.height) * page.height;
  const [text, word] = nearest(page.texts, x, y) ?? [];
  if (word) origin(text.file, word, article, [event.clientX, event.clientY]);
});

// The word at a point, or the nearest in the same text.
function nearest(texts, x, y) {
  const distance = ([left, top, width, height]) =>
    Math.hypot(Math.max(left - x, 0, x - left - width), Math.max(top - y, 0, y - top - height));
  const words = texts.flatMap((text) => text.words.map((word) => [text, word, distance(word)]));
  const best = words.reduce((a, b) => (a && a[2] <= b[2] ? a : b), null);
  return best && best[2] < 30 ? best : null;
}

let opener = null;

function origin(file, [, , , , line, column, end], from, [x, y]) {
  mark(file, [line, column, line, end], false);
  const text = `${file}:${line}:${column}`;
  at('tempat').textContent = text;
  const address = editor(file, line, column);
  at('buka').hidden = !address;
  if (address) at('buka').href = address;
  at('tersalin').textContent = '';
  opener = from;
  at('asal').hidePopover();
  at('asal').showPopover();
  const { width, height } = at('asal').getBoundingClientRect();
  at('asal').style.left = `${Math.max(8, Math.min(x + 8, innerWidth - width - 8))}px`;
  at('asal').style.top = `${Math.max(8, Math.min(y + 12, innerHeight - height - 8))}px`;
  (address ? at('buka') : at('salin')).focus({ preventScroll: true });
}

at('asal').addEventListener('toggle', (event) => {
  if (event.newState === 'closed') opener?.isConnected && opener.focus?.({ preventScroll: true });
});

at('salin').onclick = async () => {
  const text = at('tempat').textContent;
  try {
    await navigator.clipboard.writeText(text);
    at('tersalin').textContent = 'Sudah disalin.';
  } catch {
    getSelection().selectAllChildren(at('tempat'));
    at('tersalin').textContent = 'Peramban tidak mengizinkan; tekan Ctrl+C.';
  }
};

// ---- Saving

function saving() {
  at('simpan-lembar').hidden = !state.position;
  for (const button of [at('simpan-lembar'), at('simpan-seluruh')]) {
    button.setAttribute('aria-disabled', String(state.galat > 0));
    button.title = state.galat ? `Perbaiki dahulu ${state.galat} galat` : '';
  }
}

async function save(query) {
  if (state.galat) return message(trouble(state));
  const answer = await fetch(`pdf${query}`).catch(() => null);
  if (!answer?.ok) return message(answer ? `PDF ${await answer.text()}.` : 'PDF tidak dapat disimpan: `iki preview` sudah tidak berjalan.');
  const name = answer.headers.get('content-disposition').match(/filename="(.*)"/)[1];
  const link = element('a', { href: URL.createObjectURL(await answer.blob()), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

at('simpan-lembar').onclick = () => save(`?jabatan=${encodeURIComponent(state.position)}`);
at('simpan-seluruh').onclick = () => save('');

// ---- Keyboard and window

at('perkecil').onclick = () => step(-1);
at('perbesar').onclick = () => step(1);
at('paskan').onclick = () => setZoom(null);
at('saring').oninput = filter;
at('halaman').addEventListener('scroll', count, { passive: true });
addEventListener('resize', () => { fit(); count(); });
addEventListener('hashchange', () => {
  const next = wanted();
  if (next !== asked) connect();
});
at('lewati').onclick = (event) => {
  event.preventDefault();
  at('halaman').focus();
};

document.addEventListener('keydown', (event) => {
  const { key, target } = event;
  const isTyping = target.matches('input');
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (key === 'Escape' && isTyping) {
    target.value = '';
    filter();
    return;
  }
  if (key === 'ArrowDown' || key === 'ArrowUp') {
    if (target === at('saring') || at('struktur').contains(target)) return move([...at('struktur').querySelectorAll('li:not([hidden]) a')], event);
  }
  const page = target.closest('.halaman');
  if (page && key.startsWith('Arrow')) return move([page, ...page.querySelectorAll('.teks')], event);
  if (page && key === 'Enter' && target !== page) {
    const text = page.page.texts[target.dataset.index];
    const { left, bottom } = target.getBoundingClientRect();
    return origin(text.file, text.words[0], target, [left, bottom]);
  }
  if (isTyping) {
    if (key === 'Enter') at('struktur').querySelector('li:not([hidden]) a')?.click();
    return;
  }
  if (key === '/') { event.preventDefault(); at('saring').focus(); }
  if (key === '+' || key === '=') step(1);
  if (key === '-') step(-1);
  if (key === '0') setZoom(null);
});

function move(items, event) {
  event.preventDefault();
  const by = ['ArrowDown', 'ArrowRight'].includes(event.key) ? 1 : -1;
  const index = items.indexOf(event.target) + by;
  if (index < 0) return items[0]?.closest('nav') && at('saring').focus();
  items[Math.min(index, items.length - 1)]?.focus();
}

function element(name, properties = {}, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}

connect();

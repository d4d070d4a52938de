// The pages: their pictures, the texts on them, their size, and marks.

import { at, element } from './dom.js';

const ZOOMS = [0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3];
// One pt in the pixels of CSS.
const PT = 96 / 72;
// The fields of a word on a page, in pt and in lines and columns.
const [LEFT, TOP, WIDTH, HEIGHT, LINE, COLUMN, END] = [0, 1, 2, 3, 4, 5, 6];

// How far from a word a click may be, in pt.
const REACH = 4;

const pieces = new Map();
let zoom = Number(localStorage.getItem('zoom')) || null;

export const shownPages = () => [...at('lembar').children];

// ---- From the server

// What a piece of a page says, as long as a page consists of it.
function piece(name, read) {
  if (!pieces.has(name)) {
    const fetched = fetch(`isi/${name}`).then((answer) => (answer.ok ? read(answer) : Promise.reject(new Error(name))));
    fetched.catch(() => pieces.delete(name));
    pieces.set(name, fetched);
  }
  return pieces.get(name);
}

async function drawn(answer) {
  // Four times as fast as the parser for XML.
  const picture = element('template', { innerHTML: await answer.text() }).content.firstElementChild;
  picture.setAttribute('aria-hidden', 'true');
  return picture;
}

const map = (page) => piece(page.map, (answer) => answer.json());

const fetched = async (page) => {
  const [picture, texts] = await Promise.all([piece(page.image, drawn), map(page)]);
  return { picture, texts };
};

// Fetches what the pages in sight consist of; fails if something cannot be had.
export const prepared = (pages) => Promise.all(pages.map((page, index) => (isNear(index) ? fetched(page) : null)));

// ---- Into the document

// Only pages near the window are drawn: a whole document may have hundreds.
const near = new IntersectionObserver((entries) => entries.forEach(({ target, isIntersecting }) => {
  target.isNear = isIntersecting;
  if (isIntersecting) fetched(target.page).then((content) => draw(target, content)).catch(() => {});
  else clear(target);
}), { root: at('halaman'), rootMargin: '100% 0px' });

const isNear = (index) => shownPages()[index]?.isNear ?? index < 2;

// Puts pages in their places. `contents` are those that were fetched.
export function place(pages, contents) {
  const articles = shownPages();
  pages.forEach((page, index) => {
    const article = articles[index] ?? at('lembar').appendChild(element('article', { className: 'halaman', tabIndex: 0 }));
    article.setAttribute('aria-label', `Halaman ${index + 1} dari ${pages.length}; tombol panah untuk membaca, Enter untuk melihat tempatnya di berkas`);
    article.page = page;
    if (contents[index]) draw(article, contents[index]);
    if (!articles[index]) near.observe(article);
  });
  articles.slice(pages.length).forEach((article) => {
    near.unobserve(article);
    article.remove();
  });
  const used = new Set(pages.flatMap((page) => [page.image, page.map]));
  [...pieces.keys()].filter((name) => !used.has(name)).forEach((name) => pieces.delete(name));
  size();
}

function draw(article, { picture, texts }) {
  const { image, map: name } = article.page;
  if (article.dataset.image !== image) {
    const old = article.querySelector('svg');
    if (old) redraw(old, picture);
    else article.prepend(picture.cloneNode(true));
    article.dataset.image = image;
  }
  if (article.dataset.map !== name) {
    if (article.dataset.map) article.querySelectorAll('.sorot').forEach((old) => old.remove());
    article.texts = texts;
    lay(article);
    article.dataset.map = name;
  }
}

function clear(article) {
  if (article.contains(document.activeElement)) return;
  article.querySelectorAll('svg, .teks').forEach((old) => old.remove());
  pieces.delete(article.page.image);
  delete article.dataset.image;
  delete article.dataset.map;
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
  const both = Math.min(was.length, is.length);
  let start = 0;
  while (start < both && was[start].isEqualNode(is[start])) start += 1;
  let end = 0;
  while (end < both - start && was.at(-1 - end).isEqualNode(is.at(-1 - end))) end += 1;
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
function lay(article) {
  const { activeElement } = document;
  const focused = article.contains(activeElement) ? Number(activeElement.dataset.index) : -1;
  article.querySelectorAll('.teks').forEach((old) => old.remove());
  article.texts.forEach((text, index) => {
    const shown = element('p', { className: 'teks', textContent: text.text, tabIndex: -1 });
    shown.dataset.index = index;
    frame(shown, around(text.words), article.page);
    article.append(shown);
    if (index === focused) shown.focus({ preventScroll: true });
  });
}

function around(words) {
  const left = Math.min(...words.map((word) => word[LEFT]));
  const top = Math.min(...words.map((word) => word[TOP]));
  const right = Math.max(...words.map((word) => word[LEFT] + word[WIDTH]));
  const bottom = Math.max(...words.map((word) => word[TOP] + word[HEIGHT]));
  return [left, top, right - left, bottom - top];
}

function frame(node, box, page) {
  node.style.left = `${(100 * box[LEFT]) / page.width}%`;
  node.style.top = `${(100 * box[TOP]) / page.height}%`;
  node.style.width = `${(100 * box[WIDTH]) / page.width}%`;
  node.style.height = `${(100 * box[HEIGHT]) / page.height}%`;
}

// ---- Size

export function size() {
  const scale = zoom ?? fitting();
  shownPages().forEach((article) => {
    article.style.width = `${article.page.width * PT * scale}px`;
    article.style.height = `${article.page.height * PT * scale}px`;
  });
  at('ukuran').value = shownPages().length ? `${Math.round(scale * 100)} %` : '–';
  at('paskan').setAttribute('aria-pressed', String(zoom === null));
}

function fitting() {
  const widest = Math.max(1, ...shownPages().map(({ page }) => page.width * PT));
  return Math.max(0.25, (at('halaman').clientWidth - 40) / widest);
}

// As wide as the window, if no size is given.
export function setZoom(next) {
  const main = at('halaman');
  const middle = (main.scrollTop + main.clientHeight / 2) / main.scrollHeight;
  const centre = (main.scrollLeft + main.clientWidth / 2) / main.scrollWidth;
  zoom = next;
  if (zoom) localStorage.setItem('zoom', zoom);
  else localStorage.removeItem('zoom');
  size();
  main.scrollTop = middle * main.scrollHeight - main.clientHeight / 2;
  main.scrollLeft = centre * main.scrollWidth - main.clientWidth / 2;
}

export function step(direction) {
  const now = zoom ?? fitting();
  const next = direction > 0 ? ZOOMS.find((one) => one > now + 0.01) : ZOOMS.findLast((one) => one < now - 0.01);
  if (next) setZoom(next);
}

export function count() {
  const pages = shownPages();
  const { top, height } = at('halaman').getBoundingClientRect();
  const index = pages.findLastIndex((page) => page.getBoundingClientRect().top <= top + height / 2);
  at('nomor').textContent = pages.length ? `Halaman ${Math.max(0, index) + 1} dari ${pages.length}` : '';
}

// ---- Places

// Marks what is written at a place, on all pages: its words, or else the texts
// around it. Gives the first mark.
export async function mark({ file, line, column, end_line: endLine, end_column: endColumn }) {
  document.querySelectorAll('.sorot').forEach((old) => old.remove());
  const all = await Promise.all(shownPages().map(async (article) => [article, await map(article.page)]));
  const texts = all.flatMap(([article, found]) => found.filter((text) => text.file === file).map((text) => [article, text]));
  const isBefore = (a, b, c, d) => a < c || (a === c && b < d);
  const isMeant = (word) => isBefore(word[LINE], word[COLUMN], endLine, Math.max(endColumn, column + 1))
    && isBefore(line, column, word[LINE], word[END]);
  const covers = ({ words }) => words.some((word) => word[LINE] <= line) && words.some((word) => word[LINE] >= endLine);
  let boxes = texts.flatMap(([article, { words }]) => stretches(words.filter(isMeant)).map((box) => [article, box]));
  if (!boxes.length) boxes = texts.filter(([, text]) => covers(text)).map(([article, { words }]) => [article, around(words)]);
  boxes.forEach(([article, box]) => {
    const spot = element('div', { className: 'sorot' });
    frame(spot, [box[LEFT] - 1, box[TOP] - 1, box[WIDTH] + 2, box[HEIGHT] + 2], article.page);
    article.append(spot);
  });
  return document.querySelector('.sorot');
}

// The boxes around words that stand beside each other.
function stretches(words) {
  const found = [];
  words.forEach((word) => {
    const last = found.at(-1)?.at(-1);
    if (last && last[TOP] === word[TOP] && last[LEFT] < word[LEFT]) found.at(-1).push(word);
    else found.push([word]);
  });
  return found.map(around);
}

// Where the word at a point of the window is written, or the nearest to it.
export function wordAt(article, clientX, clientY) {
  const { page } = article;
  const { left, top, width, height } = article.getBoundingClientRect();
  const x = ((clientX - left) / width) * page.width;
  const y = ((clientY - top) / height) * page.height;
  const distance = (word) => Math.hypot(
    Math.max(word[LEFT] - x, 0, x - word[LEFT] - word[WIDTH]),
    Math.max(word[TOP] - y, 0, y - word[TOP] - word[HEIGHT]),
  );
  const words = (article.texts ?? []).flatMap((text) => text.words.map((word) => ({ text, word, far: distance(word) })));
  const nearest = words.reduce((a, b) => (a && a.far <= b.far ? a : b), null);
  return nearest && nearest.far < REACH ? written(nearest.text, nearest.word) : null;
}

// Where the text begins that is read with the keyboard.
export function textAt(paragraph) {
  const text = paragraph.closest('.halaman').texts[paragraph.dataset.index];
  return written(text, text.words[0]);
}

const written = ({ file }, word) => ({ file, line: word[LINE], column: word[COLUMN], end_line: word[LINE], end_column: word[END] });

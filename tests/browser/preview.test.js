// The preview, as the people who write the content see it.

import assert from 'node:assert/strict';
import { readFileSync, renameSync, rmSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import axe from 'axe-core';

import { LONGEST, browser, edition, iki, preview } from './preview.js';

const SEKRETARIS = 'jabatan/sekretaris.yaml';

let chromium;
let naskah;
let server;
let page;
let troubles;

before(async () => { chromium = await browser(); });
after(() => chromium.close());

beforeEach(async () => {
  naskah = edition();
  server = await preview(naskah.folder, 'sekretaris', '--port', '0');
  troubles = [];
  page = await open(server.url);
});

afterEach(async () => {
  await page.context().close();
  await server.stop();
  naskah.remove();
  assert.deepEqual(troubles, []);
});

async function open(url, options = {}) {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 800 }, permissions: ['clipboard-read', 'clipboard-write'], ...options });
  const tab = await context.newPage();
  tab.on('console', (line) => line.type() === 'error' && troubles.push(line.text()));
  tab.on('pageerror', (error) => troubles.push(String(error)));
  await tab.goto(url);
  return tab;
}

const shown = (text, tab = page) => tab.locator('.teks', { hasText: text }).first().waitFor({ state: 'attached' });
const pictures = (tab = page) => tab.locator('.halaman').evaluateAll((articles) => articles.map((article) => article.page.image));
const isStale = () => page.evaluate(() => document.body.classList.contains('usang'));
const says = (text) => page.locator('#pesan', { hasText: text }).waitFor();

test('the first page shows the position, its tree and its findings', async () => {
  await shown('Sekretaris Dinas Komunikasi dan Informatika');
  assert.equal(await page.locator('#struktur a').count(), 17);
  assert.equal(await page.locator('#struktur [aria-current]').innerText().then((text) => text.split('\n')[0]), 'Sekretaris Dinas Komunikasi dan Informatika');
  const badge = await page.locator('#struktur [aria-current] .tanda').innerText();
  assert.equal(Number.parseInt(badge, 10), await page.locator('#temuan > li').count());
  assert.ok(Number.parseInt(badge, 10) > 0);
  await page.locator('#nomor', { hasText: 'Halaman 1 dari 3' }).waitFor();
  const { width, height } = await page.locator('.halaman').first().boundingBox();
  assert.ok(Math.abs(height / width - 330 / 215) < 0.01, 'F4');
});

test('an edit changes its page, and only that one, where one is reading', async () => {
  await page.goto(server.base + '#/');
  await shown('TAHUN ANGGARAN');
  const before = await pictures();
  await page.locator('#halaman').evaluate((main) => main.scrollTo(0, 2000));
  await page.evaluate(() => { window.kept = [...document.querySelectorAll('.halaman')]; });
  naskah.change(SEKRETARIS, 'tugas:', 'tugas: Uji coba perubahan,\n ');
  await shown('Uji coba perubahan');
  const later = await pictures();
  const changed = later.filter((picture, index) => picture !== before[index]);
  assert.equal(later.length, before.length);
  assert.ok(changed.length >= 1 && changed.length <= 2, String(changed.length));
  assert.equal(await page.locator('#halaman').evaluate((main) => main.scrollTop), 2000);
  assert.ok(await page.evaluate(() => window.kept.every((article) => article.isConnected)));
});

test('new, renamed and removed files are noticed', async () => {
  await shown('Sekretaris Dinas');
  const struktur = naskah.read('naskah.yaml');
  naskah.write('jabatan/jabatan-baru.yaml', naskah.read(SEKRETARIS).replace(/^nama: .*$/m, 'nama: Kepala Subbagian Baru'));
  naskah.change('naskah.yaml', '    sekretaris:', '    sekretaris:\n      jabatan-baru:');
  await page.locator('#struktur a', { hasText: 'Kepala Subbagian Baru' }).waitFor();
  renameSync(naskah.file('jabatan/jabatan-baru.yaml'), naskah.file('jabatan/jabatan-lain.yaml'));
  naskah.change('naskah.yaml', 'jabatan-baru:', 'jabatan-lain:');
  await page.locator('#struktur a[href="#/jabatan-lain"]').waitFor();
  await page.locator('#struktur a[href="#/jabatan-lain"]').click();
  await shown('Kepala Subbagian Baru');
  unlinkSync(naskah.file('jabatan/jabatan-lain.yaml'));
  await says('Yang ditampilkan adalah halaman terakhir yang masih benar');
  naskah.write('naskah.yaml', struktur);
  await says('Jabatan ini tidak ada dalam struktur');
  assert.equal(await page.locator('#struktur a').count(), 17);
});

test('editors that write beside and rename are followed', async () => {
  await shown('Sekretaris Dinas');
  naskah.write('jabatan/.sekretaris.yaml.swp', naskah.read(SEKRETARIS).replace('tugas:', 'tugas: Ditulis di samping,\n '));
  renameSync(naskah.file('jabatan/.sekretaris.yaml.swp'), naskah.file(SEKRETARIS));
  await shown('Ditulis di samping');
});

test('a new emblem is on the page at once, and a missing one is shown as missing', async () => {
  await shown('Sekretaris Dinas');
  const before = await pictures();
  naskah.change('lambang.svg', '<path', '<circle cx="5" cy="5" r="4"/><path');
  await page.waitForFunction((old) => document.querySelector('.halaman').dataset.image !== old, before[0]);
  const middle = await pictures();
  unlinkSync(naskah.file('lambang.svg'));
  await says('Naskah belum dapat dicetak karena masih ada 1 galat');
  await page.waitForFunction((old) => document.querySelector('.halaman').dataset.image !== old, middle[0]);
  assert.equal(await isStale(), false);
});

test('broken content leaves the last good pages, greyed, until it is mended', async () => {
  await shown('Sekretaris Dinas');
  const good = await pictures();
  const text = naskah.read(SEKRETARIS);
  naskah.write(SEKRETARIS, text.replace('fungsi:', 'fungsi'));
  await says('Ada 1 galat');
  assert.ok(await isStale());
  assert.deepEqual(await pictures(), good);
  await page.locator('#temuan .jenis.galat').first().waitFor();
  assert.equal(await page.locator('#simpan-lembar').getAttribute('aria-disabled'), 'true');
  naskah.write(SEKRETARIS, text.replace('tugas:', 'tugas: Sudah diperbaiki,\n '));
  await shown('Sudah diperbaiki');
  assert.equal(await isStale(), false);
  assert.equal(await page.locator('#pesan').innerText(), '');
});

test('a click on a word shows where it is written', async () => {
  await shown('Sekretaris Dinas');
  // The middle of the third word of the second function.
  const { x, y, word } = await page.evaluate(() => {
    const article = document.querySelector('.halaman');
    const text = article.texts.find((one) => one.text.startsWith('Pelaksanaan koordinasi penyusunan'));
    const [left, top, width, height] = text.words[2];
    const box = article.getBoundingClientRect();
    const scale = box.width / article.page.width;
    return { x: box.left + (left + width / 2) * scale, y: box.top + (top + height / 2) * scale, word: text.text.split(' ')[2] };
  });
  await page.mouse.click(x, y);
  const lines = naskah.read(SEKRETARIS).split('\n');
  const line = lines.findIndex((one) => one.includes('Pelaksanaan koordinasi penyusunan')) + 1;
  const column = lines[line - 1].indexOf(word) + 1;
  assert.equal(await page.locator('#tempat').innerText(), `${SEKRETARIS}, baris ${line}, kolom ${column}`);
  assert.equal(await page.locator('#buka').getAttribute('href'), `vscode://file${naskah.file(SEKRETARIS)}:${line}:${column}`);
  await page.locator('#salin').click();
  await page.locator('#tersalin', { hasText: 'Sudah disalin' }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `${naskah.file(SEKRETARIS)}:${line}`);
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('#asal').isVisible(), false);
});

test('every word of the pages leads to itself in the content', async () => {
  await page.goto(server.base + '#/');
  await shown('TAHUN ANGGARAN');
  const texts = await page.evaluate(async () => {
    const pages = [...document.querySelectorAll('.halaman')].map((article) => article.page.map);
    return (await Promise.all(pages.map(async (map) => (await fetch(`isi/${map}`)).json()))).flat();
  });
  const files = new Map();
  let exact = 0;
  let all = 0;
  for (const { file, text, words } of texts) {
    if (!files.has(file)) files.set(file, readFileSync(file, 'utf8').split('\n'));
    const spoken = text.split(' ');
    words.forEach(([, , , , line, column, end], index) => {
      if (line === 0) return;
      const written = files.get(file)[line - 1].slice(column - 1, end - 1).replace(/\*/g, '');
      all += 1;
      exact += written.toLowerCase() === spoken[index].toLowerCase();
    });
  }
  assert.ok(all > 4000 && exact / all > 0.98, `${exact} of ${all}`);
});

test('what is made of several values leads to each of them', async () => {
  await page.goto(server.base + '#/');
  await shown('TAHUN ANGGARAN');
  const written = (text) => naskah.read('naskah.yaml').split('\n').findIndex((line) => line.includes(text)) + 1;
  const texts = await page.evaluate(async () => {
    const pages = [...document.querySelectorAll('.halaman')].map((article) => article.page.map);
    return (await Promise.all(pages.map(async (map) => (await fetch(`isi/${map}`)).json()))).flat();
  });
  for (const [shownText, text] of [['2021', 'tahun: 2021'], ['7 Mei 2021', 'tanggal:'], ['S.STP', 'gelar:'], ['67316', 'kode_pos:']]) {
    const { words } = texts.find((one) => one.text === shownText);
    assert.ok(words.every((word) => word[4] === written(text)), shownText);
  }
  const label = texts.find((one) => one.text === 'JABATAN');
  assert.equal(label.words[0][4], 0, 'a default stands in no file');
});

test('an edition of many pages is drawn where one looks', async () => {
  const struktur = naskah.read('naskah.yaml');
  let tree = '';
  for (let number = 0; number < 60; number += 1) {
    tree += `    bawahan-${number}:\n`;
    naskah.write(`jabatan/bawahan-${number}.yaml`, naskah.read('jabatan/kasi-kehumasan.yaml'));
  }
  naskah.write('naskah.yaml', struktur.replace('    kabid-informasi-publik:', `${tree}    kabid-informasi-publik:`));
  await page.goto(server.base + '#/');
  await shown('TAHUN ANGGARAN');
  // The files that were just written are read first.
  await page.waitForFunction(() => document.querySelectorAll('.halaman').length > 80);
  assert.ok(await page.locator('.halaman svg').count() < 8);
  await page.locator('#halaman').evaluate((main) => main.scrollTo(0, main.scrollHeight));
  await shown('YOGA PRATOMO');
  assert.ok(await page.locator('.halaman svg').count() < 10);
});

test('a folder that is removed and made anew is followed', async () => {
  await shown('Sekretaris Dinas');
  const copy = edition();
  rmSync(naskah.folder, { recursive: true });
  await says('Naskah tidak dapat dibaca');
  renameSync(copy.folder, naskah.folder);
  await page.waitForFunction(() => !document.body.classList.contains('usang'));
  const start = performance.now();
  naskah.change(SEKRETARIS, 'tugas:', 'tugas: Segera tampak,\n ');
  await shown('Segera tampak');
  assert.ok(performance.now() - start < 1000, 'without waiting for a look around');
});

test('a folder that is moved away and back is found again', async () => {
  await shown('Sekretaris Dinas');
  renameSync(naskah.folder, `${naskah.folder}-pindah`);
  await says('Naskah tidak dapat dibaca');
  renameSync(`${naskah.folder}-pindah`, naskah.folder);
  await page.waitForFunction(() => !document.body.classList.contains('usang'));
});

test('a finding scrolls to its place on the page and marks it', async () => {
  await shown('Sekretaris Dinas');
  await page.locator('.pesan-temuan', { hasText: 'monitoring' }).click();
  const mark = page.locator('.sorot');
  await mark.waitFor();
  assert.equal(await mark.count(), 1);
  const [box, main] = [await mark.boundingBox(), await page.locator('#halaman').boundingBox()];
  assert.ok(box.y >= main.y && box.y < main.y + main.height, 'in sight');
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  const [, line, column] = (await page.locator('#tempat').innerText()).match(/baris (\d+), kolom (\d+)/).map(Number);
  assert.ok(naskah.read(SEKRETARIS).split('\n')[line - 1].slice(column - 1).startsWith('monitoring'));
});

test('the filter finds positions, and the keyboard opens them', async () => {
  await shown('Sekretaris Dinas');
  await page.keyboard.press('/');
  await page.keyboard.type('seksi persandian');
  assert.deepEqual(await page.locator('#struktur a:not(.lain) > .nama').allInnerTexts(), ['Kepala Seksi Penyelenggaraan Persandian']);
  assert.equal(await page.locator('#struktur li:visible').count(), 3, 'with its superiors');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await shown('Kepala Seksi Penyelenggaraan Persandian');
  await page.keyboard.press('/');
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('#struktur li:visible').count(), 17);
  await page.locator('#saring').fill('zzz');
  assert.ok(await page.locator('#tidak-ketemu').isVisible());
});

test('pages are read and left with the keyboard alone', async () => {
  await shown('Sekretaris Dinas');
  await page.locator('.halaman').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const read = await page.evaluate(() => document.activeElement.textContent);
  assert.ok(read.length > 3);
  await page.keyboard.press('Enter');
  assert.match(await page.locator('#tempat').innerText(), /\.yaml, baris \d+, kolom \d+$/);
  await page.keyboard.press('Escape');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), read);
});

test('zoom keeps proportions and can follow the window', async () => {
  await shown('Sekretaris Dinas');
  const width = async () => (await page.locator('.halaman').first().boundingBox()).width;
  const fitted = await width();
  await page.keyboard.press('+');
  assert.ok(await width() > fitted);
  await page.keyboard.press('0');
  assert.equal(await width(), fitted);
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.waitForFunction((old) => document.querySelector('.halaman').offsetWidth !== old, Math.round(fitted));
  const [box, main] = [await page.locator('.halaman').first().boundingBox(), await page.locator('#halaman').boundingBox()];
  assert.ok(box.x >= main.x && box.x + box.width <= main.x + main.width);
});

test('the button saves the bytes that a build makes', async () => {
  await shown('Sekretaris Dinas');
  for (const [button, name, words] of [
    ['#simpan-lembar', 'iki-sekretaris-2021.pdf', ['--jabatan', 'sekretaris']],
    ['#simpan-seluruh', 'iki-dinas-komunikasi-dan-informatika-2021.pdf', []],
  ]) {
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator(button).click()]);
    assert.equal(download.suggestedFilename(), name);
    const built = join(naskah.folder, 'hasil.pdf');
    assert.equal(await iki('build', naskah.folder, '-o', built, ...words), 0);
    assert.ok(readFileSync(await download.path()).equals(readFileSync(built)));
    rmSync(built);
  }
});

test('two tabs see the same edit', async () => {
  const other = await open(`${server.base}#/${LONGEST}`);
  await shown('Sekretaris Dinas');
  await shown('Kepala Sub. Bagian Umum', other);
  naskah.change('naskah.yaml', 'judul: ', 'judul: BARU ');
  await Promise.all([shown('BARU'), shown('BARU', other)]);
  await other.context().close();
});

test('ten tabs of one browser are served', async () => {
  const tabs = [];
  for (let number = 0; number < 9; number += 1) {
    const tab = await page.context().newPage();
    await tab.goto(`${server.base}#/${LONGEST}`);
    await tab.bringToFront();
    await shown('Kepala Sub. Bagian Umum', tab);
    // Headless browsers hide no tab by themselves.
    await tab.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: true, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    tabs.push(tab);
  }
  naskah.change('naskah.yaml', 'judul: ', 'judul: BARU ');
  await shown('BARU');
  await tabs[0].evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: false });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await shown('BARU', tabs[0]);
});

test('a piece that is lost on the way is fetched again', async () => {
  await shown('Sekretaris Dinas');
  let lost = 0;
  await page.route('**/isi/**', (route) => (lost++ < 2 ? route.abort() : route.continue()));
  naskah.change(SEKRETARIS, 'tugas:', 'tugas: Tetap sampai,\n ');
  await shown('Tetap sampai');
  assert.ok(lost > 2);
  troubles = [];
});

test('pages of other positions can be seen while one file is broken', async () => {
  await shown('Sekretaris Dinas');
  naskah.change(SEKRETARIS, 'fungsi:', 'fungsi');
  await says('Ada 1 galat');
  await page.locator('#struktur a', { hasText: 'Kepala Seksi Kehumasan' }).click();
  await shown('Kepala Seksi Kehumasan');
  await page.locator('#struktur a', { hasText: 'Sekretaris Dinas' }).click();
  await shown('Sekretaris Dinas');
  assert.ok(await isStale());
});

test('content that is broken from the start is shown once it is mended', async () => {
  const text = naskah.read('naskah.yaml');
  naskah.write('naskah.yaml', text.replace('kantor:', 'kantor'));
  const broken = await preview(naskah.folder, '--port', '0');
  await page.goto(broken.url);
  await says('Ada');
  await page.locator('#menunggu', { hasText: 'Belum ada halaman' }).waitFor();
  naskah.write('naskah.yaml', text);
  await shown('TAHUN ANGGARAN');
  assert.equal(await isStale(), false);
  await page.goto('about:blank');
  await broken.stop();
});

test('a position that does not exist is told, and cannot be saved', async () => {
  await page.goto(`${server.base}#/tidak-ada`);
  await says('Jabatan ini tidak ada dalam struktur');
  assert.equal(await page.locator('#simpan-lembar').isVisible(), false);
  const answer = await page.evaluate(async () => {
    const { status, ...rest } = await fetch('pdf?jabatan=tidak-ada').then(async (one) => ({ status: one.status, text: await one.text() }));
    return [status, rest.text];
  });
  assert.equal(answer[0], 409);
  assert.match(answer[1], /tidak ada jabatan `tidak-ada`/);
  await page.goto(`${server.base}#/%`);
  await says('Alamat ini tidak menyebut jabatan');
  troubles = [];
});

test('another position begins at its top, also when a file is saved meanwhile', async () => {
  await shown('Sekretaris Dinas');
  await page.locator('#halaman').evaluate((main) => main.scrollTo(0, 900));
  await page.locator('#struktur a', { hasText: 'Kepala Sub. Bagian Umum' }).click();
  for (let edit = 0; edit < 5; edit += 1) naskah.change(`jabatan/${LONGEST}.yaml`, 'Merencanakan', `Merencanakan${edit}`);
  await shown('Merencanakan43210');
  assert.equal(await page.locator('#halaman').evaluate((main) => main.scrollTop), 0);
});

test('a tab says that its server is gone, and a new one serves again', async () => {
  await shown('Sekretaris Dinas');
  await server.stop('SIGKILL');
  await says('Terputus');
  assert.ok(await isStale());
  server = await preview(naskah.folder, 'sekretaris', '--port', String(server.port));
  await says('Pratinjau ini sudah berakhir');
  // What the browser itself says of a server that is gone.
  assert.ok(troubles.every((trouble) => trouble.startsWith('Failed to load resource')), troubles.join());
  troubles = [];
  await page.goto(server.url);
  await shown('Sekretaris Dinas');
  assert.equal(await isStale(), false);
});

test('nothing is wrong for people who use other means than a mouse', async () => {
  for (const [width, colorScheme] of [[1280, 'light'], [1024, 'dark']]) {
    const tab = await open(server.url, { viewport: { width, height: 768 }, colorScheme, bypassCSP: true });
    await shown('Sekretaris Dinas', tab);
    await tab.evaluate(axe.source);
    const check = async () => {
      const { violations } = await tab.evaluate(() => window.axe.run());
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
    };
    await check();
    await tab.locator('.halaman').first().click({ position: { x: 300, y: 300 } });
    await tab.locator('#asal').waitFor();
    await check();
    await tab.context().close();
  }
});

test('nothing is loaded from elsewhere', async () => {
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url())));
  await page.reload();
  await shown('Sekretaris Dinas');
  assert.ok(asked.length > 4);
  assert.deepEqual(asked.filter(({ host, protocol }) => host !== `127.0.0.1:${server.port}` && protocol !== 'blob:'), []);
});

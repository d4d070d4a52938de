// From the write of a file to the changed page on the screen of Chromium:
// `npm run bench [edits]`.
//
// The longest position of the edition of 2021 is edited. A page counts as
// painted when the browser has done the frame after it was put in its place.

import { LONGEST, browser, edition, preview } from './preview.js';

const EDITS = Number(process.argv[2] ?? 100);
const FILE = `jabatan/${LONGEST}.yaml`;

const naskah = edition();
const server = await preview(naskah.folder, LONGEST, '--port', '0');
const chromium = await browser();
const page = await chromium.newPage({ viewport: { width: 1280, height: 800 } });
await page.goto(server.url);
await page.locator('.halaman svg').first().waitFor();

const now = () => performance.timeOrigin + performance.now();
const text = naskah.read(FILE);
const times = [];
for (let edit = 0; edit < EDITS; edit += 1) {
  const word = `Merencanakan${edit}`;
  const painted = page.evaluate((wanted) => new Promise((done) => {
    const old = document.querySelector('.halaman').dataset.image;
    const look = () => {
      const first = document.querySelector('.halaman');
      if (first.dataset.image === old || !first.textContent.includes(wanted)) return;
      observer.disconnect();
      // What is posted from within a frame arrives after it was painted.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.timeOrigin + performance.now());
      requestAnimationFrame(() => port2.postMessage(0));
    };
    const observer = new MutationObserver(look);
    observer.observe(document.querySelector('.halaman'), { childList: true, attributes: true, subtree: true });
  }), word);
  // The browser has to be listening before the file is written.
  await page.evaluate(() => 0);
  const written = now();
  naskah.write(FILE, text.replace('Merencanakan', word));
  times.push(await painted - written);
}
times.sort((a, b) => a - b);
const quantile = (share) => times[Math.min(times.length - 1, Math.floor(share * times.length))].toFixed(1);
console.log(`write to paint, ${EDITS} edits: median ${quantile(0.5)} ms, 95 % ${quantile(0.95)} ms, most ${quantile(1)} ms`);

await chromium.close();
await server.stop();
naskah.remove();

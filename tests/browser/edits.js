// Many edits in one run: no stale page, flat memory: `npm run edits [edits]`.
//
// Every edit is waited for as a tab waits: by the event, and by the words on
// the page that it names.

import { readFileSync } from 'node:fs';

import { LONGEST, edition, preview } from './preview.js';

const EDITS = Number(process.argv[2] ?? 10_000);
const SETTLED = Math.min(500, Math.ceil(EDITS / 2));
const FILE = `jabatan/${LONGEST}.yaml`;

const naskah = edition();
const server = await preview(naskah.folder, LONGEST, '--port', '0');
const memory = () => Number(readFileSync(`/proc/${server.pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]) / 1024;

const states = (await fetch(`${server.base}peristiwa?jabatan=${LONGEST}`)).body.pipeThrough(new TextDecoderStream());
const reader = states.getReader();
let unread = '';

async function nextState() {
  for (;;) {
    const end = unread.indexOf('\n\n');
    if (end >= 0) {
      const event = unread.slice(0, end);
      unread = unread.slice(end + 2);
      if (event.startsWith('data: ')) return JSON.parse(event.slice(6));
    } else {
      const { value, done } = await reader.read();
      if (done) throw new Error('the server has ended');
      unread += value;
    }
  }
}

await nextState();
const text = naskah.read(FILE);
let settled = 0;
let most = 0;
for (let edit = 1; edit <= EDITS; edit += 1) {
  const word = `Merencanakan${edit}x`;
  const start = performance.now();
  naskah.write(FILE, text.replace('Merencanakan', word));
  for (;;) {
    const { pages } = await nextState();
    const map = await (await fetch(`${server.base}isi/${pages[0].map}`)).text();
    if (map.includes(word)) break;
    if (performance.now() - start > 5000) throw new Error(`edit ${edit} is not shown`);
  }
  most = Math.max(most, performance.now() - start);
  if (edit === SETTLED) settled = memory();
  if (edit % 1000 === 0) console.log(`${edit} edits: ${memory().toFixed(1)} MiB`);
}
const end = memory();
console.log(`memory after ${SETTLED} edits ${settled.toFixed(1)} MiB, after ${EDITS} ${end.toFixed(1)} MiB: ${(end / settled).toFixed(2)} times; slowest edit ${most.toFixed(0)} ms`);

await server.stop();
naskah.remove();
process.exit(0);

// What the tests share: an edition of their own, the program, a browser.

import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';

const ROOT = resolve(import.meta.dirname, '../..');
const IKI = process.env.IKI ?? join(ROOT, 'target/release/iki');
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
// Without these Chromium looks for its maker's hosts.
const ALONE = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

export const LONGEST = 'kasubbag-umum-dan-kepegawaian';

export const browser = () => chromium.launch({ executablePath: CHROMIUM, args: ALONE });

// A copy of the edition of 2021 that a test may change.
export function edition() {
  const folder = mkdtempSync(join(tmpdir(), 'iki-'));
  cpSync(join(ROOT, 'content/diskominfo/2021'), folder, { recursive: true });
  const file = (name) => join(folder, name);
  return {
    folder,
    file,
    read: (name) => readFileSync(file(name), 'utf8'),
    write: (name, text) => writeFileSync(file(name), text),
    change(name, from, to) {
      const text = readFileSync(file(name), 'utf8');
      if (!text.includes(from)) throw new Error(`${name}: ${from}`);
      writeFileSync(file(name), text.replace(from, to));
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

// Starts a preview; resolves when its address is known.
export function preview(folder, ...options) {
  const child = spawn(IKI, ['preview', folder, '--no-open', ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((done) => { child.on('exit', (code) => done(code)); });
  let said = '';
  return new Promise((done, failed) => {
    child.on('error', failed);
    ended.then((code) => failed(new Error(`ended with ${code}: ${said}`)));
    child.stderr.on('data', (text) => {
      said += text;
      const url = said.match(/http:\/\/\S+/)?.[0];
      if (url) {
        done({
          url,
          base: url.replace(/#.*/, ''),
          port: Number(new URL(url).port),
          pid: child.pid,
          said: () => said,
          ended,
          stop(kind = 'SIGINT') {
            child.kill(kind);
            return ended;
          },
        });
      }
    });
  });
}

// A command of the program that ends by itself.
export function iki(...words) {
  const child = spawn(IKI, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((done) => { child.on('exit', done); });
}

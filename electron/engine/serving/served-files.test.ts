/** The one rule by which both hosts find files, and everything that was ever tried against such rules. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppError } from '../../contract/errors.ts';
import { createClient } from '../../contract/rpc/client.ts';
import { partialHandlers } from '../../contract/rpc/conformance-peer.ts';
import { EventHub } from '../../contract/rpc/event-hub.ts';
import { createMemoryPair } from '../../contract/rpc/memory.ts';
import { serve } from '../../contract/rpc/server.ts';
import { imageHeaders, pageHeaders } from './page-policy.ts';
import { createServedFiles, type ServedFiles } from './served-files.ts';

const hash = 'ab'.repeat(32);
const asked: string[] = [];
let dir: string;
let ui: string;
let served: ServedFiles;

beforeAll(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'lookalike-served-'));
  ui = path.join(dir, 'ui');
  mkdirSync(path.join(ui, 'assets'), { recursive: true });
  writeFileSync(path.join(dir, 'secret.txt'), 'secret');
  writeFileSync(path.join(ui, 'index.html'), '<!doctype html>');
  writeFileSync(path.join(ui, 'assets', 'app-1.js'), '');
  writeFileSync(path.join(ui, 'notes.md'), '');
  symlinkSync(path.join(dir, 'secret.txt'), path.join(ui, 'linked.txt'));
  symlinkSync(dir, path.join(ui, 'up'));
  const [near, far] = createMemoryPair();
  const handlers = partialHandlers({
    'catalog.file': ({ url }) => {
      asked.push(url);
      if (url === 'original/2') throw new AppError('NOT_FOUND', 'No such picture.');
      return { path: `/photos/${url}`, mime: url === 'original/3' ? 'text/html' : 'image/jpeg', immutable: true };
    },
  });
  serve(far, handlers, new EventHub());
  served = createServedFiles(ui, createClient(near));
});
afterAll(() => rmSync(dir, { recursive: true }));

test('the UI is found by its listed names', async () => {
  expect(await served.find('/')).toMatchObject({ kind: 'ui', path: path.join(ui, 'index.html'), immutable: false });
  expect(await served.find('/assets/app-1.js')).toMatchObject({
    mime: 'text/javascript; charset=utf-8',
    immutable: true,
  });
  writeFileSync(path.join(ui, 'assets', 'app-2.js'), '');
  utimesSync(path.join(ui, 'index.html'), new Date(), new Date(Date.now() + 5000));
  expect(served.kindOf('/assets/app-2.js')).toBe('ui');
});

test('pictures are found by asking the engine, and only pictures', async () => {
  expect(served.kindOf(`/thumb/${hash}`)).toBe('image');
  expect(await served.find(`/query/${hash}`)).toMatchObject({ kind: 'image', path: `/photos/query/${hash}` });
  expect(await served.find('/original/7')).toMatchObject({ mime: 'image/jpeg' });
  await expect(served.find('/original/2')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(served.find('/original/3')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

const attacks = [
  '/../secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/%2e%2e%2fsecret.txt',
  '/..\\secret.txt',
  '/..%5csecret.txt',
  '/assets/../../secret.txt',
  '/assets/..;/..;/secret.txt',
  '//secret.txt',
  '/./index.html',
  '/index.html/',
  '/index.html%00.js',
  '/index.html\0',
  '/INDEX.HTML',
  '/notes.md',
  '/linked.txt',
  '/up/secret.txt',
  '/up/ui/index.html',
  '/assets',
  '/assets/',
  '',
  'index.html',
  '/etc/passwd',
  '/C:/Windows/win.ini',
  '/__proto__',
  '/constructor',
  `/thumb/${hash}/`,
  `/thumb/${hash}.jpg`,
  `/thumb/${hash}\n`,
  `/thumb/${hash.toUpperCase()}`,
  `/thumb/${hash.slice(2)}`,
  `/thumb/../original/1`,
  `//thumb/${hash}`,
  `/query/${'..%2f'.repeat(8)}`,
  '/original/-1',
  '/original/1e3',
  '/original/1/../2',
  '/original/١',
  '/original/1 OR 1=1',
  '/original/1234567890123456',
  '/original/',
];

test.each(attacks)('finds nothing for %j', async (attack) => {
  asked.length = 0;
  expect(served.kindOf(attack)).toBeUndefined();
  await expect(served.find(attack)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(asked).toEqual([]);
});

test('the page runs its own scripts and talks to its own host, and to the lines named', () => {
  const policy = pageHeaders(['ws://127.0.0.1:4777'])['Content-Security-Policy'];
  expect(policy).toContain("default-src 'none'; script-src 'self';");
  expect(policy).toContain("connect-src 'self' ws://127.0.0.1:4777;");
  expect(pageHeaders()['Content-Security-Policy']).toContain("connect-src 'self';");
  expect(policy?.match(/script-src[^;]*/)?.[0]).not.toMatch(/unsafe|blob|data|\*/);
  expect(imageHeaders['Content-Security-Policy']).toContain('sandbox');
});

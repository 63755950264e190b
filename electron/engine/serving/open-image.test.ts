/** Files swapped under the eyes of a host: what was found is sent, or nothing. */
import {
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openImage } from './open-image.ts';

const head = '\xff\xd8\xff';
let dir: string;
let image: string;
let secret: string;

beforeEach(() => {
  dir = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'lookalike-open-')));
  image = write('photos', 'a.jpg', `${head} mine`);
  secret = write('secret', 'a.jpg', `${head} SECRET`);
});
afterEach(() => rmSync(dir, { recursive: true, maxRetries: 3 }));

function write(folder: string, name: string, text: string): string {
  mkdirSync(path.join(dir, folder), { recursive: true });
  writeFileSync(path.join(dir, folder, name), text, 'latin1');
  return path.join(dir, folder, name);
}

async function read(file: string): Promise<string> {
  const { handle } = await openImage(file);
  const text = await handle.readFile('latin1');
  await handle.close();
  return text;
}

const refused = (file: string) => expect(read(file)).rejects.toMatchObject({ code: 'NOT_FOUND' });

test('an image is opened; a link to one, a folder, a pipe and what is no image are not', async () => {
  expect(await read(image)).toBe(`${head} mine`);
  symlinkSync(secret, path.join(dir, 'photos', 'link.jpg'));
  symlinkSync(path.dirname(secret), path.join(dir, 'linked'));
  await refused(path.join(dir, 'photos', 'link.jpg'));
  await refused(path.join(dir, 'linked', 'a.jpg'));
  await refused(path.join(dir, 'photos'));
  await refused(path.join(dir, 'photos', 'gone.jpg'));
  await refused(write('photos', 'key.jpg', '-----BEGIN PRIVATE KEY-----'));
  await refused(write('photos', 'drawing.jpg', '<svg xmlns="http://www.w3.org/2000/svg"/>'));
  linkSync(image, path.join(dir, 'photos', 'b.jpg'));
  expect(await read(path.join(dir, 'photos', 'b.jpg'))).toBe(`${head} mine`);
});

/** Puts the secret in the place of the image and back, as fast as a thread can, until it is ended. */
const swapper = `
  const { workerData: { image, secret, whole } } = require('node:worker_threads');
  const fs = require('node:fs'), path = require('node:path');
  const dir = path.dirname(image);
  for (;;) {
    if (whole) {
      fs.renameSync(dir, dir + '.real');
      fs.symlinkSync(path.dirname(secret), dir);
      fs.unlinkSync(dir);
      fs.renameSync(dir + '.real', dir);
    } else {
      fs.symlinkSync(secret, image + '.link');
      fs.renameSync(image + '.link', image);
      fs.copyFileSync(image + '.good', image + '.copy');
      fs.renameSync(image + '.copy', image);
    }
  }`;

test.each([
  ['the file', false],
  ['its folder', true],
])('%s swapped for a link thousands of times gives nothing away', async (_, whole) => {
  copyFileSync(image, `${image}.good`);
  const worker = new Worker(swapper, { eval: true, workerData: { image, secret, whole } });
  const seen = new Map<string, number>();
  for (let round = 0; round < 150; round++) {
    const found = await Promise.all(Array.from({ length: 16 }, () => read(image).catch(() => 'refused')));
    for (const text of found) seen.set(text, (seen.get(text) ?? 0) + 1);
  }
  await worker.terminate();
  expect([...seen.keys()].filter((text) => text.includes('SECRET'))).toEqual([]);
  expect(seen.get(`${head} mine`)).toBeGreaterThan(0);
});

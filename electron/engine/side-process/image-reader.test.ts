/** Real processes that end in real ways. */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { modelManifestSchema } from '../../contract/model-manifest.ts';
import { readImage } from '../images/index.ts';
import { forkTester } from '../models/tester/test-apart.ts';
import { ImageReader, type ReadOptions } from './image-reader.ts';
import { forkSideProcess, type SideProcess } from './side-process.ts';

const starter = path.join(import.meta.dirname, '../../../models/starter');
const golden = path.join(starter, 'golden');
let dir: string;
let options: ReadOptions;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lookalike-reader-'));
  const { vision } = modelManifestSchema.parse(JSON.parse(await readFile(path.join(starter, 'model.json'), 'utf8')));
  options = { vision, thumbDir: path.join(dir, 'thumbs'), signal: undefined };
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const started: SideProcess[] = [];
/** Ends in the way that the name of the image says. */
const unruly = (): SideProcess => {
  const process = forkSideProcess(new URL('./fixtures/unruly-reader.ts', import.meta.url));
  started.push(process);
  return process;
};

test('reads in another process what it reads in this one, one process for all', async () => {
  let starts = 0;
  const reader = new ImageReader(() => {
    starts++;
    return forkTester();
  });
  const images = [path.join(golden, 'cmyk.jpg'), path.join(golden, 'sixteen-bit.png')];
  const apart = await Promise.all(images.map((image) => reader.read(image, options)));
  const here = await Promise.all(images.map((image) => readImage(image, options)));
  expect(apart.map((image) => ({ ...image, pixels: Buffer.from(image.pixels) }))).toEqual(
    here.map((image) => ({ ...image, pixels: Buffer.from(image.pixels) })),
  );
  await mkdir(path.join(dir, 'folder.jpg'));
  await expect(reader.read(path.join(dir, 'folder.jpg'), options)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  await expect(reader.read(path.join(starter, 'model.json'), options)).rejects.toMatchObject({ code: 'NOT_AN_IMAGE' });
  expect(starts).toBe(1);
  reader.close();
});

test.runIf(process.platform !== 'win32')('believes a crash at once, another end only twice in a row', async () => {
  const reader = new ImageReader(unruly);
  const ended = (how: string) => ({ code: 'IMAGE_DAMAGED', details: { why: 'ends-its-process', how } });
  await expect(reader.read('SIGSEGV', options)).rejects.toMatchObject(ended('signal SIGSEGV'));
  await expect(reader.read('SIGABRT', options)).rejects.toMatchObject(ended('signal SIGABRT'));
  await expect(reader.read('code 7', options)).rejects.toMatchObject(ended('code 7'));
  expect(started).toHaveLength(3);
  await expect(reader.read('SIGKILL', options)).rejects.toMatchObject(ended('signal SIGKILL'));
  expect(started).toHaveLength(5);
  await expect(reader.read('SIGTERM', options)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  expect(started).toHaveLength(7);
  await expect(reader.read('answer', options)).rejects.toMatchObject({ code: 'NOT_AN_IMAGE' });
  reader.close();
});

test('ends what hangs, and what nobody waits for', async () => {
  const reader = new ImageReader(unruly, { longestMs: 300 });
  await expect(reader.read('hang', options)).rejects.toMatchObject({ details: { why: 'takes-too-long' } });
  const aborted = new AbortController();
  const patient = new ImageReader(unruly);
  const reading = patient.read('hang', { ...options, signal: aborted.signal });
  setTimeout(() => aborted.abort(), 200);
  await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(await Promise.all(started.slice(-2).map(({ ended }) => ended))).toEqual(['signal SIGKILL', 'signal SIGKILL']);
});

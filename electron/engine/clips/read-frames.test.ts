import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataDir } from '../../../bench/support/data.ts';
import { findFfmpeg } from './ffmpeg.ts';
import { readClipFrames } from './read-frames.ts';

const ffmpeg = fileURLToPath(new URL('fixtures/fake-ffmpeg.mjs', import.meta.url));
const shoes = path.join(dataDir, 'videos-product', 'shoes.mp4');

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lookalike-clips-'));
});
afterAll(() => rm(dir, { recursive: true }));

async function clip(content: string): Promise<string> {
  const file = path.join(dir, `-odd name's ${Math.random()}.mp4`);
  await writeFile(file, content);
  return file;
}

// Windows runs no scripts by their first line.
describe.skipIf(process.platform === 'win32')('reading a clip', () => {
  it('gives a frame for each change of picture, in order, and none twice', async () => {
    const frames = await readClipFrames(await clip('clip #b3202c #1d4f7c #b3202c #3c9a46'), { ffmpeg });
    const middles = await Promise.all(
      frames.map(({ jpeg }) => sharp(jpeg).extract({ left: 80, top: 80, width: 1, height: 1 }).raw().toBuffer()),
    );
    expect(middles.map(([r = 0, g = 0, b = 0]) => (r > g && r > b ? 'red' : g > b ? 'green' : 'blue'))).toEqual([
      'red',
      'blue',
      'green',
    ]);
    expect(frames.map(({ at }) => Math.floor(at))).toEqual([0, 1, 3]);
    expect(await readClipFrames(await clip('clip #b3202c #1d4f7c #3c9a46'), { ffmpeg, most: 2 })).toHaveLength(2);
  });

  it('says what is missing or wrong', async () => {
    const good = await clip('clip #b3202c');
    await expect(readClipFrames(good, { ffmpeg: null })).rejects.toMatchObject({ code: 'CLIP_READER_MISSING' });
    await expect(readClipFrames(await clip('a letter'), { ffmpeg })).rejects.toMatchObject({ code: 'CLIP_UNREADABLE' });
    await expect(readClipFrames(`${good}.gone`, { ffmpeg })).rejects.toMatchObject({ code: 'FILE_MISSING' });
    await expect(readClipFrames(good, { ffmpeg: dir })).rejects.toMatchObject({ code: 'CLIP_UNREADABLE' });
  });

  it('can be stopped', async () => {
    const reading = readClipFrames(await clip('clip slow'), { ffmpeg }, AbortSignal.timeout(300));
    await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

it('ffmpeg is looked for where it is named, else on the PATH', () => {
  expect(
    findFfmpeg({ LOOKALIKE_FFMPEG: path.join(tmpdir(), 'no ffmpeg'), PATH: path.dirname(ffmpeg) }),
  ).toBeUndefined();
  expect(findFfmpeg({ PATH: `relative${path.delimiter}${tmpdir()}` })).toBeUndefined();
  if (process.platform !== 'win32') expect(findFfmpeg({ LOOKALIKE_FFMPEG: ffmpeg })).toBe(ffmpeg);
});

it.skipIf(!existsSync(shoes) || findFfmpeg() === undefined)(
  'a real clip gives a sharp frame of each shoe',
  async () => {
    const frames = await readClipFrames(shoes);
    expect(frames.length).toBeGreaterThanOrEqual(3);
    expect(await sharp(frames[0]?.jpeg).metadata()).toMatchObject({ format: 'jpeg', width: 720, height: 720 });
  },
);

/** Clips among product photos: which products they show, what is kept of them, and what is said where none can be read. */
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { previewFolder } from './preview.ts';
import { skusIn, testPlace } from './testing.ts';

const ffmpeg = fileURLToPath(new URL('../clips/fixtures/fake-ffmpeg.mjs', import.meta.url));
const place = testPlace();
const root = (): string => place.folder.file('photos');
const put = (name: string, content: string) => place.folder.write(`photos/${name}`, content);

function imagesOf(sku: string): string[] {
  const { database } = place.library;
  const sql = `SELECT f.path FROM images i JOIN products p ON p.id = i.product_id JOIN files f ON f.id = i.file_id
    WHERE p.sku = ? ORDER BY i.position`;
  return database.all<{ path: string }>(sql, sku).map((row) => path.basename(row.path));
}

beforeEach(async () => {
  await place.folder.picture('photos/boot/1.jpg', 1);
  await put('boot/turning.mp4', 'clip #b3202c #1d4f7c');
  await put('vase/film.mov', 'clip #3c9a46');
  await put('vase/torn.webm', 'no film');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe.skipIf(process.platform === 'win32')('where ffmpeg is found', () => {
  beforeEach(() => {
    vi.stubEnv('LOOKALIKE_FFMPEG', ffmpeg);
  });

  it('frames of a clip show the product of its folder, after the photos', async () => {
    expect(await previewFolder(root())).toMatchObject({ clips: { count: 3, readable: true } });
    const result = await place.library.import({ path: root(), layout: 'folder' });
    expect(result).toMatchObject({ products: 2, clips: { read: 2, frames: 3 } });
    expect(result.failed).toMatchObject([{ path: path.join(root(), 'vase/torn.webm'), code: 'CLIP_UNREADABLE' }]);
    expect(imagesOf('boot')).toEqual(['1.jpg', '1 turning.mp4 at 0.0 s.jpg', '2 turning.mp4 at 1.0 s.jpg']);
    expect(imagesOf('vase')).toEqual(['1 film.mov at 0.0 s.jpg']);
  });

  it('a clip among single photos is a product, or shows the one of the photo called like it', async () => {
    await place.folder.picture('photos/vase/film.jpg', 2);
    await put('vase/alone.mp4', 'clip #b3202c');
    await place.library.import({ path: root(), layout: 'photo' });
    expect(skusIn(place.library)).toEqual(['boot/1', 'boot/turning', 'vase/alone', 'vase/film']);
    expect(imagesOf('vase/film')).toEqual(['film.jpg', '1 film.mov at 0.0 s.jpg']);
  });

  it('what was taken stays without ffmpeg, and goes with its clip', async () => {
    await place.library.import({ path: root(), layout: 'folder' });
    vi.stubEnv('LOOKALIKE_FFMPEG', '/no/ffmpeg');
    const again = await place.library.import({ path: root(), layout: 'folder' });
    expect(again).toMatchObject({ products: 2, encoded: 0, clips: { read: 2, frames: 3 } });
    const kept = path.join(place.library.dir, 'clips', '1');
    expect(await readdir(kept)).toHaveLength(2);
    await rm(path.join(root(), 'boot/turning.mp4'));
    await place.library.import({ path: root(), layout: 'folder' });
    expect(imagesOf('boot')).toEqual(['1.jpg']);
    expect(await readdir(kept)).toHaveLength(1);
    await place.library.imports.removeSource(1);
    expect(await readdir(kept)).toEqual([]);
  });
});

it('without ffmpeg that is said once, with the clips by name', async () => {
  vi.stubEnv('LOOKALIKE_FFMPEG', '/no/ffmpeg');
  expect(await previewFolder(root())).toMatchObject({ clips: { count: 3, readable: false } });
  const result = await place.library.import({ path: root(), layout: 'folder' });
  expect(result).toMatchObject({ products: 1, images: 1 });
  expect(result.clips).toBeUndefined();
  expect(result.failed).toMatchObject([{ path: root(), code: 'CLIP_READER_MISSING' }]);
  expect(result.failed[0]?.reason).toContain(path.join('boot', 'turning.mp4'));
});

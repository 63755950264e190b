import { mkdirSync, realpathSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addFile, draft, fakeHash, openTestCatalog, type TestCatalog } from './testing.ts';

let t: TestCatalog;
let images: string;
const hash = fakeHash('a');

beforeEach(() => {
  t = openTestCatalog();
  images = path.join(realpathSync(t.dir), 'photos');
  mkdirSync(images);
});

afterEach(() => t.close());

function write(...parts: string[]): string {
  const file = path.join(...parts);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, 'bytes');
  return file;
}

/** A product that shows the image; answers the image's id. */
function show(sku: string, file: Parameters<typeof addFile>[1]): number {
  const source = t.catalog.sources.put({ kind: 'folder', path: images, layout: 'photo' });
  t.catalog.upsert(source.id, [draft(sku, { fileIds: [addFile(t.database, file)] })]);
  return t.catalog.products.bySku(sku).images[0]?.id ?? 0;
}

const refused = (url: string) => {
  expect(() => t.catalog.imageFiles.resolve(url), url).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
};

describe('resolveFile', () => {
  it('finds thumbnails that Lookalike made', () => {
    show('a', { path: write(images, 'a.jpg'), hash });
    refused(`thumb/${hash}`);
    const file = write(t.dir, 'thumbs', 'aa', `${hash}.jpg`);
    expect(t.catalog.imageFiles.resolve(`thumb/${hash}`)).toEqual({ path: file, mime: 'image/jpeg', immutable: true });
  });

  it('serves a photo that is its own thumbnail, from any path that has the content', () => {
    const gone = write(images, 'gone.png');
    const file = write(images, 'still-here.png');
    show('gone', { path: gone, hash, thumb: 'original', format: 'png' });
    show('here', { path: file, hash, thumb: 'original', format: 'png' });
    rmSync(gone);
    expect(t.catalog.imageFiles.resolve(`thumb/${hash}`)).toEqual({ path: file, mime: 'image/png', immutable: false });
    const { size, mtimeMs } = statSync(file);
    t.database.run('UPDATE files SET bytes = ?, modified_ms = ? WHERE path = ?', size, mtimeMs, file);
    expect(t.catalog.imageFiles.resolve(`thumb/${hash}`).immutable).toBe(true);
  });

  it('serves no thumbnail of a file that no product shows', () => {
    addFile(t.database, { path: write(images, 'a.jpg'), hash, thumb: 'original' });
    refused(`thumb/${hash}`);
  });

  it('finds originals by image id and query pictures by hash', () => {
    const id = show('a', { path: write(images, 'a.webp'), hash, format: 'webp' });
    const original = { path: path.join(images, 'a.webp'), mime: 'image/webp', immutable: false };
    expect(t.catalog.imageFiles.resolve(`original/${id}`)).toEqual(original);
    const query = write(t.dir, 'queries', `${hash}.webp`);
    expect(t.catalog.imageFiles.resolve(`query/${hash}`)).toEqual({ path: query, mime: 'image/webp', immutable: true });
  });

  it('follows a link that was there at the import', () => {
    const target = write(t.dir, 'elsewhere', 'real.jpg');
    const link = path.join(images, 'link.jpg');
    symlinkSync(target, link);
    const id = show('a', { path: link, realPath: realpathSync(target), hash });
    expect(t.catalog.imageFiles.resolve(`original/${id}`).path).toBe(realpathSync(target));
  });

  it.each([
    [
      'a link put in the place of the photo',
      (image: string, secret: string) => {
        rmSync(image);
        symlinkSync(secret, image);
      },
    ],
    [
      'a link put in the place of its folder',
      (image: string, secret: string) => {
        renameSync(path.dirname(image), `${path.dirname(image)}-moved`);
        symlinkSync(path.dirname(secret), path.dirname(image));
      },
    ],
    [
      'a folder in the place of the photo',
      (image: string) => {
        rmSync(image);
        mkdirSync(image);
      },
    ],
    ['nothing there any more', (image: string) => rmSync(image)],
  ])('refuses %s', (_, swap) => {
    const image = write(images, 'set', 'a.jpg');
    const secret = write(realpathSync(t.dir), 'secret', 'a.jpg');
    const id = show('a', { path: image, hash, thumb: 'original' });
    expect(t.catalog.imageFiles.resolve(`original/${id}`).path).toBe(image);
    swap(image, secret);
    refused(`original/${id}`);
    refused(`thumb/${hash}`);
  });

  it('refuses a link among its own thumbnails and query pictures', () => {
    show('a', { path: write(images, 'a.jpg'), hash });
    const secret = write(t.dir, 'secret');
    for (const file of [path.join('thumbs', 'aa', `${hash}.jpg`), path.join('queries', `${hash}.webp`)]) {
      mkdirSync(path.dirname(path.join(t.dir, file)), { recursive: true });
      symlinkSync(secret, path.join(t.dir, file));
    }
    refused(`thumb/${hash}`);
    refused(`query/${hash}`);
  });

  it('refuses a file that was never read', () => {
    const source = t.catalog.sources.put({ kind: 'folder', path: images, layout: 'photo' });
    const { lastInsertRowid } = t.database.run(
      'INSERT INTO files (path, bytes, modified_ms) VALUES (?, 1, 1)',
      write(images, 'a.jpg'),
    );
    t.catalog.upsert(source.id, [draft('a', { fileIds: [lastInsertRowid] })]);
    refused(`original/${t.catalog.products.bySku('a').images[0]?.id}`);
  });

  it('refuses everything that is no address of its own', () => {
    write(t.dir, 'queries', `${hash}.webp`);
    const id = show('a', { path: write(images, 'a.jpg'), hash });
    for (const url of [
      '',
      '/',
      'library.sqlite',
      '../library.sqlite',
      'thumb/../library.sqlite',
      'thumb/..%2flibrary.sqlite',
      `thumb/../queries/${hash}.webp`,
      `query/${hash}.webp`,
      `query/${hash}/`,
      `/query/${hash}`,
      `query//${hash}`,
      `query/${hash}\n`,
      `query/${hash}%00`,
      `QUERY/${hash}`,
      `query/${hash.toUpperCase()}`,
      `query/${fakeHash('b')}`,
      `original/${id}/../../library.sqlite`,
      `original/${path.join(images, 'a.jpg')}`,
      `original/%2e%2e`,
      `original/-1`,
      `original/0`,
      `original/0${id}`,
      `original/${id}.0`,
      `original/${id} OR 1=1`,
      `original/${id + 1}`,
      'original/99999999999999999999',
      '/etc/passwd',
      'file:///etc/passwd',
      `${images}/a.jpg`,
    ]) {
      refused(url);
    }
  });
});

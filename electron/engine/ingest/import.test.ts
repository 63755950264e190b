import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { skusIn, stateOf, testPlace } from './testing.ts';

const place = testPlace();
const images = (): string => place.folder.file('photos');
const skus = (): string[] => skusIn(place.library);

async function makeImages(): Promise<void> {
  await place.folder.picture('photos/red_shoe.jpg', 1);
  await place.folder.picture('photos/bags/blue bag.png', 2);
  await place.folder.picture('photos/bags/leather/brown bag.webp', 3);
  await place.folder.picture('photos/twin.jpg', 4);
  await place.folder.picture('photos/twin.png', 5);
  await place.folder.picture('photos/copy.jpg', 1);
}

describe('a folder where a photo is a product', () => {
  beforeEach(makeImages);

  it('imports photos with titles, folder tags, vectors and pictures', async () => {
    const result = await place.library.import({ path: images() });
    expect(result).toMatchObject({ products: 6, images: 6, encoded: 5, skipped: 0, removed: 0, failed: [] });
    expect(place.encoder.images).toBe(5);
    expect(skus()).toEqual(['bags/blue bag', 'bags/leather/brown bag', 'copy', 'red_shoe', 'twin.jpg', 'twin.png']);
    const product = place.library.catalog.products.bySku('bags/leather/brown bag');
    expect(product.title).toBe('brown bag');
    expect(product.tags.map(({ group, name }) => [group, name])).toEqual([
      ['folder', 'bags'],
      ['folder', 'leather'],
    ]);
    expect(product.images[0]).toMatchObject({ width: 48, height: 64, format: 'webp' });
    for (const row of place.library.catalog.rows.read()) {
      expect(place.library.vectors.texts.has(row.productId)).toBe(true);
      for (const id of row.imageIds) expect(place.library.vectors.images.has(id)).toBe(true);
    }
    const [a, b] = ['copy', 'red_shoe'].map((sku) => place.library.catalog.products.bySku(sku).image?.hash);
    expect(a).toBe(b);
  });

  it('costs only a stat where nothing changed', async () => {
    await place.library.import({ path: images() });
    const before = stateOf(place.library);
    const texts = place.encoder.texts;
    // The content cannot be read any more without the times of the file telling: so nothing was read.
    const file = place.folder.file('photos/red_shoe.jpg');
    const { atime, mtime, size } = await stat(file);
    await writeFile(file, Buffer.alloc(size, 7));
    await utimes(file, atime, mtime);
    const { mtimeMs, ctimeMs } = await stat(file);
    place.library.database.run(
      'UPDATE files SET modified_ms = ?, changed_ms = ? WHERE path = ?',
      mtimeMs,
      ctimeMs,
      file,
    );
    const result = await place.library.import({ path: images() });
    expect(result).toMatchObject({ products: 6, images: 6, encoded: 0, skipped: 6, failed: [] });
    expect([place.encoder.images, place.encoder.texts]).toEqual([5, texts]);
    place.library.database.run('UPDATE files SET modified_ms = ? WHERE path = ?', mtime.getTime(), file);
    expect(strip(stateOf(place.library))).toEqual(strip(before));
  });

  it('sees that a file changed under the same size and date', async () => {
    const padded = async (seed: number): Promise<Buffer> => {
      const bytes = await readFile(await place.folder.picture('other.jpg', seed));
      return Buffer.concat([bytes, Buffer.alloc(8000 - bytes.length)]);
    };
    const file = await place.folder.write('photos/padded.jpg', await padded(98));
    await place.library.import({ path: images() });
    const { atime, mtime } = await stat(file);
    await writeFile(file, await padded(99));
    await utimes(file, atime, mtime);
    expect(await place.library.import({ path: images() })).toMatchObject({ encoded: 1, skipped: 6, failed: [] });
    // Of files that were read before times of change were noted, the first look notes them and reads nothing.
    place.library.database.run('UPDATE files SET changed_ms = NULL');
    expect(await place.library.import({ path: images() })).toMatchObject({ encoded: 0, skipped: 7 });
    expect(place.library.database.get('SELECT 1 FROM files WHERE changed_ms IS NULL')).toBeUndefined();
  });

  it('keeps the vectors of files that were moved', async () => {
    await place.library.import({ path: images() });
    await mkdir(place.folder.file('photos/moved'));
    await rename(place.folder.file('photos/red_shoe.jpg'), place.folder.file('photos/moved/shoe.jpg'));
    const result = await place.library.import({ path: images() });
    expect(result).toMatchObject({ products: 6, encoded: 0, skipped: 5, removed: 1 });
    expect(place.encoder.images).toBe(5);
    expect(skus()).toContain('moved/shoe');
    expect(skus()).not.toContain('red_shoe');
    const [row] = place.library.catalog.rows.read().filter(({ sku }) => sku === 'moved/shoe');
    expect(place.library.vectors.images.has(row?.imageIds[0] as number)).toBe(true);
    expect(
      place.library.database.get('SELECT id FROM files WHERE path = ?', place.folder.file('photos/red_shoe.jpg')),
    ).toBeUndefined();
  });

  it('encodes a changed file again and keeps its product', async () => {
    await place.library.import({ path: images() });
    const before = place.library.catalog.products.bySku('twin.jpg');
    const old = place.library.vectors.images.get(before.images[0]?.id as number)?.slice();
    await place.folder.picture('photos/twin.jpg', 99);
    const result = await place.library.import({ path: images() });
    expect(result).toMatchObject({ encoded: 1, skipped: 5, removed: 0 });
    const after = place.library.catalog.products.bySku('twin.jpg');
    expect([after.id, after.images[0]?.id]).toEqual([before.id, before.images[0]?.id]);
    expect(after.image?.hash).not.toBe(before.image?.hash);
    expect(place.library.vectors.images.get(after.images[0]?.id as number)).not.toEqual(old);
  });

  it('takes products of deleted files out', async () => {
    await place.library.import({ path: images() });
    await rm(place.folder.file('photos/bags'), { recursive: true });
    expect(await place.library.import({ path: images() })).toMatchObject({ products: 4, removed: 2, skipped: 4 });
    expect(skus()).toEqual(['copy', 'red_shoe', 'twin.jpg', 'twin.png']);
    expect(place.library.vectors.status()).toMatchObject({ images: 4, texts: 4 });
  });

  it('loses nothing when the folder cannot be reached or is empty all of a sudden', async () => {
    await place.library.import({ path: images() });
    const before = stateOf(place.library);
    const [source] = place.library.catalog.sources.all();
    await rename(images(), place.folder.file('away'));
    await expect(place.library.import({ path: images() })).rejects.toMatchObject({ code: 'FILE_MISSING' });
    place.library.imports.rescan(source?.id as number);
    await place.library.jobs.idle();
    expect(place.library.jobs.list()[0]).toMatchObject({ state: 'failed', error: { code: 'FILE_MISSING' } });
    await mkdir(images());
    await expect(place.library.import({ path: images() })).rejects.toMatchObject({ code: 'FOLDER_UNREADABLE' });
    expect(stateOf(place.library)).toEqual(before);
    await rm(images(), { recursive: true });
    await rename(place.folder.file('away'), images());
    expect(await place.library.import({ path: images() })).toMatchObject({ skipped: 6, encoded: 0, removed: 0 });
    expect(stateOf(place.library)).toEqual(before);
  });

  it('loses nothing when the folder goes away during the import', async () => {
    await place.library.import({ path: images() });
    const before = skus();
    await place.folder.picture('photos/new.jpg', 50);
    place.encoder.beforeImages = () => rename(images(), place.folder.file('away'));
    await expect(place.library.import({ path: images() })).rejects.toMatchObject({ code: 'FILE_MISSING' });
    expect(skus()).toEqual([...before, 'new'].sort());
  });

  it('is taken out with its products by removeSource, also while it is imported', async () => {
    let release = (): void => undefined;
    const reached = new Promise<void>((resolve) => {
      place.encoder.beforeImages = () => {
        resolve();
        return new Promise<void>((go) => {
          release = go;
        });
      };
    });
    const { sourceId } = await place.library.imports.start({ path: images() });
    await reached;
    const removal = place.library.imports.removeSource(sourceId);
    release();
    await removal;
    await place.library.jobs.idle();
    expect(place.library.catalog.products.counts()).toMatchObject({ products: 0, images: 0 });
    expect(place.library.catalog.sources.all()).toEqual([]);
    expect(place.library.jobs.list()[0]?.state).toBe('cancelled');
  });
});

describe('a folder where a sub-folder is a product', () => {
  it('takes pictures in natural order, and photos at the top as products of their own', async () => {
    await place.folder.picture('photos/loose.jpg', 1);
    for (const number of [10, 9, 1]) await place.folder.picture(`photos/shoes/Trail Runner/${number}.jpg`, number + 10);
    const result = await place.library.import({ path: images(), layout: 'folder' });
    expect(result).toMatchObject({ products: 2, images: 4, encoded: 4 });
    const product = place.library.catalog.products.bySku('shoes/Trail Runner');
    expect(product.title).toBe('Trail Runner');
    expect(product.images.map((image) => path.basename(image.path))).toEqual(['1.jpg', '9.jpg', '10.jpg']);
    expect(product.tags).toMatchObject([{ group: 'folder', name: 'shoes' }]);
    expect(skus()).toEqual(['loose', 'shoes/Trail Runner']);

    await place.folder.write('photos/shoes/Trail Runner/9.jpg', 'not a picture any more');
    const again = await place.library.import({ path: images() });
    expect(again.failed).toMatchObject([{ code: 'NOT_AN_IMAGE' }]);
    const left = place.library.catalog.products.bySku('shoes/Trail Runner');
    expect(left.images).toHaveLength(2);
    expect(left.problems).toMatchObject([
      { code: 'NOT_AN_IMAGE', path: place.folder.file('photos/shoes/Trail Runner/9.jpg') },
    ]);
  });
});

/** Without the times of files. */
function strip(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner) => (key === 'modified_ms' ? undefined : inner)));
}

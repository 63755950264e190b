import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobContext } from '../jobs/types.ts';
import { StoredVectors } from '../vector/stored.ts';
import { ReadingNote } from './pipeline/reading-note.ts';
import { preview } from './preview.ts';
import {
  type CountingEncoder,
  openCountingEncoder,
  openTestLibrary,
  startCrashingReader,
  type TempFolder,
  type TestLibrary,
  tempFolder,
} from './testing.ts';

let encoder: CountingEncoder;
let folder: TempFolder;
let library: TestLibrary;

beforeAll(async () => {
  encoder = await openCountingEncoder();
});
afterAll(() => encoder.close());

beforeEach(async () => {
  encoder.images = 0;
  encoder.texts = 0;
  encoder.beforeImages = undefined;
  folder = await tempFolder();
  library = await openTestLibrary(folder.file('library'), encoder);
});
afterEach(async () => {
  await library.close();
  await folder.remove();
});

const images = (): string => folder.file('photos');
const skus = (): string[] =>
  library.catalog.rows
    .read()
    .map((row) => row.sku)
    .sort();

/** Everything that an import leaves behind, without ids and times. */
function state(of: TestLibrary): unknown {
  const rows = (sql: string): unknown[] => of.database.all(sql);
  return {
    products: rows('SELECT sku, title, text_hash FROM products ORDER BY sku'),
    images: rows(
      'SELECT p.sku, f.path, i.position FROM images i JOIN products p ON p.id = i.product_id JOIN files f ON f.id = i.file_id ORDER BY 1, 3',
    ),
    files: rows('SELECT path, real_path, bytes, modified_ms, content_hash, failure_code FROM files ORDER BY path'),
    pictures: rows('SELECT content_hash, width, height, thumb FROM pictures ORDER BY 1'),
    embeddings: rows('SELECT content_hash, kind FROM embeddings ORDER BY 1, 2'),
    problems: rows('SELECT path, code FROM problems ORDER BY 1, 2'),
    tags: rows(
      'SELECT p.sku, t.grp, t.name FROM product_tags pt JOIN products p ON p.id = pt.product_id JOIN tags t ON t.id = pt.tag_id ORDER BY 1, 2, 3',
    ),
    linked: of.catalog.rows
      .read()
      .map((row) => [
        row.sku,
        of.vectors.texts.has(row.productId),
        ...row.imageIds.map((id) => of.vectors.images.has(id)),
      ])
      .sort(),
    indexed: [of.vectors.images.size, of.vectors.texts.size],
  };
}

async function makeImages(): Promise<void> {
  await folder.picture('photos/red_shoe.jpg', 1);
  await folder.picture('photos/bags/blue bag.png', 2);
  await folder.picture('photos/bags/leather/brown bag.webp', 3);
  await folder.picture('photos/twin.jpg', 4);
  await folder.picture('photos/twin.png', 5);
  await folder.picture('photos/copy.jpg', 1);
}

describe('a folder where a photo is a product', () => {
  beforeEach(makeImages);

  it('imports photos with titles, folder tags, vectors and pictures', async () => {
    const result = await library.import({ path: images() });
    expect(result).toMatchObject({ products: 6, images: 6, encoded: 5, skipped: 0, removed: 0, failed: [] });
    expect(encoder.images).toBe(5);
    expect(skus()).toEqual(['bags/blue bag', 'bags/leather/brown bag', 'copy', 'red_shoe', 'twin.jpg', 'twin.png']);
    const product = library.catalog.products.bySku('bags/leather/brown bag');
    expect(product.title).toBe('brown bag');
    expect(product.tags.map(({ group, name }) => [group, name])).toEqual([
      ['folder', 'bags'],
      ['folder', 'leather'],
    ]);
    expect(product.images[0]).toMatchObject({ width: 48, height: 64, format: 'webp' });
    for (const row of library.catalog.rows.read()) {
      expect(library.vectors.texts.has(row.productId)).toBe(true);
      for (const id of row.imageIds) expect(library.vectors.images.has(id)).toBe(true);
    }
    const [a, b] = ['copy', 'red_shoe'].map((sku) => library.catalog.products.bySku(sku).image?.hash);
    expect(a).toBe(b);
  });

  it('costs only a stat where nothing changed', async () => {
    await library.import({ path: images() });
    const before = state(library);
    const texts = encoder.texts;
    // The content cannot be read any more without the times of the file telling: so nothing was read.
    const file = folder.file('photos/red_shoe.jpg');
    const { atime, mtime, size } = await stat(file);
    await writeFile(file, Buffer.alloc(size, 7));
    await utimes(file, atime, mtime);
    const { mtimeMs, ctimeMs } = await stat(file);
    library.database.run('UPDATE files SET modified_ms = ?, changed_ms = ? WHERE path = ?', mtimeMs, ctimeMs, file);
    const result = await library.import({ path: images() });
    expect(result).toMatchObject({ products: 6, images: 6, encoded: 0, skipped: 6, failed: [] });
    expect([encoder.images, encoder.texts]).toEqual([5, texts]);
    library.database.run('UPDATE files SET modified_ms = ? WHERE path = ?', mtime.getTime(), file);
    expect(strip(state(library))).toEqual(strip(before));
  });

  it('sees that a file changed under the same size and date', async () => {
    const padded = async (seed: number): Promise<Buffer> => {
      const bytes = await readFile(await folder.picture('other.jpg', seed));
      return Buffer.concat([bytes, Buffer.alloc(8000 - bytes.length)]);
    };
    const file = await folder.write('photos/padded.jpg', await padded(98));
    await library.import({ path: images() });
    const { atime, mtime } = await stat(file);
    await writeFile(file, await padded(99));
    await utimes(file, atime, mtime);
    expect(await library.import({ path: images() })).toMatchObject({ encoded: 1, skipped: 6, failed: [] });
    // Of files that were read before times of change were noted, the first look notes them and reads nothing.
    library.database.run('UPDATE files SET changed_ms = NULL');
    expect(await library.import({ path: images() })).toMatchObject({ encoded: 0, skipped: 7 });
    expect(library.database.get('SELECT 1 FROM files WHERE changed_ms IS NULL')).toBeUndefined();
  });

  it('keeps the vectors of files that were moved', async () => {
    await library.import({ path: images() });
    await mkdir(folder.file('photos/moved'));
    await rename(folder.file('photos/red_shoe.jpg'), folder.file('photos/moved/shoe.jpg'));
    const result = await library.import({ path: images() });
    expect(result).toMatchObject({ products: 6, encoded: 0, skipped: 5, removed: 1 });
    expect(encoder.images).toBe(5);
    expect(skus()).toContain('moved/shoe');
    expect(skus()).not.toContain('red_shoe');
    const [row] = library.catalog.rows.read().filter(({ sku }) => sku === 'moved/shoe');
    expect(library.vectors.images.has(row?.imageIds[0] as number)).toBe(true);
    expect(
      library.database.get('SELECT id FROM files WHERE path = ?', folder.file('photos/red_shoe.jpg')),
    ).toBeUndefined();
  });

  it('encodes a changed file again and keeps its product', async () => {
    await library.import({ path: images() });
    const before = library.catalog.products.bySku('twin.jpg');
    const old = library.vectors.images.get(before.images[0]?.id as number)?.slice();
    await folder.picture('photos/twin.jpg', 99);
    const result = await library.import({ path: images() });
    expect(result).toMatchObject({ encoded: 1, skipped: 5, removed: 0 });
    const after = library.catalog.products.bySku('twin.jpg');
    expect([after.id, after.images[0]?.id]).toEqual([before.id, before.images[0]?.id]);
    expect(after.image?.hash).not.toBe(before.image?.hash);
    expect(library.vectors.images.get(after.images[0]?.id as number)).not.toEqual(old);
  });

  it('takes products of deleted files out', async () => {
    await library.import({ path: images() });
    await rm(folder.file('photos/bags'), { recursive: true });
    expect(await library.import({ path: images() })).toMatchObject({ products: 4, removed: 2, skipped: 4 });
    expect(skus()).toEqual(['copy', 'red_shoe', 'twin.jpg', 'twin.png']);
    expect(library.vectors.status()).toMatchObject({ images: 4, texts: 4 });
  });

  it('loses nothing when the folder cannot be reached or is empty all of a sudden', async () => {
    await library.import({ path: images() });
    const before = state(library);
    const [source] = library.catalog.sources.all();
    await rename(images(), folder.file('away'));
    await expect(library.import({ path: images() })).rejects.toMatchObject({ code: 'FILE_MISSING' });
    library.imports.rescan(source?.id as number);
    await library.jobs.idle();
    expect(library.jobs.list()[0]).toMatchObject({ state: 'failed', error: { code: 'FILE_MISSING' } });
    await mkdir(images());
    await expect(library.import({ path: images() })).rejects.toMatchObject({ code: 'FOLDER_UNREADABLE' });
    expect(state(library)).toEqual(before);
    await rm(images(), { recursive: true });
    await rename(folder.file('away'), images());
    expect(await library.import({ path: images() })).toMatchObject({ skipped: 6, encoded: 0, removed: 0 });
    expect(state(library)).toEqual(before);
  });

  it('loses nothing when the folder goes away during the import', async () => {
    await library.import({ path: images() });
    const before = skus();
    await folder.picture('photos/new.jpg', 50);
    encoder.beforeImages = () => rename(images(), folder.file('away'));
    await expect(library.import({ path: images() })).rejects.toMatchObject({ code: 'FILE_MISSING' });
    expect(skus()).toEqual([...before, 'new'].sort());
  });

  it('is taken out with its products by removeSource, also while it is imported', async () => {
    let release = (): void => undefined;
    const reached = new Promise<void>((resolve) => {
      encoder.beforeImages = () => {
        resolve();
        return new Promise<void>((go) => {
          release = go;
        });
      };
    });
    const { sourceId } = await library.imports.start({ path: images() });
    await reached;
    const removal = library.imports.removeSource(sourceId);
    release();
    await removal;
    await library.jobs.idle();
    expect(library.catalog.products.counts()).toMatchObject({ products: 0, images: 0 });
    expect(library.catalog.sources.all()).toEqual([]);
    expect(library.jobs.list()[0]?.state).toBe('cancelled');
  });
});

describe('a folder where a sub-folder is a product', () => {
  it('takes pictures in natural order, and photos at the top as products of their own', async () => {
    await folder.picture('photos/loose.jpg', 1);
    for (const number of [10, 9, 1]) await folder.picture(`photos/shoes/Trail Runner/${number}.jpg`, number + 10);
    const result = await library.import({ path: images(), layout: 'folder' });
    expect(result).toMatchObject({ products: 2, images: 4, encoded: 4 });
    const product = library.catalog.products.bySku('shoes/Trail Runner');
    expect(product.title).toBe('Trail Runner');
    expect(product.images.map((image) => path.basename(image.path))).toEqual(['1.jpg', '9.jpg', '10.jpg']);
    expect(product.tags).toMatchObject([{ group: 'folder', name: 'shoes' }]);
    expect(skus()).toEqual(['loose', 'shoes/Trail Runner']);

    await folder.write('photos/shoes/Trail Runner/9.jpg', 'not a picture any more');
    const again = await library.import({ path: images() });
    expect(again.failed).toMatchObject([{ code: 'NOT_AN_IMAGE' }]);
    const left = library.catalog.products.bySku('shoes/Trail Runner');
    expect(left.images).toHaveLength(2);
    expect(left.problems).toMatchObject([
      { code: 'NOT_AN_IMAGE', path: folder.file('photos/shoes/Trail Runner/9.jpg') },
    ]);
  });
});

describe('a nasty folder', () => {
  it('imports the rest and names each failure, and does not try again what did not change', async () => {
    await folder.picture('photos/good.jpg', 1);
    await folder.picture('photos/ 👟 summer  sale ✨.jpg', 2);
    await folder.write('photos/empty.jpg', '');
    const whole = await sharp({
      create: {
        width: 600,
        height: 600,
        channels: 3,
        background: 'red',
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    })
      .jpeg()
      .toBuffer();
    await folder.write('photos/cut.jpg', whole.subarray(0, whole.length >> 1));
    await folder.write('photos/text.jpg', 'This is a text file named .jpg');
    await folder.write('photos/notes.txt', 'not looked at');
    await folder.write('photos/huge.png', hugePng(20_000));
    await folder.write('photos/fifty.jpg', Buffer.alloc(50 * 1024 * 1024, 1));
    const longAgo = new Date('2020-01-01');
    await utimes(folder.file('photos/fifty.jpg'), longAgo, longAgo);
    await symlink(folder.file('photos/nowhere.jpg'), folder.file('photos/dangling.jpg'));
    await symlink(images(), folder.file('photos/loop'));
    await symlink(folder.file('photos/self.jpg'), folder.file('photos/self.jpg'));
    await symlink(folder.file('photos/good.jpg'), folder.file('photos/link.jpg'));
    await folder.picture('photos/.hidden/secret.jpg', 3);
    await folder.picture('photos/node_modules/x.jpg', 4);
    await folder.picture('photos/deep/er/fine.jpg', 5);

    const result = await library.import({ path: images() });
    const failures = Object.fromEntries(
      result.failed.map(({ path: file, code }) => [path.relative(images(), file), code]),
    );
    expect(failures).toEqual({
      'empty.jpg': 'FILE_EMPTY',
      'cut.jpg': 'IMAGE_DAMAGED',
      'text.jpg': 'NOT_AN_IMAGE',
      'huge.png': 'IMAGE_TOO_LARGE',
      'fifty.jpg': 'NOT_AN_IMAGE',
      'dangling.jpg': 'LINK_BROKEN',
      loop: 'LINK_LOOP',
      'self.jpg': 'LINK_LOOP',
    });
    expect(result).toMatchObject({ products: 4, images: 4, encoded: 3 });
    expect(skus()).toEqual([' 👟 summer  sale ✨', 'deep/er/fine', 'good', 'link']);
    expect(library.catalog.problems.list({ offset: 0, limit: 100 }).total).toBe(8);

    // A good image of the same size and times in the place of a broken one is not seen: so the broken one is not read again.
    const fifty = folder.file('photos/fifty.jpg');
    const long = Buffer.alloc(50 * 1024 * 1024);
    (await readFile(folder.file('photos/good.jpg'))).copy(long);
    await writeFile(fifty, long);
    await utimes(fifty, longAgo, longAgo);
    const { ctimeMs } = await stat(fifty);
    library.database.run('UPDATE files SET changed_ms = ? WHERE path = ?', ctimeMs, fifty);
    const again = await library.import({ path: images() });
    expect(again).toMatchObject({ products: 4, encoded: 0, skipped: 4 });
    expect(again.failed).toHaveLength(8);

    await folder.picture('photos/text.jpg', 6);
    const mended = await library.import({ path: images() });
    expect(mended).toMatchObject({ products: 5, encoded: 1 });
    expect(mended.failed.map(({ path: file }) => path.basename(file))).not.toContain('text.jpg');
    expect(library.catalog.problems.list({ offset: 0, limit: 100 }).total).toBe(7);
  });

  it('names photos in formats that cannot be read, with advice, also where nothing else is', async () => {
    const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic')]);
    await folder.write('photos/IMG_0001.HEIC', heic);
    await folder.write('photos/IMG_0002.heic', heic);
    expect(await preview(images())).toMatchObject({ pictures: 0, unreadable: [{ format: 'HEIC', count: 2 }] });
    const alone = await library.import({ path: images() });
    expect(alone.products).toBe(0);
    expect(alone.failed.map(({ code, reason }) => [code, /HEIC.*Save it as JPEG/.test(reason)])).toEqual([
      ['NOT_AN_IMAGE', true],
      ['NOT_AN_IMAGE', true],
    ]);
    await folder.picture('photos/a.jpg', 1);
    await folder.write('photos/a.cr2', 'the same photo');
    await folder.write('photos/upload.jpg', heic);
    for (const name of ['scan.bmp', 'new.jxl', 'master.psd', 'raw.nef', 'logo.svg', 'notes.txt']) {
      await folder.write(`photos/${name}`, 'x');
    }
    const result = await library.import({ path: images() });
    expect(result.products).toBe(1);
    expect(result.failed.map(({ path: file }) => path.basename(file)).sort()).toEqual(
      ['IMG_0001.HEIC', 'IMG_0002.heic', 'master.psd', 'new.jxl', 'raw.nef', 'scan.bmp', 'upload.jpg'].sort(),
    );
  });

  it.skipIf(process.platform !== 'linux')('says of names that are not UTF-8 to rename them', async () => {
    await folder.picture('photos/good.jpg', 1);
    await mkdir(Buffer.concat([Buffer.from(`${images()}/`), Buffer.from([0x4e, 0x6f, 0xeb, 0x6c])]));
    await copyFile(
      folder.file('photos/good.jpg'),
      Buffer.concat([Buffer.from(`${images()}/`), Buffer.from([0x63, 0x61, 0x66, 0xe9]), Buffer.from('.jpg')]),
    );
    const result = await library.import({ path: images() });
    expect(result).toMatchObject({ products: 1 });
    expect(result.failed).toHaveLength(2);
    for (const { reason } of result.failed) expect(reason).toMatch(/not UTF-8.*Rename/);
  });

  it('finds a product in every Unicode form of its number', async () => {
    await folder.picture(`photos/${'Café Frítest'.normalize('NFD')}.jpg`, 1);
    await library.import({ path: images() });
    const product = library.catalog.products.bySku('Café Frítest'.normalize('NFC'));
    expect(product.title).toBe('Café Frítest'.normalize('NFC'));
    expect(library.catalog.products.numbered(['café frítest'.normalize('NFC')]).has(product.id)).toBe(false);
    expect(library.catalog.products.numbered(['Café Frítest'.normalize('NFC')]).has(product.id)).toBe(true);
  });

  it('keeps the products of a folder that cannot be read for the moment', async () => {
    await folder.picture('photos/a.jpg', 1);
    await folder.picture('photos/disk/b.jpg', 2);
    await library.import({ path: images() });
    await rename(folder.file('photos/disk'), folder.file('disk'));
    await symlink(folder.file('not-mounted'), folder.file('photos/disk'));
    const result = await library.import({ path: images() });
    expect(result.failed).toMatchObject([{ code: 'LINK_BROKEN' }]);
    expect(result.removed).toBe(0);
    expect(skus()).toEqual(['a', 'disk/b']);
  });
});

describe('stopping and going on', () => {
  const count = 70;
  let shared: TempFolder;
  let expected: unknown;

  beforeAll(async () => {
    shared = await tempFolder();
    for (let seed = 0; seed < count; seed++) await shared.picture(`photos/${seed % 5}/p${seed}.jpg`, seed);
    await shared.write('photos/broken.jpg', 'no picture');
    encoder.beforeImages = undefined;
    const undisturbed = await openTestLibrary(shared.file('library'), encoder);
    await undisturbed.import({ path: shared.file('photos') });
    expected = state(undisturbed);
    await undisturbed.close();
  });
  afterAll(() => shared.remove());
  const images = (): string => shared.file('photos');
  const suspects = (): number =>
    library.database.get<{ n: number }>('SELECT count(*) AS n FROM files WHERE failures > 0')?.n ?? 0;

  it('goes on after cancel and doubles nothing', async () => {
    let groups = 0;
    const { jobId } = await library.imports.start({ path: images() });
    encoder.beforeImages = () => {
      if (++groups === 2) library.jobs.cancel(jobId);
    };
    await library.jobs.idle();
    expect(library.jobs.get(jobId).state).toBe('cancelled');
    expect(library.catalog.products.counts().products).toBeLessThan(count);
    encoder.beforeImages = undefined;
    library.jobs.resume(jobId);
    await library.jobs.idle();
    expect(library.jobs.get(jobId).state).toBe('done');
    expect(state(library)).toEqual(expected);
  });

  it.each([1, 2, 3])('comes to the same end when it is closed in group %i and opened again', async (stopAt) => {
    let groups = 0;
    let closing: Promise<void> | undefined;
    encoder.beforeImages = () => {
      if (++groups === stopAt) closing = library.close();
    };
    await library.imports.start({ path: images() });
    await library.jobs.idle();
    await closing;
    const reached = encoder.images;
    encoder.beforeImages = undefined;
    library = await openTestLibrary(folder.file('library'), encoder);
    expect(library.jobs.list()[0]?.state).toBe('interrupted');
    library.jobs.resumeInterrupted();
    await library.jobs.idle();
    expect(library.jobs.list()[0]).toMatchObject({ state: 'done' });
    expect(state(library)).toEqual(expected);
    expect(encoder.images).toBeLessThanOrEqual(count + reached);
  });

  it('survives being killed at any moment', async () => {
    await library.close();
    const runAndKill = async (lineToKillAt: string, afterMs: number): Promise<void> => {
      const args = [path.join(import.meta.dirname, 'kill-child.ts'), folder.file('library'), images()];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      const exited = once(child, 'exit');
      for await (const line of createInterface(child.stdout)) {
        if (line !== lineToKillAt) continue;
        await new Promise((resolve) => setTimeout(resolve, afterMs));
        child.kill('SIGKILL');
      }
      expect(await exited).toEqual([null, 'SIGKILL']);
    };
    await runAndKill('started', 5);
    await runAndKill('group', 60);
    await runAndKill('group', 0);
    library = await openTestLibrary(folder.file('library'), encoder);
    expect(suspects()).toBeLessThanOrEqual(16);
    library.jobs.resumeInterrupted();
    await library.jobs.idle();
    expect(library.jobs.list()).toMatchObject([{ state: 'done' }]);
    expect(state(library)).toEqual(expected);
    expect(suspects()).toBe(0);
  });

  it('suspects what was in native hands when the process ended, reads it apart, and condemns nothing that can be read', async () => {
    await library.import({ path: images() });
    const ids = library.database
      .all<{ id: number }>('SELECT id FROM files WHERE failure_code IS NULL ORDER BY id LIMIT 5')
      .map(({ id }) => id);
    for (let ends = 0; ends < 3; ends++) {
      library.database.run(`UPDATE files SET content_hash = NULL WHERE id IN (${ids})`);
      library.database.run('DELETE FROM pictures');
      await library.close();
      const note = new ReadingNote(path.join(folder.file('library'), 'reading.bin'));
      for (const id of ids) note.begin(id);
      await folder.write('library/thumbs/ab/cd.jpg.0-1.part', 'half');
      await folder.write('library/queries/cd.webp.0-1.part', 'half');
      note.close();
      library = await openTestLibrary(folder.file('library'), encoder);
      expect(suspects()).toBe(ids.length);
      const parts = readdirSync(folder.file('library'), { recursive: true, encoding: 'utf8' });
      expect(parts.filter((name) => name.endsWith('.part'))).toEqual([]);
    }
    await library.close();
    library = await openTestLibrary(folder.file('library'), encoder);
    expect(suspects()).toBe(ids.length);
    await library.import({ path: images() });
    expect(suspects()).toBe(0);
    expect(state(library)).toEqual(expected);
  });

  it('waits when there is no room, and goes on by itself when there is', async () => {
    const { database } = library;
    const told: (string | undefined)[] = [];
    database.writing.onChange(() => told.push(database.writing.reason?.code));
    let groups = 0;
    encoder.beforeImages = () => {
      if (++groups === 2) database.exec('PRAGMA max_page_count = 1');
    };
    const importing = library.import({ path: images() });
    await expect.poll(() => told[0]).toBe('DISK_FULL');
    expect(library.jobs.list()[0]?.state).toBe('running');
    database.exec('PRAGMA max_page_count = 1000000');
    expect(await importing).toMatchObject({ products: count });
    expect([told[0], told.at(-1)]).toEqual(['DISK_FULL', undefined]);
    expect(state(library)).toEqual(expected);
  });

  it('fails with DISK_FULL when there is some room each time and never enough, and can be resumed', async () => {
    encoder.beforeImages = () => {
      throw Object.assign(new Error('write'), { code: 'ENOSPC' });
    };
    await expect(library.import({ path: images() })).rejects.toMatchObject({ code: 'DISK_FULL' });
    encoder.beforeImages = undefined;
    library.jobs.resume(library.jobs.list()[0]?.id as number);
    await library.jobs.idle();
    expect(state(library)).toEqual(expected);
  });

  it('catches what is imported while another model is prepared', async () => {
    await library.import({ path: images() });
    const { manifest, dimensions } = encoder;
    const other = StoredVectors.of(library.database, { ...manifest, modelId: 'other', dimensions });
    for (let seed = 500; seed < 505; seed++) await folder.picture(`later/${seed}.png`, seed);
    let asked = 0;
    encoder.beforeImages = async () => {
      if (asked++ === 0) await library.import({ path: folder.file('later') });
    };
    const context = { jobId: 1, signal: new AbortController().signal, report: () => undefined };
    await library.missingVectors.prepare(other, encoder, context);
    expect(other.countPresent('image')).toBe(library.vectors.countPresent('image'));
    expect([other.countMissing('image'), other.countMissing('text')]).toEqual([0, 0]);
    expect(asked).toBeGreaterThan(2);
  });

  it('prepares another model in one progress over texts and pictures, also when it goes on', async () => {
    await library.import({ path: images() });
    const { manifest, dimensions } = encoder;
    const other = StoredVectors.of(library.database, { ...manifest, modelId: 'other', dimensions });
    const all = other.countMissing('image') + other.countMissing('text');
    const seen: number[] = [];
    const totals = new Set<number | null>();
    const stop = new AbortController();
    const report: JobContext['report'] = ({ phase, done, total }) => {
      if (done !== undefined) seen.push(done);
      if (total !== undefined) totals.add(total);
      if (phase === 'encode') stop.abort();
    };
    const prepare = (signal: AbortSignal): Promise<unknown> =>
      library.missingVectors.prepare(other, encoder, { jobId: 1, signal, report });
    await expect(prepare(stop.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(other.countMissing('text')).toBe(0);
    expect(other.countMissing('image')).toBeGreaterThan(0);
    await prepare(new AbortController().signal);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect({ end: seen.at(-1), totals: [...totals] }).toEqual({ end: all, totals: [all] });
  });

  it('computes vectors that are missing, as after a change of model', async () => {
    await library.import({ path: images() });
    library.database.run('DELETE FROM embeddings WHERE id % 2 = 0');
    expect(library.vectors.countMissing('image')).toBeGreaterThan(10);
    const job = library.missingVectors.catchUp();
    await library.jobs.idle();
    expect(library.jobs.get(job?.id as number)).toMatchObject({ kind: 'index', state: 'done' });
    expect(state(library)).toEqual(expected);
    expect(library.missingVectors.catchUp()).toBeUndefined();
  });

  it('gives up on an image that is seen to end the process that reads it, until it is to be tried again', async () => {
    await library.import({ path: images() });
    const p10 = "FROM files WHERE path LIKE '%/0/p10.jpg'";
    library.database.run(`DELETE FROM pictures WHERE content_hash = (SELECT content_hash ${p10})`);
    library.database.run(`UPDATE files SET failures = 1, content_hash = NULL WHERE id = (SELECT id ${p10})`);
    await library.close();
    library = await openTestLibrary(folder.file('library'), encoder, startCrashingReader);
    expect(await library.import({ path: images() })).toMatchObject({ products: count - 1, removed: 1 });
    await library.close();
    library = await openTestLibrary(folder.file('library'), encoder);
    const again = await library.import({ path: images() });
    expect(again.failed).toContainEqual({
      path: path.join(images(), '0/p10.jpg'),
      code: 'IMAGE_DAMAGED',
      reason: expect.stringContaining('SIGABRT'),
    });
    expect(suspects()).toBe(1);
    const { jobIds } = library.imports.tryAgain('IMAGE_DAMAGED');
    await library.jobs.idle();
    expect(jobIds.map((id) => library.jobs.get(id).state)).toEqual(['done']);
    expect(suspects()).toBe(0);
    expect(state(library)).toEqual(expected);
  });

  // The last one, because it changes the images that the others compare with.
  it('reads an image again that was given up, once it changes', async () => {
    await library.import({ path: images() });
    const broken = path.join(images(), 'broken.jpg');
    await copyFile(path.join(images(), '0/p10.jpg'), broken);
    expect(await library.import({ path: images() })).toMatchObject({ products: count + 1, encoded: 0 });
  });
});

/** A black square of one bit a pixel: hundreds of megabytes when decoded, some fifty kilobytes as a file. */
function hugePng(side: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1;
  const rows = deflateSync(Buffer.alloc(side * (1 + side / 8)));
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

/** Without the times of files. */
function strip(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner) => (key === 'modified_ms' ? undefined : inner)));
}

import { rename, rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type CountingEncoder,
  openCountingEncoder,
  openTestLibrary,
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
  folder = await tempFolder();
  library = await openTestLibrary(folder.file('library'), encoder);
  for (const seed of [1, 2, 3]) await folder.picture(`shop/images/${seed}.jpg`, seed);
  await folder.write('shop/images/broken.jpg', 'no picture');
  await writeTable([
    ['A1', 'Red shoe', '10.50', 'red', 'images/1.jpg'],
    ['A2', 'Blue shoe', '12', 'blue', 'images/2.jpg;images/3.jpg;images/broken.jpg'],
    ['A3', 'No photo yet', '7', 'green', 'images/missing.jpg'],
    ['A4', 'Only a broken one', '7', 'green', 'images/broken.jpg'],
    ['A5', 'Same photo', '7', 'red', 'images/1.jpg'],
  ]);
  encoder.images = 0;
  encoder.texts = 0;
  encoder.beforeImages = undefined;
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await library.close();
  await folder.remove();
});

const table = (): string => folder.file('shop/products.csv');

async function writeTable(rows: readonly (readonly string[])[]): Promise<void> {
  await folder.write(
    'shop/products.csv',
    `${[['sku', 'title', 'price', 'colour', 'image'], ...rows].map((row) => row.join(',')).join('\n')}\n`,
  );
}

describe('a table as a source', () => {
  it('keeps every product, and names the pictures that are missing or broken', async () => {
    const result = await library.import({ path: table() });
    expect(result).toMatchObject({ products: 5, images: 4, encoded: 3, skipped: 0, removed: 0 });
    expect(result.failed.map(({ path, code }) => [path, code]).sort()).toEqual([
      [folder.file('shop/images/broken.jpg'), 'NOT_AN_IMAGE'],
      [folder.file('shop/images/missing.jpg'), 'FILE_MISSING'],
    ]);
    const product = (sku: string) => library.catalog.products.bySku(sku);
    expect(product('A2').images.map((image) => image.path)).toEqual(
      [2, 3].map((n) => folder.file(`shop/images/${n}.jpg`)),
    );
    expect(product('A2').problems.map(({ code }) => code)).toEqual(['NOT_AN_IMAGE']);
    expect(product('A3')).toMatchObject({ images: [], problems: [{ code: 'FILE_MISSING' }] });
    expect(product('A4')).toMatchObject({ images: [], problems: [{ code: 'NOT_AN_IMAGE' }] });
    expect(product('A5')).toMatchObject({ price: { amount: 7 }, problems: [] });
    expect(library.vectors.status()).toMatchObject({ images: 4, texts: 5 });
    expect(library.vectors.countMissing('text') + library.vectors.countMissing('image')).toBe(0);
  });

  it('keeps every cell of the rows that a product was made from, and the columns', async () => {
    const text = [
      'Handle,Title,Type,Option1 Name,Option1 Value,Variant SKU,Variant Price,Image Src,SEO Title',
      'tee,Tee,Shirt,Size,S,T-S,10,images/1.jpg, Buy it ',
      'cap,Cap,Hat,Title,Default Title,C,5,images/2.jpg,',
      'tee,,,,M,T-M,12,images/3.jpg,',
    ];
    await folder.write('shop/products.csv', text.join('\n'));
    await library.import({ path: table() });
    const { catalog } = library;
    const tee = catalog.products.bySku('tee');
    expect(tee.price).toEqual({ amount: 10, upTo: 12, currency: null });
    expect(tee.images).toHaveLength(2);
    expect(tee.attributes).toContainEqual({ name: 'Size', value: 'S, M' });
    expect(catalog.sourceRows.ofProduct(tee.id)).toEqual([
      { line: 2, cells: ['tee', 'Tee', 'Shirt', 'Size', 'S', 'T-S', '10', 'images/1.jpg', ' Buy it '] },
      { line: 4, cells: ['tee', '', '', '', 'M', 'T-M', '12', 'images/3.jpg', ''] },
    ]);
    const [source] = catalog.sources.all();
    expect(catalog.sourceRows.header(source?.id as number)).toMatchObject({
      columns: text[0]?.split(','),
      format: 'shopify',
      encoding: 'utf-8',
      delimiter: ',',
      sheet: null,
    });
    await folder.write('shop/products.csv', text.slice(0, 3).join('\n'));
    await library.import({ path: table() });
    expect(catalog.sourceRows.ofProduct(tee.id).map(({ line }) => line)).toEqual([2]);
    expect(catalog.products.bySku('tee').price).toEqual({ amount: 10, currency: null });
  });

  it('uses columns as a person said for the last table with the same header', async () => {
    const mapping = [{ column: 'colour', role: 'tag' as const, group: 'shade' }];
    await library.import({ path: table(), table: { mapping } });
    const other = await folder.write('shop/more.csv', 'sku,title,price,colour,image\nM1,Shoe,1,teal,images/1.jpg\n');
    expect(await library.imports.preview(other)).toMatchObject({
      remembered: true,
      columns: expect.arrayContaining([expect.objectContaining({ name: 'colour', group: 'shade' })]),
    });
    await library.import({ path: other });
    expect(library.catalog.products.bySku('M1').tags).toMatchObject([{ group: 'shade', name: 'teal' }]);
    const unlike = await folder.write('shop/unlike.csv', 'sku,title,colour,image\nU1,Shoe,teal,images/1.jpg\n');
    expect(await library.imports.preview(unlike)).toMatchObject({ remembered: false });
  });

  it('takes names of tags that differ in case or Unicode form alone for one tag', async () => {
    await writeTable([
      ['A1', 'Shoe', '1', 'Crème', 'images/1.jpg'],
      ['A2', 'Shoe', '1', 'CRE\u0300ME', 'images/2.jpg'],
    ]);
    await library.import({ path: table() });
    expect(library.catalog.vocabulary.counted().find(({ group }) => group === 'colour')?.tags).toMatchObject([
      { name: 'Crème', products: 2 },
    ]);
  });

  it('comes in without pictures as well', async () => {
    await folder.write('shop/products.csv', 'sku,title,price\nA1,Hat,5\nA2,Cap,6\n');
    expect(await library.import({ path: table() })).toMatchObject({ products: 2, images: 0, failed: [] });
    expect(library.vectors.status()).toMatchObject({ images: 0, texts: 2 });
  });

  it('shows the products of a table before their pictures are read', async () => {
    let early = 0;
    encoder.beforeImages = () => {
      early = library.catalog.products.counts().products;
    };
    await library.import({ path: table() });
    expect(early).toBe(5);
  });

  it('takes up new texts, rows and pictures, and lets go of what left the table', async () => {
    await library.import({ path: table() });
    const before = library.catalog.products.bySku('A1');
    encoder.images = 0;
    encoder.texts = 0;
    await folder.picture('shop/images/missing.jpg', 9);
    await folder.picture('shop/images/2.jpg', 20);
    await writeTable([
      ['A1', 'Crimson boot', '11', 'red', 'images/1.jpg'],
      ['A2', 'Blue shoe', '12', 'blue', 'images/3.jpg;images/2.jpg'],
      ['A3', 'No photo yet', '7', 'green', 'images/missing.jpg'],
      ['A6', 'New', '1', 'red', 'images/1.jpg'],
    ]);
    const result = await library.import({ path: table() });
    expect(result).toMatchObject({ products: 4, images: 5, encoded: 2, skipped: 2, removed: 2, failed: [] });
    expect([encoder.images, encoder.texts]).toEqual([2, 2]);
    const after = library.catalog.products.bySku('A1');
    expect(after).toMatchObject({ id: before.id, title: 'Crimson boot', price: { amount: 11 } });
    expect(library.catalog.products.bySku('A2').images[0]?.path).toBe(folder.file('shop/images/3.jpg'));
    expect(library.catalog.problems.list({ offset: 0, limit: 10 }).total).toBe(0);
    expect(library.vectors.status()).toMatchObject({ images: 5, texts: 4 });
  });

  it('keeps products and vectors while the pictures are away', async () => {
    await library.import({ path: table() });
    encoder.images = 0;
    await rename(folder.file('shop/images'), folder.file('shop/away'));
    const away = await library.import({ path: table() });
    expect(away).toMatchObject({ products: 5, images: 0, removed: 0 });
    await rename(folder.file('shop/away'), folder.file('shop/images'));
    expect(await library.import({ path: table() })).toMatchObject({ products: 5, images: 4, encoded: 0 });
    expect(encoder.images).toBe(0);
    expect(library.vectors.status()).toMatchObject({ images: 4, texts: 5 });
  });

  it('loses nothing when the table is gone', async () => {
    await library.import({ path: table() });
    const [source] = library.catalog.sources.all();
    await rm(table());
    const { jobId } = library.imports.rescan(source?.id as number);
    await library.jobs.idle();
    expect(library.jobs.get(jobId)).toMatchObject({ state: 'failed', error: { code: 'FILE_MISSING' } });
    expect(library.catalog.products.counts().products).toBe(5);
    await expect(library.imports.start({ path: folder.file('shop/images/1.jpg') })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });

  it('follows changes on disk while it is watched', async () => {
    vi.stubEnv('LOOKALIKE_NO_WATCH', '');
    await library.import({ path: table() });
    library.imports.watch();
    await library.jobs.idle();
    await writeTable([['B1', 'Only one', '1', 'red', 'images/1.jpg']]);
    await vi.waitFor(() => expect(library.catalog.products.counts().products).toBe(1), {
      timeout: 60_000,
      interval: 50,
    });
    await library.jobs.idle();
    await folder.picture('shop/images/1.jpg', 77);
    encoder.images = 0;
    await vi.waitFor(() => expect(encoder.images).toBe(1), { timeout: 60_000, interval: 50 });
    await library.jobs.idle();
  });
});

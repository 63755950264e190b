import { rename, rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { testPlace } from './testing.ts';

const place = testPlace();

beforeEach(async () => {
  const { folder } = place;
  for (const seed of [1, 2, 3]) await folder.picture(`shop/images/${seed}.jpg`, seed);
  await folder.write('shop/images/broken.jpg', 'no picture');
  await writeTable([
    ['A1', 'Red shoe', '10.50', 'red', 'images/1.jpg'],
    ['A2', 'Blue shoe', '12', 'blue', 'images/2.jpg;images/3.jpg;images/broken.jpg'],
    ['A3', 'No photo yet', '7', 'green', 'images/missing.jpg'],
    ['A4', 'Only a broken one', '7', 'green', 'images/broken.jpg'],
    ['A5', 'Same photo', '7', 'red', 'images/1.jpg'],
  ]);
});
afterEach(() => vi.unstubAllEnvs());

const table = (): string => place.folder.file('shop/products.csv');

async function writeTable(rows: readonly (readonly string[])[]): Promise<void> {
  await place.folder.write(
    'shop/products.csv',
    `${[['sku', 'title', 'price', 'colour', 'image'], ...rows].map((row) => row.join(',')).join('\n')}\n`,
  );
}

describe('a table as a source', () => {
  it('keeps every product, and names the pictures that are missing or broken', async () => {
    const result = await place.library.import({ path: table() });
    expect(result).toMatchObject({ products: 5, images: 4, encoded: 3, skipped: 0, removed: 0 });
    expect(result.failed.map(({ path, code }) => [path, code]).sort()).toEqual([
      [place.folder.file('shop/images/broken.jpg'), 'NOT_AN_IMAGE'],
      [place.folder.file('shop/images/missing.jpg'), 'FILE_MISSING'],
    ]);
    const product = (sku: string) => place.library.catalog.products.bySku(sku);
    expect(product('A2').images.map((image) => image.path)).toEqual(
      [2, 3].map((n) => place.folder.file(`shop/images/${n}.jpg`)),
    );
    expect(product('A2').problems.map(({ code }) => code)).toEqual(['NOT_AN_IMAGE']);
    expect(product('A3')).toMatchObject({ images: [], problems: [{ code: 'FILE_MISSING' }] });
    expect(product('A4')).toMatchObject({ images: [], problems: [{ code: 'NOT_AN_IMAGE' }] });
    expect(product('A5')).toMatchObject({ price: { amount: 7 }, problems: [] });
    expect(place.library.vectors.status()).toMatchObject({ images: 4, texts: 5 });
    expect(place.library.vectors.countMissing('text') + place.library.vectors.countMissing('image')).toBe(0);
  });

  it('keeps every cell of the rows that a product was made from, and the columns', async () => {
    const text = [
      'Handle,Title,Type,Option1 Name,Option1 Value,Variant SKU,Variant Price,Image Src,SEO Title',
      'tee,Tee,Shirt,Size,S,T-S,10,images/1.jpg, Buy it ',
      'cap,Cap,Hat,Title,Default Title,C,5,images/2.jpg,',
      'tee,,,,M,T-M,12,images/3.jpg,',
    ];
    await place.folder.write('shop/products.csv', text.join('\n'));
    await place.library.import({ path: table() });
    const { catalog } = place.library;
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
    await place.folder.write('shop/products.csv', text.slice(0, 3).join('\n'));
    await place.library.import({ path: table() });
    expect(catalog.sourceRows.ofProduct(tee.id).map(({ line }) => line)).toEqual([2]);
    expect(catalog.products.bySku('tee').price).toEqual({ amount: 10, currency: null });
  });

  it('uses columns as a person said for the last table with the same header', async () => {
    const mapping = [{ column: 'colour', role: 'tag' as const, group: 'shade' }];
    await place.library.import({ path: table(), table: { mapping } });
    const other = await place.folder.write(
      'shop/more.csv',
      'sku,title,price,colour,image\nM1,Shoe,1,teal,images/1.jpg\n',
    );
    expect(await place.library.imports.preview(other)).toMatchObject({
      remembered: true,
      columns: expect.arrayContaining([expect.objectContaining({ name: 'colour', group: 'shade' })]),
    });
    await place.library.import({ path: other });
    expect(place.library.catalog.products.bySku('M1').tags).toMatchObject([{ group: 'shade', name: 'teal' }]);
    const unlike = await place.folder.write('shop/unlike.csv', 'sku,title,colour,image\nU1,Shoe,teal,images/1.jpg\n');
    expect(await place.library.imports.preview(unlike)).toMatchObject({ remembered: false });
  });

  it('takes names of tags that differ in case or Unicode form alone for one tag', async () => {
    await writeTable([
      ['A1', 'Shoe', '1', 'Crème', 'images/1.jpg'],
      ['A2', 'Shoe', '1', 'CRE\u0300ME', 'images/2.jpg'],
    ]);
    await place.library.import({ path: table() });
    expect(place.library.catalog.vocabulary.counted().find(({ group }) => group === 'colour')?.tags).toMatchObject([
      { name: 'Crème', products: 2 },
    ]);
  });

  it('comes in without pictures as well', async () => {
    await place.folder.write('shop/products.csv', 'sku,title,price\nA1,Hat,5\nA2,Cap,6\n');
    expect(await place.library.import({ path: table() })).toMatchObject({ products: 2, images: 0, failed: [] });
    expect(place.library.vectors.status()).toMatchObject({ images: 0, texts: 2 });
  });

  it('shows the products of a table before their pictures are read', async () => {
    let early = 0;
    place.encoder.beforeImages = () => {
      early = place.library.catalog.products.counts().products;
    };
    await place.library.import({ path: table() });
    expect(early).toBe(5);
  });

  it('takes up new texts, rows and pictures, and lets go of what left the table', async () => {
    await place.library.import({ path: table() });
    const before = place.library.catalog.products.bySku('A1');
    place.encoder.images = 0;
    place.encoder.texts = 0;
    await place.folder.picture('shop/images/missing.jpg', 9);
    await place.folder.picture('shop/images/2.jpg', 20);
    await writeTable([
      ['A1', 'Crimson boot', '11', 'red', 'images/1.jpg'],
      ['A2', 'Blue shoe', '12', 'blue', 'images/3.jpg;images/2.jpg'],
      ['A3', 'No photo yet', '7', 'green', 'images/missing.jpg'],
      ['A6', 'New', '1', 'red', 'images/1.jpg'],
    ]);
    const result = await place.library.import({ path: table() });
    expect(result).toMatchObject({ products: 4, images: 5, encoded: 2, skipped: 2, removed: 2, failed: [] });
    expect([place.encoder.images, place.encoder.texts]).toEqual([2, 2]);
    const after = place.library.catalog.products.bySku('A1');
    expect(after).toMatchObject({ id: before.id, title: 'Crimson boot', price: { amount: 11 } });
    expect(place.library.catalog.products.bySku('A2').images[0]?.path).toBe(place.folder.file('shop/images/3.jpg'));
    expect(place.library.catalog.problems.list({ offset: 0, limit: 10 }).total).toBe(0);
    expect(place.library.vectors.status()).toMatchObject({ images: 5, texts: 4 });
  });

  it('keeps products and vectors while the pictures are away', async () => {
    await place.library.import({ path: table() });
    place.encoder.images = 0;
    await rename(place.folder.file('shop/images'), place.folder.file('shop/away'));
    const away = await place.library.import({ path: table() });
    expect(away).toMatchObject({ products: 5, images: 0, removed: 0 });
    await rename(place.folder.file('shop/away'), place.folder.file('shop/images'));
    expect(await place.library.import({ path: table() })).toMatchObject({ products: 5, images: 4, encoded: 0 });
    expect(place.encoder.images).toBe(0);
    expect(place.library.vectors.status()).toMatchObject({ images: 4, texts: 5 });
  });

  it('loses nothing when the table is gone', async () => {
    await place.library.import({ path: table() });
    const [source] = place.library.catalog.sources.all();
    await rm(table());
    const { jobId } = place.library.imports.rescan(source?.id as number);
    await place.library.jobs.idle();
    expect(place.library.jobs.get(jobId)).toMatchObject({ state: 'failed', error: { code: 'FILE_MISSING' } });
    expect(place.library.catalog.products.counts().products).toBe(5);
    await expect(place.library.imports.start({ path: place.folder.file('shop/images/1.jpg') })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });

  it('follows changes on disk while it is watched', async () => {
    vi.stubEnv('LOOKALIKE_NO_WATCH', '');
    await place.library.import({ path: table() });
    place.library.imports.watch();
    await place.library.jobs.idle();
    await writeTable([['B1', 'Only one', '1', 'red', 'images/1.jpg']]);
    await vi.waitFor(() => expect(place.library.catalog.products.counts().products).toBe(1), {
      timeout: 60_000,
      interval: 50,
    });
    await place.library.jobs.idle();
    await place.folder.picture('shop/images/1.jpg', 77);
    place.encoder.images = 0;
    await vi.waitFor(() => expect(place.encoder.images).toBe(1), { timeout: 60_000, interval: 50 });
    await place.library.jobs.idle();
  });
});

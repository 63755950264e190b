import { afterEach, beforeEach, expect, it } from 'vitest';
import { addFile, draft, fakeHash, openTestCatalog, type TestCatalog, variant } from './testing.ts';

let t: TestCatalog;
let sourceId: number;
beforeEach(() => {
  t = openTestCatalog();
  sourceId = t.catalog.sources.put({ kind: 'table', path: '/shop/products.csv', layout: null }).id;
});
afterEach(() => t.close());

const size = (value: string) => [{ name: 'Size', value }];
const put = (...drafts: Parameters<typeof draft>[1][]) =>
  t.catalog.upsert(
    sourceId,
    drafts.map((more, n) => draft(`p${n}`, more)),
  );
const product = (sku = 'p0') => t.catalog.products.bySku(sku);

it('are shown in the order of the table, each with its own photo', () => {
  const [front, back] = ['a', 'b'].map((digit) =>
    addFile(t.database, { path: `/shop/${digit}.jpg`, hash: fakeHash(digit) }),
  ) as [number, number];
  const variants = [
    variant('T-M', { options: size('M'), price: 12, stock: 0, barcode: '0123', fileId: back }),
    variant('T-S', { options: size('S'), price: 10, comparePrice: 15, fileId: front, line: 3 }),
    variant('T-L', { options: size('L'), line: 4 }),
  ];
  put({ fileIds: [front, back], variants });
  const [first, second] = product().images;
  expect(product().variants).toEqual([
    expect.objectContaining({
      sku: 'T-M',
      options: size('M'),
      price: 12,
      stock: 0,
      barcode: '0123',
      imageId: second?.id,
    }),
    expect.objectContaining({ sku: 'T-S', price: 10, comparePrice: 15, stock: null, imageId: first?.id, line: 3 }),
    expect.objectContaining({ sku: 'T-L', price: null, imageId: null }),
  ]);
});

it('are replaced by those of the next import, which tells of a change only where there is one', () => {
  const variants = [
    variant('T-S', { options: size('S'), price: 10 }),
    variant('T-M', { options: size('M'), price: 10 }),
  ];
  put({ variants });
  expect(put({ variants })).toMatchObject({ unchanged: 1 });
  expect(put({ variants: variants.map((one) => ({ ...one, stock: 3 })) })).toMatchObject({ updated: 1 });
  expect(put({ variants: variants.slice(1) })).toMatchObject({ updated: 1 });
  expect(product().variants.map(({ sku }) => sku)).toEqual(['T-M']);
  t.catalog.removeMissing(sourceId, new Set());
  expect(t.database.all('SELECT 1 FROM variants')).toEqual([]);
});

it('cost what the sale says while it runs', () => {
  const sale = { price: 8, from: '2030-01-01T00:00:00.000Z', to: '2030-01-31T23:59:59.999Z' };
  put(
    { price: 10, priceTo: 12, variants: [variant('A', { price: 10, sale }), variant('B', { price: 12 })] },
    { price: 10, variants: [variant('C', { price: 10, sale: { price: 9, from: null, to: sale.to } })] },
  );
  const changes: (readonly number[])[] = [];
  t.catalog.onChange(({ changed }) => changes.push(changed));
  const row = () => t.catalog.rows.read([product().id])[0];

  t.catalog.renewPrices(new Date('2029-12-31T12:00:00Z'));
  expect(changes).toEqual([]);
  expect(product('p1').price).toEqual({ amount: 10, currency: null });

  t.catalog.renewPrices(new Date('2030-01-15T12:00:00Z'));
  expect(product().price).toEqual({ amount: 8, upTo: 12, currency: null });
  expect(product().variants[0]).toMatchObject({ price: 8, usualPrice: 10, sale });
  expect(row()).toMatchObject({ price: 8, morePrices: [12] });
  expect(changes).toEqual([[product().id]]);

  t.catalog.renewPrices(new Date('2030-02-01T00:00:00Z'));
  expect(product().price).toEqual({ amount: 10, upTo: 12, currency: null });
  expect(row()).toMatchObject({ price: 10, morePrices: [12] });
});

it('of a listing that was merged into another are shown with it, the same one once', () => {
  put(
    { variants: [variant('T-S', { options: size('S') })] },
    { variants: [variant('t-s', { options: size('s') }), variant('T-M', { options: size('M') })] },
  );
  const [keeper, member] = [product('p0'), product('p1')];
  const [keeperKey, memberKey] = [t.catalog.keys.of(keeper.id), t.catalog.keys.of(member.id)];
  const fields = { title: null, description: null, price: null, tags: 'keeper', photos: 'keeper' } as const;
  t.catalog.writeMerges([], [{ memberKey, keeperKey, fields, mergedAt: '2030-01-01' }]);
  expect(product('p0').variants.map(({ sku }) => sku)).toEqual(['T-S', 'T-M']);
  expect([...t.catalog.products.numbered(['T-M'])]).toEqual([keeper.id]);
});

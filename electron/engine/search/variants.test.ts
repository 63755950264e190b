/** A product is found by what its variants are, and by what they cost. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Filters, Sort } from '../../contract/search.ts';
import { variant } from '../catalog/testing.ts';
import { openTestLibrary, type TestLibrary } from '../tags/testing.ts';

const never = new AbortController().signal;
const looks = [0, 0, 1, 0] as const;

let library: TestLibrary;
beforeEach(async () => {
  library = await openTestLibrary();
  library.put([
    {
      sku: 'runner',
      title: 'red shoe',
      looks,
      tags: [],
      more: {
        price: 10,
        priceTo: 100,
        variants: [
          variant('RUN-38-A', { price: 10, barcode: '36000291452' }),
          variant('RUN-39-A', { price: 100, barcode: '4006381333931' }),
          variant('RUN-40-B', { price: 30 }),
        ],
      },
    },
    { sku: 'walker', title: 'blue shoe', looks, tags: [], more: { price: 50 } },
    { sku: 'sandal', title: 'blue shoe', looks, tags: [], more: { price: 20 } },
    { sku: 'plain', title: 'blue shoe', looks, tags: [] },
  ]);
});
afterEach(() => library.close());

async function run(text: string | null, filters: Partial<Filters> = {}, sort: Sort = 'relevance') {
  const parts = text === null ? [] : [{ kind: 'text' as const, text, weight: 1 }];
  const list = { parts, filters: { tags: {}, ...filters }, sort, imagesOnly: false, cutoff: true, spelling: true };
  return library.search.run({ ...list, offset: 0, limit: 10, facets: true, remember: false }, never);
}
const skus = async (...asked: Parameters<typeof run>) => (await run(...asked)).hits.map(({ sku }) => sku);

it.each(['RUN-39-A', 'run-39-a', '4006381333931', '036000291452', '0036000291452'])(
  'is found first by the number or barcode of a variant: %s',
  async (number) => {
    const [first] = (await run(number)).hits;
    expect(first?.sku).toBe('runner');
    const [match] = first?.why?.matches ?? [];
    expect(match).toMatchObject({ field: 'variant' });
    expect(match?.ranges).toEqual([[0, match?.text.length]]);
    expect(library.catalog.products.bySku(number).sku).toBe('runner');
  },
);

it('is found by a piece of the numbers of its variants, also after its tags were edited', async () => {
  expect((await skus('RUN-40'))[0]).toBe('runner');
  library.catalog.retagged([library.catalog.products.bySku('runner').id]);
  expect((await skus('RUN-40'))[0]).toBe('runner');
});

it('passes a price filter by any of its prices, and by none between them', async () => {
  const within = (priceMin?: number, priceMax?: number) =>
    skus(null, { ...(priceMin === undefined ? {} : { priceMin }), ...(priceMax === undefined ? {} : { priceMax }) });
  expect(await within(25, 35)).toEqual(['runner']);
  expect(await within(60, 99)).toEqual([]);
  expect(await within(100)).toEqual(['runner']);
  expect(await within(undefined, 10)).toEqual(['runner']);
  expect(await within(40, 60)).toEqual(['walker']);
  expect((await run(null)).priceRange).toEqual({ min: 10, max: 100 });
});

it('is sorted by its lowest price upwards and its highest downwards, of those that were asked for', async () => {
  expect(await skus(null, {}, 'price-asc')).toEqual(['runner', 'sandal', 'walker', 'plain']);
  expect(await skus(null, {}, 'price-desc')).toEqual(['runner', 'walker', 'sandal', 'plain']);
  expect(await skus(null, { priceMin: 15, priceMax: 60 }, 'price-asc')).toEqual(['sandal', 'runner', 'walker']);
  expect(await skus(null, { priceMin: 15, priceMax: 60 }, 'price-desc')).toEqual(['walker', 'runner', 'sandal']);
});

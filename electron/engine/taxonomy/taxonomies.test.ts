/** Categories over a real database: brought in, proposed, confirmed, mapped from tags, and taken back. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTestLibrary, type TestLibrary, type TestProduct } from '../tags/testing.ts';
import { taxonomyHandlers } from './methods.ts';
import { openTaxonomies, type Taxonomies } from './taxonomies.ts';

const text = `1 - Apparel
2 - Apparel > Shirts
3 - Apparel > Shoes
4 - Home
5 - Home > Lamps`;
const product = (sku: string, type: string, more: TestProduct['more'] = {}): TestProduct => ({
  sku,
  title: sku,
  looks: type === 'Sneakers' ? [0, 0, 1, 0] : [0, 0, 0, 1],
  tags: [{ group: 'type', name: type }],
  more,
});

let library: TestLibrary;
let taxonomies: Taxonomies;
let ids: Map<string, number>;
const never = { signal: new AbortController().signal };
const idOf = (sku: string): number => ids.get(sku) ?? -1;

beforeEach(async () => {
  library = await openTestLibrary();
  const { database, catalog, vectors, encoders, operations, jobs, texts } = library.tagsDependencies;
  taxonomies = openTaxonomies({ database, catalog, vectors, encoders, operations, jobs, texts });
  ids = library.put([
    product('A', 'Sneakers'),
    product('B', 'Sneakers'),
    product('C', 'Shirts'),
    product('D', 'Shirts', { attributes: { 'Product Category': 'home > lamps' } }),
    product('E', 'Shirts', { attributes: { google_product_category: 'Toys > Dolls' } }),
  ]);
});
afterEach(() => library.close());

const handlers = () => taxonomyHandlers(taxonomies);
async function bring(): Promise<void> {
  await handlers()['taxonomy.bring']({ name: 'small.txt', text }, never);
  await library.jobs.idle();
}
async function products(path: string | null, part: 'open' | 'settled' = 'open') {
  const { items } = await handlers()['taxonomy.products']({ path, part, offset: 0, limit: 50 }, never);
  return items.map((item) => [item.product.sku, item.path]).sort();
}
const branches = async (parent: string | null) => handlers()['taxonomy.branches']({ parent }, never);
const categoryOf = (sku: string) => {
  const { attributes } = library.catalog.products.get(idOf(sku));
  return attributes.find(({ name }) => name === 'google_product_category')?.value;
};

it('proposes where products belong; what the source says counts as settled', async () => {
  await bring();
  expect(await products('Apparel')).toEqual([
    ['A', 'Apparel > Shoes'],
    ['B', 'Apparel > Shoes'],
    ['C', 'Apparel > Shirts'],
  ]);
  expect(await products(null, 'settled')).toEqual([
    ['D', 'Home > Lamps'],
    ['E', 'Toys > Dolls'],
  ]);
  expect(await branches(null)).toMatchObject([
    { name: 'Apparel', open: 3, settled: 0, children: true },
    { name: 'Home', open: 0, settled: 1, children: true },
  ]);
  // One of the two that are settled has a category that this taxonomy lacks.
  expect(await handlers()['taxonomy.state']({}, never)).toMatchObject({ products: 5, settled: 2, placed: 3, fits: 1 });
});

it('keeps the taxonomy it has when a file is none', async () => {
  await bring();
  await expect(async () => handlers()['taxonomy.bring']({ name: 'x', text: 'sku,title' }, never)).rejects.toThrow(
    'No tree',
  );
  expect(await handlers()['taxonomy.state']({}, never)).toMatchObject({
    taxonomy: { name: 'small.txt', categories: 5 },
  });
});

it('writes a confirmed category as the attribute of the product, and takes it back', async () => {
  await bring();
  await handlers()['taxonomy.confirm']({ productIds: [idOf('A'), idOf('C')], by: 'Ann' }, never);
  expect([categoryOf('A'), categoryOf('C')]).toEqual(['Apparel > Shoes', 'Apparel > Shirts']);
  expect(await products(null)).toEqual([['B', 'Apparel > Shoes']]);
  await handlers()['taxonomy.assign']({ productIds: [idOf('A')], path: '5', by: 'Ann' }, never);
  expect(categoryOf('A')).toBe('Home > Lamps');
  await library.operations.takeBack();
  await library.operations.takeBack();
  expect(categoryOf('A')).toBeUndefined();
  expect(await products(null)).toHaveLength(3);
});

it('refuses a category that there is none of', async () => {
  await bring();
  const assign = async () =>
    handlers()['taxonomy.assign']({ productIds: [idOf('A')], path: 'Apparel > Hats', by: 'Ann' }, never);
  await expect(assign).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('gives all products of a mapped tag its category, later ones too, and takes that back as one', async () => {
  await bring();
  await handlers()['taxonomy.map']({ group: 'type', tag: 'Sneakers', path: 'Home > Lamps', by: 'Ann' }, never);
  expect([categoryOf('A'), categoryOf('B'), categoryOf('C')]).toEqual(['Home > Lamps', 'Home > Lamps', undefined]);
  library.put([product('F', 'Sneakers')]);
  await handlers()['taxonomy.place']({}, never);
  await library.jobs.idle();
  expect(await products('Home')).toEqual([['F', 'Home > Lamps']]);
  expect((await handlers()['taxonomy.mappings']({}, never)).find(({ tag }) => tag === 'Sneakers')).toMatchObject({
    path: 'Home > Lamps',
    by: 'Ann',
    guess: { path: 'Home > Lamps', agree: 2, of: 2 },
  });
  await library.operations.takeBack();
  expect([categoryOf('A'), (await handlers()['taxonomy.mappings']({}, never))[0]?.path]).toEqual([undefined, null]);
});

it('learns from what was confirmed', async () => {
  await bring();
  await handlers()['taxonomy.assign']({ productIds: [idOf('A')], path: 'Home > Lamps', by: 'Ann' }, never);
  const before = taxonomies.repo.proposals().find(({ productId }) => productId === idOf('B'));
  await handlers()['taxonomy.place']({}, never);
  await library.jobs.idle();
  const after = taxonomies.repo.proposals().find(({ productId }) => productId === idOf('B'));
  const lamps = (own: typeof before) =>
    [own, ...(own?.others ?? [])].find((guess) => guess?.path === 'Home > Lamps')?.confidence ?? 0;
  expect(lamps(after)).toBeGreaterThan(lamps(before));
});

it('says what to do where there is no taxonomy yet', async () => {
  expect(await handlers()['taxonomy.state']({}, never)).toMatchObject({ taxonomy: null });
  await expect(async () => branches(null)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

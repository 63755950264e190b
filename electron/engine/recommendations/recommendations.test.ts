/** From a table of orders to what is recommended, through the events and the catalog of a real library; its vectors are a table of numbers. */
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MethodInput } from '../../contract/contract.ts';
import { draft, openTestCatalog, type TestCatalog, variant } from '../catalog/testing.ts';
import { Events } from '../events/events.ts';
import { Jobs } from '../jobs/jobs.ts';
import { normalised } from '../numbers/vectors.ts';
import { CatalogView } from '../search/catalog-view.ts';
import { ExactIndex } from '../vector/exact.ts';
import type { VectorsPort } from '../vector/types.ts';
import { Recommendations } from './recommendations.ts';

let place: TestCatalog;
let jobs: Jobs;
let events: Events;
let view: CatalogView;
let recommendations: Recommendations;
let open: () => Recommendations;
const never = new AbortController().signal;

const idOf = (sku: string): number => place.catalog.products.bySku(sku).id;
const skuOf = (id: number): string => place.catalog.products.get(id).sku;

/** Teas are like teas, and pens like pens. */
const vectorOf: Readonly<Record<string, readonly number[]>> = {
  TEA: [1, 0, 0.1],
  'TEA-NEW': [1, 0, 0.15],
  CUP: [0.2, 0, 1],
  'CUP-OUT': [0.2, 0.05, 1],
  PEN: [0, 1, 0],
  INK: [0, 1, 0.3],
};

beforeAll(async () => {
  place = openTestCatalog();
  const { catalog, database, hub, dir } = place;
  const source = catalog.sources.put({ kind: 'table', path: '/shop.csv', layout: null, options: {} });
  catalog.upsert(
    source.id,
    Object.keys(vectorOf).map((sku) =>
      draft(sku, { title: `The ${sku}`, variants: [variant(sku, { stock: sku === 'CUP-OUT' ? 0 : 5 })] }),
    ),
  );
  view = new CatalogView(catalog);
  const texts = new ExactIndex(3);
  for (const [sku, vector] of Object.entries(vectorOf)) texts.set(idOf(sku), normalised(Float32Array.from(vector)));
  jobs = new Jobs(database, hub);
  events = new Events({ database, catalog, jobs, hub });
  open = () =>
    new Recommendations({
      ...{ database, catalog, view, jobs, hub, libraryDir: dir, behaviour: events.behaviour },
      vectors: { texts, images: new ExactIndex(3) } as unknown as VectorsPort,
      customerKey: (customer) => events.pseudonyms().of('customer', customer),
      similar: async (productId) => texts.search(texts.get(productId) as Float32Array, 10).map(({ label }) => label),
      sameAs: () => [],
    });
  recommendations = open();
});

afterAll(async () => {
  await jobs.close();
  recommendations.close();
  events.close();
  view.close();
  place.close();
});

const ask = ({ kind, productIds = [], customer }: MethodInput<'recommendations.for'>) =>
  recommendations.for({ kind, productIds, customer, limit: 5, diversity: 0 }, never);
const skusOf = ({ items }: { items: readonly { id: number }[] }): string[] => items.map(({ id }) => skuOf(id));

test('without orders it says which file is missing, and similar products need none', async () => {
  expect(await ask({ kind: 'goes-with', productIds: [idOf('TEA')] })).toEqual({
    state: 'no-orders',
    learning: false,
    items: [],
  });
  expect((await ask({ kind: 'next', productIds: [idOf('TEA')] })).state).toBe('no-sessions');
  const similar = await ask({ kind: 'similar', productIds: [idOf('TEA')] });
  expect(skusOf(similar)[0]).toBe('TEA-NEW');
  expect(skusOf(similar)).not.toContain('TEA');
  expect(skusOf(similar)).not.toContain('CUP-OUT');
  expect(similar.items[0]?.reason).toMatchObject({ kind: 'similar', looks: null, words: expect.closeTo(0.999, 2) });
  await expect(ask({ kind: 'similar', productIds: [9999] })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('what was bought together is told with its reason; what is sold out is not', async () => {
  const lines = ['order,date,sku,quantity,customer'];
  for (let n = 0; n < 60; n++) {
    const day = `2026-03-${String((n % 28) + 1).padStart(2, '0')} 10:00:00`;
    const own = n % 2 === 0 ? ['TEA', 'CUP', 'CUP-OUT'] : ['PEN', 'INK'];
    for (const sku of own) lines.push(`${n},${day},${sku},1,c${n % 10}`);
  }
  const file = path.join(place.dir, 'orders.csv');
  writeFileSync(file, lines.join('\n'));
  await events.import(file, {});
  await jobs.idle();
  expect(await ask({ kind: 'goes-with', productIds: [idOf('TEA')] })).toEqual({
    state: 'learning',
    learning: true,
    items: [],
  });
  await jobs.idle();
  const found = await ask({ kind: 'goes-with', productIds: [idOf('TEA')] });
  expect(found).toMatchObject({ state: 'ready', learning: false });
  expect(skusOf(found)).toEqual(['CUP']);
  expect(found.items[0]).toMatchObject({
    rank: 1,
    reasonTitle: 'The TEA',
    reason: { kind: 'together', productId: idOf('TEA'), together: 30, lift: 2, insteadOf: null },
  });
});

test('a product that nobody bought yet goes with what the products like it go with', async () => {
  const { items } = await ask({ kind: 'goes-with', productIds: [idOf('TEA-NEW')] });
  expect(skuOf(items[0]?.id as number)).toBe('CUP');
  expect(items[0]?.reason).toMatchObject({ kind: 'together', productId: idOf('TEA'), insteadOf: idOf('TEA-NEW') });
});

test('customers are known by what their files call them, and have what they had already', async () => {
  const { state, items } = await ask({ kind: 'customer', customer: 'c0' });
  expect(state === 'unknown' || !skusOf({ items }).some((sku) => ['TEA', 'CUP'].includes(sku))).toBe(true);
  expect((await ask({ kind: 'customer', customer: 'nobody' })).state).toBe('unknown');
  const popular = await ask({ kind: 'popular' });
  expect(popular.items[0]?.reason).toEqual({ kind: 'popular', bought: 30 });
});

test('events that came in since are learned from, while the answers of before stand', async () => {
  const file = path.join(place.dir, 'more.csv');
  writeFileSync(
    file,
    'order,date,sku,quantity,customer\n900,2026-04-01 10:00:00,TEA,1,c1\n900,2026-04-01 10:00:00,INK,1,c1',
  );
  await events.import(file, {});
  await jobs.idle();
  const before = await ask({ kind: 'goes-with', productIds: [idOf('TEA')] });
  expect(before.learning).toBe(true);
  expect(skusOf(before)).toEqual(['CUP']);
  await jobs.idle();
  const after = await ask({ kind: 'goes-with', productIds: [idOf('TEA')] });
  expect(after.learning).toBe(false);
  const rare = after.items.find(({ id }) => skuOf(id) === 'INK');
  // Of one order it is not told how many there were.
  expect(rare?.reason).toMatchObject({ kind: 'together', together: null, lift: null });
});

test('what was learned is there again for the next opening, with how good it was', async () => {
  recommendations.close();
  recommendations = open();
  const learned = await recommendations.learned();
  expect(learned).toMatchObject({ isCurrent: true, events: 152, products: 5, baskets: 61, customers: 10 });
  expect(learned.goesWith.map(({ method }) => method)).toContain('ease');
});

test('lists of the whole catalog are written for a shop', async () => {
  const { text, goesWith } = await recommendations.lists('woocommerce', 2, never);
  const lines = text.trimEnd().split('\n');
  expect(lines[0]).toBe('SKU,Upsells,Cross-sells');
  expect(lines.find((line) => line.startsWith('TEA,'))).toBe('TEA,TEA-NEW,"CUP, INK"');
  expect(goesWith).toBe(6);
});

test('what was learned of events that were taken out goes with them, at once', async () => {
  const file = path.join(place.dir, 'index', 'recommendations.bin');
  expect(existsSync(file)).toBe(true);
  expect((await recommendations.learned()).events).toBe(152);
  events.forget('c0');
  await expect.poll(() => existsSync(file)).toBe(false);
  await jobs.idle();
  const { customers, events: left } = await recommendations.learned();
  expect(customers).toBe(9);
  expect(left).toBeLessThan(152);
  events.remove(undefined);
  await expect.poll(() => existsSync(file)).toBe(false);
  expect((await ask({ kind: 'popular' })).items).toEqual([]);
});

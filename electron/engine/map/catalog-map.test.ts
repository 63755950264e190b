/** The map over a real database: laid out, coloured, named, kept, gone on with, and followed by what comes and leaves. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CatalogView } from '../search/catalog-view.ts';
import { openTestLibrary, type TestLibrary, type TestProduct } from '../tags/testing.ts';
import { CatalogMap, type MapDependencies } from './catalog-map.ts';
import type { MapFacts } from './colours.ts';
import { mapHandlers } from './methods.ts';

const never = { signal: new AbortController().signal };
/** Red shoes, blue shoes and red shirts, each a little different from the next. */
const kinds = [
  { name: 'Red shoe', type: 'Shoes', colour: 'Red', looks: [1, 0, 1, 0] },
  { name: 'Blue shoe', type: 'Shoes', colour: 'Blue', looks: [0, 1, 1, 0] },
  { name: 'Red shirt', type: 'Shirts', colour: 'Red', looks: [1, 0, 0, 1] },
] as const;
const product = (kind: (typeof kinds)[number], n: number): TestProduct => ({
  sku: `${kind.name} ${n}`,
  title: `${kind.name} ${n}`,
  looks: kind.looks.map((value, i) => value + ((n * (i + 3)) % 11) * 0.01) as unknown as TestProduct['looks'],
  tags: [
    { group: 'type', name: kind.type },
    { group: 'colour', name: kind.colour },
  ],
  more: { price: n },
});
const all = kinds.flatMap((kind) => Array.from({ length: 24 }, (_, n) => product(kind, n)));

const noFacts: MapFacts = {
  duplicates: () => [],
  doubts: async () => ({ of: new Map(), learning: false }),
  sales: () => new Map(),
  failed: async () => new Map(),
  hasSearches: () => false,
};

let library: TestLibrary;
let view: CatalogView;
let ids: Map<string, number>;

beforeEach(async () => {
  library = await openTestLibrary();
  view = new CatalogView(library.catalog);
  ids = library.put(all);
});
afterEach(async () => {
  view.close();
  await library.close();
});

function openMap(facts: Partial<MapFacts> = {}): CatalogMap {
  const { database, catalog, vectors, jobs } = library;
  return new CatalogMap({ database, catalog, view, vectors, jobs, facts: { ...noFacts, ...facts } } as MapDependencies);
}

async function laidOut(facts: Partial<MapFacts> = {}): Promise<CatalogMap> {
  const map = openMap(facts);
  map.start();
  await library.jobs.idle();
  return map;
}

/** All products but those that stay leave the source. */
function leave(stays: (sku: string) => boolean): void {
  const [source] = library.catalog.sources.all();
  library.catalog.removeMissing(source?.id as number, new Set([...ids.keys()].filter(stays)));
}

/** Share of the nearest on the map that are of the same kind. */
function together(map: CatalogMap, sku: string): number {
  const points = map.points();
  const kindOf = new Map([...ids].map(([name, id]) => [id, name.split(' ').slice(0, 2).join(' ')]));
  const own = points.ids.indexOf(ids.get(sku) as number);
  const apart = (i: number): number =>
    ((points.x[i] as number) - (points.x[own] as number)) ** 2 +
    ((points.y[i] as number) - (points.y[own] as number)) ** 2;
  const near = [...points.ids.keys()].sort((a, b) => apart(a) - apart(b)).filter((i) => i !== own);
  const kind = kindOf.get(ids.get(sku) as number);
  return near.slice(0, 5).filter((i) => kindOf.get(points.ids[i] as number) === kind).length / 5;
}

it('lays products out by their photos, and keeps that', async () => {
  expect(openMap().state()).toMatchObject({ layout: null, products: 72, waiting: 72, unseen: 0 });
  expect(() => openMap().points()).toThrow('not been laid out');
  const map = await laidOut();
  expect(map.state()).toMatchObject({ layout: { laidOut: 72, placed: 0 }, waiting: 0 });
  for (const { name } of kinds) expect(together(map, `${name} 7`)).toBe(1);
  const { version: _, ...points } = map.points();
  const { version: __, ...again } = openMap().points();
  expect(again).toEqual(points);
});

it('places by their neighbours what comes later, and lets go of what leaves', async () => {
  const map = await laidOut();
  const before = map.points();
  ids = library.put([...all, { ...product(kinds[1], 5), sku: 'Blue shoe 99', title: 'Blue shoe 99' }]);
  expect(map.state()).toMatchObject({ waiting: 1 });
  await library.jobs.idle();
  expect(map.state()).toMatchObject({ layout: { laidOut: 72, placed: 1 }, waiting: 0 });
  expect(together(map, 'Blue shoe 99')).toBe(1);
  const after = map.points();
  for (const [i, id] of before.ids.entries()) expect(after.x[after.ids.indexOf(id)]).toBe(before.x[i]);
  expect(after.version).not.toBe(before.version);
  leave((sku) => sku !== 'Red shoe 3');
  expect(map.points().ids).not.toContain(ids.get('Red shoe 3'));
  expect(map.state()).toMatchObject({ layout: { laidOut: 71, placed: 1 }, products: 72 });
});

it('goes on with a run that was cancelled, to the same map', async () => {
  const whole = (await laidOut()).points();
  const map = openMap();
  const { id } = map.start();
  await expect.poll(() => library.jobs.get(id).state).toBe('running');
  library.jobs.cancel(id);
  await library.jobs.idle();
  expect(library.jobs.get(id).state).toBe('cancelled');
  // The map before is still there.
  expect(map.points().x).toEqual(whole.x);
  library.jobs.resume(id);
  await library.jobs.idle();
  expect(map.points().x).toEqual(whole.x);
});

it('says that there is nothing to lay out before photos were read', () => {
  leave(() => false);
  expect(() => openMap().start()).toThrow('Import photos first');
});

it('colours by what is known, in the order of the points', async () => {
  const blue = ids.get('Blue shoe 2') as number;
  const map = await laidOut({
    duplicates: () => [{ kind: 'exact', productIds: [blue] }],
    sales: () => new Map([[blue, 9]]),
    doubts: async () => ({ of: new Map([[blue, 0.8]]), learning: true }),
    failed: async () => new Map([[blue, 4]]),
    hasSearches: () => true,
  });
  expect(map.state().colourings).toEqual([
    { by: 'tags', group: 'colour' },
    { by: 'tags', group: 'type' },
    ...['duplicates', 'doubt', 'price', 'sales', 'failed'].map((by) => ({ by })),
  ]);
  const at = map.points().ids.indexOf(blue);
  const call = mapHandlers(map)['map.colours'];
  const byType = await call({ colouring: { by: 'tags', group: 'type' } }, never);
  expect(byType).toMatchObject({
    kind: 'names',
    names: [
      { name: 'Shoes', count: 48 },
      { name: 'Shirts', count: 24 },
    ],
  });
  expect(byType.kind === 'names' && byType.of[at]).toBe(0);
  const duplicates = await call({ colouring: { by: 'duplicates' } }, never);
  expect(duplicates.kind === 'names' && [duplicates.of[at], duplicates.of.filter((name) => name >= 0)]).toEqual([
    0,
    [0],
  ]);
  for (const [by, value, partial] of [
    ['doubt', 0.8, true],
    ['price', 2, false],
    ['sales', 9, false],
    ['failed', 4, false],
  ] as const) {
    const colours = await call({ colouring: { by } }, never);
    expect(colours.kind === 'numbers' && [colours.values[at], colours.partial], by).toEqual([value, partial]);
  }
});

it('names areas by the tags that set them apart', async () => {
  const map = await laidOut();
  const areas = await map.areas(never.signal);
  const names = areas.map((area) => area.names.map((name) => ('name' in name ? name.name : name.word)).join(' '));
  expect(names).toContain('Shirts');
  expect(names.some((name) => name.includes('Blue'))).toBe(true);
  for (const { products, x, y } of areas) {
    expect(products).toBeGreaterThanOrEqual(5);
    expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThan(1200);
  }
});

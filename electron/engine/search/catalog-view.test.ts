import { afterEach, beforeEach, expect, it } from 'vitest';
import { addFile, draft, openTestCatalog, type TestCatalog } from '../catalog/testing.ts';
import { CatalogView } from './catalog-view.ts';

const red = { group: 'colour', name: 'Red' };
const blue = { group: 'colour', name: 'Blue' };

let t: TestCatalog;
let sourceId: number;
let view: CatalogView;

beforeEach(() => {
  t = openTestCatalog();
  sourceId = t.catalog.sources.put({ kind: 'folder', path: '/photos', layout: 'photo' }).id;
  const fileIds = [addFile(t.database, { path: '/photos/a.jpg' })];
  t.catalog.upsert(sourceId, [draft('a', { tags: [red], fileIds }), draft('b', { tags: [blue] })]);
  view = new CatalogView(t.catalog);
});
afterEach(() => {
  view.close();
  t.close();
});

const skus = (...names: string[]): string[] =>
  [...(view.filter({ tags: { colour: names } }) ?? [])].map((id) => view.get(id)?.sku ?? '');

it('finds what passes a filter once, and anew after every change', () => {
  const first = view.filter({ tags: { colour: ['Red'] } });
  expect(view.filter({ tags: { colour: ['Red'] } })).toBe(first);
  expect([skus('Red'), skus('Blue'), skus('red', 'blue')]).toEqual([['a'], ['b'], ['a', 'b']]);
  t.catalog.upsert(sourceId, [draft('b', { tags: [red] }), draft('c', { tags: [blue] })]);
  expect([skus('Red'), skus('Blue')]).toEqual([['a', 'b'], ['c']]);
  t.catalog.removeMissing(sourceId, new Set(['b']));
  expect([skus('Red'), skus('Blue')]).toEqual([['b'], []]);
});

it('knows the photos of what passes', () => {
  const passing = view.filter({ tags: { colour: ['Red', 'Blue'] } }) ?? new Set<number>();
  const images = [...view.imagesOf(passing)];
  expect(images.map((id) => view.get(view.productOfImage(id) ?? 0)?.sku)).toEqual(['a']);
  expect(view.imagesOf(passing)).toBe(view.imagesOf(passing));
});

it('filters nothing where no filter is set', () => {
  expect(view.filter({ tags: { colour: [] } })).toBeNull();
});

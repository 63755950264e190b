/** Words of listings that were merged into others, which are found and counted although their product is another now. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestLibrary, type TestLibrary } from '../tags/testing.ts';
import { WordScorer } from './words.ts';
import { WordsRepo } from './words-repo.ts';

let library: TestLibrary;
let ids: Map<string, number>;
beforeAll(async () => {
  library = await openTestLibrary();
  const looks = [1, 0, 0, 0] as const;
  ids = library.put(['A', 'B', 'C', 'D'].map((sku) => ({ sku, title: `Acme thing ${sku}`, looks, tags: [] })));
  const [keeperKey = 0, ...members] = [...ids.values()].map((id) => library.catalog.keys.of(id));
  const fields = { title: null, description: null, price: null, tags: 'keeper', photos: 'keeper' } as const;
  library.catalog.writeMerges(
    [],
    members.slice(0, 2).map((memberKey) => ({ memberKey, keeperKey, fields, mergedAt: '2030-01-01' })),
  );
});
afterAll(() => library.close());

it('a word that more listings have than there are products still scores, from 0 to 1', () => {
  const words = new WordScorer(new WordsRepo(library.database), library.catalog.merges, library.view);
  expect(library.view.size).toBe(2);
  expect(words.idf('acme')).toBeGreaterThan(0);
  const scores = [...(words.score('acme') ?? [])];
  expect(scores.map(([id]) => id).sort()).toEqual([ids.get('A'), ids.get('D')]);
  for (const [, score] of scores) expect(score).toBeGreaterThanOrEqual(0);
});

/** Corrections by the words of the catalog, through a search over a real SQLite. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openTestLibrary, type TestLibrary } from '../tags/testing.ts';
import type { CatalogView } from './catalog-view.ts';
import { Spelling } from './spelling.ts';
import { WordScorer } from './words.ts';
import { WordsRepo } from './words-repo.ts';

const titles = [
  ...Array(8).fill('blue jeans for men'),
  ...Array(6).fill('sunglasses with dark glass'),
  ...Array(6).fill('Bosch cordless drill'),
  ...Array(5).fill('rust oleum tile paint'),
  ...Array(4).fill('shower head in oiled bronze'),
  ...Array(4).fill('moss green towel'),
  ...Array(3).fill('刺绣 T-shirt cotton'),
  'oiled clock',
];

let library: TestLibrary;
let spelling: Spelling;
beforeAll(async () => {
  library = await openTestLibrary();
  library.put(titles.map((title, i) => ({ sku: `A${i}`, title, looks: [1, 0, 0, 0] as const, tags: [] })));
  spelling = new Spelling(
    new WordScorer(new WordsRepo(library.database), library.catalog.merges, library.search.view),
    library.search.view,
  );
});
afterAll(() => library.close());

describe('corrects', () => {
  it.each([
    ['blue jaens', 'blue jeans'],
    ['Blue Jaens', 'Blue jeans'],
    ['sun glasses', 'sunglasses'],
    ['sunglases', 'sunglasses'],
    ['boscj drill', 'bosch drill'],
    ['rustoleum paint', 'rust oleum paint'],
    ['showr haed bronze', 'shower head bronze'],
    ['cixiu', '刺绣'],
    ['Ci Xiu', '刺绣'],
  ])('%s', (typed, meant) => {
    expect(spelling.correct(typed)).toBe(meant);
  });
});

describe('leaves', () => {
  it.each([
    ['what the catalog has', 'blue jeans'],
    ['another ending of what it has', 'drills'],
    ['short words', 'rad men'],
    ['numbers', 'x2000 drill'],
    ['a word without a neighbour', 'keyboard'],
    ['a short word whose neighbour is never found with the others', 'moth jeans'],
    ['Chinese', '刺秀'],
    ['nothing', ''],
    ['signs alone', '-- !!'],
  ])('%s', (_, typed) => {
    expect(spelling.correct(typed)).toBeNull();
  });
});

it('is told with the result, can be refused, and never touches a number', async () => {
  const ask = async (text: string, more: { spelling?: boolean } = {}) =>
    library.search.run(
      {
        ...{ parts: [{ kind: 'text', text, weight: 1 }], filters: { tags: {} }, sort: 'relevance', imagesOnly: false },
        ...{ offset: 0, limit: 3, facets: false, remember: false, cutoff: false, spelling: true, ...more },
      },
      new AbortController().signal,
    );
  const corrected = await ask('blue jaens');
  expect(corrected.corrections).toEqual([{ from: 'blue jaens', to: 'blue jeans' }]);
  expect(corrected.hits[0]?.title).toBe('blue jeans for men');
  expect((await ask('blue jaens', { spelling: false })).corrections).toEqual([]);
  expect((await ask('A1')).corrections).toEqual([]);
});

it('leaves everything until the words of a large catalog have been read, and corrects from then on', async () => {
  const row = (productId: number) => ({ productId, title: 'blue jeans', tagIds: [] });
  const rows = Array.from({ length: 5000 }, (_, i) => row(i));
  const view = { rows: () => rows.values(), size: rows.length, tags: new Map() } as unknown as CatalogView;
  const index = { productsWith: (word: string) => (word === 'jaens' ? 0 : 5000), productsWithAll: () => 5000 };
  const large = new Spelling(index, view);
  expect(large.correct('blue jaens')).toBeNull();
  await large.ready();
  expect(large.correct('blue jaens')).toBe('blue jeans');
});

it('answers anew what was asked before the words of a large catalog were known', async () => {
  const large = await openTestLibrary();
  try {
    large.put(
      Array.from({ length: 3100 }, (_, i) => ({ sku: `L${i}`, title: 'blue jeans', looks: [1, 0, 0, 0], tags: [] })),
    );
    const corrections = async () =>
      (
        await large.search.run(
          {
            ...{ parts: [{ kind: 'text', text: 'blue jaens', weight: 1 }], filters: { tags: {} }, sort: 'relevance' },
            ...{
              imagesOnly: false,
              offset: 0,
              limit: 3,
              facets: false,
              remember: false,
              cutoff: false,
              spelling: true,
            },
          },
          new AbortController().signal,
        )
      ).corrections;
    expect(await corrections()).toEqual([]);
    await vi.waitFor(async () => expect(await corrections()).toHaveLength(1), { timeout: 60_000 });
  } finally {
    await large.close();
  }
});

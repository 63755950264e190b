import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openTestLibrary, type TestLibrary } from '../tags/testing.ts';
import { ftsAny } from '../text/segment.ts';
import { WordPostings } from './word-postings.ts';
import { WordScorer } from './words.ts';
import { WordsRepo, wordWeights } from './words-repo.ts';

let library: TestLibrary;
const never = async (): Promise<void> => undefined;

beforeAll(async () => {
  library = await openTestLibrary();
  const things = ['red shoe', 'red red running shoe', 'blue shirt', 'shirt for running', 'shoe'];
  library.put(
    Array.from({ length: 60 }, (_, at) => ({
      sku: `S${at}`,
      title: `${things[at % things.length]} ${at % 7 === 0 ? 'of leather' : ''}`,
      looks: [1, 0, 0, 0],
      tags: at % 3 === 0 ? [{ group: 'colour', name: 'Red' }] : [],
    })),
  );
});
afterAll(() => library.close());

/** What FTS5 says of all terms together. */
function byTheIndex(terms: readonly string[], limit: number): { productId: number; bm25: number }[] {
  const { title, tags, description, sku } = wordWeights;
  return library.database.all(
    `SELECT rowid AS productId, -bm25(product_words, ${title}, ${tags}, ${description}, ${sku}) AS bm25
     FROM product_words WHERE product_words MATCH ? ORDER BY bm25 DESC, rowid LIMIT ?`,
    ftsAny(terms),
    limit,
  );
}

it.each([
  [['red', 'shoe'], 1000],
  [['running', 'shirt', 'leather', 'red'], 7],
  [['running shoe', 'blue'], 1000],
  [['red', 'nowhere'], 1000],
  [['nowhere'], 1000],
])('%j are scored as the words index does, the best %i', (terms, limit) => {
  const postings = new WordPostings(new WordsRepo(library.database));
  const found = postings.best(terms, limit);
  const right = byTheIndex(terms, limit);
  expect(found.map(({ productId }) => productId)).toEqual(right.map(({ productId }) => productId));
  found.forEach(({ bm25 }, at) => {
    expect(bm25).toBeCloseTo(right[at]?.bm25 ?? 0, 9);
  });
});

it('a term is read once, in parts when it is read ahead, and anew when products have changed', async () => {
  const repo = new WordsRepo(library.database);
  const postings = new WordPostings(repo);
  const weigh = vi.spyOn(repo, 'weigh');
  await postings.prepare('red', 9000, never);
  expect(weigh.mock.calls.map(([, from]) => from)).toEqual([0, 4000, 8000]);
  const found = postings.best(['red'], 100);
  expect(found).toEqual(new WordPostings(new WordsRepo(library.database)).best(['red'], 100));
  postings.best(['red'], 100);
  await postings.prepare('red', 9000, never);
  expect(weigh).toHaveBeenCalledTimes(3);
  postings.clear();
  postings.best(['red'], 100);
  expect(weigh).toHaveBeenCalledTimes(4);
});

it('what was read ahead of a change is not kept', async () => {
  const repo = new WordsRepo(library.database);
  const postings = new WordPostings(repo);
  await postings.prepare('red', 9000, async () => postings.clear());
  const weigh = vi.spyOn(repo, 'weigh');
  postings.best(['red'], 1);
  expect(weigh).toHaveBeenCalledOnce();
});

it('the common words of a large catalog are looked up before anyone asks', async () => {
  const repo = new WordsRepo(library.database);
  const large = { size: 50_000, version: 1, languages: new Map([['en', 50_000]]) };
  const counts = new Map([
    ['shoe', 36_000],
    ['red', 24_000],
    ['leather', 8],
  ]);
  const words = new WordScorer(repo, library.catalog.merges, large, () => counts);
  await words.readAhead(never);
  const weigh = vi.spyOn(repo, 'weigh');
  words.score('red shoe');
  expect(weigh).not.toHaveBeenCalled();
  words.score('leather shoe');
  expect(weigh).toHaveBeenCalledOnce();
});

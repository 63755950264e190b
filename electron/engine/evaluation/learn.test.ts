import { expect, it } from 'vitest';
import { seededRandom } from '../numbers/random.ts';
import { type Example, exampleLogOdds } from '../search/rankers/fit.ts';
import { defaultRanker, type QueryScales } from '../search/rankers/ranker.ts';
import { wordingFeatures } from '../search/wording.ts';
import type { JudgedQuery } from './judged-queries.ts';
import { fewestQueries, type LearnQuery, learn } from './learn.ts';

const scales: QueryScales = {
  picture: { slope: 10, centre: 0.5 },
  listing: { slope: 10, centre: 0.5 },
  words: { slope: 8, centre: 0.5 },
};

/** Queries whose grades follow `signal`, everything else is noise. */
function queriesOf(amount: number, signal: (example: Omit<Example, 'grade'>) => number, seed = 1): LearnQuery[] {
  const random = seededRandom(seed);
  return Array.from({ length: amount }, (_, id): LearnQuery => {
    const examples = Array.from({ length: 20 }, (): Example => {
      const blank = {
        similarities: { picture: random(), listing: random(), words: random() },
        tagMatch: random() < 0.5 ? -1 : 1,
        wording: Float64Array.from(wordingFeatures, () => random()),
        tags: [],
      };
      return { ...blank, grade: signal(blank) };
    });
    const grades = new Map(examples.map(({ grade }, productId) => [productId, grade]));
    const judged: JudgedQuery = { id, key: `q${id}`, label: `query ${id}`, parts: [], grades };
    return {
      judged,
      training: { scales, examples },
      gainsUnder: async (ranker) =>
        examples
          .map((example) => ({ grade: example.grade, score: exampleLogOdds(example, ranker, scales) }))
          .sort((a, b) => b.score - a.score)
          .map(({ grade }) => grade),
    };
  });
}

const settings = { folds: 4, seed: 1 };
const pause = async (): Promise<void> => {};

it('adopts what wins on queries it was not fitted on, and learns what matters', async () => {
  const queries = queriesOf(24, ({ similarities }) => ((similarities.picture ?? 0) > 0.7 ? 3 : 0));
  const { reason, ranker, comparison } = await learn(queries, defaultRanker, settings, pause);
  expect(reason).toBe('better');
  expect(comparison?.pValue).toBeLessThan(0.05);
  expect(ranker?.textWeights.picture).toBeGreaterThan(0.7);
});

it('learns how titles have to be worded, with the components as they were', async () => {
  const aside = wordingFeatures.indexOf('aside');
  const queries = queriesOf(24, ({ wording }) => ((wording?.[aside] ?? 0) > 0.5 ? 0 : 3));
  const { reason, ranker } = await learn(queries, defaultRanker, settings, pause);
  expect(reason).toBe('better');
  expect(ranker?.wording.aside).toBeLessThan(2 * defaultRanker.wording.aside);
  expect(ranker?.textWeights).toEqual(defaultRanker.textWeights);
});

it('refuses when there is nothing but noise', async () => {
  const random = seededRandom(9);
  const queries = queriesOf(24, () => (random() < 0.3 ? 3 : 0));
  const { reason, ranker, explanation } = await learn(queries, defaultRanker, settings, pause);
  expect(['worse', 'not-significant']).toContain(reason);
  expect(ranker).toBeNull();
  expect(explanation).toMatch(/stays.*p = /);
});

it('asks for more queries instead of trusting a few', async () => {
  const queries = queriesOf(fewestQueries - 1, ({ tagMatch }) => (tagMatch > 0 ? 3 : 0));
  const { reason, ranker } = await learn(queries, defaultRanker, settings, pause);
  expect([reason, ranker]).toEqual(['too-few-queries', null]);
});

it('does not count queries whose grades are all equal', async () => {
  const queries = queriesOf(24, () => 2);
  expect(await learn(queries, defaultRanker, settings, pause)).toMatchObject({ queries: 0, reason: 'too-few-queries' });
});

it('gives the same ranker for the same grades', async () => {
  const make = () => queriesOf(16, ({ tagMatch }) => (tagMatch > 0 ? 3 : 0));
  const first = await learn(make(), defaultRanker, settings, pause);
  const second = await learn(make(), defaultRanker, settings, pause);
  expect(first.ranker?.tagMatch).toBeGreaterThan(1);
  expect(second).toEqual(first);
});

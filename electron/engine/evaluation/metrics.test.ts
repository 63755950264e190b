import { describe, expect, it } from 'vitest';
import {
  averagePrecision,
  ndcgAt,
  precisionAt,
  rankingMetrics,
  recallAt,
  reciprocalRank,
  tellsOrders,
} from './metrics.ts';

/**
 * One topic, worked out by hand and to the four places that trec_eval prints. Five results with the grades 3 0 2 0 1; a
 * fourth relevant product of grade 2 was not found. map = (1/1 + 2/3 + 3/5) / 4, P_5 = 3/5, recall_5 = 3/4, recip_rank
 * = 1; ndcg_cut_5 = (3 + 2/log2 4 + 1/log2 6) / (3 + 2/log2 3 + 2/log2 4 + 1/log2 5) = 4.386853 / 5.692536.
 */
const gains = [3, 0, 2, 0, 1];
const allGains = [1, 2, 3, 2, 0, 0];

describe('against trec_eval', () => {
  it.each([
    ['map', averagePrecision(gains, 4), 0.5667],
    ['P_5', precisionAt(gains, 5), 0.6],
    ['P_10', precisionAt(gains, 10), 0.3],
    ['recall_5', recallAt(gains, 4, 5), 0.75],
    ['recip_rank', reciprocalRank(1), 1],
    ['ndcg_cut_5', ndcgAt(gains, allGains, 5), 0.7706],
    ['ndcg_cut_2', ndcgAt(gains, allGains, 2), 0.7039],
  ])('%s', (_, value, expected) => {
    expect(value).toBeCloseTo(expected, 4);
  });

  it('says the same all at once', () => {
    expect(rankingMetrics(gains, allGains, 5)).toEqual({
      'nDCG@k': ndcgAt(gains, allGains, 5),
      'P@k': 0.6,
      'R@k': 0.75,
      MRR: 1,
      MAP: averagePrecision(gains, 4),
    });
  });
});

it('cuts the ideal list at k, so that a full front is perfect however much is relevant further down', () => {
  expect(
    ndcgAt(
      [1, 1],
      Array.from({ length: 50 }, () => 1),
      2,
    ),
  ).toBe(1);
});

it('gives 0, not NaN, when nothing is relevant', () => {
  expect(rankingMetrics([0, 0], [0, 0], 10)).toEqual({
    'nDCG@k': 0,
    'P@k': 0,
    'R@k': 0,
    MRR: 0,
    MAP: 0,
  });
});

it('knows when grades cannot tell one order from another', () => {
  expect(tellsOrders([2, 2, 2])).toBe(false);
  expect(tellsOrders([0, 0])).toBe(false);
  expect(tellsOrders([])).toBe(false);
  expect(tellsOrders([0, 2])).toBe(true);
});

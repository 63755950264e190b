/**
 * Metrics of one ranked list of gains: the grade of each result in order, 0 for what is irrelevant or was not judged.
 * Definitions are those of trec_eval (P, recall, recip_rank, map, ndcg_cut), which counts a gain above 0 as relevant.
 */

import type { Metric } from '../../contract/evaluation.ts';

/** Share of the first `k` that is relevant; a list shorter than `k` counts as filled up with irrelevant ones. */
export function precisionAt(gains: readonly number[], k: number): number {
  return relevantAmong(gains.slice(0, k)) / k;
}

/** Share of `relevant` that is among the first `k`; 0 when nothing is relevant. */
export function recallAt(gains: readonly number[], relevant: number, k: number): number {
  return relevant === 0 ? 0 : relevantAmong(gains.slice(0, k)) / relevant;
}

/** nDCG@k with gain / log2(rank + 1) (Järvelin & Kekäläinen 2002), the ideal list cut at `k`; 0 when nothing fits. */
export function ndcgAt(gains: readonly number[], allGains: readonly number[], k: number): number {
  const discounted = (list: readonly number[]): number =>
    list.slice(0, k).reduce((sum, gain, index) => sum + gain / Math.log2(index + 2), 0);
  const ideal = discounted([...allGains].sort((a, b) => b - a));
  return ideal === 0 ? 0 : discounted(gains) / ideal;
}

/** 1 / rank, and 0 for a rank of 0: not found. */
export function reciprocalRank(rank: number): number {
  return rank > 0 ? 1 / rank : 0;
}

/** Mean over all `relevant` of the precision at the rank of each; those not in the list count 0. */
export function averagePrecision(gains: readonly number[], relevant: number): number {
  if (relevant === 0) return 0;
  let found = 0;
  let sum = 0;
  gains.forEach((gain, index) => {
    if (gain > 0) sum += ++found / (index + 1);
  });
  return sum / relevant;
}

/** `allGains`: those of all relevant products, in any order. */
export function rankingMetrics(
  gains: readonly number[],
  allGains: readonly number[],
  k: number,
): Record<Metric, number> {
  const relevant = relevantAmong(allGains);
  return {
    'nDCG@k': ndcgAt(gains, allGains, k),
    'P@k': precisionAt(gains, k),
    'R@k': recallAt(gains, relevant, k),
    MRR: reciprocalRank(gains.findIndex((gain) => gain > 0) + 1),
    MAP: averagePrecision(gains, relevant),
  };
}

/**
 * Whether grades can tell a good order from a bad one: something is relevant, and not everything judged is equally so.
 * With all grades equal every order of the judged products scores the same, so a perfect score would praise nobody.
 */
export function tellsOrders(grades: readonly number[]): boolean {
  return grades.some((grade) => grade > 0) && grades.some((grade) => grade !== grades[0]);
}

function relevantAmong(gains: readonly number[]): number {
  return gains.reduce((count, gain) => count + (gain > 0 ? 1 : 0), 0);
}

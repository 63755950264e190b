/** Retrieval metrics over one ranked list of gains (0 for irrelevant). */

/** Share of the first `k` that is relevant; a list shorter than `k` counts as filled up with irrelevant ones. */
export function precisionAt(gains: readonly number[], k: number): number {
  return gains.slice(0, k).filter((gain) => gain > 0).length / k;
}

/** nDCG@k with gain / log2(rank + 1) (Järvelin & Kekäläinen 2002); the ideal list is cut at `k` as well. 0 when nothing is relevant. */
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

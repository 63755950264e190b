/** Several methods as one, each with the weight that serves best on what was held out from them. */
import type { Weighted } from './item-weights.ts';

/** What a case says of the methods: their lists, and what was right. */
export interface HeldOut {
  /** A list for each method, best first; what is not in it counts 0. */
  readonly lists: readonly (readonly Weighted[])[];
  readonly right: ReadonlySet<number>;
}

/** Weights tried for a method beside the others. */
const steps = [0, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.5, 2.5];
const rounds = 2;

/** The lists of several methods as one, each divided by its best score and multiplied by its weight. */
export function blend(lists: readonly (readonly Weighted[])[], weights: readonly number[], limit: number): Weighted[] {
  const sums = new Map<number, number>();
  lists.forEach((list, method) => {
    const factor = (weights[method] as number) / (list[0]?.weight ?? 1);
    if (factor !== 0) for (const { item, weight } of list) sums.set(item, (sums.get(item) ?? 0) + factor * weight);
  });
  const found = Array.from(sums, ([item, weight]): Weighted => ({ item, weight }));
  return found.sort((a, b) => b.weight - a.weight || a.item - b.item).slice(0, limit);
}

/** Recall and nDCG among the first k, both 0..1. */
export function qualityAt(
  list: readonly Weighted[],
  right: ReadonlySet<number>,
  k: number,
): { recall: number; ndcg: number } {
  let [hits, gain, ideal] = [0, 0, 0];
  for (let rank = 0; rank < k; rank++) {
    const discount = 1 / Math.log2(rank + 2);
    if (rank < right.size) ideal += discount;
    const entry = list[rank];
    if (entry === undefined || !right.has(entry.item)) continue;
    hits++;
    gain += discount;
  }
  return { recall: hits / right.size, ndcg: gain / ideal };
}

/** The weights with the highest mean of recall and nDCG at k, found one method after the other from the best single one on. */
export function fitBlend(cases: readonly HeldOut[], k: number): number[] {
  const methods = cases[0]?.lists.length ?? 0;
  const quality = (weights: readonly number[]): number => {
    let sum = 0;
    for (const { lists, right } of cases) {
      const { recall, ndcg } = qualityAt(blend(lists, weights, k), right, k);
      sum += recall + ndcg;
    }
    return sum;
  };
  const alone = (method: number): number[] => Array.from({ length: methods }, (_, i) => (i === method ? 1 : 0));
  let best = { weights: alone(0), quality: -1 };
  const consider = (weights: number[]): void => {
    const found = quality(weights);
    if (found > best.quality) best = { weights, quality: found };
  };
  for (let method = 0; method < methods; method++) consider(alone(method));
  const order = Array.from({ length: methods }, (_, i) => i);
  for (let round = 0; round < rounds; round++) {
    for (const method of order)
      for (const step of steps) {
        const weights = best.weights.with(method, step);
        if (weights.some((weight) => weight > 0)) consider(weights);
      }
  }
  return best.weights;
}

/** What was bought together, how often, and how many times more than by chance. */
import { type Histories, placesOf, popularity, rowCount, rowOf } from './histories.ts';
import { type ItemWeights, ItemWeightsBuilder, type Weighted } from './item-weights.ts';

export interface Pair {
  readonly item: number;
  /** Baskets with both. */
  readonly together: number;
  /** Observed over expected, as it is. */
  readonly lift: number;
}

/** Added to observed and expected baskets, so that a pair seen once is no wonder: a Gamma prior around a lift of 1 (DuMouchel 1999). */
export const liftPrior = 5;

/** Baskets with more different items than this (a wholesaler's) say nothing of pairs. */
export const longestBasket = 200;

export function withoutLongBaskets(baskets: Histories): Int32Array[] {
  const kept: Int32Array[] = [];
  for (let row = 0; row < rowCount(baskets); row++) {
    const items = rowOf(baskets, row);
    if (items.length <= longestBasket) kept.push(items);
  }
  return kept;
}

/** The pairs of an item seen in at least `least` baskets, the most frequent first. */
export function pairsOf(baskets: Histories, item: number, least = 1): Pair[] {
  const index = new BasketIndex(baskets);
  return index.pairs(item, least);
}

/** Baskets by item: reading one item's pairs does not go through all baskets. */
export class BasketIndex {
  readonly baskets: Histories;
  readonly #places;
  readonly #counts: Float64Array;

  constructor(baskets: Histories) {
    this.baskets = baskets;
    this.#places = placesOf(baskets);
    this.#counts = popularity(baskets);
  }

  /** Baskets that have the item. */
  count(item: number): number {
    return this.#counts[item] as number;
  }

  pairs(item: number, least = 1): Pair[] {
    const together = new Map<number, number>();
    const { starts, rows } = this.#places;
    let last = -1;
    for (let k = starts[item] as number; k < (starts[item + 1] as number); k++) {
      const row = rows[k] as number;
      if (row === last) continue;
      last = row;
      for (const other of new Set(rowOf(this.baskets, row)))
        if (other !== item) together.set(other, (together.get(other) ?? 0) + 1);
    }
    const own = this.count(item) / rowCount(this.baskets);
    return [...together]
      .filter(([, count]) => count >= least)
      .map(([other, count]) => ({ item: other, together: count, lift: count / (own * this.count(other)) }))
      .sort((a, b) => b.together - a.together || a.item - b.item);
  }
}

/** (together + prior) / (expected + prior) - 1: 0 for what chance would do. */
export function shrunkLift({ together, lift }: Omit<Pair, 'item'>, prior = liftPrior): number {
  return (together + prior) / (together / lift + prior) - 1;
}

/** The pairs that come more often than by chance, weighed by the shrunk lift. */
export async function fitLift(
  baskets: Histories,
  { keep, prior = liftPrior, least = 1 }: { keep: number; prior?: number; least?: number },
  between: () => Promise<void> | undefined = () => undefined,
): Promise<ItemWeights> {
  const index = new BasketIndex(baskets);
  const builder = new ItemWeightsBuilder(baskets.itemCount, keep);
  for (let item = 0; item < baskets.itemCount; item++) {
    const row = index
      .pairs(item, least)
      .map((pair): Weighted => ({ item: pair.item, weight: shrunkLift(pair, prior) }));
    builder.add(row.filter(({ weight }) => weight > 0));
    if (item % 50 === 49) await between();
  }
  return builder.build();
}

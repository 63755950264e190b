/** What was learned of what shoppers did: histories by basket, session and customer, and the weights that follow from them. */
import type { Histories } from './histories.ts';
import type { ItemWeights } from './item-weights.ts';

/** How good a method was on baskets or sessions that were held out from it, and what it weighs for that. */
export interface MethodQuality {
  readonly method: string;
  /** Among the first ten. */
  readonly recall: number;
  readonly ndcg: number;
  readonly weight: number;
}

export interface Learned {
  /** The product of each item. */
  readonly products: Int32Array;
  /** In the order of time. */
  readonly baskets: Histories;
  /** What goes with an item, by method. */
  readonly together: ItemWeights;
  readonly ease: ItemWeights;
  /** In the order of the time at which they ended. */
  readonly sessions: Histories;
  /** [s since 1970] */
  readonly sessionEnds: Float64Array;
  readonly next: ItemWeights;
  /** Histories of customers, and their keyed hashes in the same order. */
  readonly customers: Histories;
  readonly customerKeys: Float64Array;
  readonly ordered: ItemWeights;
  /** What was bought of late, or looked at where nothing was: [items]. */
  readonly popular: Float64Array;
  /** Orders with each item within the last `popularDays`: [items]. */
  readonly bought: Float64Array;
  readonly quality: { readonly goesWith: readonly MethodQuality[]; readonly next: readonly MethodQuality[] };
  /** Events that were read. */
  readonly events: number;
}

/** How far back what is popular looks [days]. */
export const popularDays = 30;

/** How much one item speaks for another: a sparse matrix [items x items], row by row, that scores what comes next. */
import type { History } from './histories.ts';

export interface ItemWeights {
  readonly itemCount: number;
  /** Where the row of each item begins, and last where all end: [items + 1]. */
  readonly starts: Int32Array;
  readonly items: Int32Array;
  readonly weights: Float32Array;
}

export interface Weighted {
  readonly item: number;
  readonly weight: number;
}

/** Collects rows in their order. */
export class ItemWeightsBuilder {
  readonly #itemCount: number;
  readonly #keep: number;
  readonly #starts: Int32Array;
  #row = 0;
  #items = new Int32Array(1024);
  #weights = new Float32Array(1024);

  /** `keep`: how many of a row stay, those furthest from 0. */
  constructor(itemCount: number, keep: number) {
    this.#itemCount = itemCount;
    this.#keep = keep;
    this.#starts = new Int32Array(itemCount + 1);
  }

  add(row: Weighted[]): void {
    if (row.length > this.#keep) {
      row.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || a.item - b.item);
      row.length = this.#keep;
    }
    const start = this.#starts[this.#row] as number;
    const end = start + row.length;
    if (end > this.#items.length) {
      const capacity = Math.max(end, 2 * this.#items.length);
      this.#items = grown(this.#items, new Int32Array(capacity));
      this.#weights = grown(this.#weights, new Float32Array(capacity));
    }
    row.forEach(({ item, weight }, k) => {
      this.#items[start + k] = item;
      this.#weights[start + k] = weight;
    });
    this.#starts[++this.#row] = end;
  }

  build(): ItemWeights {
    if (this.#row !== this.#itemCount) throw new RangeError(`${this.#row} rows for ${this.#itemCount} items.`);
    const end = this.#starts[this.#row] as number;
    return {
      itemCount: this.#itemCount,
      starts: this.#starts,
      items: this.#items.slice(0, end),
      weights: this.#weights.slice(0, end),
    };
  }
}

function grown<T extends Int32Array | Float32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** The row of an item. */
export function weightsFrom({ starts, items, weights }: ItemWeights, item: number): Weighted[] {
  const row: Weighted[] = [];
  for (let k = starts[item] as number; k < (starts[item + 1] as number); k++)
    row.push({ item: items[k] as number, weight: weights[k] as number });
  return row;
}

/**
 * What a history speaks for: the sum of its items' rows, the latest with weight 1, each earlier one times `recency`
 * (0..1]: [items].
 */
export function scoreHistory(matrix: ItemWeights, history: History, recency = 1): Float64Array {
  const scores = new Float64Array(matrix.itemCount);
  let factor = 1;
  for (let at = history.length - 1; at >= 0; at--, factor *= recency) {
    const item = history[at] as number;
    const end = matrix.starts[item + 1] as number;
    for (let k = matrix.starts[item] as number; k < end; k++) {
      const other = matrix.items[k] as number;
      scores[other] = (scores[other] as number) + factor * (matrix.weights[k] as number);
    }
  }
  return scores;
}

/** The items with the highest scores above 0, best first; equal scores in the order of items. */
export function topItems(scores: Float64Array, limit: number, isLeftOut: (item: number) => boolean): Weighted[] {
  const top: Weighted[] = [];
  let floor = 0;
  for (let item = 0; item < scores.length; item++) {
    const weight = scores[item] as number;
    if (!(weight > floor) || isLeftOut(item)) continue;
    let at = top.length;
    while (at > 0 && (top[at - 1] as Weighted).weight < weight) at--;
    top.splice(at, 0, { item, weight });
    if (top.length > limit) top.pop();
    if (top.length === limit) floor = (top[limit - 1] as Weighted).weight;
  }
  return top;
}

/** Nearest neighbours among items: what the same shoppers had, weighed by how often, how close together and in which order. */
import { type Histories, placesOf, popularity } from './histories.ts';
import { type ItemWeights, ItemWeightsBuilder, type Weighted } from './item-weights.ts';

export interface ItemKnnOptions {
  /** Items further apart in a history than this are not a pair. */
  readonly reach: number;
  /** A pair `gap` places apart counts `decay ^ (gap - 1)`: 1 where order does not matter. */
  readonly decay: number;
  /** What a pair counts in the direction against time: 1 where order does not matter, 0 for what comes after alone. */
  readonly backward: number;
  /** A pair is divided by the popularity of the item it starts from to this power, and of the other: 0.5 and 0.5 is the cosine. */
  readonly fromPower: number;
  readonly toPower: number;
  /** Added to that divisor, so that pairs seen once or twice do not come first (Bell & Koren 2007). */
  readonly shrinkage: number;
  /** An item that comes again speaks for itself. */
  readonly repeats: boolean;
  /** Neighbours kept of each item. */
  readonly keep: number;
}

/** Cosine with shrinkage: what goes together, whatever the order. */
export const cosineKnn: ItemKnnOptions = {
  reach: 100,
  decay: 1,
  backward: 1,
  fromPower: 0.5,
  toPower: 0.5,
  shrinkage: 10,
  repeats: false,
  keep: 300,
};

/** What is looked at right after: a first-order Markov chain. */
export const markovChain: ItemKnnOptions = {
  reach: 1,
  decay: 1,
  backward: 0,
  fromPower: 1,
  toPower: 0,
  shrinkage: 0,
  repeats: true,
  keep: 300,
};

/** The weights of each item's neighbours, row by row. Sums over pairs in the same history at most `reach` apart. */
export async function fitItemKnn(
  histories: Histories,
  options: ItemKnnOptions,
  between: () => Promise<void> | undefined = () => undefined,
): Promise<ItemWeights> {
  const { reach, decay, backward, fromPower, toPower, shrinkage, repeats, keep } = options;
  const { itemCount, items, starts } = histories;
  const counts = popularity(histories);
  const places = placesOf(histories);
  const sums = new Float64Array(itemCount);
  const forward = Float64Array.from({ length: reach + 1 }, (_, gap) => decay ** (gap - 1));
  const builder = new ItemWeightsBuilder(itemCount, keep);
  let pairs = 0;
  for (let item = 0; item < itemCount; item++) {
    const touched: number[] = [];
    const add = (other: number, weight: number): void => {
      if ((other === item && !repeats) || weight === 0) return;
      if (sums[other] === 0) touched.push(other);
      sums[other] = (sums[other] as number) + weight;
    };
    for (let k = places.starts[item] as number; k < (places.starts[item + 1] as number); k++) {
      const row = places.rows[k] as number;
      const at = places.at[k] as number;
      const end = Math.min(starts[row + 1] as number, at + reach + 1);
      for (let other = at + 1; other < end; other++) add(items[other] as number, forward[other - at] as number);
      if (backward > 0) {
        const start = Math.max(starts[row] as number, at - reach);
        for (let other = at - 1; other >= start; other--)
          add(items[other] as number, backward * (forward[at - other] as number));
      }
      pairs += end - at;
    }
    const from = (counts[item] as number) ** fromPower;
    const weights = touched.map(
      (other): Weighted => ({
        item: other,
        weight: (sums[other] as number) / (from * (counts[other] as number) ** toPower + shrinkage),
      }),
    );
    for (const other of touched) sums[other] = 0;
    builder.add(weights);
    if (pairs > 200_000) {
      pairs = 0;
      await between();
    }
  }
  return builder.build();
}

/**
 * EASE^R (Steck 2019, "Embarrassingly Shallow Autoencoders for Sparse Data"): the linear model in which every item is told from the others
 * of a history, in closed form. Histories can weigh less the longer they are.
 */
import { invert, tiled } from '../numbers/inverse.ts';
import { type Histories, popularity, rowCount, rowOf } from './histories.ts';
import { type ItemWeights, ItemWeightsBuilder, type Weighted } from './item-weights.ts';

export interface EaseOptions {
  /** Added to the diagonal: the more, the less single histories say. */
  readonly penalty: number;
  /** A history counts its length to the power of minus this. */
  readonly lengthPower: number;
  /** The most popular items that take part: the inverse needs 16 bytes and half a multiplication times their square and cube. */
  readonly mostItems: number;
  /** Weights kept of each item, those furthest from 0. */
  readonly keep: number;
}

export async function fitEase(
  histories: Histories,
  { penalty, lengthPower, mostItems, keep }: EaseOptions,
  between: () => Promise<void> | undefined = () => undefined,
): Promise<ItemWeights> {
  const { itemCount } = histories;
  const chosen = mostPopular(popularity(histories), mostItems);
  const slots = new Int32Array(itemCount).fill(-1);
  chosen.forEach((item, slot) => {
    slots[item] = slot;
  });
  const n = tiled(chosen.length);
  const matrix = new Float64Array(n * n);
  for (let row = 0; row < rowCount(histories); row++) {
    const set = [...new Set(rowOf(histories, row))];
    const weight = set.length ** -lengthPower;
    const taking = set.map((item) => slots[item] as number).filter((slot) => slot >= 0);
    for (const a of taking) for (const b of taking) matrix[a * n + b] = (matrix[a * n + b] as number) + weight;
    if (row % 1000 === 999) await between();
  }
  for (let slot = 0; slot < n; slot++)
    matrix[slot * n + slot] = (matrix[slot * n + slot] as number) + (slot < chosen.length ? penalty : 1);
  await invert(matrix, n, between);
  const builder = new ItemWeightsBuilder(itemCount, keep);
  for (let item = 0; item < itemCount; item++) {
    const row: Weighted[] = [];
    const slot = slots[item] as number;
    for (let other = 0; slot >= 0 && other < chosen.length; other++) {
      if (other === slot) continue;
      const weight = -(matrix[slot * n + other] as number) / (matrix[other * n + other] as number);
      if (weight !== 0) row.push({ item: chosen[other] as number, weight });
    }
    builder.add(row);
    if (item % 100 === 99) await between();
  }
  return builder.build();
}

/** Items that somebody had, most popular first. */
function mostPopular(counts: Float64Array, limit: number): number[] {
  return Array.from(counts.keys())
    .filter((item) => (counts[item] as number) > 0)
    .sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b)
    .slice(0, limit);
}

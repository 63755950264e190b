/** Products without a history take the place of those that look and read like them. */
import { dot } from '../numbers/vectors.ts';
import { trustIn } from '../search/product-likeness.ts';
import type { Features } from './feature-map.ts';

/** Products with a history that stand for one without. */
const standIns = 10;

/** What one item is like among others: the nearest, with their likeness 0..1. */
export function nearest(
  features: Features,
  item: number,
  isCandidate: (other: number) => boolean,
  amount = standIns,
): { item: number; likeness: number }[] {
  const own = features[item];
  if (own === undefined) return [];
  const found: { item: number; likeness: number }[] = [];
  features.forEach((vector, other) => {
    if (other === item || vector === undefined || !isCandidate(other)) return;
    const likeness = dot(own, vector);
    if (likeness > (found.length < amount ? 0 : (found.at(-1)?.likeness ?? 0))) {
      let at = found.length;
      while (at > 0 && (found[at - 1]?.likeness ?? 0) < likeness) at--;
      found.splice(at, 0, { item: other, likeness });
      if (found.length > amount) found.pop();
    }
  });
  return found;
}

const stored = new WeakMap<Features, Map<number, { item: number; likeness: number }[]>>();

/** Scores [items] in which those without a history have the mean of what the products like them have. */
export function likeLookAlikes(
  scores: Float64Array,
  features: Features,
  isUnseen: (item: number) => boolean,
): Float64Array {
  const known = stored.get(features) ?? new Map<number, { item: number; likeness: number }[]>();
  stored.set(features, known);
  const filled = scores.slice();
  for (let item = 0; item < scores.length; item++) {
    if (!isUnseen(item)) continue;
    const like = known.get(item) ?? nearest(features, item, (other) => !isUnseen(other));
    known.set(item, like);
    let [sum, trust] = [0, 0];
    for (const { item: other, likeness } of like) {
      sum += trustIn(likeness) * (scores[other] as number);
      trust += trustIn(likeness);
    }
    filled[item] = trust === 0 ? 0 : sum / trust;
  }
  return filled;
}

/** Average precision and the like over all pairs of a library, for any number of detectors. */

import { PairModel, type Weights } from '../../electron/engine/identity/pair-model.ts';
import { hammingDistance } from '../../electron/engine/images/index.ts';
import { dot } from '../../electron/engine/numbers/vectors.ts';
import type { Compared, Listed } from './library.ts';

export interface ScoredPair {
  readonly left: Listed;
  readonly right: Listed;
  readonly same: boolean;
  /** The kind of copy, for a pair of a copy with what it was made from; 'two copies' for other pairs of one product. */
  readonly kind: string | null;
  /** Probability of the combined detector; 0 where a veto says variant, or the pair was never a candidate. */
  readonly combined: number;
  /** 0..64, more is better. */
  readonly perceptual: number;
  readonly cosine: number;
  /** Whether it was among the candidates and not vetoed: where the probability is a statement. */
  readonly stated: boolean;
  readonly vetoed: boolean;
}

export type Detector = 'combined' | 'perceptual' | 'cosine';
export const detectors: readonly Detector[] = ['combined', 'perceptual', 'cosine'];

/**
 * Calls `visit` with every pair of products. The catalog's own pairs that show the very same image are left out and
 * counted.
 */
export function forEachPair(
  { products, pairs }: Compared,
  weights: Weights,
  visit: (pair: ScoredPair) => void,
): number {
  const model = new PairModel(weights);
  const known = new Map(pairs.map((pair) => [pair.left * 2 ** 24 + pair.right, pair]));
  let leftOut = 0;
  for (const [i, left] of products.entries()) {
    for (let j = i + 1; j < products.length; j++) {
      const right = products[j] as Listed;
      const pair = known.get(left.id * 2 ** 24 + right.id);
      const same = left.origin.product === right.origin.product;
      const image = pair?.evidence.image;
      if (!same && image != null && image.luma > 0.997 && image.detail > 0.985 && image.colour < 0.02) {
        leftOut++;
        continue;
      }
      visit({
        left,
        right,
        same,
        kind: same ? kindOf(left, right) : null,
        combined: pair === undefined || pair.veto !== null ? 0 : model.probability(pair.evidence),
        perceptual:
          64 - hammingDistance(left.perceptualHash ?? new Uint8Array(8), right.perceptualHash ?? new Uint8Array(8)),
        cosine: left.vector && right.vector ? dot(left.vector, right.vector) : -1,
        stated: pair !== undefined && pair.veto === null,
        vetoed: pair?.veto != null,
      });
    }
  }
  return leftOut;
}

function kindOf({ origin: a }: Listed, { origin: b }: Listed): string {
  if (a.kind === 'base') return b.kind;
  return b.kind === 'base' ? a.kind : a.kind === 'reshot' && b.kind === 'reshot' ? 'reshot' : 'two copies';
}

/** Mean over the positives of the precision at their score; equal scores count as ranked below. Both ascending. */
export function averagePrecision(positives: Float32Array, negatives: Float32Array): number {
  let sum = 0;
  for (const score of positives) {
    const found = positives.length - firstAtLeast(positives, score);
    sum += found / (found + negatives.length - firstAtLeast(negatives, score));
  }
  return positives.length === 0 ? Number.NaN : sum / positives.length;
}

export function atThreshold(positives: Float32Array, negatives: Float32Array, threshold: number) {
  const found = positives.length - firstAtLeast(positives, threshold);
  const wrong = negatives.length - firstAtLeast(negatives, threshold);
  return { precision: found + wrong === 0 ? 1 : found / (found + wrong), recall: found / positives.length };
}

/** The threshold with the highest F1, and what it gives. */
export function bestThreshold(positives: Float32Array, negatives: Float32Array) {
  let best = { threshold: 0, f1: -1, precision: 0, recall: 0 };
  for (const threshold of new Set(positives)) {
    const { precision, recall } = atThreshold(positives, negatives, threshold);
    const f1 = (2 * precision * recall) / (precision + recall);
    if (f1 > best.f1) best = { threshold, f1, precision, recall };
  }
  return best;
}

/** Position of the first score that is not below `score`, in an ascending list. */
function firstAtLeast(scores: Float32Array, score: number): number {
  let [low, high] = [0, scores.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((scores[middle] as number) < score) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * How sure a figure is: bootstrap intervals, paired tests, folds. All of it gives the same numbers every time for the
 * same seed.
 */
import { seededRandom, shuffled } from './random.ts';

export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The standard deviation of values that are all there are (divided by n); 0 without values. */
export function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}

/** The value below which `share` (0..1) of ascending values lie: one of them; `undefined` without values. */
export function quantile(sorted: ArrayLike<number>, share: number): number | undefined {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.floor(share * sorted.length)))];
}

/** The value in the middle, the upper one of two; 0 without values. */
export function median(values: readonly number[]): number {
  return quantile(Float64Array.from(values).sort(), 0.5) ?? 0;
}

/** The mean with its 95% percentile bootstrap interval (Efron 1979). Without values all three are 0. */
export function bootstrapMean(values: readonly number[], { resamples = 2000, seed = 1 } = {}): Interval {
  const random = seededRandom(seed);
  const n = values.length;
  if (n === 0) return { mean: 0, low: 0, high: 0 };
  const means = new Float64Array(resamples);
  for (let i = 0; i < resamples; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += values[Math.floor(random() * n)] as number;
    means[i] = sum / n;
  }
  means.sort();
  return { mean: mean(values), low: quantile(means, 0.025) ?? 0, high: quantile(means, 0.975) ?? 0 };
}

/** Up to so many differences all sign patterns are gone through. */
const exactLimit = 14;
/** Sums closer than this count as equal, so that rounding does not decide. */
const rounding = 1e-12;

/**
 * Two-sided paired randomisation test (Fisher; Smucker, Allan & Carterette 2007): the chance that flipping the sign of
 * each difference at random gives a mean at least as far from 0. Differences of 0 say nothing. Exact for few, otherwise
 * (hits + 1) / (flips + 1).
 */
export function randomisationTest(differences: readonly number[], { flips = 20_000, seed = 1 } = {}): number {
  const telling = differences.filter((difference) => difference !== 0);
  if (telling.length === 0) return 1;
  const observed = Math.abs(telling.reduce((sum, value) => sum + value, 0)) - rounding;
  if (telling.length <= exactLimit) {
    let hits = 0;
    const patterns = 2 ** telling.length;
    for (let pattern = 0; pattern < patterns; pattern++) {
      let sum = 0;
      for (let i = 0; i < telling.length; i++)
        sum += (pattern >> i) & 1 ? (telling[i] as number) : -(telling[i] as number);
      if (Math.abs(sum) >= observed) hits++;
    }
    return hits / patterns;
  }
  const random = seededRandom(seed);
  let hits = 0;
  for (let flip = 0; flip < flips; flip++) {
    let sum = 0;
    for (const value of telling) sum += random() < 0.5 ? value : -value;
    if (Math.abs(sum) >= observed) hits++;
  }
  return (hits + 1) / (flips + 1);
}

/** Two-sided sign test: the chance of a split at least as uneven if both were as good. `null` without rounds. */
export function signTest(wins: number, losses: number): number | null {
  const n = wins + losses;
  if (n === 0) return null;
  let probability = 0.5 ** n;
  let tail = 0;
  for (let k = 0; k <= Math.min(wins, losses); k++) {
    tail += probability;
    probability *= (n - k) / (k + 1);
  }
  return Math.min(1, 2 * tail);
}

/**
 * Numbers 0..n-1 dealt into `folds` groups of sizes as equal as can be, in random order. With fewer items than folds,
 * as many folds as items.
 */
export function kFolds(n: number, folds: number, seed = 1): number[][] {
  const order = shuffled(
    Array.from({ length: n }, (_, i) => i),
    seededRandom(seed),
  );
  const groups = Array.from({ length: Math.max(1, Math.min(folds, n)) }, (): number[] => []);
  for (const [at, item] of order.entries()) groups[at % groups.length]?.push(item);
  return groups;
}

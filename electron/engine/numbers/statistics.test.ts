import { expect, it } from 'vitest';
import { bootstrapMean, deviation, kFolds, mean, median, quantile, randomisationTest, signTest } from './statistics.ts';

it('tests differences exactly when there are few', () => {
  // 2 of the 32 sign patterns of five equal gains are as far from 0.
  expect(randomisationTest([1, 1, 1, 1, 1])).toBeCloseTo(2 / 32, 12);
  // |sum| >= 2 for 1+3, 3-1 and their negatives: all four patterns.
  expect(randomisationTest([-1, 3])).toBe(1);
  expect(randomisationTest([0, 0, 0])).toBe(1);
});

it('comes near the exact test by sampling', () => {
  const gains = Array.from({ length: 16 }, (_, i) => (i < 12 ? 1 : -1));
  // P(|X - 8| >= 4) for 16 coin tosses.
  expect(randomisationTest(gains)).toBeCloseTo(0.0768, 2);
});

it('counts rounds won as a sign test', () => {
  expect(signTest(5, 0)).toBeCloseTo(0.0625, 12);
  expect(signTest(8, 2)).toBeCloseTo(0.109375, 12);
  expect(signTest(3, 3)).toBe(1);
  expect(signTest(0, 0)).toBeNull();
});

it('bounds a mean the same way every time', () => {
  const values = Array.from({ length: 100 }, (_, i) => i % 2);
  const interval = bootstrapMean(values);
  expect(interval).toEqual(bootstrapMean(values));
  // The normal interval is 0.5 +- 1.96 * 0.05.
  expect(interval.low).toBeCloseTo(0.4, 1);
  expect(interval.high).toBeCloseTo(0.6, 1);
  expect(bootstrapMean([])).toEqual({ mean: 0, low: 0, high: 0 });
});

it('averages, and says how far values lie apart', () => {
  expect(mean([1, 2, 6])).toBe(3);
  expect(deviation([2, 4, 4, 4, 5, 5, 7, 9])).toBe(2);
  expect([mean([]), deviation([])]).toEqual([0, 0]);
});

it('finds what lies in the middle', () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([])]).toEqual([2, 3, 0]);
  expect([0, 0.5, 0.99, 1].map((share) => quantile([1, 2, 3, 4], share))).toEqual([1, 3, 4, 4]);
  expect(quantile([], 0.5)).toBeUndefined();
});

it('deals every item into one fold', () => {
  const folds = kFolds(11, 3, 4);
  expect(folds.flat().sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(folds.map(({ length }) => length).sort()).toEqual([3, 4, 4]);
  expect(kFolds(2, 5)).toHaveLength(2);
});

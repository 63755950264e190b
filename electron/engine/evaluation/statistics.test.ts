import { expect, it } from 'vitest';
import { areaUnderCurve, confusionAt, ratesOf, rocCurve } from './classification.ts';
import { seededRandom } from './random.ts';
import { bootstrapMean, kFolds, randomisationTest, signTest } from './statistics.ts';
import { teamDraft, winnerOf } from './team-draft.ts';

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

it('deals every item into one fold', () => {
  const folds = kFolds(11, 3, 4);
  expect(folds.flat().sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(folds.map(({ length }) => length).sort()).toEqual([3, 4, 4]);
  expect(kFolds(2, 5)).toHaveLength(2);
});

it('draws the ROC curve with ties as one step', () => {
  const scored = [
    { score: 0.9, positive: true },
    { score: 0.7, positive: true },
    { score: 0.7, positive: false },
    { score: 0.4, positive: false },
  ];
  expect(rocCurve(scored)).toEqual([
    [0, 0],
    [0, 0.5],
    [0.5, 1],
    [1, 1],
  ]);
  // Of the four pairs of a positive and a negative three are in order and one is tied.
  expect(areaUnderCurve(scored)).toBeCloseTo(3.5 / 4, 12);
  expect(areaUnderCurve([{ score: 1, positive: true }])).toBeNull();
});

it('computes rates from the confusion matrix', () => {
  const scored = [true, true, true, false, false].map((positive, i) => ({ score: 1 - i / 10, positive }));
  expect(ratesOf(confusionAt(scored, 0.85))).toEqual({ accuracy: 0.8, precision: 1, recall: 2 / 3, f1: 0.8 });
});

it('mixes two rankings fairly and without doubles', () => {
  const firsts = { a: 0, b: 0 };
  for (let seed = 1; seed <= 200; seed++) {
    const list = teamDraft([1, 2, 3], [4, 1, 5], 4, (id) => id, seededRandom(seed));
    expect(new Set(list.map(({ item }) => item)).size).toBe(4);
    expect(list.slice(0, 2).map(({ item }) => item)).toEqual(list[0]?.team === 'a' ? [1, 4] : [4, 1]);
    firsts[list[0]?.team ?? 'a']++;
  }
  expect(Math.abs(firsts.a - firsts.b)).toBeLessThan(50);
});

it('names the side with more of the picks', () => {
  const teams = { 1: 'a', 2: 'a', 3: 'b' } as const;
  expect(winnerOf(teams, [1, 2, 3])).toBe('a');
  expect(winnerOf(teams, [1, 3])).toBe('tie');
  expect(winnerOf(teams, [3, 99])).toBe('b');
});

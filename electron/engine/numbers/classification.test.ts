import { expect, it } from 'vitest';
import { areaUnderCurve, ratesOf, rocCurve, thinned } from './classification.ts';

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
  const answers = [true, true, true, false, false].map((positive, i) => ({ called: i < 2, positive }));
  expect(ratesOf(answers)).toEqual({ accuracy: 0.8, precision: 1, recall: 2 / 3, f1: 0.8 });
  expect(ratesOf([])).toEqual({ accuracy: 0, precision: 0, recall: 0, f1: 0 });
});

it('thins a curve and keeps its ends', () => {
  expect(thinned([1, 2, 3, 4, 5], 3)).toEqual([1, 3, 5]);
  expect(thinned([1, 2], 3)).toEqual([1, 2]);
});

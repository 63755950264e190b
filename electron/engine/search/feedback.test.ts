import { expect, it } from 'vitest';
import { centred, type FeedbackItem, fitFeedback, tagWeights } from './feedback.ts';

const item = (x: number, y: number, logOdds = 0, tags: [number, number][] = []): FeedbackItem => ({
  logOdds,
  picture: Float32Array.from([x, y]),
  listing: null,
  tags: new Map(tags),
});

it('moves products like a relevant one up and like an irrelevant one down, the graded themselves most', () => {
  const score = fitFeedback([
    { ...item(1, 0), target: 1 },
    { ...item(0, 1), target: 0 },
  ]);
  expect(score(item(0.9, 0.1))).toBeGreaterThan(0);
  expect(score(item(0.1, 0.9))).toBeLessThan(0);
  expect(score(item(1, 0))).toBeGreaterThan(score(item(0.5, 0)));
});

it('leaves alone what has nothing to do with the grades', () => {
  expect(fitFeedback([{ ...item(1, 0), target: 1 }])(item(0, 1, 0.7))).toBeCloseTo(0.7, 12);
});

it('learns less from what was expected than from a surprise', () => {
  const expected = fitFeedback([{ ...item(1, 0, 4), target: 1 }]);
  const surprise = fitFeedback([{ ...item(1, 0, -4), target: 1 }]);
  expect(expected(item(1, 0))).toBeLessThan(surprise(item(1, 0)) / 4);
});

it('takes equal middling grades for no news', () => {
  const half = { target: 1 / 3 };
  const score = fitFeedback([
    { ...item(1, 0, 3), ...half },
    { ...item(0.9, 0.2, 3), ...half },
  ]);
  expect(Math.abs(score(item(1, 0)))).toBeLessThan(0.1);
});

it('learns from tags where there is no picture', () => {
  const bare = (tags: [number, number][]): FeedbackItem => ({ ...item(0, 0, 0, tags), picture: null });
  const score = fitFeedback([{ ...bare([[7, 1]]), target: 0 }]);
  expect(score(bare([[7, 1]]))).toBeLessThan(-0.2);
  expect(score(bare([[8, 1]]))).toBe(0);
});

it('takes off what all have in common', () => {
  expect(centred([Float32Array.from([3, 1]), undefined, Float32Array.from([5, 1])])).toEqual([
    Float32Array.from([-1, 0]),
    null,
    Float32Array.from([1, 0]),
  ]);
});

it('weighs tags by how rare they are', () => {
  const [first] = tagWeights([[1, 2], [1], [1], [1]]);
  expect(first?.get(1)).toBe(0);
  expect(first?.get(2)).toBe(1);
});

import { describe, expect, it } from 'vitest';
import { countsAt } from './threshold-counts.ts';

const counts = (exact: number) => ({ exact, near: 0, listing: 0, variant: 0 });
const head = {
  minProbability: 0.5,
  counts: counts(50),
  steps: [
    { minProbability: 0.2, ...counts(80) },
    { minProbability: 0.5, ...counts(51) },
    { minProbability: 0.8, ...counts(10) },
  ],
};

describe('countsAt', () => {
  it.each([
    ['the list itself where it stands', 0.5, 50],
    ['the step at or below', 0.79, 51],
    ['a step at its very threshold', 0.8, 10],
    ['the last step beyond it', 1, 10],
    ['the first step below it', 0.1, 80],
  ])('tells %s', (_, threshold, exact) => {
    expect(countsAt(head, threshold).exact).toBe(exact);
  });

  it('tells what it knows where there are no steps', () => {
    expect(countsAt({ ...head, steps: [] }, 0.9).exact).toBe(50);
  });
});

import { expect, it } from 'vitest';
import { logistic, logit, softplus } from './logistic.ts';

it('turns log-odds into probabilities and back', () => {
  expect(logistic(0)).toBe(0.5);
  expect(logistic(Math.log(3))).toBeCloseTo(0.75, 12);
  expect(logit(logistic(-2.5))).toBeCloseTo(-2.5, 12);
  expect(logit(1)).toBe(Number.POSITIVE_INFINITY);
});

it('gives the log loss, also far out', () => {
  expect(softplus(0)).toBeCloseTo(Math.LN2, 12);
  expect(softplus(-2)).toBeCloseTo(-Math.log(logistic(2)), 12);
  expect(softplus(30.01)).toBeCloseTo(30.01, 12);
  expect(softplus(1000)).toBe(1000);
});

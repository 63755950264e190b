import { expect, it } from 'vitest';
import { cosine, dot, lengthOf, meanVector, normalised } from './vectors.ts';

const vector = (...values: number[]): Float32Array => Float32Array.from(values);

it('multiplies vectors of any length, also a row of many', () => {
  expect(dot(vector(), vector())).toBe(0);
  expect(dot(vector(1, 2, 3), vector(4, 5, 6))).toBe(32);
  expect(dot(vector(1, 2, 3, 4, 5), vector(5, 4, 3, 2, 1))).toBe(35);
  expect(dot(vector(1, 2), vector(9, 9, 3, 4, 9), 2)).toBe(11);
  expect(dot(vector(1, 2, 3), vector(1, 2))).toBeNaN();
});

it('measures length and angle', () => {
  expect(lengthOf(vector(3, 4))).toBe(5);
  expect(cosine(vector(2, 0), vector(3, 3))).toBeCloseTo(Math.SQRT1_2, 12);
  expect(cosine(vector(0.1, 0.2, 0.7), vector(0.1, 0.2, 0.7))).toBe(1);
  expect(cosine(vector(0, 0), vector(1, 0))).toBeNaN();
});

it('scales to length 1 what has a direction', () => {
  expect(normalised(vector(3, 4))).toEqual(vector(0.6, 0.8));
  expect(normalised(vector(0, 0))).toEqual(vector(0, 0));
});

it('averages directions', () => {
  const mean = meanVector([vector(1, 0), vector(0, 1)]);
  expect(lengthOf(mean)).toBeCloseTo(1, 6);
  expect(mean[0]).toBeCloseTo(mean[1] ?? Number.NaN, 12);
  expect(meanVector([])).toEqual(vector());
});

/** How far vectors are believed about the words of a query. */
import { expect, it } from 'vitest';
import { trustOf } from './trust.ts';

/** Vectors on a circle: label = degrees from the query. */
const query = Float32Array.of(1, 0);
const index = {
  get: (label: number): Float32Array | undefined => {
    const angle = (label * Math.PI) / 180;
    return label < 0 ? undefined : Float32Array.of(Math.cos(angle), Math.sin(angle));
  },
};
const everywhere = Array.from({ length: 180 }, (_, degrees) => degrees);

it('is nearly whole where the products with the words lie nearest', () => {
  expect(trustOf(index, query, [1, 2, 3, 4, 5], everywhere)).toBeGreaterThan(0.7);
});

it('is gone where they lie as those drawn at random do', () => {
  expect(
    trustOf(
      index,
      query,
      Array.from({ length: 100 }, (_, i) => (i * 9) % 180),
      everywhere,
    ),
  ).toBeLessThan(0.01);
});

it('is gone, not turned round, where they lie farther away than others', () => {
  expect(trustOf(index, query, Array(50).fill(170), everywhere)).toBe(0);
});

it('is whole where nothing has the words, and where nothing can be compared', () => {
  expect(trustOf(index, query, [], everywhere)).toBe(1);
  expect(trustOf(index, query, [-1, -2], everywhere)).toBe(1);
  expect(trustOf(index, query, [90], [1, 2, 3])).toBe(1);
});

it('hardly moves for one product: a few say little', () => {
  expect(trustOf(index, query, [90], everywhere)).toBeGreaterThan(0.05);
  expect(trustOf(index, query, Array(40).fill(90), everywhere)).toBeLessThan(0.01);
});

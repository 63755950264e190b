import { expect, it } from 'vitest';
import { seededRandom, seedOf, shuffled } from './random.ts';

it('gives the same numbers for the same seed', () => {
  const draw = (seed: number): number[] => Array.from({ length: 1000 }, seededRandom(seed));
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
  expect(draw(7).every((value) => value >= 0 && value < 1)).toBe(true);
  expect(draw(7).reduce((sum, value) => sum + value, 0) / 1000).toBeCloseTo(0.5, 1);
});

it('shuffles a copy', () => {
  const items = [1, 2, 3, 4, 5, 6, 7, 8];
  const list = shuffled(items, seededRandom(1));
  expect(list).not.toEqual(items);
  expect(list.toSorted()).toEqual(items);
});

it('makes seeds of texts', () => {
  // FNV-1a of "a" as published.
  expect(seedOf('a')).toBe(0xe40c292c);
  expect(seedOf('')).toBe(0x811c9dc5);
});

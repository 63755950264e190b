import { expect, it } from 'vitest';
import { placeAmong } from './place-later.ts';

const at = (x: number, y: number, distance: number) => ({ x, y, distance });

it('lies among most of its neighbours, not between two groups of them', () => {
  const place = placeAmong([at(0, 0, 0.1), at(0.01, 0, 0.11), at(0, 0.01, 0.12), at(0.8, 0, 0.1), at(0.81, 0, 0.13)]);
  expect(place?.x).toBeLessThan(0.02);
  expect(place?.y).toBeLessThan(0.02);
});

it('lies on the only one, and nowhere without any', () => {
  expect(placeAmong([at(0.4, -0.2, 0.3)])).toEqual({ x: expect.closeTo(0.4), y: expect.closeTo(-0.2) });
  expect(placeAmong([])).toBeUndefined();
});

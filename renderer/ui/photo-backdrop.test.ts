import { expect, it } from 'vitest';
import { hasWhiteBorder } from './photo-backdrop.ts';

function image(size: number, colour: (x: number, y: number) => [number, number, number, number]): number[] {
  return Array.from({ length: size * size }, (_, i) => colour(i % size, Math.floor(i / size))).flat();
}
const isBorder = (x: number, y: number): boolean => x === 0 || y === 0 || x === 7 || y === 7;

it('knows a product on white', () => {
  expect(
    hasWhiteBorder(
      image(8, (x, y) => (isBorder(x, y) ? [250, 250, 248, 255] : [200, 20, 20, 255])),
      8,
    ),
  ).toBe(true);
});

it('takes transparency for white', () => {
  expect(
    hasWhiteBorder(
      image(8, (x, y) => (isBorder(x, y) ? [0, 0, 0, 0] : [200, 20, 20, 255])),
      8,
    ),
  ).toBe(true);
});

it('lets the product touch one side', () => {
  expect(
    hasWhiteBorder(
      image(8, (_, y) => (y === 7 ? [30, 30, 60, 255] : [255, 255, 255, 255])),
      8,
    ),
  ).toBe(true);
});

it('knows a photo of a place, and one with a coloured backdrop', () => {
  expect(
    hasWhiteBorder(
      image(8, () => [120, 90, 60, 255]),
      8,
    ),
  ).toBe(false);
  expect(
    hasWhiteBorder(
      image(8, () => [255, 255, 40, 255]),
      8,
    ),
  ).toBe(false);
});

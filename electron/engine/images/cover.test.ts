import { expect, it } from 'vitest';
import { coverGeometry } from './cover.ts';

const square = { width: 224, height: 224 };

it('cuts the longer side off to a whole number and the middle out, odd rests rounded down', () => {
  // 400 x 533: 224 * 533 / 400 = 298.48, so 298; (298 - 224) / 2 = 37.
  expect(coverGeometry({ width: 400, height: 533 }, square, 224)).toEqual({
    width: 224,
    height: 298,
    crop: { width: 224, height: 224, left: 0, top: 37 },
    pad: null,
  });
  // 711 x 400: 224 * 711 / 400 = 398.16, so 398; (398 - 224) / 2 = 87.
  expect(coverGeometry({ width: 711, height: 400 }, square, 224)).toMatchObject({
    width: 398,
    crop: { left: 87, top: 0 },
  });
  // 60 x 80: 298.67, so 298. 100 x 99: 224 * 100 / 99 = 226.26, so 226 and 1 off; 227 would leave 1.5, and 1 as well.
  expect(coverGeometry({ width: 60, height: 80 }, square, 224)).toMatchObject({ height: 298 });
  expect(coverGeometry({ width: 1000, height: 985 }, square, 224)).toMatchObject({ width: 227, crop: { left: 1 } });
});

it('scales to a shorter side other than the input, and pads what is too small', () => {
  // As for "resize 256, crop 224": 256 * 300 / 200 = 384; (384 - 224) / 2 = 80 and (256 - 224) / 2 = 16.
  expect(coverGeometry({ width: 300, height: 200 }, square, 256)).toEqual({
    width: 384,
    height: 256,
    crop: { width: 224, height: 224, left: 80, top: 16 },
    pad: null,
  });
  // 201 of 224 rows: 23 are missing, 12 of them above.
  expect(coverGeometry({ width: 402, height: 201 }, square, 201)).toEqual({
    width: 402,
    height: 201,
    crop: { width: 224, height: 201, left: 89, top: 0 },
    pad: { left: 0, right: 0, top: 12, bottom: 11 },
  });
});

it('covers an input that is no square', () => {
  const wide = { width: 200, height: 100 };
  // Scale max(200 / 100, 100 / 100) = 2.
  expect(coverGeometry({ width: 100, height: 100 }, wide, undefined)).toEqual({
    width: 200,
    height: 200,
    crop: { width: 200, height: 100, left: 0, top: 50 },
    pad: null,
  });
});

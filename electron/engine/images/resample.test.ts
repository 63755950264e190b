import { expect, it } from 'vitest';
import { resample } from './resample.ts';

/** Grey pixels as RGB. */
const grey = (values: readonly number[], width: number, height: number) => ({
  data: Uint8Array.from(values.flatMap((value) => [value, value, value])),
  width,
  height,
});
const reds = ({ data }: { data: Uint8Array }): number[] => [...data.filter((_, i) => i % 3 === 0)];

it('enlarges two pixels to four by straight lines between their centres', () => {
  // Centres of the four lie at 0.25, 0.75, 1.25, 1.75 and those of the two at 0.5 and 1.5: 3/4 and 1/4 of each in the middle.
  expect(reds(resample(grey([0, 200], 2, 1), 4, 1, 'linear'))).toEqual([0, 50, 150, 200]);
  expect(reds(resample(grey([0, 200], 1, 2), 1, 4, 'linear'))).toEqual([0, 50, 150, 200]);
});

it('enlarges by cubics with a = -1/2, beyond the values at an edge', () => {
  // Four pixels 0 0 200 200 to eight. The third of eight lies at 1.25, that is 0.25 before the centre of the second. With
  // w(x) = 1.5 x^3 - 2.5 x^2 + 1 below 1 and -0.5 x^3 + 2.5 x^2 - 4 x + 2 below 2, the third pixel weighs w(1.25) = -0.0703125
  // and the fourth nothing: 200 * -0.07 is cut to 0. The fourth of eight lies at 1.75: w(0.75) + w(1.75) = 0.2265625 - 0.0234375,
  // so 200 * 0.203125 = 40.6. The seventh, at 3.25, has no right neighbour: (w(0.75) + w(0.25)) / (w(1.75) + w(0.75) + w(0.25)) =
  // (0.2265625 + 0.8671875) / 1.0703125, of 200 = 204.4. Pillow 12.3 gives the same eight.
  expect(reds(resample(grey([0, 0, 200, 200], 4, 1), 8, 1, 'cubic'))).toEqual([0, 0, 0, 41, 159, 214, 204, 200]);
});

it('takes the mean over a wider filter where it shrinks', () => {
  // Four to two by straight lines: support 2, centres 1 and 3. The first sees 0.5, 1.5 at distance 0.5 and 2.5 at 1.5, halved for the
  // filter: weights 0.75, 0.75, 0.25 of 1.75. (10 * 0.75 + 20 * 0.75 + 30 * 0.25) / 1.75 = 17.1.
  expect(reds(resample(grey([10, 20, 30, 40], 4, 1), 2, 1, 'linear'))).toEqual([17, 33]);
});

it('repeats pixels, and keeps a plane plane with every filter', () => {
  expect(reds(resample(grey([1, 2, 3, 4], 2, 2), 4, 4, 'nearest'))).toEqual([
    1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4,
  ]);
  for (const kernel of ['linear', 'cubic', 'mitchell', 'lanczos2', 'lanczos3', 'box', 'hamming'] as const) {
    const plane = resample(grey([77, 77, 77, 77, 77, 77], 3, 2), 11, 9, kernel);
    expect(new Set(plane.data)).toEqual(new Set([77]));
  }
});

it.each([
  [
    'box',
    [40, 140, 150],
    [0, 40, 40, 80, 120, 160, 160, 200, 240, 240, 10],
    [0, 0, 0, 0, 200, 200, 200, 200],
    [15, 35],
  ],
  [
    'hamming',
    [37, 140, 158],
    [0, 28, 46, 80, 118, 140, 162, 200, 234, 171, 10],
    [0, 0, 0, 15, 185, 200, 200, 200],
    [16, 34],
  ],
] as [kernel: 'box' | 'hamming', ...expected: number[][]][])(
  'scales as Pillow 12.3 does with %s',
  (kernel, ...expected) => {
    const values = [0, 40, 80, 120, 160, 200, 240, 10];
    expect([
      reds(resample(grey(values, 8, 1), 3, 1, kernel)),
      reds(resample(grey(values, 8, 1), 11, 1, kernel)),
      reds(resample(grey([0, 0, 200, 200], 4, 1), 8, 1, kernel)),
      reds(resample(grey([10, 20, 30, 40], 4, 1), 2, 1, kernel)),
    ]).toEqual(expected);
  },
);

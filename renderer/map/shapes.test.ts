import KDBush from 'kdbush';
import { expect, it } from 'vitest';
import { pointsWithin, rectangle } from './shapes.ts';

const xs = Float32Array.from([0, 1, 2, 0.5, 1.5]);
const ys = Float32Array.from([0, 0, 0, 1, 1]);
const index = new KDBush(xs.length);
xs.forEach((x, i) => void index.add(x, ys[i] as number));
index.finish();

it('finds what lies in a rectangle, in whichever direction it was drawn', () => {
  for (const drawn of [rectangle(-0.1, -0.1, 1.1, 0.5), rectangle(1.1, 0.5, -0.1, -0.1)])
    expect(pointsWithin(index, xs, ys, drawn).sort()).toEqual([0, 1]);
});

it('leaves out what lies beside a lasso but within its bounds', () => {
  const triangle = [
    [-0.2, -0.2],
    [2.2, -0.2],
    [2.2, 1.6],
  ] as const;
  expect(pointsWithin(index, xs, ys, triangle).sort()).toEqual([1, 2, 4]);
  expect(pointsWithin(index, xs, ys, triangle.slice(0, 2))).toEqual([]);
});

import { expect, it } from 'vitest';
import { seededRandom } from '../numbers/random.ts';
import { densityAreas } from './density.ts';

const random = seededRandom(2);
const around = (x: number, y: number, count: number) =>
  Array.from({ length: count }, () => ({ x: x + (random() - 0.5) * 0.1, y: y + (random() - 0.5) * 0.1 }));
const points = [...around(-0.5, 0, 60), ...around(-0.3, 0, 40), ...around(0.6, 0.3, 50)];

it('cuts points along the valleys between them', () => {
  const areas = densityAreas(points, 0.03).sort((a, b) => b.points.length - a.points.length);
  expect(areas.map((area) => area.points.length)).toEqual([60, 50, 40]);
  expect(areas.map(({ x }) => Math.round(x * 10) / 10)).toEqual([-0.5, 0.6, -0.3]);
});

it('takes together from afar what lies close', () => {
  expect(
    densityAreas(points, 0.12)
      .map((area) => area.points.length)
      .sort(),
  ).toEqual([100, 50].sort());
});

it('has room for points beyond the edge, and none without points', () => {
  expect(densityAreas([{ x: 9, y: -9 }], 0.1)[0]?.points).toEqual([0]);
  expect(densityAreas([], 0.1)).toEqual([]);
});

import { expect, it } from 'vitest';
import { type Rows, SparseRows, VectorRows } from './rows.ts';

const table = [
  [1, 0, 1],
  [0, 2, 1],
  [3, -1, 1],
  [0, 0, 1],
];
const both: Record<string, Rows> = {
  sparse: new SparseRows(table, 3),
  vectors: new VectorRows(Float32Array.from(table.flatMap(([x = 0, y = 0]) => [x, y])), 2),
};

it.each(Object.entries(both))('multiplies rows and columns: %s', (_, rows) => {
  expect(rows.times(Float64Array.of(2, 10, 100))).toEqual(Float64Array.of(102, 120, 96, 100));
  expect(rows.weightedSum(Float64Array.of(1, 10, 100, 1000))).toEqual(Float64Array.of(301, -80, 1111));
});

it.each(Object.entries(both))('solves the normal equations: %s', (name, rows) => {
  const d = Float64Array.of(1, 2, 3, 4);
  const p = Float64Array.of(5, 6, 7);
  const right = Float64Array.of(1, 2, 3);
  const solution = rows.solve(d, p, right);
  const image = rows.weightedSum(rows.times(solution).map((value, i) => value * (d[i] ?? 0)));
  const left = Math.hypot(...right.map((value, i) => value - (image[i] ?? 0) - (p[i] ?? 0) * (solution[i] ?? 0)));
  expect(left / Math.hypot(...right)).toBeLessThan(name === 'sparse' ? 1e-12 : 0.1);
});

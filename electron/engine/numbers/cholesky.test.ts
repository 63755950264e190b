import { expect, it } from 'vitest';
import { decompose, solve } from './cholesky.ts';

const rows = (...values: number[][]): Float64Array[] => values.map((row) => Float64Array.from(row));

it('solves symmetric systems from their lower triangle and refuses others', () => {
  const [x = 0, y = 0] = solve(rows([4, 99], [2, 3]), Float64Array.from([10, 8]));
  expect(x).toBeCloseTo(1.75, 12);
  expect(y).toBeCloseTo(1.5, 12);
  expect(() => solve(rows([-1]), Float64Array.from([1]))).toThrow(RangeError);
  expect(() => solve(rows([Number.NaN]), Float64Array.from([1]))).toThrow(RangeError);
});

it('decomposes in place', () => {
  const matrix = rows([4, 0, 0], [12, 37, 0], [-16, -43, 98]);
  decompose(matrix);
  expect(matrix).toEqual(rows([2, 0, 0], [6, 1, 0], [-8, 5, 3]));
});

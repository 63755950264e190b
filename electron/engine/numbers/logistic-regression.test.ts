import { expect, it } from 'vitest';
import { logistic } from './logistic.ts';
import { fitLogistic, type LogisticProblem } from './logistic-regression.ts';
import { seededRandom } from './random.ts';
import { SparseRows, VectorRows } from './rows.ts';

const columns = 4;

/**
 * Rows whose last column is 1, the vectors of the same rows without it, and targets that chance decides by the first
 * column.
 */
function drawn(amount: number): { table: number[][]; vectors: Float32Array; targets: number[] } {
  const random = seededRandom(amount);
  const vectors = Float32Array.from({ length: amount * (columns - 1) }, () => random() - 0.5);
  const table = Array.from({ length: amount }, (_, i) => [...vectors.subarray(i * 3, i * 3 + 3), 1]);
  return { table, vectors, targets: table.map(([x = 0]) => (random() < logistic(5 * x - 1) ? 1 : 0)) };
}

const weakly = (start = 0): Pick<LogisticProblem, 'mean' | 'precision'> => ({
  mean: new Float64Array(columns).fill(start),
  precision: new Float64Array(columns).fill(0.1),
});

it('finds the minimum: the gradient of the penalised loss vanishes', () => {
  const { table, targets } = drawn(300);
  const weights = targets.map((_, i) => 1 + (i % 2));
  const offsets = targets.map((_, i) => (i % 3) - 1);
  const fitted = fitLogistic({ rows: new SparseRows(table, columns), targets, weights, offsets, ...weakly(2) });
  fitted.forEach((value, column) => {
    const gradient = table.reduce(
      (sum, row, i) => {
        const logOdds = row.reduce((total, x, j) => total + x * (fitted[j] ?? 0), offsets[i] ?? 0);
        return sum + (weights[i] ?? 0) * (logistic(logOdds) - (targets[i] ?? 0)) * (row[column] ?? 0);
      },
      0.1 * (value - 2),
    );
    expect(gradient).toBeCloseTo(0, 6);
  });
});

it('gives log-odds of the share of targets where nothing else is known', () => {
  const rows = new SparseRows([[1], [1]], 1);
  const free = { mean: Float64Array.of(0), precision: Float64Array.of(1e-9) };
  const [whole = 0] = fitLogistic({ rows, targets: [1, 0], weights: [3, 1], ...free });
  expect(logistic(whole)).toBeCloseTo(0.75, 6);
  const [fraction = 0] = fitLogistic({ rows, targets: [0.75, 0.75], ...free });
  expect(logistic(fraction)).toBeCloseTo(0.75, 6);
});

it('stays with the mean while there are no rows, and near it where the pull is strong', () => {
  const mean = Float64Array.of(1, -2);
  expect(fitLogistic({ rows: new SparseRows([], 2), targets: [], mean, precision: Float64Array.of(1, 1) })).toEqual(
    mean,
  );
  const rows = new SparseRows([[1, 1]], 2);
  const [held, free] = fitLogistic({ rows, targets: [1], mean, precision: Float64Array.of(1e9, 1) });
  expect(held).toBeCloseTo(1, 6);
  expect(free).toBeGreaterThan(-1.9);
});

it('keeps coefficients from falling below 0', () => {
  const rows = new SparseRows([[1], [-1]], 1);
  const pulled = { rows, targets: [0, 1], mean: Float64Array.of(1), precision: Float64Array.of(0.01) };
  expect(fitLogistic(pulled)[0]).toBeLessThan(0);
  expect(fitLogistic({ ...pulled, nonNegative: 1 })).toEqual(Float64Array.of(0));
});

it('gives finite coefficients where a column tells targets apart without exception', () => {
  const table = Array.from({ length: 50 }, (_, i) => [i < 25 ? -10 : 10, 0, 0, 1]);
  const targets = table.map(([x = 0]) => (x > 0 ? 1 : 0));
  const fitted = fitLogistic({ rows: new SparseRows(table, columns), targets, ...weakly() });
  expect([...fitted].every(Number.isFinite)).toBe(true);
  expect(fitted[0]).toBeGreaterThan(0.3);
});

it('comes to the same by vectors and by an earlier fit', () => {
  const { table, vectors, targets } = drawn(400);
  const exact = fitLogistic({ rows: new SparseRows(table, columns), targets, ...weakly() });
  const rows = new VectorRows(vectors, columns - 1);
  fitLogistic({ rows, targets, ...weakly() }).forEach((value, i) => {
    expect(value).toBeCloseTo(exact[i] ?? Number.NaN, 4);
  });
  fitLogistic({ rows, targets, ...weakly(), start: exact }).forEach((value, i) => {
    expect(value).toBeCloseTo(exact[i] ?? Number.NaN, 4);
  });
});

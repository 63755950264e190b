import { expect, test } from 'vitest';
import { invert, tiled } from './inverse.ts';
import { seededRandom } from './random.ts';

/** Symmetric and positive definite: the inner products of random rows, with 1 added on the diagonal. */
function randomMatrix(n: number): Float64Array {
  const random = seededRandom(3);
  const rows = Array.from({ length: n }, () => Float64Array.from({ length: n }, () => random() - 0.5));
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const product = (rows[i] as Float64Array).reduce((sum, x, k) => sum + x * (rows[j]?.[k] as number), 0);
      matrix[i * n + j] = product + (i === j ? 1 : 0);
    }
  }
  return matrix;
}

test('the inverse times the matrix is the identity', async () => {
  const n = 36;
  const matrix = randomMatrix(n);
  const inverse = matrix.slice();
  await invert(inverse, n);
  let furthest = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += (matrix[i * n + k] as number) * (inverse[k * n + j] as number);
      furthest = Math.max(furthest, Math.abs(sum - (i === j ? 1 : 0)));
    }
  }
  expect(furthest).toBeLessThan(1e-10);
});

test('a matrix that is not positive definite, or has no whole tiles, is refused', async () => {
  const n = tiled(3);
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) matrix[i * n + i] = i === 2 ? -1 : 1;
  await expect(invert(matrix, n)).rejects.toThrow('not positive definite');
  await expect(invert(new Float64Array(9), 3)).rejects.toThrow('whole tiles');
});

test('it can be ended between two pieces', async () => {
  const matrix = randomMatrix(16);
  let pieces = 0;
  const stop = (): undefined => {
    if (++pieces === 3) throw new Error('enough');
    return undefined;
  };
  await expect(invert(matrix, 16, stop)).rejects.toThrow('enough');
});

/** The inverse of large dense symmetric matrices. Sums go over contiguous rows in tiles of 4 x 4. */

/** Rows of a tile. */
const tile = 4;

/** `size` rounded up to whole tiles: how wide the matrix of `invert` has to be. */
export function tiled(size: number): number {
  return Math.ceil(size / tile) * tile;
}

/**
 * Overwrites a symmetric positive definite matrix [n x n, row-major, n a multiple of 4] with its inverse, by way of
 * Cholesky's decomposition and the inverse of its triangle. Only the lower triangle is read. Needs as much memory again
 * as the matrix; n^3 multiplications. `between` is called between pieces of a few ms and can make them wait or throw.
 * @throws {RangeError} when it is not positive definite
 */
export async function invert(
  matrix: Float64Array,
  n: number,
  between: () => Promise<void> | undefined = () => undefined,
): Promise<void> {
  if (n % tile !== 0 || matrix.length !== n * n) throw new RangeError('The matrix has to be made of whole tiles.');
  for (let row = 0; row < n; row += tile) {
    decomposeRows(matrix, n, row);
    await between();
  }
  // The inverse of the triangle, transposed, so that its columns are contiguous.
  const inverse = new Float64Array(n * n);
  for (let row = 0; row < n; row += tile) {
    invertRows(matrix, inverse, n, row);
    await between();
  }
  for (let row = 0; row < n; row += tile) {
    multiplyRows(inverse, matrix, n, row);
    await between();
  }
}

/** L of `matrix = L L'`, in place, in rows `row..row+3`; those above are done. */
function decomposeRows(matrix: Float64Array, n: number, row: number): void {
  const sums = new Float64Array(tile * tile);
  for (let column = 0; column <= row; column += tile) {
    innerProducts(matrix, row * n, matrix, column * n, n, 0, column, sums);
    for (let a = 0; a < tile; a++) {
      const i = row + a;
      for (let b = 0; b < tile && column + b <= i; b++) {
        const j = column + b;
        let sum = (matrix[i * n + j] as number) - (sums[a * tile + b] as number);
        for (let k = column; k < j; k++) sum -= (matrix[i * n + k] as number) * (matrix[j * n + k] as number);
        if (j < i) {
          matrix[i * n + j] = sum / (matrix[j * n + j] as number);
          continue;
        }
        if (!(sum > 0)) throw new RangeError('The matrix is not positive definite.');
        matrix[i * n + i] = Math.sqrt(sum);
      }
    }
  }
}

/** Rows `row..row+3` of the inverse of `lower`, as columns of `inverse`. */
function invertRows(lower: Float64Array, inverse: Float64Array, n: number, row: number): void {
  const sums = new Float64Array(tile * tile);
  for (let column = 0; column <= row; column += tile) {
    innerProducts(lower, row * n, inverse, column * n, n, column, row, sums);
    for (let a = 0; a < tile; a++) {
      const i = row + a;
      const diagonal = lower[i * n + i] as number;
      for (let b = 0; b < tile && column + b <= i; b++) {
        const j = column + b;
        let sum = (i === j ? 1 : 0) - (sums[a * tile + b] as number);
        for (let k = row; k < i; k++) sum -= (lower[i * n + k] as number) * (inverse[j * n + k] as number);
        inverse[j * n + i] = sum / diagonal;
      }
    }
  }
}

/** Rows `row..row+3` of `upper upper'`, and the columns that mirror them. */
function multiplyRows(upper: Float64Array, product: Float64Array, n: number, row: number): void {
  const sums = new Float64Array(tile * tile);
  for (let column = 0; column <= row; column += tile) {
    innerProducts(upper, row * n, upper, column * n, n, row, n, sums);
    for (let a = 0; a < tile; a++) {
      for (let b = 0; b < tile; b++) {
        const value = sums[a * tile + b] as number;
        product[(row + a) * n + column + b] = value;
        product[(column + b) * n + row + a] = value;
      }
    }
  }
}

/** Inner products of 4 rows of `a` with 4 of `b`, over the columns `from..to`: `sums` [4 x 4]. */
function innerProducts(
  a: Float64Array,
  aStart: number,
  b: Float64Array,
  bStart: number,
  n: number,
  from: number,
  to: number,
  sums: Float64Array,
): void {
  for (let half = 0; half < tile; half += 2) {
    const a0 = aStart + half * n;
    const a1 = a0 + n;
    const [b0, b1, b2, b3] = [bStart, bStart + n, bStart + 2 * n, bStart + 3 * n];
    let [s00, s01, s02, s03, s10, s11, s12, s13] = [0, 0, 0, 0, 0, 0, 0, 0];
    for (let k = from; k < to; k++) {
      const x0 = a[a0 + k] as number;
      const x1 = a[a1 + k] as number;
      const y0 = b[b0 + k] as number;
      const y1 = b[b1 + k] as number;
      const y2 = b[b2 + k] as number;
      const y3 = b[b3 + k] as number;
      s00 += x0 * y0;
      s01 += x0 * y1;
      s02 += x0 * y2;
      s03 += x0 * y3;
      s10 += x1 * y0;
      s11 += x1 * y1;
      s12 += x1 * y2;
      s13 += x1 * y3;
    }
    sums.set([s00, s01, s02, s03, s10, s11, s12, s13], half * tile);
  }
}

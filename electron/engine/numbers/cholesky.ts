/** Small dense systems of equations. */

/**
 * Solves `matrix x = right` for a symmetric positive definite matrix [n x n] by Cholesky's decomposition. Only its
 * lower triangle is read, and that is overwritten. @throws {RangeError} when it is not positive definite
 */
export function solve(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
  decompose(matrix);
  const n = right.length;
  const solution = right.slice();
  for (let i = 0; i < n; i++) {
    const row = matrix[i] as Float64Array;
    let sum = solution[i] as number;
    for (let k = 0; k < i; k++) sum -= (row[k] as number) * (solution[k] as number);
    solution[i] = sum / (row[i] as number);
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = solution[i] as number;
    for (let k = i + 1; k < n; k++) sum -= ((matrix[k] as Float64Array)[i] as number) * (solution[k] as number);
    solution[i] = sum / ((matrix[i] as Float64Array)[i] as number);
  }
  return solution;
}

/**
 * Overwrites the lower triangle of a symmetric positive definite matrix [n x n] with the L of `matrix = L L'`.
 * @throws {RangeError} when it is not positive definite
 */
export function decompose(matrix: readonly Float64Array[]): void {
  for (let i = 0; i < matrix.length; i++) {
    const row = matrix[i] as Float64Array;
    for (let j = 0; j <= i; j++) {
      const other = matrix[j] as Float64Array;
      let sum = row[j] as number;
      for (let k = 0; k < j; k++) sum -= (row[k] as number) * (other[k] as number);
      if (i > j) {
        row[j] = sum / (other[j] as number);
        continue;
      }
      if (!(sum > 0)) throw new RangeError('The matrix is not positive definite.');
      row[i] = Math.sqrt(sum);
    }
  }
}

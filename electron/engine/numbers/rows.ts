/**
 * Rows of numbers [rows x columns] that a regression fits coefficients to: few columns, of which many may be 0, or
 * vectors of an encoder.
 */
import { solve } from './cholesky.ts';

export interface Rows {
  /** Each row by the coefficients [columns]: [rows]. */
  times(coefficients: Float64Array): Float64Array;
  /** The sum of the rows, each times its factor [rows]: [columns]. */
  weightedSum(factors: Float64Array): Float64Array;
  /** Solves `(X' D X + P) x = right` for diagonals D >= 0 [rows] and P > 0 [columns]: [columns]. */
  solve(d: Float64Array, p: Float64Array, right: Float64Array): Float64Array;
}

/**
 * Up to some hundred columns; of each row only what is not 0 is kept and counted. Solves by Cholesky's decomposition.
 */
export class SparseRows implements Rows {
  readonly #columns: number;
  /** Where each row begins among the cells that are not 0, and last where all end. */
  readonly #starts = [0];
  readonly #at: Int32Array;
  readonly #values: Float64Array;

  constructor(rows: readonly ArrayLike<number>[], columns: number) {
    this.#columns = columns;
    const at: number[] = [];
    for (const row of rows) {
      for (let column = 0; column < columns; column++) if (row[column] !== 0) at.push(column);
      this.#starts.push(at.length);
    }
    this.#at = Int32Array.from(at);
    this.#values = new Float64Array(at.length);
    rows.forEach((row, i) => {
      for (let k = this.#start(i); k < this.#start(i + 1); k++) this.#values[k] = row[at[k] as number] as number;
    });
  }

  times(coefficients: Float64Array): Float64Array {
    const [at, values] = [this.#at, this.#values];
    const result = new Float64Array(this.#starts.length - 1);
    for (let row = 0; row < result.length; row++) {
      let sum = 0;
      const end = this.#start(row + 1);
      for (let k = this.#start(row); k < end; k++)
        sum += (coefficients[at[k] as number] as number) * (values[k] as number);
      result[row] = sum;
    }
    return result;
  }

  weightedSum(factors: Float64Array): Float64Array {
    const result = new Float64Array(this.#columns);
    for (let row = 0; row < factors.length; row++)
      this.#addTo(result, this.#start(row), this.#start(row + 1), factors[row] as number);
    return result;
  }

  solve(d: Float64Array, p: Float64Array, right: Float64Array): Float64Array {
    const matrix = Array.from(p, (value, i) => new Float64Array(p.length).fill(value, i, i + 1));
    for (let row = 0; row < d.length; row++) {
      const start = this.#start(row);
      const end = this.#start(row + 1);
      for (let k = start; k < end; k++) {
        const line = matrix[this.#at[k] as number] as Float64Array;
        this.#addTo(line, start, k + 1, (d[row] as number) * (this.#values[k] as number));
      }
    }
    return solve(matrix, right);
  }

  #start(row: number): number {
    return this.#starts[row] as number;
  }

  /** Adds some cells, each times `factor`, to the sums of their columns. */
  #addTo(sums: Float64Array, start: number, end: number, factor: number): void {
    const [at, values] = [this.#at, this.#values];
    for (let k = start; k < end; k++) {
      const column = at[k] as number;
      sums[column] = (sums[column] as number) + factor * (values[k] as number);
    }
  }
}

const maxConjugateSteps = 20;
/** The square of the share of the right side that may be left over. */
const leftOver = 0.01;

/**
 * Vectors [rows x dimensions], row-major, each with a 1 as last column. Solves to about a tenth by conjugate gradients,
 * which is enough for a step of Newton's method (Lin, Weng & Keerthi 2008) and needs no matrix.
 */
export class VectorRows implements Rows {
  readonly #vectors: Float32Array;
  readonly #dimensions: number;

  constructor(vectors: Float32Array, dimensions: number) {
    this.#vectors = vectors;
    this.#dimensions = dimensions;
  }

  times(coefficients: Float64Array): Float64Array {
    const vectors = this.#vectors;
    const dimensions = this.#dimensions;
    const result = new Float64Array(vectors.length / dimensions);
    const bias = coefficients[dimensions] as number;
    for (let row = 0, at = 0; row < result.length; row++) {
      let sum = bias;
      for (let i = 0; i < dimensions; i++, at++) sum += (coefficients[i] as number) * (vectors[at] as number);
      result[row] = sum;
    }
    return result;
  }

  weightedSum(factors: Float64Array): Float64Array {
    const vectors = this.#vectors;
    const dimensions = this.#dimensions;
    const result = new Float64Array(dimensions + 1);
    let total = 0;
    for (let row = 0, at = 0; row < factors.length; row++) {
      const value = factors[row] as number;
      total += value;
      for (let i = 0; i < dimensions; i++, at++) result[i] = (result[i] as number) + value * (vectors[at] as number);
    }
    result[dimensions] = total;
    return result;
  }

  solve(d: Float64Array, p: Float64Array, right: Float64Array): Float64Array {
    const solution = new Float64Array(right.length);
    const residual = right.slice();
    let direction = right.slice();
    let squared = squaredLength(residual);
    const enough = squared * leftOver;
    for (let step = 0; step < maxConjugateSteps && squared > enough; step++) {
      const image = this.weightedSum(this.times(direction).map((value, row) => value * (d[row] as number)));
      let curvature = 0;
      for (let i = 0; i < image.length; i++) {
        const along = direction[i] as number;
        image[i] = (image[i] as number) + (p[i] as number) * along;
        curvature += along * (image[i] as number);
      }
      const alpha = squared / curvature;
      for (let i = 0; i < image.length; i++) {
        solution[i] = (solution[i] as number) + alpha * (direction[i] as number);
        residual[i] = (residual[i] as number) - alpha * (image[i] as number);
      }
      const next = squaredLength(residual);
      direction = direction.map((value, i) => (residual[i] as number) + (next / squared) * value);
      squared = next;
    }
    return solution;
  }
}

export function squaredLength(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}

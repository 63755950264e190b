/**
 * A linear map from the vectors of two products (of their images, of their texts) to how much one speaks for the other, learned from products
 * with a history and good for those without one: W = X S X' in the sense of least squares with a penalty (ridge regression on both sides).
 */
import { invert, tiled } from '../numbers/inverse.ts';
import type { ItemWeights } from './item-weights.ts';

/** Vectors of one length; `undefined` for an item without one. */
export type Features = readonly (Float32Array | undefined)[];

export interface FeatureMap {
  /** [dimensions x dimensions], row-major. */
  readonly matrix: Float64Array;
  readonly dimensions: number;
}

/** `penalty`: as a share of the mean of the diagonal of X'X. @throws {RangeError} when no item has a vector */
export async function fitFeatureMap(
  features: Features,
  weights: ItemWeights,
  penalty: number,
  between: () => Promise<void> | undefined = () => undefined,
): Promise<FeatureMap> {
  const dimensions = features.find((vector) => vector !== undefined)?.length ?? 0;
  if (dimensions === 0) throw new RangeError('No item has a vector.');
  const n = tiled(dimensions);
  const gram = new Float64Array(n * n);
  const product = new Float64Array(n * n);
  const told = new Float64Array(n);
  for (let item = 0; item < features.length; item++) {
    const vector = features[item];
    if (vector === undefined) continue;
    addOuter(gram, n, vector, vector);
    told.fill(0);
    for (let k = weights.starts[item] as number; k < (weights.starts[item + 1] as number); k++) {
      const other = features[weights.items[k] as number];
      if (other === undefined) continue;
      const weight = weights.weights[k] as number;
      for (let d = 0; d < dimensions; d++) told[d] = (told[d] as number) + weight * (other[d] as number);
    }
    addOuter(product, n, vector, told);
    if (item % 50 === 49) await between();
  }
  let trace = 0;
  for (let d = 0; d < n; d++) trace += gram[d * n + d] as number;
  for (let d = 0; d < n; d++) gram[d * n + d] = (gram[d * n + d] as number) + (penalty * trace) / dimensions + 1e-9;
  await invert(gram, n, between);
  return { matrix: times(times(gram, product, n), gram, n), dimensions };
}

/** What `from` asks of the vector of an item it speaks for: its inner product with that vector is the weight. */
export function towards({ matrix, dimensions }: FeatureMap, from: Float32Array): Float32Array {
  const n = tiled(dimensions);
  const asked = new Float32Array(dimensions);
  for (let i = 0; i < dimensions; i++) {
    const value = from[i] as number;
    for (let j = 0; j < dimensions; j++) asked[j] = (asked[j] as number) + value * (matrix[i * n + j] as number);
  }
  return asked;
}

function addOuter(sum: Float64Array, n: number, a: ArrayLike<number>, b: ArrayLike<number>): void {
  for (let i = 0; i < a.length; i++) {
    const value = a[i] as number;
    if (value === 0) continue;
    for (let j = 0; j < b.length; j++) sum[i * n + j] = (sum[i * n + j] as number) + value * (b[j] as number);
  }
}

function times(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const value = a[i * n + k] as number;
      for (let j = 0; j < n; j++) result[i * n + j] = (result[i * n + j] as number) + value * (b[k * n + j] as number);
    }
  }
  return result;
}

/**
 * How far the vectors can be believed about the words of one query. A model that knows a word places the products that
 * carry it nearer to the query than products drawn at random; one that never learned it (a brand, a part number) does
 * not, and then the words themselves have to lead. Measured on this catalog for this query, so that no constant has to
 * fit every catalog.
 */
import { dot } from '../numbers/vectors.ts';
import type { VectorIndex } from '../vector/types.ts';

/** Products with all words of the query that are compared, at most. */
export const mostMatching = 100;
/** Products drawn from the whole catalog, evenly by id. */
export const drawn = 200;
/** So many matching products, placed as those of a well-known word are, are added: a few alone say little. */
const prior = { products: 2, area: 0.97 };

/**
 * 0..1. With A the chance that a product with the words lies nearer to the query than one drawn at random (the area
 * under the ROC curve), the trust is (2A - 1)^6: 1 when all do, 0 when the words make no difference to the vectors. 1
 * where nothing matches or nothing can be compared.
 * @param matching labels of the products with all words @param sample labels drawn from all
 */
export function trustOf(
  index: Pick<VectorIndex, 'get'>,
  query: Float32Array,
  matching: Iterable<number>,
  sample: Iterable<number>,
): number {
  const similarityOf = (label: number): number | undefined => {
    const vector = index.get(label);
    return vector === undefined ? undefined : dot(query, vector);
  };
  const others = similarities(sample, drawn, similarityOf).sort((a, b) => a - b);
  const own = similarities(matching, mostMatching, similarityOf);
  if (others.length < drawn / 4 || own.length === 0) return 1;
  const nearer = own.reduce((sum, similarity) => sum + below(others, similarity) / others.length, 0);
  const area = (nearer + prior.products * prior.area) / (own.length + prior.products);
  return Math.max(0, 2 * area - 1) ** 6;
}

function similarities(labels: Iterable<number>, most: number, of: (label: number) => number | undefined): number[] {
  const found: number[] = [];
  for (const label of labels) {
    if (found.length >= most) break;
    const similarity = of(label);
    if (similarity !== undefined) found.push(similarity);
  }
  return found;
}

/** How many of these, in ascending order, are smaller; equal ones count half. */
function below(sorted: readonly number[], value: number): number {
  const first = sorted.findIndex((other) => other >= value);
  if (first < 0) return sorted.length;
  const above = sorted.findIndex((other) => other > value);
  return (first + (above < 0 ? sorted.length : above)) / 2;
}

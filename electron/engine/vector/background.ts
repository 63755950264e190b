/** How alike vectors are that have nothing to do with each other: some models spread their vectors over the sphere, others over a corner of it. */
import type { VectorMatrix } from './matrix.ts';

const fewest = 100;
const pairs = 4000;

/**
 * Mean cosine of rows taken pairwise at random, always the same ones while the matrix is the same; `undefined` with so few that chance
 * or one kind of product would decide. Its standard error is about 0.003.
 */
export function backgroundOf(matrix: VectorMatrix): number | undefined {
  const { labels, size } = matrix;
  if (size < fewest) return undefined;
  let sum = 0;
  let counted = 0;
  let state = 1;
  const next = (): number => {
    // Numerical Recipes' linear congruential generator; the upper bits are random enough here.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * size);
  };
  for (let i = 0; i < pairs; i++) {
    const [a, b] = [labels[next()] as number, labels[next()] as number];
    const vector = a === b ? undefined : matrix.get(a);
    if (vector === undefined) continue;
    sum += matrix.similarity(b, vector) ?? 0;
    counted++;
  }
  return sum / counted;
}

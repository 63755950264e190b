/**
 * Relevance feedback within one query: what was graded moves what is left. The score of a product under the ranker is
 * the starting point; to it comes a linear function of the product's image vector, text vector and tags, fitted to
 * the grades by logistic regression with a Gaussian prior. Written with kernels (Rasmussen & Williams 2006, chapter 3),
 * the work is a system of as many equations as there are grades.
 */
import { decompose } from '../numbers/cholesky.ts';
import { logistic, logit } from '../numbers/logistic.ts';
import { fitLogistic } from '../numbers/logistic-regression.ts';
import { SparseRows } from '../numbers/rows.ts';
import { dot } from '../numbers/vectors.ts';
import type { RankedProduct } from './score.ts';

/** Centred vectors of a product; `null` where it has none. */
export interface FeedbackItem {
  /** Log-odds under the ranker. */
  readonly logOdds: number;
  readonly picture: Float32Array | null;
  readonly listing: Float32Array | null;
  /** Tag id -> weight, of length 1: rare tags say more of a product than common ones. */
  readonly tags: ReadonlyMap<number, number>;
}

export interface GradedItem extends FeedbackItem {
  /** 0..1: how relevant. */
  readonly target: number;
}

/** A product of the list that is to be ranked again. */
export interface RankedItem {
  readonly product: RankedProduct;
  readonly picture: Float32Array | undefined;
  readonly listing: Float32Array | undefined;
  readonly tagIds: readonly number[];
  /** 0..3, `undefined` while nobody graded it. */
  readonly grade: number | undefined;
}

const bestGrade = 3;
const farthest = 1e-9;

/** The list in the order that its grades lead to, with new scores. */
export function rankAgain(list: readonly RankedItem[]): RankedProduct[] {
  const images = centred(list.map(({ picture: image }) => image));
  const listings = centred(list.map(({ listing }) => listing));
  const tags = tagWeights(list.map(({ tagIds }) => tagIds));
  const items = list.map(({ product, grade }, index) => {
    const probability = Math.min(1 - farthest, Math.max(farthest, product.score ?? 0));
    const item: FeedbackItem = {
      logOdds: logit(probability),
      picture: images[index] ?? null,
      listing: listings[index] ?? null,
      tags: tags[index] ?? new Map(),
    };
    return { product, grade, item };
  });
  const graded = items.flatMap(({ grade, item }) =>
    grade === undefined ? [] : [{ ...item, target: grade / bestGrade }],
  );
  const logOdds = fitFeedback(graded);
  return items
    .map(({ product, item }) => ({ ...product, score: logistic(logOdds(item)) }))
    .sort((a, b) => b.score - a.score || a.productId - b.productId);
}

/**
 * Variance of the added log-odds for a product whose vectors have length 1; image, listing and tags have a third
 * each.
 */
const variance = 4;
/** Variance of what is added to all products alike where it is left free. */
const level = 100;
/** Added to the diagonal of the kernel, so that two products alike in all can be told apart by the arithmetic. */
const jitter = 1e-9;

/** A function from a product to its log-odds after the grades. */
export function fitFeedback(graded: readonly GradedItem[]): (item: FeedbackItem) => number {
  const shift = tellsOnlyOrder(graded) ? level : 0;
  const kernel = graded.map((a, i) =>
    Float64Array.from(graded, (b, j) => (j > i ? 0 : similarity(a, b) + shift + (j === i ? jitter : 0))),
  );
  // Seen from the rows of L, with L L' the kernel, what is added is linear with a standard normal prior on each
  // coefficient.
  decompose(kernel);
  const rows = new SparseRows(kernel, graded.length);
  const coefficients = fitLogistic({
    rows,
    targets: graded.map(({ target }) => target),
    offsets: graded.map(({ logOdds }) => logOdds),
    mean: new Float64Array(graded.length),
    precision: new Float64Array(graded.length).fill(1),
  });
  // At the maximum each grade adds by as much as it is still missed (equation 3.17).
  const added = rows.times(coefficients);
  const missed = graded.map(({ logOdds, target }, i) => target - logistic(logOdds + (added[i] as number)));
  return (item) =>
    item.logOdds + graded.reduce((sum, other, i) => sum + (missed[i] as number) * similarity(item, other), 0);
}

/**
 * Different grades say which products fit better, not how good the list is: what all have in common is left free, or a
 * list of half-right products would push everything of their kind down. Nothing but "not relevant", or nothing but
 * "exactly", does say where to go.
 */
function tellsOnlyOrder(graded: readonly GradedItem[]): boolean {
  const targets = new Set(graded.map(({ target }) => target));
  return targets.size > 1 || !(targets.has(0) || targets.has(1));
}

function similarity(a: FeedbackItem, b: FeedbackItem): number {
  return (variance / 3) * (alike(a.picture, b.picture) + alike(a.listing, b.listing) + shared(a.tags, b.tags));
}

const alike = (a: Float32Array | null, b: Float32Array | null): number => (a === null || b === null ? 0 : dot(a, b));

function shared(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): number {
  let sum = 0;
  for (const [tagId, weight] of a) sum += weight * (b.get(tagId) ?? 0);
  return sum;
}

/** Vectors less their mean, so that what all candidates share does not count as likeness. */
export function centred(vectors: readonly (Float32Array | undefined)[]): (Float32Array | null)[] {
  const present = vectors.filter((vector) => vector !== undefined);
  const dimensions = present[0]?.length ?? 0;
  const mean = new Float64Array(dimensions);
  for (const vector of present)
    for (let i = 0; i < dimensions; i++) mean[i] = (mean[i] as number) + (vector[i] as number) / present.length;
  return vectors.map((vector) => vector?.map((value, i) => value - (mean[i] as number)) ?? null);
}

/**
 * The tags of a product by how rare they are among the candidates: ln(candidates / carriers), then scaled to length 1.
 */
export function tagWeights(products: readonly (readonly number[])[]): ReadonlyMap<number, number>[] {
  const carriers = new Map<number, number>();
  for (const tags of products) for (const tagId of tags) carriers.set(tagId, (carriers.get(tagId) ?? 0) + 1);
  return products.map((tags) => {
    const weights = tags.map((tagId): [number, number] => [
      tagId,
      Math.log(products.length / (carriers.get(tagId) ?? 1)),
    ]);
    const length = Math.hypot(...weights.map(([, weight]) => weight)) || 1;
    return new Map(weights.map(([tagId, weight]) => [tagId, weight / length]));
  });
}

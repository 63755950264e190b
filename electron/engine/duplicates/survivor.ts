/** Suggests which of several listings of a product to keep, and says why. */
import type { Product } from '../../contract/catalog.ts';
import type { DuplicateGroup, DuplicateRule, keeperReasons } from '../../contract/duplicates.ts';

type Reason = Exclude<(typeof keeperReasons)[number], 'chosen'>;

/** More is better; in the order in which they count. */
const measures: Readonly<Record<Reason, (product: Product) => number>> = {
  photos: ({ imageCount }) => imageCount,
  resolution: ({ image }) => (image?.width ?? 0) * (image?.height ?? 0),
  details: ({ title, sku, description, attributes, price }) =>
    (title === sku ? 0 : 1) + (description === '' ? 0 : 2) + attributes.length + (price === null ? 0 : 1),
  tags: ({ tags }) => tags.filter(({ provenance }) => provenance !== 'rejected').length,
  bytes: ({ image }) => image?.bytes ?? 0,
  oldest: ({ id }) => -id,
};

/** A file that is a little larger is no better: a watermark or a sticker makes it so. */
const clearlyLarger = 1.5;

/** @throws {RangeError} for no products */
export function suggestSurvivor(products: readonly Product[]): DuplicateGroup['keeper'] {
  let left = products;
  for (const name of Object.keys(measures) as Reason[]) {
    const measure = measures[name];
    const best = Math.max(...left.map(measure));
    const least = name === 'bytes' ? best / clearlyLarger : best;
    left = left.filter((product) => measure(product) >= least);
    const [only] = left;
    if (only !== undefined && left.length === 1)
      return { productId: only.id, reason: products.length > 1 ? name : 'oldest' };
  }
  throw new RangeError('There is nothing to keep.');
}

/** The product a rule keeps; ties go to the suggested one. */
export function survivorByRule(products: readonly Product[], keep: DuplicateRule['keep']): number {
  const suggested = suggestSurvivor(products).productId;
  const measure = ruleMeasures[keep];
  let best: Product | undefined;
  for (const product of [...products].sort((a, b) => Number(b.id === suggested) - Number(a.id === suggested))) {
    if (best === undefined || ahead(measure(product), measure(best))) best = product;
  }
  return best?.id ?? suggested;
}

const pixels = ({ image }: Product): number => (image?.width ?? 0) * (image?.height ?? 0);

/** Compared from left to right, more is better. */
const ruleMeasures: Readonly<Record<DuplicateRule['keep'], (product: Product) => readonly number[]>> = {
  suggested: () => [],
  largest: (product) => [pixels(product), product.image?.bytes ?? 0],
  oldest: ({ id }) => [-id],
  newest: ({ id }) => [id],
  'most-photos': ({ imageCount }) => [imageCount],
  'longest-title': ({ title }) => [title.length],
  'lowest-price': ({ price }) => [price === null ? Number.NEGATIVE_INFINITY : -price.amount],
};

function ahead(a: readonly number[], b: readonly number[]): boolean {
  for (const [i, value] of a.entries()) {
    const other = b[i] ?? 0;
    if (value !== other) return value > other;
  }
  return false;
}

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

/** @throws {RangeError} for no products */
export function suggestKeeper(products: readonly Product[]): DuplicateGroup['keeper'] {
  const ordered = [...products].sort((a, b) => {
    for (const measure of Object.values(measures)) {
      const difference = measure(b) - measure(a);
      if (difference !== 0) return difference;
    }
    return 0;
  });
  const [best, second] = ordered;
  if (best === undefined) throw new RangeError('There is nothing to keep.');
  const names = Object.keys(measures) as Reason[];
  const reason = names.find((name) => second !== undefined && measures[name](best) > measures[name](second));
  return { productId: best.id, reason: reason ?? 'oldest' };
}

/** The product a rule keeps; ties go to the suggested one. */
export function keeperByRule(products: readonly Product[], keep: DuplicateRule['keep']): number {
  const suggested = suggestKeeper(products).productId;
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

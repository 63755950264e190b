/** Plans what a merged product will show: which product each field comes from, and what is still to be asked. */
import type { Product } from '../../contract/catalog.ts';
import type { MergeFields, MergePreview } from '../../contract/duplicates.ts';
import { AppError } from '../../contract/errors.ts';

type TextField = 'title' | 'description';

/**
 * @throws {AppError} `BAD_REQUEST` when a field is to come from a product that is not among them, or nothing is left to
 * merge
 */
export function previewMerge(survivor: Product, others: readonly Product[], fields: MergeFields): MergePreview {
  if (others.length === 0)
    throw new AppError('BAD_REQUEST', 'Choose at least one product to merge into the one to keep.');
  const all = [survivor, ...others];
  const title = textOf('title', fields.title, all);
  const description = textOf('description', fields.description, all);
  const price = priceOf(fields.price, all);
  return {
    keeperId: survivor.id,
    productIds: others.map(({ id }) => id),
    title: { ...shown(title, (product) => product.title, ''), alternatives: texts('title', all) },
    description: {
      ...shown(description, (product) => product.description, ''),
      alternatives: texts('description', all),
    },
    price: {
      ...shown(price, (product) => product.price, null),
      alternatives: all.map((product) => ({ productId: product.id, value: product.price })),
    },
    tags: tagsOf(survivor, others, fields.tags),
    photos: imagesOf(survivor, others, fields.photos),
    open: [
      ...(title === null ? (['title'] as const) : []),
      ...(description === null ? (['description'] as const) : []),
      ...(price === null ? (['price'] as const) : []),
    ],
  };
}

function shown<T>(from: Product | null, value: (product: Product) => T, nothing: T): { value: T; from: number | null } {
  return from === null ? { value: nothing, from: null } : { value: value(from), from: from.id };
}

function texts(field: TextField, all: readonly Product[]): { productId: number; value: string }[] {
  return all
    .filter((product) => product[field] !== '')
    .map((product) => ({ productId: product.id, value: product[field] }));
}

/** Null: to be asked. Asking is skipped where there is nothing to choose. */
function textOf(field: TextField, choice: MergeFields[TextField], all: readonly Product[]): Product | null {
  const survivor = all[0] as Product;
  if (typeof choice === 'object') return named(choice.from, all);
  if (choice === 'keeper') return survivor;
  // A title that is only the sku is longer than none and says less.
  const length = (product: Product): number => (product[field] === product.sku ? 0 : product[field].length);
  const longest = all.reduce((best, product) => (length(product) > length(best) ? product : best), survivor);
  if (choice === 'longest') return longest;
  return new Set(texts(field, all).map(({ value }) => value)).size > 1 ? null : longest;
}

function priceOf(choice: MergeFields['price'], all: readonly Product[]): Product | null {
  const survivor = all[0] as Product;
  if (typeof choice === 'object') return named(choice.from, all);
  if (choice === 'keeper' && survivor.price !== null) return survivor;
  const priced = all.filter((product) => product.price !== null);
  const amounts = new Set(priced.map(({ price }) => `${price?.amount} ${price?.currency}`));
  const first = priced[0] ?? survivor;
  if (amounts.size <= 1) return first;
  // Amounts in two currencies cannot be compared.
  if (choice === 'ask' || new Set(priced.map(({ price }) => price?.currency)).size > 1)
    return choice === 'keeper' ? first : null;
  if (choice === 'keeper') return first;
  const sign = choice === 'lowest' ? 1 : -1;
  return priced.reduce((best, product) =>
    sign * (product.price?.amount ?? 0) < sign * (best.price?.amount ?? 0) ? product : best,
  );
}

function named(id: number, all: readonly Product[]): Product {
  const found = all.find((product) => product.id === id);
  if (found !== undefined) return found;
  throw new AppError('BAD_REQUEST', `Product ${id} is not among those to be merged. Choose one of them.`);
}

function tagsOf(survivor: Product, others: readonly Product[], choice: MergeFields['tags']): MergePreview['tags'] {
  const tags = new Map<string, MergePreview['tags'][number]>();
  for (const product of choice === 'union' ? [survivor, ...others] : [survivor]) {
    for (const { group, name, provenance } of product.tags) {
      const key = JSON.stringify([group, name]);
      if (provenance !== 'rejected' && !tags.has(key)) tags.set(key, { group, name, added: product !== survivor });
    }
  }
  return [...tags.values()];
}

/** Each content once. */
function imagesOf(
  survivor: Product,
  others: readonly Product[],
  choice: MergeFields['photos'],
): MergePreview['photos'] {
  const contents = new Set<string>();
  return (choice === 'union' ? [survivor, ...others] : [survivor]).flatMap((product) =>
    product.images
      .filter(({ hash, id }) => {
        const content = hash ?? `image ${id}`;
        const isNew = !contents.has(content) || product === survivor;
        contents.add(content);
        return isNew;
      })
      .map(({ id, thumb }) => ({ imageId: id, productId: product.id, thumb, added: product !== survivor })),
  );
}

/**
 * Which products of the catalog the items of events are: by sku, sku of a variant, barcode, address, then title. Worked out anew when the
 * catalog or the items changed, so that what was not there when a file came in is found once it is.
 */
import type { Catalog } from '../catalog/catalog.ts';
import { normaliseText } from '../text/normalise.ts';
import type { DictionaryRepo } from './dictionary-repo.ts';
import type { ProductRef } from './types.ts';

/** The better way to find a product comes first. */
const ways = ['sku', 'variant', 'barcode', 'url', 'title'] as const;
type Way = (typeof ways)[number];

/** A title that several products have names none of them. */
const several = -1;

export class ProductMatch {
  readonly #catalog: Catalog;
  readonly #dictionary: DictionaryRepo;
  readonly #stopListening: () => void;
  #products: Map<number, number> | undefined;

  constructor(catalog: Catalog, dictionary: DictionaryRepo) {
    this.#catalog = catalog;
    this.#dictionary = dictionary;
    this.#stopListening = catalog.onChange(() => this.renew());
  }

  /** To be called when items were added. */
  renew(): void {
    this.#products = undefined;
  }

  close(): void {
    this.#stopListening();
  }

  /** Products by item, as they are shown: a listing that was merged into another is the other. Items of no product are left out. */
  products(): ReadonlyMap<number, number> {
    this.#products ??= matchItems(this.#catalog, this.#dictionary.items());
    return this.#products;
  }

  /** The products that these are, undefined where the catalog has none. */
  of(refs: readonly ProductRef[]): (number | undefined)[] {
    const found = matchItems(
      this.#catalog,
      refs.map((ref, id) => ({ id, ...ref })),
    );
    return refs.map((_, id) => found.get(id));
  }
}

/** Products by the id of the item. Holds the names of items, and goes through the catalog once. */
export function matchItems(
  catalog: Catalog,
  items: readonly (ProductRef & { readonly id: number })[],
): Map<number, number> {
  const wanted = namesOf(items);
  const found = new Map<Way, Map<string, number>>(ways.map((way) => [way, new Map()]));
  const shown = (id: number): number | undefined => {
    const product = catalog.merges.shownAs(id);
    return catalog.merges.removed.has(product) ? undefined : product;
  };
  const meet = (way: Way, name: string, productId: number): void => {
    if (name === '' || !wanted.has(name)) return;
    const product = shown(productId);
    if (product === undefined) return;
    const known = found.get(way) as Map<string, number>;
    const before = known.get(name);
    if (before === undefined) known.set(name, product);
    else if (way === 'title' && before !== product) known.set(name, several);
  };
  if (wanted.size === 0) return new Map();
  for (const product of catalog.references.products()) {
    meet('sku', numberKey(product.sku), product.id);
    if (product.url !== null) meet('url', addressKey(product.url), product.id);
    meet('title', titleKey(product.title), product.id);
    for (const [code] of product.attributes.matchAll(/(?<=":")\d{8,14}(?=")/g))
      meet('barcode', barcodeKey(code), product.id);
  }
  for (const { productId, sku, barcode } of catalog.references.variants()) {
    meet('variant', numberKey(sku), productId);
    meet('barcode', barcodeKey(barcode), productId);
  }
  const products = new Map<number, number>();
  for (const item of items) {
    for (const [way, name] of candidates(item)) {
      const product = name === '' ? undefined : found.get(way)?.get(name);
      if (product === undefined || product === several) continue;
      products.set(item.id, product);
      break;
    }
  }
  return products;
}

function namesOf(items: readonly ProductRef[]): Set<string> {
  const names = new Set<string>();
  for (const item of items) for (const [, name] of candidates(item)) names.add(name);
  names.delete('');
  return names;
}

/** What to look for, the best first. A number may be a barcode, whatever its column says. */
function candidates({ sku, barcode, url, title }: ProductRef): [Way, string][] {
  const number = numberKey(sku);
  return [
    ['sku', number],
    ['variant', number],
    ['barcode', barcodeKey(barcode)],
    ['barcode', barcodeKey(sku)],
    ['url', addressKey(url)],
    ['title', titleKey(title)],
    // "Linen shirt - Blue / M" is how shops name what was ordered of a "Linen shirt".
    ['title', titleKey(title.replace(/ - [^-]*$/, ''))],
  ];
}

const numberKey = (text: string): string => (text === '' ? '' : `n${text.trim().toLowerCase()}`);

const titleKey = (text: string): string => (text === '' ? '' : `t${normaliseText(text)}`);

/** Zeros before it come and go; "" for what is no barcode. */
function barcodeKey(text: string): string {
  const digits = text.replace(/[\s-]/g, '');
  return /^\d{8,14}$/.test(digits) ? `b${digits.replace(/^0+/, '')}` : '';
}

/** Without protocol, "www." and the slash at the end; of what stands behind "?", only what names a product. */
export function addressKey(text: string): string {
  if (text === '') return '';
  const [, host = '', path = '', asked = ''] =
    /^(?:[a-z]+:)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?/i.exec(text) ?? [];
  const named = asked
    .split('&')
    .filter((part) => /^(?:id|p|pid|sku|item|product_?id|variant)=[\w.-]{1,64}$/i.test(part));
  const bare = `${host.replace(/^.*@/, '').replace(/^www\./i, '')}${path.replace(/\/+$/, '')}`;
  return bare === '' ? '' : `u${`${bare}${named.length > 0 ? `?${named.join('&')}` : ''}`.toLowerCase()}`;
}

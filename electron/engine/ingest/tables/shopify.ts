/**
 * Shopify's product export: a product is as many rows as it has variants or images, held together by its handle, and only the first
 * of them carries title, vendor and tags. Both the older headers ("Variant SKU") and the newer ones ("URL handle") are understood.
 */
import type { Meaning } from './header-words.ts';
import { headerKey, meaningOf } from './header-words.ts';

const meanings: Readonly<Record<string, Meaning>> = {
  handle: { role: 'sku' },
  urlhandle: { role: 'sku' },
  title: { role: 'title' },
  bodyhtml: { role: 'description' },
  description: { role: 'description' },
  vendor: { role: 'tag', group: 'brand' },
  type: { role: 'tag', group: 'type' },
  customproducttype: { role: 'tag', group: 'type' },
  productcategory: { role: 'tag', group: 'category' },
  standardizedproducttype: { role: 'tag', group: 'category' },
  tags: { role: 'tag', group: 'tag' },
  variantsku: { role: 'attribute' },
  sku: { role: 'attribute' },
  variantbarcode: { role: 'attribute' },
  barcode: { role: 'attribute' },
  variantprice: { role: 'price' },
  price: { role: 'price' },
  imagesrc: { role: 'image' },
  productimageurl: { role: 'image' },
  variantimage: { role: 'image' },
  variantimageurl: { role: 'image' },
};

/** Columns with a part in reading that no role expresses. */
export interface ShopifyColumns {
  readonly imagePosition: number | undefined;
  /** Pairs of columns: the option's name (given in a product's first row only) and its value. */
  readonly options: readonly { readonly name: number; readonly value: number }[];
}

export function isShopify(headers: readonly string[]): boolean {
  const keys = new Set(headers.map(headerKey));
  if (!keys.has('title')) return false;
  if (keys.has('handle')) return ['variantsku', 'variantprice', 'imagesrc', 'bodyhtml'].some((key) => keys.has(key));
  return keys.has('urlhandle') && ['sku', 'productimageurl', 'option1name'].some((key) => keys.has(key));
}

export function shopifyMeaning(header: string): Meaning {
  return meanings[headerKey(header)] ?? { role: 'ignore' };
}

export function shopifyColumns(headers: readonly string[]): ShopifyColumns {
  const keys = headers.map(headerKey);
  const position = keys.indexOf('imageposition');
  const options = [1, 2, 3].flatMap((n) => {
    const pair = { name: keys.indexOf(`option${n}name`), value: keys.indexOf(`option${n}value`) };
    return pair.name === -1 || pair.value === -1 ? [] : [pair];
  });
  return { imagePosition: position === -1 ? undefined : position, options };
}

/** The tag group of a variant option such as "Color" or "尺码"; undefined for options that are none, such as "Title". */
export function optionGroup(name: string): string | undefined {
  const meaning = meaningOf(name)?.meaning;
  return meaning?.role === 'tag' ? meaning.group : undefined;
}

/** "Apparel & Accessories > Clothing > Shirts" -> "Shirts": the path above says little that the last name does not. */
export function lastOfPath(category: string): string {
  return category.split('>').at(-1)?.trim() ?? category;
}

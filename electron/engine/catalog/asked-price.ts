/** What is asked for a product and its variants, at a time. */
import type { Sale, Variant } from './types.ts';

/** The price in a sale while that runs, else the usual one. */
export function askedPrice({ price, sale }: Pick<Variant, 'price' | 'sale'>, now: Date): number | null {
  return sale !== null && isOn(sale, now) ? sale.price : price;
}

function isOn({ from, to }: Sale, now: Date): boolean {
  const time = now.toISOString();
  return (from === null || from <= time) && (to === null || time <= to);
}

export interface PriceRange {
  readonly price: number | null;
  /** null where all cost the same. */
  readonly priceTo: number | null;
}

/** From the lowest to the highest. A price of 0 is none where others are there: shops write it for what is not for sale alone. */
export function priceRangeOf(asked: readonly (number | null)[]): PriceRange {
  const amounts = asked.filter((amount) => amount !== null);
  const charged = amounts.filter((amount) => amount > 0);
  const all = charged.length > 0 ? charged : amounts;
  if (all.length === 0) return { price: null, priceTo: null };
  const price = all.reduce((least, amount) => Math.min(least, amount));
  const most = all.reduce((greatest, amount) => Math.max(greatest, amount));
  return { price, priceTo: most > price ? most : null };
}

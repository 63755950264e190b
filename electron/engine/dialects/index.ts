/** Shop systems whose tables are known, and which of them a header belongs to. */
import { amazon } from './amazon.ts';
import { ebay } from './ebay.ts';
import { etsy } from './etsy.ts';
import { googleMerchant } from './google-merchant.ts';
import { headerKey, numberedKey } from './header-key.ts';
import { magento } from './magento.ts';
import { prestashop, prestashopCategories, prestashopCombinations } from './prestashop.ts';
import { shopify } from './shopify.ts';
import { taobao } from './taobao.ts';
import type { Dialect, DialectColumn } from './types.ts';
import { woocommerce } from './woocommerce.ts';

export { headerKey } from './header-key.ts';
export type { ColumnUse, Dialect, DialectColumn } from './types.ts';

/** In the order in which they are tried: those with signs of their own before those that share theirs. */
export const dialects: readonly Dialect[] = [
  shopify,
  magento,
  woocommerce,
  prestashopCombinations,
  prestashopCategories,
  prestashop,
  amazon,
  taobao,
  ebay,
  etsy,
  googleMerchant,
];

export interface KnownColumn extends DialectColumn {
  /** The number in the header, which holds names and values together. */
  readonly number: number | undefined;
}

const byKey = new Map(dialects.map((dialect) => [dialect, columnsByKey(dialect)]));

/** What the column means in the dialect; undefined when it is not listed. */
export function columnOf(dialect: Dialect, header: string): KnownColumn | undefined {
  const columns = byKey.get(dialect);
  const key = headerKey(header);
  const plain = columns?.get(key);
  if (plain !== undefined) return { ...plain, number: undefined };
  const numbered = numberedKey(key);
  const found = numbered && columns?.get(numbered.key);
  return found && { ...found, number: numbered.number };
}

/** The dialect whose signs the header has, in any language that is known of it. */
export function recognise(headers: readonly string[]): Dialect | undefined {
  return dialects.find((dialect) => {
    const present = new Set<string>();
    for (const header of headers) {
      const key = headerKey(header);
      present.add(key);
      const keys = columnOf(dialect, header)?.keys.split(' ') ?? [];
      const numbered = numberedKey(key)?.key ?? key;
      if (keys[0] !== undefined && (keys.includes(key) || keys.includes(numbered))) present.add(keys[0]);
    }
    return dialect.signs.some((sign) =>
      sign.split(' ').every((need) => need.split('|').some((key) => present.has(key))),
    );
  });
}

function columnsByKey(dialect: Dialect): Map<string, DialectColumn> {
  return new Map(
    dialect.columns.flatMap((column) =>
      `${column.keys} ${column.also ?? ''}`
        .trim()
        .split(' ')
        .map((key) => [key, column] as const),
    ),
  );
}

/** Real tables of shop systems: every variant that a row speaks of is there, with its options, prices, stock and image. */
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dataDir } from '../../../../bench/support/data.ts';
import { readAll, type TableFolder, tableFolder } from './testing.ts';
import type { TableVariant } from './types.ts';

const samples = path.join(dataDir, 'exports-samples');
type Row = Readonly<Record<string, string>>;
/** As the row says it; image: the name of a file. */
interface Said {
  readonly options: readonly string[];
  readonly sku: string;
  readonly prices: readonly number[];
  readonly stock: number | null;
  readonly image: string | null;
}

const number = (cell: string | undefined): number | null =>
  cell === undefined || cell === '' || Number.isNaN(Number(cell)) ? null : Number(cell);
const numbers = (...cells: (string | undefined)[]): number[] => cells.map(number).filter((one) => one !== null);
const nameOf = (address: string | undefined): string | null =>
  address === undefined || address === '' ? null : path.basename(new URL(address.trim(), 'https://x.example').pathname);
const placeholder = 'Default Title';

/** What each row says of a variant, null for a row that is none. */
const systems: Record<string, (row: Row, rows: readonly Row[]) => Said | null> = {
  shopify: (row) =>
    row['Variant Price'] === ''
      ? null
      : {
          options: [1, 2, 3]
            .map((n) => row[`Option${n} Value`] ?? '')
            .filter((value) => value !== '' && value !== placeholder),
          sku: row['Variant SKU'] ?? '',
          prices: numbers(row['Variant Price'], row['Variant Compare At Price']),
          stock: number(row['Variant Inventory Qty']),
          image: nameOf(row['Variant Image']),
        },
  woocommerce: (row) =>
    row.Type?.includes('variation') !== true
      ? null
      : {
          options: [1, 2]
            .map((n) => row[`Attribute ${n} value(s)`] ?? row[`Attribute ${n} Value(s)`] ?? '')
            .filter((value) => value !== ''),
          sku: row.SKU ?? '',
          prices: numbers(row['Regular price'], row['Sale price']),
          stock: number(row.Stock),
          image: nameOf(row.Images?.split(',')[0]),
        },
  magento: (row, rows) => {
    const parent = rows.find(({ configurable_variations: all = '' }) => all.includes(`sku=${row.sku},`));
    const own = parent?.configurable_variations?.split('|').find((entry) => entry.includes(`sku=${row.sku},`));
    return own === undefined
      ? null
      : {
          options: own.split(',').flatMap((pair) => (pair.startsWith('sku=') ? [] : (pair.split('=')[1] ?? []))),
          sku: row.sku ?? '',
          prices: numbers(row.price, row.special_price),
          stock: number(row.qty),
          image: nameOf(row.base_image),
        };
  },
};

describe.skipIf(!existsSync(samples))(`the variants of ${samples}`, () => {
  let folder: TableFolder;
  beforeEach(() => {
    folder = tableFolder();
  });
  afterEach(() => folder.remove());

  it.each([
    ['shopify-official-apparel.csv', 'shopify', 96],
    ['shopify-official-jewelry.csv', 'shopify', 24],
    ['shopify-official-snowdevil.csv', 'shopify', 600],
    ['shopify-packt.csv', 'shopify', 20],
    ['woocommerce-sample_products.csv', 'woocommerce', 9],
    ['woocommerce-importer-sample.csv', 'woocommerce', 2],
    ['magento2-luma-configurable-first170.csv', 'magento', 150],
  ])(
    'of %s',
    async (name, system, least) => {
      const file = path.join(folder.dir, name);
      copyFileSync(path.join(samples, name), file);
      const text = readFileSync(file);
      const rows = parse(text, {
        columns: true,
        bom: true,
        relax_column_count: true,
        trim: true,
        info: false,
      }) as Row[];
      const expected = rows.map((row) => systems[system]?.(row, rows) ?? null).filter((said) => said !== null);
      expect(expected.length).toBeGreaterThanOrEqual(least);
      folder.images(...new Set(expected.flatMap(({ image }) => (image === null ? [] : [`images/${image}`]))));
      const { products } = await readAll(file);
      const found = products.flatMap(({ variants }) => variants.map(saidBy));
      const left = new Map<string, number>();
      for (const one of found) left.set(JSON.stringify(one), (left.get(JSON.stringify(one)) ?? 0) + 1);
      const lost = expected.filter((said) => {
        const key = JSON.stringify({ ...said, prices: said.prices.toSorted((a, b) => a - b) });
        const count = left.get(key) ?? 0;
        left.set(key, count - 1);
        return count === 0;
      });
      expect(lost).toEqual([]);
      const tags = products.flatMap((product) => product.tags.map((tag) => tag.name.toLowerCase()));
      const values = new Set(expected.flatMap(({ options }) => options).filter((value) => value.length <= 60));
      expect([...values].filter((value) => !tags.includes(value.replace(/\s+/g, ' ').toLowerCase()))).toEqual([]);
    },
    60_000,
  );
});

function saidBy(variant: TableVariant): Said {
  const prices = [variant.price, variant.comparePrice, variant.sale?.price ?? null];
  return {
    options: variant.options.map(({ value }) => value),
    sku: variant.sku,
    prices: prices.filter((price) => price !== null).sort((a, b) => a - b),
    stock: variant.stock,
    image: variant.imagePath === null ? null : path.basename(variant.imagePath),
  };
}

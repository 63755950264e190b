/** Real tables of shop systems, where the data are: what is read against what their cells say. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { dataDir } from '../../../../bench/support/data.ts';
import type { TableProblem } from './index.ts';
import { readWithFormat as read } from './testing.ts';

const others = (problems: readonly TableProblem[]) => problems.filter(({ code }) => code !== 'IMAGE_REMOTE');

const samples = path.join(dataDir, 'exports-samples');

describe.skipIf(!existsSync(samples))(`real tables of shop systems (${samples})`, () => {
  type Row = Record<string, string>;

  function rowsOf(name: string): Row[] {
    return parse(readFileSync(path.join(samples, name)), {
      columns: true,
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as Row[];
  }

  /** By system: the cells of a row that hold prices, options, categories and images. */
  const columns: Record<
    string,
    { prices: RegExp; options: RegExp; categories: RegExp; images: RegExp; split: RegExp }
  > = {
    shopify: {
      prices: /^Variant Price$/,
      options: /^Option\d Value$/,
      categories: /^Type$/,
      images: /^(?:Image Src|Variant Image)$/,
      split: /$^/,
    },
    woocommerce: {
      prices: /^(?:Sale|Regular) price$/,
      options: /^Attribute \d value\(s\)$/i,
      categories: /^Categories$/,
      images: /^Images$/,
      split: /, */,
    },
    magento: {
      prices: /^(?:price|special_price)$/,
      options: /$^/,
      categories: /^categories$/,
      images: /_images?$/,
      split: /,/,
    },
    prestashop: {
      prices: /^Price tax/,
      options: /$^/,
      categories: /^Categories/,
      images: /^Image URL/,
      split: /[;,] */,
    },
    'prestashop-combinations': {
      prices: /$^/,
      options: /^Value /,
      categories: /$^/,
      images: /^Image URL/,
      split: /; */,
    },
    'prestashop-categories': {
      prices: /$^/,
      options: /$^/,
      categories: /^Parent category/,
      images: /^Image URL/,
      split: /$^/,
    },
    etsy: { prices: /^PRICE$/, options: /^VARIATION \d VALUES$/, categories: /$^/, images: /^IMAGE\d+$/, split: /,/ },
  };

  it.each([
    ['etsy-jewelry-en.csv', 'etsy'],
    ['etsy-plants-en.csv', 'etsy'],
    ['magento2-catalog_product.csv', 'magento'],
    ['magento2-luma-configurable-first170.csv', 'magento'],
    ['prestashop-categories_import.csv', 'prestashop-categories'],
    ['prestashop-combinations_import.csv', 'prestashop-combinations'],
    ['prestashop-products_import.csv', 'prestashop'],
    ['shopify-official-apparel.csv', 'shopify'],
    ['shopify-official-bicycles.csv', 'shopify'],
    ['shopify-official-fashion.csv', 'shopify'],
    ['shopify-official-jewelry.csv', 'shopify'],
    ['shopify-official-snowdevil.csv', 'shopify'],
    ['shopify-packt.csv', 'shopify'],
    ['shopify-partners-apparel.csv', 'shopify'],
    ['shopify-partners-home-and-garden.csv', 'shopify'],
    ['woocommerce-importer-sample.csv', 'woocommerce'],
    ['woocommerce-sample_products.csv', 'woocommerce'],
  ])('%s loses no price, option, category or image', async (name, system) => {
    const { products, problems, format } = await read(path.join(samples, name));
    expect(format).toBe(system);
    const { prices, options, categories, images, split } = columns[system] as (typeof columns)[string];
    const rows = rowsOf(name);
    const cellsOf = (pattern: RegExp) =>
      rows.flatMap((row) =>
        Object.entries(row)
          .filter(([key, cell]) => pattern.test(key) && cell !== '')
          .map(([, cell]) => cell),
      );
    const kept = products.reduce((sum, product) => sum + product.rows.length, 0);
    const left = others(problems).filter(
      ({ row, reason }) => row !== null && /so it was left|so it is not clear/.test(reason),
    );
    expect(kept + left.length, 'rows').toBe(rows.length);

    const amounts = new Set(
      products.flatMap(({ price, priceTo, variants }) => [
        price,
        priceTo,
        ...variants.flatMap((variant) => [variant.price, variant.sale?.price]),
      ]),
    );
    const lostPrices = cellsOf(prices).filter((cell) => !amounts.has(Number(cell)));
    expect(lostPrices, 'prices').toEqual([]);

    const values = products
      .flatMap(({ attributes }) => Object.values(attributes))
      .join('\n')
      .toLowerCase();
    const lostOptions = [...new Set(cellsOf(options).flatMap((cell) => cell.split(split)))]
      .map((value) => value.replace(/:\d+$/, '').replaceAll('&quot;', '"').trim())
      .filter((value) => value !== 'Default Title' && !values.includes(value.toLowerCase()));
    expect(lostOptions, 'options').toEqual([]);

    const known = new Set(
      products.flatMap(({ tags: own }) => own.map((tag) => tag.name.toLowerCase().split(' > ').at(-1))),
    );
    const lostCategories = cellsOf(categories)
      .flatMap((cell) => cell.split(split))
      .map((value) => value.split(/\/|>/).at(-1)?.trim().toLowerCase() ?? '')
      .filter((value) => value !== '' && !known.has(value));
    expect(lostCategories, 'categories').toEqual([]);

    const named = new Set([
      ...problems.map(({ path: file }) => file?.split('/').at(-1)),
      ...products.flatMap(({ imagePaths }) => imagePaths.map((file) => path.basename(file))),
    ]);
    const lostImages = cellsOf(images)
      .flatMap((cell) => cell.split(split))
      .map((value) => value.trim().split('/').at(-1) as string)
      .filter((value) => !named.has(value));
    expect(lostImages, 'images').toEqual([]);
  });
});

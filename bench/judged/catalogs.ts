/** Catalogs whose products people graded for real queries; see docs/data.md. Titles and descriptions, no images. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { seededRandom } from '../../electron/engine/numbers/random.ts';
import { writeCsv } from '../../electron/engine/text/csv.ts';
import { requireData } from '../support/data.ts';

export interface JudgedQuery {
  readonly text: string;
  /** SKU -> gain: 0 for what does not fit, more the better it fits. */
  readonly gains: ReadonlyMap<string, number>;
}

export interface JudgedCatalog {
  readonly name: string;
  readonly products: readonly { readonly sku: string; readonly title: string; readonly description: string }[];
  readonly queries: readonly JudgedQuery[];
}

type Row = Readonly<Record<string, string>>;

export const judgedCatalogs: Readonly<Record<string, () => JudgedCatalog>> = {
  crowdflower: () =>
    read('crowdflower', 'rel-crowdflower', ({ product_id: sku, median_relevance: grade }) => [sku, Number(grade) - 1]),
  homedepot: () =>
    part(
      read('homedepot', 'rel-homedepot', ({ product_uid: sku, relevance: grade }) => [sku, Number(grade) - 1]),
      1500,
    ),
};

/** Writes the products as a table that is imported like any other. */
export function writeTable({ products }: JudgedCatalog, dir: string): string {
  const file = path.join(dir, 'products.csv');
  const rows = products.map(({ sku, title, description }) => [sku, title, description]);
  writeFileSync(file, writeCsv([['sku', 'title', 'description'], ...rows]));
  return file;
}

function read(name: string, folder: string, gradeOf: (row: Row) => [string | undefined, number]): JudgedCatalog {
  const queries = new Map<string, Map<string, number>>();
  for (const row of rowsOf(requireData(`${folder}/judgments.csv`))) {
    const [sku, gain] = gradeOf(row);
    const text = row.query ?? '';
    const gains = queries.get(text) ?? new Map<string, number>();
    gains.set(sku ?? '', gain);
    queries.set(text, gains);
  }
  const products = rowsOf(requireData(`${folder}/products.csv`)).map((row) => ({
    sku: row.product_id ?? row.product_uid ?? '',
    title: row.title ?? '',
    description: row.description ?? '',
  }));
  return { name, products, queries: [...queries].map(([text, gains]) => ({ text, gains })) };
}

/** Some of the queries with all products that were graded for one of them: what fits into a benchmark's time. */
function part(catalog: JudgedCatalog, amount: number): JudgedCatalog {
  const random = seededRandom(7);
  const drawn = catalog.queries.map((query) => ({ query, at: random() })).sort((a, b) => a.at - b.at);
  const queries = drawn.slice(0, amount).map(({ query }) => query);
  const wanted = new Set(queries.flatMap(({ gains }) => [...gains.keys()]));
  return { ...catalog, queries, products: catalog.products.filter(({ sku }) => wanted.has(sku)) };
}

function rowsOf(file: string): Row[] {
  return parse(readFileSync(file), { columns: true, bom: true, skip_empty_lines: true });
}

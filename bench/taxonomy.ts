/**
 * How well products are placed in Google's taxonomy: `npm run bench:taxonomy [-- tables,fashion]`. Prints one line of
 * JSON a catalog: the share of products whose first proposal is right, of those with a sure branch how many lie in it,
 * and the same after the most frequent tags were mapped by hand, one after the other.
 * - tables: the two tables of `exports-samples` that name Google's category, without that column
 * - fashion: fashion-2k, whose types were mapped by hand (`taxonomy/fashion-types.ts`); with and without its tags
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { Taxonomy } from '../electron/engine/taxonomy/tree.ts';
import { requireData } from './support/data.ts';
import { type BenchEngine, importAndWait, jobEnded, openBenchEngine, quiet } from './support/engine.ts';
import { fashionTypes } from './taxonomy/fashion-types.ts';

type Row = Record<string, string>;

interface Truth {
  /** Path by title: the tables give no other key that the library keeps. */
  readonly of: ReadonlyMap<string, string>;
}

const wanted = (process.argv[2] ?? 'tables,fashion').split(',');
const text = readFileSync(requireData('google-product-taxonomy/taxonomy-with-ids.en-US.txt'), 'utf8');
const tree = new Taxonomy(text);
const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-taxonomy-'));
const column = 'Google Shopping / Google Product Category';

try {
  for (const name of wanted.includes('tables') ? ['fashion', 'bicycles'] : []) {
    const rows = rowsOf(requireData(`exports-samples/shopify-official-${name}.csv`));
    const of = new Map(rows.flatMap((row) => known(row.Title, row[column])));
    const bare = rows.map(({ [column]: _category, ...row }) => row);
    await measure(`shopify-official-${name}`, written(name, bare), { of }, 5);
  }
  if (wanted.includes('fashion')) {
    const file = requireData('fashion-2k/products.csv');
    const rows = rowsOf(file).map((row): Row => ({ ...row, image: path.join(path.dirname(file), row.image ?? '') }));
    const of = new Map(rows.flatMap((row) => known(row.sku, fashionTypes[row.type ?? ''])));
    const titled = rows.map(({ sku = '', title = '', type = '', image = '' }) => ({ sku, title, type, image }));
    await measure('fashion-2k', written('fashion-2k', titled), { of }, 10);
    await measure(
      'fashion-2k, titles and photos',
      written(
        'titles',
        titled.map(({ type: _type, ...row }) => row),
      ),
      { of },
      0,
    );
    await measure(
      'fashion-2k, photos',
      written(
        'photos',
        titled.map(({ sku, image }) => ({ sku, title: sku, image })),
      ),
      { of },
      0,
    );
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}

function known(key: string | undefined, category: string | undefined): [string, string][] {
  const found = category === undefined ? undefined : tree.find(category);
  return key === undefined || key === '' || found === undefined ? [] : [[key, found.text]];
}

async function measure(name: string, table: string, truth: Truth, most: number): Promise<void> {
  const engine = await openBenchEngine(path.join(dir, `${path.basename(table)}-library`));
  try {
    await importAndWait(engine, { path: table });
    await quiet(engine);
    const { job } = await engine.call('taxonomy.bring', { name: 'google', text });
    await jobEnded(engine, job);
    print(name, 0, await score(engine, truth));
    // A person says what the most frequent types are.
    let mapped = 0;
    for (const { group, tag } of await engine.call('taxonomy.mappings', {})) {
      if (mapped === most) break;
      const path = await meant(engine, group, tag, truth);
      if (path === undefined) continue;
      const done = await engine.call('taxonomy.map', { group, tag, path });
      if (done.job !== null) await jobEnded(engine, done.job);
      mapped++;
    }
    if (mapped > 0) print(name, mapped, await score(engine, truth));
  } finally {
    await engine.close();
  }
}

/** What most products with the tag are, if nine of ten are. */
async function meant(engine: BenchEngine, group: string, tag: string, { of }: Truth): Promise<string | undefined> {
  const { hits } = await engine.call('search.run', {
    filters: { tags: { [group]: [tag] } },
    limit: 500,
    facets: false,
  });
  const paths = hits.flatMap(({ sku, title }) => of.get(sku) ?? of.get(title) ?? []);
  const counts = [...Map.groupBy(paths, (own) => own)].sort(([, a], [, b]) => b.length - a.length);
  const [first] = counts;
  return first !== undefined && first[1].length >= 0.9 * paths.length ? first[0] : undefined;
}

async function score(engine: BenchEngine, { of }: Truth) {
  let products = 0;
  let right = 0;
  let level = 0;
  let among = 0;
  let sure = 0;
  let sureRight = 0;
  for (const part of ['open', 'settled'] as const) {
    for (let offset = 0; ; offset += 500) {
      const { items } = await engine.call('taxonomy.products', { part, offset, limit: 500 });
      for (const { product, path: said, branch, others } of items) {
        const expected = of.get(product.sku) ?? of.get(product.title);
        if (expected === undefined) continue;
        products++;
        const fits = (own: string): boolean => own === expected || own.startsWith(`${expected} > `);
        if (fits(said)) right++;
        if (said.split(' > ')[0] === expected.split(' > ')[0]) level++;
        if ([said, ...others.map((other) => other.path)].some(fits)) among++;
        if (branch === null && part === 'open') continue;
        sure++;
        const own = branch?.path ?? said;
        if (expected === own || expected.startsWith(`${own} > `) || fits(own)) sureRight++;
      }
      if (items.length < 500) break;
    }
  }
  const share = (count: number, all = products): number => Math.round((1000 * count) / Math.max(1, all)) / 1000;
  return {
    products,
    right: share(right),
    firstLevel: share(level),
    amongSix: share(among),
    sureBranch: share(sure),
    sureRight: share(sureRight, sure),
  };
}

function print(catalog: string, mapped: number, figures: Awaited<ReturnType<typeof score>>): void {
  console.log(JSON.stringify({ catalog, mapped, ...figures }));
}

function rowsOf(file: string): Row[] {
  return parse(readFileSync(file), { columns: true, relax_quotes: true, relax_column_count: true, bom: true }) as Row[];
}

function written(name: string, rows: readonly Row[]): string {
  const file = path.join(dir, `${name}.csv`);
  writeFileSync(file, stringify([...rows], { header: true }));
  return file;
}

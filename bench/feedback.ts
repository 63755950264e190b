/**
 * What correcting and grading are worth on a real catalog, LOOKALIKE_DATA/fashion-2k, whose known attributes play the person: `node bench/feedback.ts [seeds]`.
 * Prints JSON; docs/measurements.md quotes it. (a) wrong tags found and corrected; (b) nDCG@10 of attribute queries before and after learning, once with the
 * whole table and once with the images alone.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Catalog, readCatalog } from './feedback/queries.ts';
import { acrossQueries, drawn, withinQuery } from './feedback/ranking.ts';
import { reviewRun } from './feedback/tags.ts';
import { requireData } from './support/data.ts';
import { type BenchEngine, importAndWait, openBenchEngine } from './support/engine.ts';

const seeds = (process.argv[2] ?? '1,2,3').split(',').map(Number);
const parts = (process.argv[3] ?? 'tags,table,photos').split(',');
const table = requireData('fashion-2k/products.csv');
const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-feedback-'));
const print = (what: string, value: unknown): void => console.log(JSON.stringify({ what, ...(value as object) }));

try {
  const catalog = await imported('table', table);
  for (const seed of parts.includes('tags') ? seeds : []) {
    for (const order of ['suspicious', 'random'] as const) {
      print('tags', await reviewRun(path.join(dir, 'table'), seed, order));
    }
  }
  if (parts.includes('table')) await rankings('table', catalog);
  if (parts.includes('photos')) {
    const bySku = new Map([...catalog.values()].map(({ sku, attributes }) => [sku, attributes]));
    const images = await imported('photos', path.join(path.dirname(table), 'images'));
    const known = [...images].map(
      ([id, { sku }]) => [id, { sku, attributes: bySku.get(path.parse(sku).name) ?? {} }] as const,
    );
    await rankings('photos', new Map(known));
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}

async function imported(name: string, source: string): Promise<Catalog> {
  return using(path.join(dir, name), async (engine) => {
    await importAndWait(engine, { path: source, ...(name === 'photos' ? { layout: 'photo' as const } : {}) });
    return readCatalog(engine);
  });
}

async function rankings(library: string, catalog: Catalog): Promise<void> {
  for (const seed of seeds) {
    const copy = path.join(dir, `${library}-${seed}`);
    cpSync(path.join(dir, library), copy, { recursive: true });
    await using(copy, async (engine) => {
      const queries = drawn(catalog, seed);
      print('within a query', { library, seed, ...(await withinQuery(engine, queries)) });
      print('across queries', { library, seed, ...(await acrossQueries(engine, catalog, queries, seed)) });
    });
    rmSync(copy, { recursive: true, force: true });
  }
}

async function using<T>(library: string, work: (engine: BenchEngine) => Promise<T>): Promise<T> {
  const engine = await openBenchEngine(library);
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

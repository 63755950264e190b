/**
 * Search against the grades that people gave: `npm run bench:judged [-- CATALOG ...] [--library DIR]`. For each catalog
 * nDCG@10 of plain BM25 and of the default ranking, once with everything that nobody graded counted as wrong, once among
 * the graded products alone. Prints JSON; docs/measurements.md quotes it. With --library the library is made there and
 * used again the next time.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ndcgAt, tellsOrders } from '../electron/engine/evaluation/metrics.ts';
import { bootstrapMean, randomisationTest } from '../electron/engine/numbers/statistics.ts';
import { bm25 } from './judged/bm25.ts';
import { type JudgedCatalog, type JudgedQuery, judgedCatalogs, writeTable } from './judged/catalogs.ts';
import { type BenchEngine, importAndWait, jobEnded, openBenchEngine, quiet } from './support/engine.ts';

const k = 10;
const { values, positionals } = parseArgs({ allowPositionals: true, options: { library: { type: 'string' } } });

for (const name of positionals.length > 0 ? positionals : Object.keys(judgedCatalogs)) {
  const catalog = judgedCatalogs[name]?.();
  if (catalog === undefined) throw new Error(`There is no catalog "${name}". Known: ${Object.keys(judgedCatalogs)}.`);
  const parent = values.library ?? mkdtempSync(path.join(tmpdir(), 'lookalike-judged-'));
  try {
    console.log(JSON.stringify(await measure(catalog, path.join(parent, name)), null, 2));
  } finally {
    if (values.library === undefined) rmSync(parent, { recursive: true });
  }
}

async function measure(catalog: JudgedCatalog, dir: string): Promise<object> {
  const isMade = existsSync(dir);
  mkdirSync(dir, { recursive: true });
  const engine = await openBenchEngine(path.join(dir, 'library'));
  try {
    if (!isMade) await importAndWait(engine, { path: writeTable(catalog, dir) });
    await quiet(engine);
    const ranked = await rankings(engine, catalog.queries);
    const own = ranked.map((list) => list.map(({ sku }) => sku));
    const plain = bm25(catalog);
    const words = catalog.queries.map(({ text }) => plain(text));
    return {
      catalog: catalog.name,
      products: catalog.products.length,
      queries: catalog.queries.length,
      ungradedCountAsWrong: compare(catalog.queries, words, own, ({ gains }, skus) =>
        ndcgAt(
          skus.map((sku) => gains.get(sku) ?? 0),
          [...gains.values()],
          k,
        ),
      ),
      gradedOnly: compare(catalog.queries, words, own, ({ gains }, skus) => {
        // What a list leaves out comes last, in the order of the table.
        const found = new Set([...skus.filter((sku) => gains.has(sku)), ...gains.keys()]);
        return ndcgAt(
          [...found].map((sku) => gains.get(sku) ?? 0),
          [...gains.values()],
          k,
        );
      }),
      misspelt: await misspelt(engine, catalog),
      bands: await bands(engine, catalog.queries),
      learned: await learned(engine, catalog),
      gradedAmongFirst: {
        bm25: gradedShare(catalog.queries, words),
        default: gradedShare(catalog.queries, own),
      },
    };
  } finally {
    await engine.close();
  }
}

interface Ranked {
  readonly sku: string;
  readonly score: number;
}

/** The ranking in use, by query. */
async function rankings(engine: BenchEngine, queries: readonly JudgedQuery[]): Promise<Ranked[][]> {
  const found = queries.map((): Ranked[] => []);
  const asked = queries.map(({ text }, i) => ({ key: String(i), text }));
  for (let at = 0; at < asked.length; at += 200) {
    const { text } = await engine.call('evaluation.run', { queries: asked.slice(at, at + 200), k: 1000 });
    for (const line of text.split('\n')) {
      const [key, , sku, , score] = line.split(/\s+/);
      if (sku !== undefined) found[Number(key)]?.push({ sku: decodeURIComponent(sku), score: Number(score) });
    }
  }
  return found;
}

/** Queries that the spelling correction changes, without it and with it; ungraded products count as wrong. */
async function misspelt(engine: BenchEngine, { queries }: JudgedCatalog) {
  const values: { readonly before: number; readonly after: number }[] = [];
  for (const { text, gains } of queries) {
    if (!tellsOrders([...gains.values()])) continue;
    const ask = async (spelling: boolean) =>
      engine.call('search.run', { parts: [{ kind: 'text', text }], spelling, cutoff: false, facets: false, limit: k });
    const ndcgOf = ({ hits }: { hits: readonly { sku: string }[] }): number =>
      ndcgAt(
        hits.map(({ sku }) => gains.get(sku) ?? 0),
        [...gains.values()],
        k,
      );
    const corrected = await ask(true);
    if (corrected.corrections.length === 0) continue;
    values.push({ before: ndcgOf(await ask(false)), after: ndcgOf(corrected) });
  }
  const differences = values.map(({ before, after }) => after - before);
  return {
    queries: values.length,
    asTyped: round(bootstrapMean(values.map(({ before }) => before)).mean),
    corrected: round(bootstrapMean(values.map(({ after }) => after)).mean),
    p: round(randomisationTest(differences)),
  };
}

/** Of the graded products among the first hundred, by the band they are shown in: how many have two thirds of the best grade. */
async function bands(engine: BenchEngine, queries: readonly JudgedQuery[]) {
  const best = Math.max(...queries.flatMap(({ gains }) => [...gains.values()]));
  const graded: { band: string; right: boolean }[] = [];
  for (const { text, gains } of queries) {
    const parts = [{ kind: 'text' as const, text }];
    const { hits } = await engine.call('search.run', { parts, cutoff: false, facets: false, limit: 100 });
    for (const { sku, band } of hits) {
      const gain = gains.get(sku);
      if (gain !== undefined && band !== null) graded.push({ band, right: gain >= 0.66 * best });
    }
  }
  return Object.fromEntries(
    [...Map.groupBy(graded, ({ band }) => band)].map(([band, own]) => [
      band,
      { graded: own.length, right: round(own.filter(({ right }) => right).length / own.length) },
    ]),
  );
}

/** What learning from all grades gains on queries it was not fitted on, among the graded products. */
async function learned(engine: BenchEngine, { queries }: JudgedCatalog) {
  const best = Math.max(...queries.flatMap(({ gains }) => [...gains.values()]));
  const lines = queries.flatMap(({ gains }, i) =>
    [...gains].map(([sku, gain]) => `${i} 0 ${encodeURIComponent(sku)} ${Math.round((3 * gain) / best)}`),
  );
  const { setId } = await engine.call('labels.import', {
    ...{ format: 'qrels', setName: 'judged', judge: 'people' },
    text: lines.join('\n'),
    queries: queries.map(({ text }, i) => `${i}\t${text}`).join('\n'),
  });
  const job = await jobEnded(engine, await engine.call('evaluation.learn', { setId, adopt: false }));
  const report = await engine.call('evaluation.learning', { id: Number(job.result?.report) });
  const { comparison } = report;
  return {
    queries: report.queries,
    before: round(comparison?.a.mean ?? 0),
    after: round(comparison?.b.mean ?? 0),
    p: round(comparison?.pValue ?? 1),
    winner: report.winner,
    tried: report.tried.map(({ name, regularisation, heldOut }) => `${name} ${regularisation}: ${round(heldOut.mean)}`),
  };
}

type Measure = (query: JudgedQuery, skus: readonly string[]) => number;

function compare(queries: readonly JudgedQuery[], a: readonly string[][], b: readonly string[][], measure: Measure) {
  const telling = queries.flatMap((query, i) => (tellsOrders([...query.gains.values()]) ? [i] : []));
  const valuesOf = (lists: readonly string[][]): number[] =>
    telling.map((i) => measure(queries[i] as JudgedQuery, lists[i] as string[]));
  const [before, after] = [valuesOf(a), valuesOf(b)];
  const differences = after.map((value, i) => value - (before[i] as number));
  return {
    queries: telling.length,
    bm25: round(bootstrapMean(before).mean),
    default: round(bootstrapMean(after).mean),
    difference: round(bootstrapMean(differences).mean),
    p: round(randomisationTest(differences)),
  };
}

/** The share of the first ten that anybody graded. */
function gradedShare(queries: readonly JudgedQuery[], lists: readonly string[][]): number {
  const shares = queries.map(({ gains }, i) => (lists[i] ?? []).slice(0, k).filter((sku) => gains.has(sku)).length / k);
  return round(bootstrapMean(shares).mean);
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

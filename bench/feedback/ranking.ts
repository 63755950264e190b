/** Part (b): what grading is worth, within a query and on queries that nobody graded. */
import type { MethodInput } from '../../electron/contract/contract.ts';
import type { LearnReport, RankerInfo } from '../../electron/contract/evaluation.ts';
import { ndcgAt } from '../../electron/engine/evaluation/metrics.ts';
import { bootstrapMean, kFolds, mean, randomisationTest } from '../../electron/engine/numbers/statistics.ts';
import { type BenchEngine, jobEnded } from '../support/engine.ts';
import { type AttributeQuery, type Catalog, drawQueries } from './queries.ts';

const labelled = 5;
const k = 10;

/** Two systems on the same queries. */
export function paired(before: readonly number[], after: readonly number[]) {
  const differences = after.map((value, i) => value - (before[i] ?? 0));
  const { mean: difference, low, high } = bootstrapMean(differences);
  return {
    queries: before.length,
    before: round(mean(before)),
    after: round(mean(after)),
    difference: round(difference),
    interval: [round(low), round(high)],
    better: differences.filter((value) => value > 1e-9).length,
    worse: differences.filter((value) => value < -1e-9).length,
    p: round(randomisationTest(differences), 4),
  };
}

/** The first five results are graded; measured is the order of all others, before and after ("residual collection"). */
export async function withinQuery(engine: BenchEngine, queries: readonly AttributeQuery[]) {
  const before: number[] = [];
  const after: number[] = [];
  const times: number[] = [];
  const contrasted: number[] = [];
  for (const { text, grades } of queries) {
    const query = { parts: [{ kind: 'text' as const, text }] };
    const first = await engine.call('labels.rank', { query, feedback: false, judge: 'oracle', limit: 60 });
    const given = new Set<number>();
    for (const hit of first.hits.slice(0, labelled)) {
      const grade = (grades.get(hit.id) ?? 0) as 0 | 1 | 2 | 3;
      given.add(grade);
      await engine.call('labels.grade', { query, productId: hit.id, grade, judge: 'oracle' });
    }
    const moved = await engine.call('labels.rank', { query, judge: 'oracle', unratedOnly: true, limit: 60 });
    const seen = new Set(first.hits.slice(0, labelled).map(({ id }) => id));
    const left = [...grades].filter(([id]) => !seen.has(id)).map(([, grade]) => grade);
    const gains = (hits: typeof moved.hits): number[] => hits.map(({ id }) => grades.get(id) ?? 0);
    before.push(ndcgAt(gains(first.hits.filter(({ id }) => !seen.has(id))), left, k));
    after.push(ndcgAt(gains(moved.hits), left, k));
    if (given.size > 1) contrasted.push(before.length - 1);
    times.push(moved.tookMs);
  }
  const among = (values: readonly number[]): number[] => contrasted.map((i) => values[i] ?? 0);
  return {
    ...paired(before, after),
    whereTheFiveDiffer: paired(among(before), among(after)),
    medianMs: round(times.sort((a, b) => a - b)[times.length >> 1] ?? 0, 1),
  };
}

/** Grades the pool that the labelling mode shows for half of the queries, learns, and measures on the other half against all products. */
export async function acrossQueries(
  engine: BenchEngine,
  catalog: Catalog,
  queries: readonly AttributeQuery[],
  seed: number,
) {
  const before: number[] = [];
  const after: number[] = [];
  const learned = [];
  for (const [fold, held] of kFolds(queries.length, 2, seed).entries()) {
    const outside = new Set(held);
    const training = queries.filter((_, i) => !outside.has(i));
    const setId = await gradePools(engine, training, `seed ${seed} fold ${fold}`, seed);
    const started = performance.now();
    const report = await learnAndWait(engine, { setId, judge: `oracle ${setId}`, seed });
    const { preferences, ...ranker } = (await engine.call('evaluation.rankers', {}))[0] as RankerInfo;
    const { reason, winner, comparison, tried } = report;
    learned.push({
      adopted: report.adopted,
      reason,
      winner,
      seconds: round((performance.now() - started) / 1000, 1),
      heldOut: comparison && {
        current: round(comparison.a.mean),
        learned: round(comparison.b.mean),
        p: round(comparison.pValue, 4),
      },
      tried: tried.map(({ name, regularisation, heldOut, fitted }) => [
        name,
        regularisation,
        round(heldOut.mean),
        round(fitted),
      ]),
      ranker: report.adopted ? { ...ranker, preferences: preferences.slice(0, 3), heldOut: undefined } : null,
    });
    const test = held.map((i) => queries[i] as AttributeQuery);
    before.push(...(await ndcgOf(engine, catalog, test, 'default')));
    after.push(...(await ndcgOf(engine, catalog, test, report.ranker ?? 'default')));
    await engine.call('evaluation.useRanker', { name: 'default' });
  }
  return { heldOut: paired(before, after), learned };
}

async function learnAndWait(engine: BenchEngine, params: MethodInput<'evaluation.learn'>): Promise<LearnReport> {
  const { result } = await jobEnded(engine, await engine.call('evaluation.learn', params));
  return engine.call('evaluation.learning', { id: Number(result?.report) });
}

/** Grades everything the labelling mode shows; answers the set. */
async function gradePools(
  engine: BenchEngine,
  queries: readonly AttributeQuery[],
  name: string,
  seed: number,
): Promise<number> {
  const { id } = await engine.call('labels.createSet', { name, texts: queries.map(({ text }) => text) });
  const byText = new Map(queries.map((query) => [query.text, query]));
  const judge = `oracle ${id}`;
  let after: number | undefined;
  for (let i = 0; i < queries.length; i++) {
    const page = await engine.call('labels.next', {
      setId: id,
      judge,
      seed,
      ...(after === undefined ? {} : { after }),
    });
    if (page.query === null) break;
    const grades = byText.get(page.query.label)?.grades;
    for (const hit of page.hits) {
      const grade = (grades?.get(hit.id) ?? 0) as 0 | 1 | 2 | 3;
      await engine.call('labels.grade', { query: { queryId: page.query.id }, productId: hit.id, grade, judge });
    }
    after = page.query.id;
  }
  return id;
}

async function ndcgOf(
  engine: BenchEngine,
  catalog: Catalog,
  queries: readonly AttributeQuery[],
  ranker: string,
): Promise<number[]> {
  const bySku = new Map([...catalog].map(([id, { sku }]) => [sku, id]));
  const { text } = await engine.call('evaluation.run', {
    queries: queries.map((query, i) => ({ key: String(i), text: query.text })),
    ranker,
    k,
  });
  const gains = queries.map((): number[] => []);
  for (const line of text.trim().split('\n')) {
    const [key = '', , sku = ''] = line.split(' ');
    gains[Number(key)]?.push(queries[Number(key)]?.grades.get(bySku.get(sku) ?? -1) ?? 0);
  }
  return queries.map(({ grades }, i) => ndcgAt(gains[i] ?? [], [...grades.values()], k));
}

export function drawn(catalog: Catalog, seed: number): AttributeQuery[] {
  return drawQueries(catalog, 100, seed);
}

function round(value: number, digits = 3): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}

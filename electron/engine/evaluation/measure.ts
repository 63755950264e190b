/** From rankings and judgements to figures: one ranking, or two beside one another. */
import {
  type Comparison,
  type Estimate,
  type EvaluationReport,
  type Metric,
  metricNames,
  type QueryScore,
  type Ungraded,
} from '../../contract/evaluation.ts';
import { mean as average, bootstrapMean, randomisationTest } from '../numbers/statistics.ts';
import type { JudgedQuery } from './judged-queries.ts';
import { rankingMetrics, tellsOrders } from './metrics.ts';

/** Product ids in a ranking's order, by query id. */
export type Rankings = ReadonlyMap<number, readonly number[]>;

function scoreQuery(query: JudgedQuery, ranking: readonly number[], k: number, ungraded: Ungraded): QueryScore {
  const grades = [...query.grades.values()];
  const counted = ungraded === 'wrong' ? ranking : ranking.filter((productId) => query.grades.has(productId));
  const gains = counted.map((productId) => query.grades.get(productId) ?? 0);
  const relevant = grades.filter((grade) => grade > 0).length;
  const seen = ranking.slice(0, k).filter((productId) => query.grades.has(productId)).length;
  return {
    query: query.key,
    label: query.label,
    values: relevant === 0 ? null : rankingMetrics(gains, grades, k),
    relevant,
    judged: grades.length,
    judgedAtK: seen / Math.min(k, Math.max(1, ranking.length)),
    flat: relevant > 0 && !tellsOrders(grades),
  };
}

export function scoreQueries(
  queries: readonly JudgedQuery[],
  rankings: Rankings,
  k: number,
  ungraded: Ungraded,
): QueryScore[] {
  return queries.map((query) => scoreQuery(query, rankings.get(query.id) ?? [], k, ungraded));
}

type Figures = Pick<EvaluationReport, 'queries' | 'leftOut' | 'judgedAtK' | 'metrics' | 'perQuery'>;

/** Means over the queries whose grades tell orders apart, with bootstrap intervals. */
export function measure(queries: readonly JudgedQuery[], rankings: Rankings, k: number, ungraded: Ungraded): Figures {
  const perQuery = scoreQueries(queries, rankings, k, ungraded);
  const counting = perQuery.filter(counts);
  const estimate = (metric: Metric): Estimate => bootstrapMean(counting.map(({ values }) => values?.[metric] ?? 0));
  return {
    queries: counting.length,
    leftOut: perQuery.length - counting.length,
    judgedAtK: average(counting.map(({ judgedAtK }) => judgedAtK)),
    metrics: Object.fromEntries(metricNames.map((name) => [name, estimate(name)])) as Figures['metrics'],
    perQuery,
  };
}

/** A query that counts: something is relevant, and not everything judged is equally so. */
export function counts({ values, flat }: QueryScore): boolean {
  return values !== null && !flat;
}

/** Differences smaller than this are a tie. */
const tie = 1e-9;

export function comparePairs(
  pairs: readonly { query: string; label: string; a: number; b: number }[],
  names: { a: string; b: string },
  metric: Metric,
  k: number,
): Comparison {
  const differences = pairs.map(({ a, b }) => (Math.abs(b - a) < tie ? 0 : b - a));
  return {
    metric,
    k,
    a: { name: names.a, mean: average(pairs.map(({ a }) => a)) },
    b: { name: names.b, mean: average(pairs.map(({ b }) => b)) },
    difference: bootstrapMean(differences),
    pValue: randomisationTest(differences),
    wins: differences.filter((difference) => difference > 0).length,
    ties: differences.filter((difference) => difference === 0).length,
    losses: differences.filter((difference) => difference < 0).length,
    perQuery: pairs
      .map((pair, index) => ({ ...pair, difference: differences[index] ?? 0 }))
      .sort((x, y) => y.difference - x.difference),
  };
}

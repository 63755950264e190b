/**
 * Learning a ranker from judgements, and deciding honestly whether to use it. Each candidate is fitted on some queries
 * and measured on others; which candidate is best is decided within the training queries, so that the figure it is
 * adopted on was not used to choose it.
 */
import type { LearnReport } from '../../contract/evaluation.ts';
import { mean as average, bootstrapMean, deviation, kFolds } from '../numbers/statistics.ts';
import { exampleLogOdds, type FitOptions, fitRanker, type TrainingQuery } from '../search/rankers/fit.ts';
import type { Ranker } from '../search/rankers/ranker.ts';
import type { JudgedQuery } from './judged-queries.ts';
import { comparePairs } from './measure.ts';
import { ndcgAt, tellsOrders } from './metrics.ts';

export interface LearnQuery {
  readonly judged: JudgedQuery;
  readonly training: TrainingQuery;
  /** Grades of the judged products in the order in which a search with the ranker has them. */
  readonly gainsUnder: (ranker: Ranker) => Promise<number[]>;
}

interface RankerCandidate extends FitOptions {
  readonly name: string;
}

export type Learned = Pick<
  LearnReport,
  'queries' | 'folds' | 'current' | 'tried' | 'winner' | 'comparison' | 'reason' | 'needed' | 'explanation'
> & { readonly ranker: Ranker | null };

/** Fewer queries cannot tell a better ranker from a lucky one. */
export const fewestQueries = 8;
const significant = 0.05;
const k = 10;
/** Parts of the training queries by which a candidate is chosen. */
const innerFolds = 3;

const shapes = [
  { name: 'weights', fits: 'components', withTagMatch: false, withPreferences: false },
  { name: 'weights + tags', fits: 'components', withTagMatch: true, withPreferences: false },
  { name: 'wording', fits: 'wording', withTagMatch: false, withPreferences: false },
  { name: 'wording + tags', fits: 'wording', withTagMatch: true, withPreferences: false },
  { name: 'wording + tags + preferences', fits: 'wording', withTagMatch: true, withPreferences: true },
] as const;

/** Simplest first, and of one shape the one that stays closest to the ranker in use. */
export const candidates: readonly RankerCandidate[] = shapes.flatMap((shape) =>
  [3, 0.3].map((ridge) => ({ ...shape, ridge })),
);

/** How often `learn` pauses for `queries`, at most. */
export function learnSteps(folds: number, queries: number): number {
  return (folds * (innerFolds + 1) + 1) * candidates.length + 2 * queries;
}

/** `pause` lets other work in between two fits. */
export async function learn(
  all: readonly LearnQuery[],
  current: Ranker,
  { folds, seed }: { readonly folds: number; readonly seed: number },
  pause: () => Promise<void>,
): Promise<Learned> {
  const queries = all.filter(({ judged }) => tellsOrders([...judged.grades.values()]));
  const nothing = { tried: [], winner: null, comparison: null, ranker: null };
  const base = { queries: queries.length, folds, needed: fewestQueries, ...nothing };
  const now: number[] = [];
  for (const query of queries) {
    now.push(await searched(query, current));
    await pause();
  }
  const heldOutNow = { name: current.name, heldOut: bootstrapMean(now) };
  if (queries.length < fewestQueries) {
    const explanation = `${queries.length} queries have grades that tell a good order from a bad one; at least ${fewestQueries} are needed.`;
    return { ...base, current: heldOutNow, reason: 'too-few-queries', explanation };
  }
  const learned: number[] = [];
  const heldOut = await crossValidate(queries, current, { folds, seed }, pause, async (training, fold) => {
    const inner = await crossValidate(training, current, { folds: innerFolds, seed: seed + 1 }, pause);
    const chosen = fitted(training, current, candidates[preferred(inner)] as RankerCandidate);
    for (const query of fold) {
      learned[query] = await searched(queries[query] as LearnQuery, chosen);
      await pause();
    }
  });
  const tried: LearnReport['tried'] = [];
  for (const [c, candidate] of candidates.entries()) {
    const ranker = fitted(queries, current, candidate);
    tried.push({
      name: candidate.name,
      regularisation: candidate.ridge,
      heldOut: bootstrapMean(heldOut[c] ?? []),
      fitted: average(queries.map((query) => ndcg(query, ranker))),
    });
    await pause();
  }
  const comparison = comparePairs(
    queries.map(({ judged }, i) => ({
      query: judged.key,
      label: judged.label,
      a: now[i] as number,
      b: learned[i] as number,
    })),
    { a: current.name, b: 'learned' },
    'nDCG@k',
    k,
  );
  const winner = candidates[preferred(heldOut)] as RankerCandidate;
  const verdict = judge(comparison);
  return {
    ...base,
    current: heldOutNow,
    tried,
    winner: winner.name,
    comparison,
    ...verdict,
    ranker: verdict.reason === 'better' ? fitted(queries, current, winner) : null,
  };
}

/**
 * nDCG of each query under each candidate fitted on the other folds: [candidate][query]. `before` is told of each fold
 * the queries outside, and the numbers of those inside.
 */
async function crossValidate(
  queries: readonly LearnQuery[],
  current: Ranker,
  { folds, seed }: { readonly folds: number; readonly seed: number },
  pause: () => Promise<void>,
  before?: (training: readonly LearnQuery[], fold: readonly number[]) => Promise<void>,
): Promise<number[][]> {
  const values = candidates.map(() => new Array<number>(queries.length).fill(0));
  for (const fold of kFolds(queries.length, folds, seed)) {
    const training = queries.filter((_, i) => !fold.includes(i));
    await before?.(training, fold);
    for (const [c, candidate] of candidates.entries()) {
      const ranker = fitted(training, current, candidate);
      for (const i of fold) (values[c] as number[])[i] = ndcg(queries[i] as LearnQuery, ranker);
      await pause();
    }
  }
  return values;
}

function judge(comparison: NonNullable<LearnReport['comparison']>): Pick<LearnReport, 'reason' | 'explanation'> {
  const { a, b, pValue, wins, ties, losses } = comparison;
  const figures = `nDCG@${k} on queries it was not fitted on: ${a.name} ${a.mean.toFixed(3)}, learned ${b.mean.toFixed(3)} (better on ${wins}, equal on ${ties}, worse on ${losses}; p = ${pValue.toFixed(3)})`;
  if (wins + losses === 0) return { reason: 'nothing-to-learn', explanation: `The orders are the same. ${figures}.` };
  if (b.mean <= a.mean) return { reason: 'worse', explanation: `The ranking in use stays, it is better. ${figures}.` };
  if (pValue >= significant) {
    const explanation = `The ranking in use stays: the gain may be chance. ${figures}; p has to be below ${significant}. More judged queries would tell.`;
    return { reason: 'not-significant', explanation };
  }
  return { reason: 'better', explanation: `The learned ranking is better beyond chance. ${figures}.` };
}

function fitted(queries: readonly LearnQuery[], current: Ranker, candidate: RankerCandidate): Ranker {
  const trained = queries.map(({ training }) => training);
  return fitRanker(trained, current, candidate);
}

/**
 * Over the judged products alone (condensed lists, Sakai 2007): showing what nobody graded yet costs nothing. As a
 * search has them: what measuring and comparing say of the same ranker.
 */
async function searched({ judged, gainsUnder }: LearnQuery, ranker: Ranker): Promise<number> {
  return ndcgAt(await gainsUnder(ranker), [...judged.grades.values()], k);
}

/** The same without a search for each of the many candidates, by how titles were worded under the ranker in use. */
function ndcg({ judged, training: { scales, examples } }: LearnQuery, ranker: Ranker): number {
  const ranked = examples
    .map((example) => ({ grade: example.grade, logOdds: exampleLogOdds(example, ranker, scales) }))
    .sort((a, b) => (a.logOdds === b.logOdds ? 0 : b.logOdds - a.logOdds));
  return ndcgAt(
    ranked.map(({ grade }) => grade),
    [...judged.grades.values()],
    k,
  );
}

/**
 * The simplest candidate whose mean is within one standard error of the best one's (Breiman et al. 1984), so that
 * chance does not buy complexity. `values`: nDCG by candidate and query.
 */
function preferred(values: readonly (readonly number[])[]): number {
  const means = values.map(average);
  const best = means.reduce((at, value, i) => (value > (means[at] as number) ? i : at), 0);
  return values.findIndex((own) => {
    const differences = (values[best] ?? []).map((value, i) => value - (own[i] ?? 0));
    const standardError = deviation(differences) / Math.sqrt(Math.max(1, differences.length - 1));
    return average(differences) <= standardError + 1e-12;
  });
}

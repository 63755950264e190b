/** How good lists of recommendations are: accuracy with intervals, and beside it coverage and novelty. */
import { bootstrapMean, randomisationTest } from '../../electron/engine/numbers/statistics.ts';
import { qualityAt } from '../../electron/engine/recommendations/blend.ts';
import type { History } from '../../electron/engine/recommendations/histories.ts';
import { topItems, type Weighted } from '../../electron/engine/recommendations/item-weights.ts';

export interface Case {
  readonly history: History;
  readonly right: ReadonlySet<number>;
  /** When [s], for methods that know time. */
  readonly now: number;
  /** What names it in files of lists. */
  readonly key?: string;
}

/** A score for each item; those above 0 are recommended. */
export type Scorer = (at: Case) => Float64Array;

/** Entries of a list that a blend reads. */
const listed = 200;

/** The lists of a method, best first. `seenToo`: what the history has may come again; `isCandidate`: what may come at all. */
export function listsOf(
  cases: readonly Case[],
  score: Scorer,
  { seenToo = false, isCandidate = () => true }: { seenToo?: boolean; isCandidate?: (item: number) => boolean } = {},
): Weighted[][] {
  return cases.map((at) => {
    const seen = new Set(seenToo ? [] : Array.from(at.history));
    return topItems(score(at), listed, (item) => seen.has(item) || !isCandidate(item));
  });
}

export interface Values {
  readonly recall: number[];
  readonly ndcg: number[];
  readonly mrr: number[];
}

export function valuesOf(cases: readonly Case[], lists: readonly (readonly Weighted[])[], k: number): Values {
  const values: Values = { recall: [], ndcg: [], mrr: [] };
  cases.forEach(({ right }, i) => {
    const list = (lists[i] ?? []).slice(0, k);
    const { recall, ndcg } = qualityAt(list, right, k);
    const first = list.findIndex(({ item }) => right.has(item));
    values.recall.push(recall);
    values.ndcg.push(ndcg);
    values.mrr.push(first < 0 ? 0 : 1 / (first + 1));
  });
  return values;
}

/**
 * `coverage`: the share of the candidates that are in any list; `novelty`: the mean of -log2 of the share of histories that know an item, over
 * all lists.
 */
export function report(
  cases: readonly Case[],
  lists: readonly (readonly Weighted[])[],
  k: number,
  { counts, rows, candidates }: { counts: Float64Array; rows: number; candidates: number },
): Record<string, unknown> {
  const { recall, ndcg, mrr } = valuesOf(cases, lists, k);
  const shown = new Set<number>();
  let [surprise, entries] = [0, 0];
  for (const list of lists)
    for (const { item } of list.slice(0, k)) {
      if (item < 0) continue;
      shown.add(item);
      surprise -= Math.log2(Math.max(counts[item] as number, 0.5) / rows);
      entries++;
    }
  return {
    [`recall@${k}`]: interval(recall),
    [`ndcg@${k}`]: interval(ndcg),
    [`mrr@${k}`]: interval(mrr),
    coverage: rounded(shown.size / candidates),
    novelty: rounded(surprise / Math.max(1, entries)),
  };
}

/** The chance of a difference as large between two methods if both were as good, by recall. */
export function chance(a: readonly number[], b: readonly number[]): number {
  return rounded(
    randomisationTest(
      a.map((value, i) => value - (b[i] as number)),
      { flips: 5000 },
    ),
    5,
  );
}

function interval(values: readonly number[]): string {
  const { mean, low, high } = bootstrapMean(values, { resamples: 500 });
  return `${mean.toFixed(4)} [${low.toFixed(4)}, ${high.toFixed(4)}]`;
}

export function rounded(value: number, digits = 4): number {
  return Number(value.toFixed(digits));
}

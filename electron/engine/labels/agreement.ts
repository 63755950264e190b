/** How far two judges agree beyond chance. */
import type { Agreement, Judgement } from '../../contract/labels.ts';
import type { LabelsRepo } from './judgement-repo.ts';

/** Grades of one product for one query by two judges. */
export type Pair = readonly [a: number, b: number];

/**
 * Cohen's kappa (1960): `1 - sum w_ij observed_ij / sum w_ij expected_ij`, with expected counts from each judge's own
 * share of the categories 0..`categories`-1. The weights are 1 off the diagonal, or squared distances when `quadratic`
 * (Cohen 1968). `null` without pairs, or when chance alone would agree fully.
 */
export function cohensKappa(pairs: readonly Pair[], categories: number, quadratic = false): number | null {
  if (pairs.length === 0) return null;
  const a = new Float64Array(categories);
  const b = new Float64Array(categories);
  const weight = (i: number, j: number): number => (quadratic ? (i - j) ** 2 : i === j ? 0 : 1);
  let observed = 0;
  for (const [i, j] of pairs) {
    a[i] = (a[i] ?? 0) + 1 / pairs.length;
    b[j] = (b[j] ?? 0) + 1 / pairs.length;
    observed += weight(i, j) / pairs.length;
  }
  let expected = 0;
  for (let i = 0; i < categories; i++) {
    for (let j = 0; j < categories; j++) expected += weight(i, j) * (a[i] as number) * (b[j] as number);
  }
  return expected < 1e-12 ? null : 1 - observed / expected;
}

const shownDisagreements = 50;

/** Agreement of each pair of judges that graded something in common, by name; in a set, or anywhere. */
export function agreements(repo: LabelsRepo, setId: number | undefined): Agreement[] {
  const ids = setId === undefined ? null : repo.setQueries(setId).map(({ id }) => id);
  const byJudge = Map.groupBy(repo.judgements(ids), ({ judge }) => judge);
  const judges = [...byJudge.keys()].sort();
  return judges.flatMap((a, at) =>
    judges.slice(at + 1).flatMap((b): Agreement[] => {
      const common = inCommon(byJudge.get(a) ?? [], byJudge.get(b) ?? []);
      if (common.length === 0) return [];
      const pairs = common.map((item): Pair => [item.a, item.b]);
      const relevant = pairs.map(([x, y]): Pair => [Math.min(1, x), Math.min(1, y)]);
      const apart = (item: (typeof common)[number]): number => Math.abs(item.a - item.b);
      const figures = {
        items: common.length,
        observed: pairs.filter(([x, y]) => x === y).length / pairs.length,
        kappa: cohensKappa(pairs, 4),
        weightedKappa: cohensKappa(pairs, 4, true),
        relevantKappa: cohensKappa(relevant, 2),
      };
      const disagreements = common.filter((item) => apart(item) > 0).sort((x, y) => apart(y) - apart(x));
      return [{ a, b, ...figures, disagreements: disagreements.slice(0, shownDisagreements) }];
    }),
  );
}

function inCommon(a: readonly Judgement[], b: readonly Judgement[]): Agreement['disagreements'] {
  const key = ({ queryId, productId }: Judgement): string => `${queryId} ${productId}`;
  const others = new Map(b.map((judgement) => [key(judgement), judgement.grade]));
  return a.flatMap((own) => {
    const grade = others.get(key(own));
    return grade === undefined ? [] : [{ queryId: own.queryId, productId: own.productId, a: own.grade, b: grade }];
  });
}

/**
 * The groups about which everything was said, read off the verdicts and merges themselves: they are listed however the
 * probabilities and the threshold may change, and also when the images of their products were never compared.
 */
import { type DuplicateKind, type GroupDecision, pairsOf } from '../../../contract/duplicates.ts';
import { type GivenVerdict, type Judgements, productsOf, verdictOn } from './judgements.ts';
import { type Group, kindOfRank, type NameOf, nameGroup } from './open-groups.ts';
import type { WeighedPair, WeighedPairs } from './weighed-pairs.ts';

interface DecidedProducts {
  /** Ascending. */
  readonly productIds: readonly number[];
  readonly decision: GroupDecision;
  readonly survivorId: number | null;
}

/** The latest first. */
export function decidedGroups(judgements: Judgements, pairs: WeighedPairs, nameOf: NameOf): Group[] {
  const decided = [...sameProducts(judgements), ...toldApart(judgements)].map(
    ({ productIds, decision, survivorId }) => {
      const among = pairsOf(productIds).flatMap(([a, b]) => pairs.get(a, b) ?? []);
      const cohesion = among.length === 0 ? 0 : Math.min(...among.map(({ probability }) => probability));
      return { ...nameGroup(kindOf(decision, among), productIds, nameOf), cohesion, until: -1, decision, survivorId };
    },
  );
  decided.sort((a, b) => compare(b.decision.decidedAt, a.decision.decidedAt) || compare(a.id, b.id));
  // The same products told apart twice, before and after a merge, are one group.
  const seen = new Set<string>();
  return decided.filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** The tab where the group was, or would have been, asked about. */
function kindOf({ value }: GroupDecision, pairs: readonly WeighedPair[]): DuplicateKind {
  if (pairs.length === 0) return value === 'variant' ? 'variant' : 'listing';
  if (value === 'variant' || (value === 'different' && pairs.every(({ veto }) => veto !== null))) return 'variant';
  const ranks = pairs.map(({ rank }) => rank);
  return kindOfRank[ranks.every((rank) => rank === 0) ? 0 : Math.max(1, Math.min(...ranks))] ?? 'listing';
}

/** What was merged, and products that are the same and still shown apart. */
function sameProducts({ verdicts, graph, productOf, survivorOf }: Judgements): DecidedProducts[] {
  const latest = new Map<number, GivenVerdict>();
  const latestMerge = new Map<number, GivenVerdict>();
  for (const verdict of verdicts) {
    if (verdict.value !== 'same') continue;
    latest.set(graph.classOf(verdict.leftKey), verdict);
    const [left, right] = shownPair(verdict, { productOf, survivorOf });
    if (left !== undefined && left === right) latestMerge.set(left, verdict);
  }
  const merged = [...Map.groupBy(survivorOf, ([, survivor]) => survivor)].map(([survivorId, members]) => {
    const { by, decidedAt } = latestMerge.get(survivorId) ?? { by: 'merge' as const, decidedAt: '' };
    const productIds = ascending([survivorId, ...members.map(([member]) => member)]);
    return { productIds, decision: { value: 'same' as const, merged: true, by, decidedAt }, survivorId };
  });
  const apart = [...graph.classes()].flatMap(([key = 0]): DecidedProducts[] => {
    const verdict = latest.get(graph.classOf(key));
    const productIds = ascending(productsOf(key, graph, productOf).filter((id) => !survivorOf.has(id)));
    if (productIds.length < 2 || verdict === undefined) return [];
    return [{ productIds, decision: decisionOf(verdict), survivorId: null }];
  });
  return [...merged, ...apart];
}

const mostTogether = 12;

/**
 * Products told apart, together as they were judged: the verdicts of one moment that hang together, and those of
 * several moments once every pair of their products has the same verdict.
 */
function toldApart(judgements: Judgements): DecidedProducts[] {
  const agree = (productIds: readonly number[], { value }: GroupDecision): boolean =>
    productIds.length <= mostTogether &&
    pairsOf(productIds).every(([a, b]) => verdictOn(judgements, a, b)?.value === value);
  const groups: DecidedProducts[] = [];
  const placesOf = new Map<number, Set<number>>();
  for (const moment of judgedAtOnce(judgements)) {
    let place = groups.length;
    let { productIds } = moment;
    for (const overlapping of new Set(moment.productIds.flatMap((id) => [...(placesOf.get(id) ?? [])]))) {
      const earlier = groups[overlapping] as DecidedProducts;
      const together = ascending(new Set([...earlier.productIds, ...moment.productIds]));
      if (earlier.decision.value !== moment.decision.value || !agree(together, moment.decision)) continue;
      [place, productIds] = [overlapping, together];
      break;
    }
    groups[place] = { ...moment, productIds };
    for (const id of productIds) placesOf.set(id, (placesOf.get(id) ?? new Set()).add(place));
  }
  return groups;
}

/** The oldest first. */
function judgedAtOnce(judgements: Judgements): DecidedProducts[] {
  const moments = Map.groupBy(
    judgements.verdicts.filter(({ value }) => value !== 'same'),
    ({ value, decidedAt }) => `${value} ${decidedAt}`,
  );
  return [...moments.values()].flatMap((verdicts): DecidedProducts[] => {
    const pairs = verdicts.map((verdict) => shownPair(verdict, judgements));
    const decision = decisionOf(verdicts[0] as GivenVerdict);
    return connected(pairs).map((productIds) => ({ productIds, decision, survivorId: null }));
  });
}

function decisionOf({ value, by, decidedAt }: GivenVerdict): GroupDecision {
  return { value, merged: false, by, decidedAt };
}

/** The products that are shown for the two of a verdict, where they are here. */
function shownPair(
  { leftKey, rightKey }: GivenVerdict,
  { productOf, survivorOf }: Pick<Judgements, 'productOf' | 'survivorOf'>,
): [number | undefined, number | undefined] {
  const [left, right] = [productOf.get(leftKey), productOf.get(rightKey)];
  return [left && (survivorOf.get(left) ?? left), right && (survivorOf.get(right) ?? right)];
}

/** Products that hang together by these pairs, leaving out pairs that are not of two products. */
function connected(pairs: readonly (readonly [number | undefined, number | undefined])[]): number[][] {
  const partOf = new Map<number, Set<number>>();
  for (const [a, b] of pairs) {
    if (a === undefined || b === undefined || a === b) continue;
    const joined = new Set([...(partOf.get(a) ?? [a]), ...(partOf.get(b) ?? [b])]);
    for (const id of joined) partOf.set(id, joined);
  }
  return [...new Set(partOf.values())].map(ascending);
}

function ascending(ids: Iterable<number>): number[] {
  return [...ids].sort((a, b) => a - b);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

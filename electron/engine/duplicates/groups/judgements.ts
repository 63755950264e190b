/** What people said of products, and which products it changed when more was said. */
import type { GroupDecision, KeyedVerdict, PairVerdict, VerdictGraph } from '../../../contract/duplicates.ts';

export interface GivenVerdict extends KeyedVerdict {
  readonly decidedAt: string;
  readonly by: GroupDecision['by'];
  /** The probability that stood beside the pair when it was judged; null where none did. */
  readonly shown: number | null;
}

export interface Judgements {
  /** Oldest first. */
  readonly verdicts: readonly GivenVerdict[];
  /** Of these verdicts; it may have been extended by later ones. */
  readonly graph: VerdictGraph;
  /** Key of each product that has one and is there. */
  readonly keyOf: ReadonlyMap<number, number>;
  /** The same the other way round. */
  readonly productOf: ReadonlyMap<number, number>;
  /** Products that are shown as part of another, each with that one. */
  readonly survivorOf: ReadonlyMap<number, number>;
}

export function verdictOn({ keyOf, graph }: Judgements, a: number, b: number): PairVerdict | null {
  const [one, other] = [keyOf.get(a), keyOf.get(b)];
  return one === undefined || other === undefined ? null : graph.verdictOn(one, other);
}

/** Products of which something else is said than before, with all that are the same by verdict. */
export function judgedOtherwise(before: Judgements, now: Judgements): Set<number> {
  const keys = new Set<number>();
  for (const [key] of difference(before.productOf, now.productOf, String)) keys.add(key);
  const nameOf = ({ leftKey, rightKey, value }: GivenVerdict): string => `${leftKey} ${rightKey} ${value}`;
  for (const { leftKey, rightKey } of difference(before.verdicts, now.verdicts, nameOf))
    keys.add(leftKey).add(rightKey);
  const products = new Set(difference(before.survivorOf, now.survivorOf, String).map(([member]) => member));
  for (const { graph, productOf } of [before, now]) {
    for (const key of keys) for (const id of productsOf(key, graph, productOf)) products.add(id);
  }
  return products;
}

/** Products that are here and the same by verdict as the one with this key, itself among them. */
export function productsOf(key: number, graph: VerdictGraph, productOf: Judgements['productOf']): number[] {
  return graph.membersOf(key).flatMap((member) => productOf.get(member) ?? []);
}

/** What only one of the two holds. */
function difference<T>(before: Iterable<T>, now: Iterable<T>, nameOf: (one: T) => string): T[] {
  const named = (all: Iterable<T>): Map<string, T> => new Map(Array.from(all, (one) => [nameOf(one), one]));
  const [earlier, later] = [named(before), named(now)];
  const only = (all: Map<string, T>, others: Map<string, T>): T[] =>
    [...all].flatMap(([name, one]) => (others.has(name) ? [] : [one]));
  return [...only(earlier, later), ...only(later, earlier)];
}

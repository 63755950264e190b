/**
 * What is decided within a group once a verdict is given, as far as the window can tell by itself, so that it need not wait for the
 * engine: same + same = same, same + different = different, same + variant = variant.
 */
import type { DuplicateGroup, DuplicatePair, VerdictValue } from '@contract';
import type { Outcome } from '../state/duplicates.ts';

/** Two product ids as they stand on the stage, left and right. */
export type PairOf = readonly [number, number];

export function pairKey(a: number, b: number): string {
  return a < b ? `${a}-${b}` : `${b}-${a}`;
}

export function findPair(group: DuplicateGroup, [a, b]: PairOf): DuplicatePair | undefined {
  const key = pairKey(a, b);
  return group.pairs.find((pair) => pairKey(pair.left, pair.right) === key);
}

/** The group with `given` verdicts (by pair key) taken over and followed up. A given one stands against all that was there. */
export function withInferred(group: DuplicateGroup, given: ReadonlyMap<string, VerdictValue>): DuplicateGroup {
  const known = new Map<string, VerdictValue>();
  for (const pair of group.pairs) {
    if (pair.verdict?.by === 'person') known.set(pairKey(pair.left, pair.right), pair.verdict.value);
  }
  for (const [key, value] of given) known.set(key, value);
  const follows = followUp(
    group.members.map((member) => member.id),
    known,
  );
  const pairs = group.pairs.map((pair): DuplicatePair => {
    const key = pairKey(pair.left, pair.right);
    const said = known.get(key);
    if (said !== undefined) return { ...pair, verdict: { value: said, by: 'person' } };
    const inferred = follows.get(key);
    return { ...pair, verdict: inferred === undefined ? null : { value: inferred, by: 'inferred' } };
  });
  return { ...group, pairs, settled: pairs.every((pair) => pair.verdict !== null) };
}

/** All that follows from `known`: products said to be the same stand for each other. */
function followUp(ids: readonly number[], known: ReadonlyMap<string, VerdictValue>): Map<string, VerdictValue> {
  const root = new Map(ids.map((id) => [id, id]));
  const rootOf = (id: number): number => root.get(id) ?? id;
  const pairs = ids.flatMap((a, i) => ids.slice(i + 1).map((b): PairOf => [a, b]));
  for (const [a, b] of pairs) {
    if (known.get(pairKey(a, b)) !== 'same') continue;
    const [from, to] = [rootOf(b), rootOf(a)];
    for (const id of ids) if (rootOf(id) === from) root.set(id, to);
  }
  const between = new Map<string, VerdictValue>();
  for (const [a, b] of pairs) {
    const value = known.get(pairKey(a, b));
    if (value !== undefined && value !== 'same') between.set(pairKey(rootOf(a), rootOf(b)), value);
  }
  const follows = new Map<string, VerdictValue>();
  for (const [a, b] of pairs) {
    const value = rootOf(a) === rootOf(b) ? 'same' : between.get(pairKey(rootOf(a), rootOf(b)));
    if (value !== undefined) follows.set(pairKey(a, b), value);
  }
  return follows;
}

/**
 * The pair to ask next: one with the keeper before others, the more probable first, and among variants what tells them apart before what does not;
 * the keeper and the second when all is decided.
 */
export function nextOpenPair(group: DuplicateGroup, keeper: number): PairOf {
  const order = new Map(group.members.map((member, index) => [member.id, index]));
  const open = group.pairs
    .filter((pair) => pair.verdict === null)
    .map((pair) => ({
      pair,
      withKeeper: Number(pair.left === keeper || pair.right === keeper),
      telling: Number(group.kind === 'variant' && pair.veto !== null),
    }))
    .sort(
      (a, b) => b.telling - a.telling || b.withKeeper - a.withKeeper || b.pair.probability - a.pair.probability,
    )[0]?.pair;
  if (open === undefined) {
    const other = group.members.find((member) => member.id !== keeper);
    return [keeper, other?.id ?? keeper];
  }
  const keeperIsRight = open.right === keeper;
  const rightFirst = open.left !== keeper && (order.get(open.right) ?? 0) < (order.get(open.left) ?? 0);
  return keeperIsRight || rightFirst ? [open.right, open.left] : [open.left, open.right];
}

/** What became of a group with all its pairs decided; null while one is open. */
export function summarise(group: DuplicateGroup): Outcome | null {
  const values = new Set(group.pairs.map((pair) => pair.verdict?.value));
  if (values.has(undefined)) return null;
  const [only] = values;
  return values.size === 1 && only !== undefined ? only : 'mixed';
}

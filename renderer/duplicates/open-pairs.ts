/** What is decided within a group once a verdict is given: the window works it out itself, so that it need not wait for the engine. */
import { type DuplicateGroup, type DuplicatePair, pairKey, pairsOf, VerdictGraph, type VerdictValue } from '@contract';
import type { GroupOutcome } from './groups.ts';

/** Two product ids as they stand on the stage, left and right. */
export type PairOf = readonly [number, number];

export function findPair(group: DuplicateGroup, [a, b]: PairOf): DuplicatePair | undefined {
  const key = pairKey(a, b);
  return group.pairs.find((pair) => pairKey(pair.left, pair.right) === key);
}

/** The group with `given` verdicts (by pair key) taken over and followed up. A given one stands against all that was there. */
export function withInferred(group: DuplicateGroup, given: ReadonlyMap<string, VerdictValue>): DuplicateGroup {
  const known = new Map<string, VerdictValue>();
  for (const { left, right, verdict } of group.pairs) {
    if (verdict?.by === 'person') known.set(pairKey(left, right), verdict.value);
  }
  const members = pairsOf(group.members.map((member) => member.id));
  const graph = new VerdictGraph(
    [given, known].flatMap((verdicts) =>
      members.flatMap(([leftKey, rightKey]) => {
        const value = verdicts.get(pairKey(leftKey, rightKey));
        return value === undefined ? [] : [{ leftKey, rightKey, value }];
      }),
    ),
  );
  const pairs = group.pairs.map(
    (pair): DuplicatePair => ({ ...pair, verdict: graph.verdictOn(pair.left, pair.right) }),
  );
  return { ...group, pairs, settled: pairs.every((pair) => pair.verdict !== null) };
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
export function summarise(group: DuplicateGroup): GroupOutcome | null {
  const values = new Set(group.pairs.map((pair) => pair.verdict?.value));
  if (values.has(undefined)) return null;
  const [only] = values;
  return values.size === 1 && only !== undefined ? only : 'mixed';
}

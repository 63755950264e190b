/**
 * The groups about which everything was said, read off the verdicts and merges themselves: they are listed however the probabilities and the
 * threshold may change, and also when the pictures of their products were never compared.
 */
import type { GroupDecision, VerdictValue } from '../../contract/duplicates.ts';
import type { VerdictRow } from './duplicate-repo.ts';
import type { VerdictGraph } from './verdict-graph.ts';

export interface SettledInput {
  /** Oldest first. */
  readonly verdicts: readonly VerdictRow[];
  readonly graph: VerdictGraph;
  /** Ids of the products that are here, by key. */
  readonly productOf: ReadonlyMap<number, number>;
  /** Product id to the one it is shown as a part of. */
  readonly keeperOf: ReadonlyMap<number, number>;
}

export interface SettledGroup {
  /** Ascending. */
  readonly productIds: readonly number[];
  readonly decision: GroupDecision;
  /** Of merged products, the one that shows them. */
  readonly keeperId: number | null;
}

type Told = Pick<GroupDecision, 'by' | 'decidedAt'>;

export function settledGroups(input: SettledInput): SettledGroup[] {
  return [...sameProducts(input), ...toldApart(input)];
}

/** What was merged, and products that are the same and still shown apart. */
function sameProducts({ verdicts, graph, productOf, keeperOf }: SettledInput): SettledGroup[] {
  const latest = new Map<number, Told>();
  const latestMerge = new Map<number, Told>();
  for (const { leftKey, rightKey, value, by, decidedAt } of verdicts) {
    if (value !== 'same') continue;
    latest.set(graph.classOf(leftKey), { by, decidedAt });
    const shown = [leftKey, rightKey].map((key) => shownAs(productOf.get(key), keeperOf));
    if (shown[0] !== undefined && shown[0] === shown[1]) latestMerge.set(shown[0], { by, decidedAt });
  }
  const groups: SettledGroup[] = [];
  const merged = Map.groupBy(keeperOf, ([, keeper]) => keeper);
  for (const [keeperId, members] of merged) {
    const told = latestMerge.get(keeperId) ?? { by: 'merge', decidedAt: '' };
    const productIds = ascending([keeperId, ...members.map(([member]) => member)]);
    groups.push({ productIds, decision: { value: 'same', merged: true, ...told }, keeperId });
  }
  for (const keys of graph.classes()) {
    const told = latest.get(graph.classOf(keys[0] as number));
    const productIds = ascending(keys.flatMap((key) => productOf.get(key) ?? []).filter((id) => !keeperOf.has(id)));
    if (productIds.length < 2 || told === undefined) continue;
    groups.push({ productIds, decision: { value: 'same', merged: false, ...told }, keeperId: null });
  }
  return groups;
}

/**
 * Products told apart, together as they were judged: the verdicts of one moment that hang together, and those of several moments once every pair
 * of their products has the same verdict.
 */
function toldApart(input: SettledInput): SettledGroup[] {
  const agree = agreement(input);
  const groups: SettledGroup[] = [];
  const ofProduct = new Map<number, Set<number>>();
  for (const moment of judgedAtOnce(input)) {
    const overlapping = new Set(moment.productIds.flatMap((id) => [...(ofProduct.get(id) ?? [])]));
    const productIds = (at: number): number[] =>
      ascending([...new Set([...(groups[at]?.productIds ?? []), ...moment.productIds])]);
    const at = [...overlapping].find(
      (candidate) =>
        groups[candidate]?.decision.value === moment.decision.value &&
        agree(productIds(candidate), moment.decision.value),
    );
    const place = at ?? groups.length;
    groups[place] = at === undefined ? moment : { ...moment, productIds: productIds(at) };
    for (const id of groups[place].productIds) ofProduct.set(id, (ofProduct.get(id) ?? new Set()).add(place));
  }
  return groups;
}

const mostTogether = 12;

/** Whether every pair of these has that verdict. */
function agreement({
  graph,
  productOf,
}: SettledInput): (productIds: readonly number[], value: VerdictValue) => boolean {
  const keyOf = new Map([...productOf].map(([key, product]) => [product, key]));
  return (productIds, value) =>
    productIds.length <= mostTogether &&
    productIds.every((a, i) =>
      productIds.slice(i + 1).every((b) => {
        const [left, right] = [keyOf.get(a), keyOf.get(b)];
        return left !== undefined && right !== undefined && graph.verdictOn(left, right)?.value === value;
      }),
    );
}

/** Oldest first. */
function judgedAtOnce({ verdicts, productOf, keeperOf }: SettledInput): SettledGroup[] {
  const moments = Map.groupBy(
    verdicts.filter(({ value }) => value !== 'same'),
    ({ value, decidedAt }) => `${value} ${decidedAt}`,
  );
  return [...moments.values()].flatMap((rows): SettledGroup[] => {
    const { value, by, decidedAt } = rows[0] as VerdictRow;
    const pairs = rows.flatMap(({ leftKey, rightKey }): [number, number][] => {
      const left = shownAs(productOf.get(leftKey), keeperOf);
      const right = shownAs(productOf.get(rightKey), keeperOf);
      return left === undefined || right === undefined || left === right ? [] : [[left, right]];
    });
    const decision = { value: value as VerdictValue, merged: false, by, decidedAt };
    return connected(pairs).map((productIds) => ({ productIds, decision, keeperId: null }));
  });
}

function shownAs(productId: number | undefined, keeperOf: ReadonlyMap<number, number>): number | undefined {
  return productId === undefined ? undefined : (keeperOf.get(productId) ?? productId);
}

function connected(pairs: readonly (readonly [number, number])[]): number[][] {
  const partOf = new Map<number, Set<number>>();
  for (const [a, b] of pairs) {
    const joined = new Set([...(partOf.get(a) ?? [a]), ...(partOf.get(b) ?? [b])]);
    for (const id of joined) partOf.set(id, joined);
  }
  return [...new Set(partOf.values())].map((ids) => ascending([...ids]));
}

function ascending(ids: readonly number[]): number[] {
  return [...ids].sort((a, b) => a - b);
}

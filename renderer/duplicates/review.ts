/**
 * Going through the groups: which pair is on the stage, saying what it is, and taking that back. What a person says shows at once;
 * the engine is told behind it, and when it refuses, the group comes back with the reason.
 */
import { type DuplicateGroup, type MethodInput, type Operation, pairKey, pairsOf, type VerdictValue } from '@contract';
import { create } from 'zustand';
import {
  type ListAtHand,
  listAtHand,
  loadGroups,
  loadMoreGroups,
  type Outcome,
  showList,
  useDuplicates,
} from '../state/duplicates.ts';
import { command } from '../state/engine.ts';
import { hideNotification, notifyError } from '../state/notify.tsx';
import { nextOpenPair, type PairOf, summarise, withInferred } from './open-pairs.ts';

interface Step {
  /** undefined for a step that only skipped. */
  readonly operation: Promise<Operation | null> | undefined;
  /** The list it was taken in, and the group to come back to there. */
  readonly list: ListAtHand;
  readonly groupId: string | null;
  readonly pair: PairOf | null;
  /** The groups it decided, and their outcomes, as they were before. */
  readonly before: readonly { readonly group: DuplicateGroup; readonly outcome: Outcome | undefined }[];
}

interface ReviewStore {
  /** The pair on the stage; null: the one that the group itself suggests. */
  readonly pair: PairOf | null;
  /** Keepers that a person chose, by group. */
  readonly keepers: ReadonlyMap<string, number>;
  readonly steps: readonly Step[];
}

export const useReview = create<ReviewStore>(() => ({ pair: null, keepers: new Map(), steps: [] }));

useDuplicates.subscribe((now, before) => {
  if (now.currentId !== before.currentId) useReview.setState({ pair: null });
});

const mostSteps = 200;

export function currentGroup(): DuplicateGroup | undefined {
  const { groups, currentId } = useDuplicates.getState();
  return groups.find((group) => group.id === currentId);
}

export function keeperOf(group: DuplicateGroup, keepers: ReadonlyMap<string, number>): number {
  const chosen = keepers.get(group.id);
  return group.members.some((member) => member.id === chosen) && chosen !== undefined ? chosen : group.keeper.productId;
}

/** The two on the stage: the keeper on the left as long as nobody chose otherwise. */
export function pairOnStage(
  group: DuplicateGroup,
  chosen: PairOf | null,
  keepers: ReadonlyMap<string, number>,
): PairOf {
  const ids = new Set(group.members.map((member) => member.id));
  if (chosen !== null && ids.has(chosen[0]) && ids.has(chosen[1])) return chosen;
  return nextOpenPair(group, keeperOf(group, keepers));
}

export function showPair(pair: PairOf): void {
  useReview.setState({ pair });
}

export function chooseKeeper(groupId: string, productId: number): void {
  useReview.setState((state) => ({ keepers: new Map(state.keepers).set(groupId, productId) }));
}

export function goBy(step: 1 | -1): void {
  const { groups, currentId } = useDuplicates.getState();
  const found = groups.findIndex((group) => group.id === currentId);
  const at = found < 0 && step < 0 ? groups.length : found;
  const next = groups[at + step];
  if (next !== undefined) useDuplicates.setState({ currentId: next.id });
  if (at + step > groups.length - 20) void loadMoreGroups();
}

/** On to the next group that nobody has decided yet, from here to the end and then from the start; to none when all are. */
function goOn(): void {
  const { groups, currentId, outcomes } = useDuplicates.getState();
  const at = groups.findIndex((group) => group.id === currentId);
  const next = [...groups.slice(at + 1), ...groups.slice(0, Math.max(0, at))].find((group) => !outcomes.has(group.id));
  useDuplicates.setState({ currentId: next?.id ?? null });
  void loadMoreGroups();
}

/** Says what the pair on the stage is, or with `whole` every pair of the group, and goes on. */
export function decide(value: VerdictValue, whole = false): void {
  const group = currentGroup();
  if (group === undefined) return;
  const { pair: chosen, keepers } = useReview.getState();
  const pair = pairOnStage(group, chosen, keepers);
  const products = group.members.map((member) => member.id);
  const all = whole || products.length === 2;
  const params: MethodInput<'duplicates.verdict'> = all ? { products, value } : { pairs: [[...pair]], value };
  const pairs = all ? pairsOf(products) : [pair];
  const decided = withInferred(group, new Map(pairs.map((each) => [pairKey(...each), value])));
  remember(
    group,
    pair,
    command('duplicates.verdict', params).then((result) => result.operation),
  );
  apply(decided);
}

function apply(group: DuplicateGroup): void {
  const outcome = summarise(group);
  useDuplicates.setState((state) => ({
    groups: state.groups.map((known) => (known.id === group.id ? group : known)),
    outcomes: outcome === null ? state.outcomes : new Map(state.outcomes).set(group.id, outcome),
  }));
  useReview.setState({ pair: null });
  if (outcome !== null) goOn();
}

/** Puts a group off: it is passed over until the list is opened again. */
export function skip(): void {
  const group = currentGroup();
  if (group === undefined) return;
  remember(group, useReview.getState().pair, undefined);
  settle(group.id, 'skipped');
  goOn();
}

/** Withdraws what was said of the group, so that it is asked about again, and goes on. */
export function judgeAgain(): Promise<Operation | null> | undefined {
  const group = currentGroup();
  if (group === undefined || group.decision === null) return undefined;
  const products = group.members.map((member) => member.id);
  const operation = command('duplicates.withdraw', { products }).then((result) => result.operation);
  remember(group, null, operation);
  settle(group.id, 'again');
  goOn();
  return operation;
}

/** Marks groups that another dialog has dealt with, and goes on. */
export function markDone(groupIds: readonly string[], outcome: Outcome): void {
  useDuplicates.setState((state) => ({
    outcomes: new Map([...state.outcomes, ...groupIds.map((id): [string, Outcome] => [id, outcome])]),
  }));
  goOn();
}

function settle(groupId: string, outcome: Outcome): void {
  useDuplicates.setState((state) => ({ outcomes: new Map(state.outcomes).set(groupId, outcome) }));
}

function remember(group: DuplicateGroup, pair: PairOf | null, operation: Promise<Operation | null> | undefined): void {
  rememberAll([group], group.id, pair, operation);
}

function rememberAll(
  groups: readonly DuplicateGroup[],
  groupId: string | null,
  pair: PairOf | null,
  operation: Promise<Operation | null> | undefined,
): void {
  const { outcomes } = useDuplicates.getState();
  const before = groups.map((group) => ({ group, outcome: outcomes.get(group.id) }));
  const step: Step = { operation, list: listAtHand(), groupId, pair, before };
  useReview.setState((state) => ({ steps: [...state.steps, step].slice(-mostSteps) }));
  operation?.catch((error: unknown) => {
    useReview.setState((state) => ({ steps: state.steps.filter((known) => known !== step) }));
    putBack(step);
    notifyError(error);
  });
}

/** The name of the message that offers to take an operation back. */
export function noticeOf(operation: Operation): string {
  return `operation:${operation.id}`;
}

/** Lets a merge be taken back with the same key as a verdict. */
export function rememberMerge(group: DuplicateGroup, operation: Operation): void {
  remember(group, null, Promise.resolve(operation));
}

/** Lets a rule for many groups be taken back with the same key as a verdict. To be called before the groups are marked. */
export function rememberRule(groupIds: readonly string[], operation: Operation): void {
  const { groups, currentId } = useDuplicates.getState();
  const ruled = new Set(groupIds);
  rememberAll(
    groups.filter(({ id }) => ruled.has(id)),
    currentId,
    null,
    Promise.resolve(operation),
  );
}

/** Takes back the latest step of this sitting and shows its group again, in the tab where it was taken. */
export async function undoStep(): Promise<void> {
  const step = useReview.getState().steps.at(-1);
  if (step === undefined) return;
  useReview.setState((state) => ({ steps: state.steps.slice(0, -1) }));
  try {
    const operation = await step.operation;
    if (operation !== undefined && operation !== null) {
      hideNotification(noticeOf(operation));
      await command('operations.undo', { id: operation.id });
    }
    putBack(step);
  } catch (error) {
    notifyError(error);
  }
}

/** Takes back one operation, wherever it stands in the history of this sitting. */
export async function undoOperation(operation: Operation): Promise<void> {
  try {
    await command('operations.undo', { id: operation.id });
  } catch (error) {
    notifyError(error);
    return;
  }
  for (const step of useReview.getState().steps) {
    if ((await step.operation)?.id !== operation.id) continue;
    useReview.setState((state) => ({ steps: state.steps.filter((known) => known !== step) }));
    putBack(step);
  }
}

function putBack(step: Step): void {
  if (showList(step.list, step.groupId)) {
    if (step.pair !== null) showPair(step.pair);
    return;
  }
  useDuplicates.setState((state) => {
    const outcomes = new Map(state.outcomes);
    const groups = new Map(state.groups.map((group) => [group.id, group]));
    for (const { group, outcome } of step.before) {
      if (outcome === undefined) outcomes.delete(group.id);
      else outcomes.set(group.id, outcome);
      if (groups.has(group.id)) groups.set(group.id, group);
    }
    const there = step.groupId !== null && groups.has(step.groupId);
    return { outcomes, groups: [...groups.values()], currentId: there ? step.groupId : state.currentId };
  });
  if (step.pair !== null) showPair(step.pair);
  void loadGroups();
}

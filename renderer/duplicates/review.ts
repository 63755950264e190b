/** What is said of the pair on the stage, or of its whole group, and which product is to be kept. */
import { type DuplicateGroup, type MethodInput, type Operation, pairKey, pairsOf, type VerdictValue } from '@contract';
import i18next from 'i18next';
import { command } from '../state/engine.ts';
import { noteHabit } from '../state/habits.ts';
import { notifyUndoable } from '../ui/undo.tsx';
import { type GroupOutcome, groupReview, listAtHand } from './groups.ts';
import { nextOpenPair, type PairOf, summarise, withInferred } from './open-pairs.ts';
import { showPair, useStage } from './stage-state.ts';

type Chosen = Pick<ReturnType<typeof useStage.getState>, 'pair' | 'keepers'>;

/** What is on the stage: whom to keep, and the two that are compared; the keeper on the left as long as nobody chose otherwise. */
export function stageOf(group: DuplicateGroup, { pair, keepers }: Chosen): { pair: PairOf; keeperId: number } {
  const ids = group.members.map((member) => member.id);
  const chosen = keepers.get(group.id);
  const keeperId = chosen !== undefined && ids.includes(chosen) ? chosen : group.keeper.productId;
  return { pair: pair?.every((id) => ids.includes(id)) ? pair : nextOpenPair(group, keeperId), keeperId };
}

/** The current group and what is on the stage of it. */
export function stageNow() {
  const group = groupReview.current;
  return group === undefined ? undefined : { group, ...stageOf(group, useStage.getState()) };
}

/** Not of products that were told apart or are merged already. */
export function hasKeeperToChoose({ decision }: DuplicateGroup): boolean {
  return decision === null || (decision.value === 'same' && !decision.merged);
}

/** Chooses whom to keep; the two on the stage stay where they are. Without an id the other one of the two. */
export function keep(productId?: number): void {
  const stage = stageNow();
  if (stage === undefined || !hasKeeperToChoose(stage.group)) return;
  const [left, right] = stage.pair;
  const other = stage.keeperId === left ? right : left;
  useStage.setState(({ keepers }) => ({
    pair: stage.pair,
    keepers: new Map(keepers).set(stage.group.id, productId ?? other),
  }));
}

/** Says what the pair on the stage is, or with `whole` every pair of the group, and goes on. */
export function decide(value: VerdictValue, whole = false): void {
  const stage = stageNow();
  if (stage === undefined) return;
  const { group, pair } = stage;
  if (value === 'same') noteHabit('verdictRule');
  const products = group.members.map((member) => member.id);
  const all = whole || products.length === 2;
  const params: MethodInput<'duplicates.verdict'> = all ? { products, value } : { pairs: [[...pair]], value };
  const pairs = all ? pairsOf(products) : [pair];
  const decided = withInferred(group, new Map(pairs.map((each) => [pairKey(...each), value])));
  groupReview.say({
    keys: [group.id],
    outcome: summarise(decided),
    change: () => decided,
    operation: command('duplicates.verdict', params).then((result) => result.operation),
    note: { list: listAtHand(), pair },
  });
  showPair(null);
}

/** Puts a group off: it is passed over until the list is opened again. */
export function skip(): void {
  const group = groupReview.current;
  if (group === undefined) return;
  groupReview.say({
    keys: [group.id],
    outcome: 'skipped',
    note: { list: listAtHand(), pair: useStage.getState().pair },
  });
}

/** Withdraws what was said of the group, so that it is asked about again; a message offers to leave everything as it was. */
export async function withdraw(): Promise<void> {
  const group = groupReview.current;
  if (group === undefined || group.decision === null) return;
  const products = group.members.map((member) => member.id);
  const operation = command('duplicates.withdraw', { products }).then((result) => result.operation);
  sayOfAll([group.id], 'again', operation);
  const withdrawn = await operation.catch(() => null);
  if (withdrawn !== null) offerUndo(i18next.t('duplicates.askedAgain'), withdrawn);
}

/** Marks groups that were dealt with together, so that they can be taken back with the same key as a verdict, and goes on. */
export function sayOfAll(keys: readonly string[], outcome: GroupOutcome, operation: Promise<Operation | null>): void {
  groupReview.say({ keys, outcome, operation, note: { list: listAtHand(), pair: null } });
}

export function offerUndo(title: string, operation: Operation, detail = operation.label): void {
  notifyUndoable(title, operation, () => void groupReview.takenBack(operation), detail);
}

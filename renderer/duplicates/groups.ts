/**
 * The groups to look at: which tab, from which probability on, and the list itself. Groups decided in this sitting stay in the list,
 * ticked, so that nothing moves under the eye; the engine leaves them out the next time it is asked.
 */
import {
  type DuplicateGroup,
  type DuplicateKind,
  type DuplicateState,
  duplicateKinds,
  type GroupList,
  type KindCounts,
} from '@contract';
import { create } from 'zustand';
import { ask, command, engine } from '../state/engine.ts';
import { ReviewSession, type Step } from '../state/review-session.ts';
import { useWaiting } from '../state/waiting.ts';
import type { PairOf } from './open-pairs.ts';
import { openCounts } from './reviewed.ts';
import { showPair } from './stage-state.ts';

/** `open`: groups with something left to ask; `settled`: those that were decided, to look at again. */
export type ReviewList = 'open' | 'settled';

/** What became of a group in this sitting; `again`: what was said of it was withdrawn. */
export type GroupOutcome = 'same' | 'variant' | 'different' | 'mixed' | 'merged' | 'skipped' | 'again';

/** What the groups are a list of. */
export interface ListAtHand {
  readonly kind: DuplicateKind;
  readonly list: ReviewList;
  /** Only groups with something that the latest import brought. */
  readonly newOnly: boolean;
  /** teaching: first what a verdict would teach most about. */
  readonly order: 'probability' | 'teaching';
}

interface DuplicatesStore extends ListAtHand {
  /** null until the engine has said. */
  readonly state: DuplicateState | null;
  /** undefined: the threshold that the library ships with. */
  readonly minProbability: number | undefined;
}

export const useDuplicates = create<DuplicatesStore>(() => ({
  state: null,
  kind: 'exact',
  list: 'open',
  minProbability: undefined,
  newOnly: false,
  order: 'probability',
}));

export interface Head extends Omit<GroupList, 'groups'> {
  /** Groups of the latest answer: those that the engine itself counts as open. */
  readonly openIds: ReadonlySet<string>;
  /** What was asked for, which may be another list than the one at hand while that is on its way. */
  readonly of: Pick<ListAtHand, 'list' | 'newOnly'>;
}

/** What the tabs hold, ahead of the engine by what was just said. Null until it is known. */
export function shownCounts(): KindCounts | null {
  const { head } = useGroups.getState();
  const { state, kind, list } = useDuplicates.getState();
  if (head === null || head.of.list !== list) return list === 'settled' ? null : (state?.counts ?? null);
  return list === 'settled' ? head.counts : openCounts(useGroups.getState(), kind);
}

/** Where something was said: the list, and the pair on the stage when it was chosen. */
interface Place {
  readonly list: ListAtHand;
  readonly pair: PairOf | null;
}

const pageSize = 200;
/** Groups left before the next page is asked for. */
const fewLeft = 20;
let tabChosen = false;
/** Groups the engine has handed over for the list at hand; where the next page begins. */
let fetched = 0;

class GroupReview extends ReviewSession<DuplicateGroup, GroupOutcome, Head, Place> {
  keyOf(group: DuplicateGroup): string {
    return group.id;
  }

  protected async fetch(signal: AbortSignal) {
    const { list: which, newOnly } = useDuplicates.getState();
    const list = await ask('duplicates.list', { ...listParams(), limit: pageSize }, { signal });
    listedVersion = useDuplicates.getState().state?.version ?? 0;
    moveToFirstTab(list);
    fetched = list.groups.length;
    const { groups, ...head } = list;
    const items =
      wanted === null || groups.some(({ id }) => id === wanted?.id) ? groups : mergeGroups([wanted], groups);
    return { items, head: { ...head, openIds: new Set(items.map((group) => group.id)), of: { list: which, newOnly } } };
  }

  protected override merge(kept: readonly DuplicateGroup[], fresh: readonly DuplicateGroup[]): DuplicateGroup[] {
    return mergeGroups(kept, fresh);
  }

  /** In the tab where the step was taken. */
  protected override restore(step: Step<DuplicateGroup, GroupOutcome, Place>): void {
    if (step.note === undefined || !showList(step.note.list, step.at)) {
      this.putBack(step);
      void this.load();
    }
    if (step.note !== undefined && step.note.pair !== null) showPair(step.note.pair);
  }
}

export const groupReview = new GroupReview();
/** The state of the review. */
export const useGroups = groupReview.store;

/** `version` of the state when the list at hand was asked for. */
let listedVersion = 0;

/** Tells the rest of the window how many groups are open: those of the list at hand where it has all that are, so that its tabs and the side bar say the same. */
function tellWaiting(): void {
  const { state, list, newOnly } = useDuplicates.getState();
  const { head } = useGroups.getState();
  const listsAll = head?.of.list === 'open' && !head.of.newOnly && list === 'open' && !newOnly;
  const current = isWatched || listedVersion === state?.version;
  const duplicates = listsAll && current ? shownCounts() : (state?.counts ?? null);
  useWaiting.setState({ duplicates, scanned: state === null || state.scannedAt !== null });
}

useGroups.subscribe(tellWaiting);
useDuplicates.subscribe(tellWaiting);

useGroups.subscribe(({ at, items }, before) => {
  if (at === before.at) return;
  showPair(null);
  if (at === null || groupReview.place >= items.length - fewLeft) void loadMoreGroups();
});

export function chooseKind(kind: DuplicateKind): void {
  tabChosen = true;
  startOver({ kind });
}

export function chooseList(list: ReviewList): void {
  tabChosen = false;
  startOver({ list });
}

export function chooseOrder(order: DuplicatesStore['order']): void {
  startOver({ order });
}

/** The group that was asked for, which is listed wherever it stands. */
let wanted: DuplicateGroup | null = null;

/** Puts the group with these two products on the stage, in the list where it is. @throws {AppError} */
export async function openPair(pair: PairOf): Promise<void> {
  const { groups } = await ask('duplicates.list', { productId: pair[0], settled: 'show', limit: 100 });
  const group = groups
    .filter(({ members }) => pair.every((id) => members.some((member) => member.id === id)))
    .sort((a, b) => Number(a.kind === 'variant') - Number(b.kind === 'variant'))[0];
  if (group === undefined) return;
  tabChosen = true;
  wanted = group;
  const list = group.settled ? ('settled' as const) : ('open' as const);
  startOver({ kind: group.kind, list, newOnly: false });
  useGroups.setState({ at: group.id });
  showPair(pair);
}

export function setNewOnly(newOnly: boolean): void {
  tabChosen = false;
  startOver({ newOnly, ...(newOnly ? { list: 'open' as const } : {}) });
}

export function setMinProbability(minProbability: number): void {
  startOver({ minProbability });
}

/** Puts the groups that were put off back among those to look at. */
export function takeUpSkipped(): void {
  useGroups.setState(({ outcomes }) => ({
    outcomes: new Map([...outcomes].filter(([, outcome]) => outcome !== 'skipped')),
  }));
  groupReview.advance();
}

export function listAtHand(): ListAtHand {
  const { kind, list, newOnly, order } = useDuplicates.getState();
  return { kind, list, newOnly, order };
}

/** Goes to that list, with that group up. @returns false when it is the list at hand already, which stays as it is */
function showList(list: ListAtHand, groupId: string | null): boolean {
  if (JSON.stringify(list) === JSON.stringify(listAtHand())) return false;
  tabChosen = true;
  startOver(list);
  useGroups.setState({ at: groupId });
  return true;
}

/** A list that answers another question: outcomes of the last one are not part of it. */
function startOver(change: Partial<DuplicatesStore>): void {
  if (change.kind !== wanted?.kind) wanted = null;
  useDuplicates.setState(change);
  groupReview.startOver();
  if (isWatched) void groupReview.load();
}

export function forgetDuplicates(): void {
  tabChosen = false;
  wanted = null;
  useGroups.setState({ head: null });
  startOver({ minProbability: undefined, list: 'open', newOnly: false, order: 'probability' });
}

/** The next page, when there is one. */
export async function loadMoreGroups(): Promise<void> {
  const { head, status } = useGroups.getState();
  if (status !== 'ready' || head === null || fetched >= head.total) return;
  const { signal } = groupReview;
  const params = { ...listParams(), limit: pageSize, offset: fetched };
  const list = await ask('duplicates.list', params, { signal }).catch(() => null);
  if (list === null || signal.aborted || list.groups.length === 0) return;
  fetched += list.groups.length;
  useGroups.setState(({ items, head: known }) => ({
    items: mergeGroups(items, list.groups),
    head: known && { ...known, openIds: new Set([...known.openIds, ...list.groups.map(({ id }) => id)]) },
  }));
}

function listParams() {
  const { kind, list, minProbability, newOnly, order } = useDuplicates.getState();
  const settled = list === 'settled' ? ('only' as const) : ('hide' as const);
  return { kind, settled, newOnly, order, ...(minProbability === undefined ? {} : { minProbability }) };
}

/** In the engine's order: most probable or latest decided first, then by id; or what teaches most, after what is there. */
function mergeGroups(known: readonly DuplicateGroup[], fresh: readonly DuplicateGroup[]): DuplicateGroup[] {
  if (useDuplicates.getState().order === 'teaching') {
    return [...new Map([...known, ...fresh].map((group) => [group.id, group])).values()];
  }
  const byId = new Map([...known, ...fresh].map((group) => [group.id, group]));
  const decidedAt = (group: DuplicateGroup): number => Date.parse(group.decision?.decidedAt ?? '') || 0;
  return [...byId.values()].sort(
    (a, b) =>
      decidedAt(b) - decidedAt(a) ||
      (a.decision === null && b.decision === null ? b.probability - a.probability : 0) ||
      (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
}

/** Until a person chooses a tab, the first one that holds anything is shown. */
function moveToFirstTab({ counts }: GroupList): void {
  if (tabChosen) return;
  tabChosen = true;
  const filled = duplicateKinds.find((kind) => counts[kind] > 0);
  if (filled !== undefined && counts[useDuplicates.getState().kind] === 0) startOver({ kind: filled });
}

/** @throws AppError */
export async function scanForDuplicates(full: boolean): Promise<void> {
  await command('duplicates.scan', { full });
}

const updatePause = 500;
/** How long a scan is news [ms]. */
const newsFor = 60_000;

/** Follows the engine for as long as the window lives; `onKnown` hears of imports that brought products which were there already. */
export function watchDuplicates(onKnown: (known: number, added: number) => void): void {
  let waiting = false;
  engine().on('duplicates.changed', (state) => {
    const before = useDuplicates.getState().state;
    useDuplicates.setState({ state });
    if (before === null || before.version === state.version) return;
    const check = state.lastCheck;
    const isNew = check !== null && check.jobId !== before.lastCheck?.jobId && isRecent(state.scannedAt);
    if (isNew && check.known > 0) onKnown(check.known, check.added);
    if (!isWatched || waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      if (isWatched) void groupReview.load();
    }, updatePause);
  });
}

/** A library that is opened tells of its last scan too, which is no news. */
function isRecent(scannedAt: string | null): boolean {
  return scannedAt !== null && Date.now() - Date.parse(scannedAt) < newsFor;
}

let isWatched = false;

/** Groups are only kept up to date while somebody looks at them. */
export function showDuplicates(): () => void {
  isWatched = true;
  void groupReview.load();
  return () => {
    isWatched = false;
  };
}

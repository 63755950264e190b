/**
 * The groups to look at: which tab, from which probability on, and the list itself. Groups decided in this sitting stay in the list,
 * ticked, so that nothing moves under the eye; the engine leaves them out the next time it is asked.
 */
import {
  type AppError,
  type DuplicateGroup,
  type DuplicateKind,
  type DuplicateState,
  duplicateKinds,
  type GroupList,
  toAppError,
} from '@contract';
import { create } from 'zustand';
import { ask, command, engine } from './engine.ts';

/** `open`: groups with something left to ask; `settled`: those that were decided, to look at again. */
export type Shelf = 'open' | 'settled';

/** What became of a group in this sitting; `again`: what was said of it was withdrawn. */
export type Outcome = 'same' | 'variant' | 'different' | 'mixed' | 'merged' | 'skipped' | 'again';

export interface DuplicatesStore {
  /** null until the engine has said. */
  readonly state: DuplicateState | null;
  readonly kind: DuplicateKind;
  readonly shelf: Shelf;
  /** undefined: the threshold that the library ships with. */
  readonly minProbability: number | undefined;
  /** Only groups with something that the latest import brought. */
  readonly newOnly: boolean;
  readonly status: 'loading' | 'ready' | 'failed';
  readonly error: AppError | null;
  /** All of the answer but its groups; null until there has been one. */
  readonly head: Omit<GroupList, 'groups'> | null;
  readonly groups: readonly DuplicateGroup[];
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** Groups of the latest answer: those that the engine itself counts as open. */
  readonly openIds: ReadonlySet<string>;
  readonly currentId: string | null;
}

export const useDuplicates = create<DuplicatesStore>(() => ({
  state: null,
  kind: 'exact',
  shelf: 'open',
  minProbability: undefined,
  newOnly: false,
  status: 'loading',
  error: null,
  head: null,
  groups: [],
  outcomes: new Map(),
  openIds: new Set(),
  currentId: null,
}));

/** Groups that somebody has to look at; variants are no duplicates and press nobody. */
export function openDuplicates(state: DuplicateState | null): number {
  return state === null ? 0 : state.counts.exact + state.counts.near + state.counts.listing;
}

const pageSize = 200;
let request = new AbortController();
let tabChosen = false;
/** Groups the engine has handed over for the list at hand; where the next page begins. */
let fetched = 0;

export function chooseKind(kind: DuplicateKind): void {
  tabChosen = true;
  startOver({ kind });
}

export function chooseShelf(shelf: Shelf): void {
  tabChosen = false;
  startOver({ shelf });
}

export function setNewOnly(newOnly: boolean): void {
  tabChosen = false;
  startOver({ newOnly, ...(newOnly ? { shelf: 'open' as const } : {}) });
}

export function setMinProbability(minProbability: number): void {
  startOver({ minProbability });
}

export function selectGroup(id: string): void {
  useDuplicates.setState({ currentId: id });
}

/** Puts the groups that were put off back among those to look at. */
export function takeUpSkipped(): void {
  useDuplicates.setState(({ outcomes, groups }) => {
    const left = new Map([...outcomes].filter(([, outcome]) => outcome !== 'skipped'));
    return { outcomes: left, currentId: groups.find((group) => !left.has(group.id))?.id ?? null };
  });
}

/** What the groups are a list of. */
export type ListAtHand = Pick<DuplicatesStore, 'kind' | 'shelf' | 'newOnly'>;

export function listAtHand(): ListAtHand {
  const { kind, shelf, newOnly } = useDuplicates.getState();
  return { kind, shelf, newOnly };
}

/** Goes to that list, with that group up. @returns false when it is the list at hand already, which stays as it is */
export function showList(list: ListAtHand, groupId: string | null): boolean {
  const now = listAtHand();
  if (list.kind === now.kind && list.shelf === now.shelf && list.newOnly === now.newOnly) return false;
  tabChosen = true;
  startOver(list);
  useDuplicates.setState({ currentId: groupId });
  return true;
}

/** A list that answers another question: outcomes of the last one are not part of it. */
function startOver(change: Partial<Pick<DuplicatesStore, 'kind' | 'shelf' | 'minProbability' | 'newOnly'>>): void {
  useDuplicates.setState({
    ...change,
    groups: [],
    outcomes: new Map(),
    currentId: null,
    status: 'loading',
  });
  if (isWatched) void loadGroups();
}

export function forgetDuplicates(): void {
  tabChosen = false;
  useDuplicates.setState({ head: null });
  startOver({ minProbability: undefined, shelf: 'open', newOnly: false });
}

/** Asks for the list at hand, keeping what was decided in this sitting where it is. */
export async function loadGroups(): Promise<void> {
  request.abort();
  const mine = new AbortController();
  request = mine;
  useDuplicates.setState({ error: null });
  try {
    const list = await ask('duplicates.list', { ...listParams(), limit: pageSize }, { signal: mine.signal });
    if (mine.signal.aborted) return;
    if (moveToFirstTab(list)) return;
    fetched = list.groups.length;
    accept(list);
  } catch (error) {
    const failure = toAppError(error);
    if (failure.code === 'CANCELLED' || mine.signal.aborted) return;
    useDuplicates.setState({ status: 'failed', error: failure });
  }
}

/** The next page, when there is one. */
export async function loadMoreGroups(): Promise<void> {
  const { head, status } = useDuplicates.getState();
  if (status !== 'ready' || head === null || fetched >= head.total) return;
  const { signal } = request;
  const params = { ...listParams(), limit: pageSize, offset: fetched };
  const list = await ask('duplicates.list', params, { signal }).catch(() => null);
  if (list === null || signal.aborted || list.groups.length === 0) return;
  fetched += list.groups.length;
  useDuplicates.setState((now) => ({ groups: mergeGroups(now.groups, list.groups, keepAll) }));
}

function listParams() {
  const { kind, shelf, minProbability, newOnly } = useDuplicates.getState();
  const settled = shelf === 'settled' ? ('only' as const) : ('hide' as const);
  return { kind, settled, newOnly, ...(minProbability === undefined ? {} : { minProbability }) };
}

function accept(list: GroupList): void {
  const { groups: listed, ...head } = list;
  useDuplicates.setState((now) => {
    const groups = mergeGroups(now.groups, listed, ({ id }) => now.outcomes.has(id));
    const current = groups.some((group) => group.id === now.currentId);
    const first = groups.find((group) => !now.outcomes.has(group.id));
    const openIds = new Set(listed.map((group) => group.id));
    return {
      status: 'ready',
      head,
      groups,
      openIds,
      currentId: current ? now.currentId : (first?.id ?? null),
    };
  });
}

const keepAll = (): boolean => true;

/** `fresh` plus those of `known` that are to be kept, in the engine's order: most probable or latest decided first, then by id. */
export function mergeGroups(
  known: readonly DuplicateGroup[],
  fresh: readonly DuplicateGroup[],
  keep: (group: DuplicateGroup) => boolean,
): DuplicateGroup[] {
  const byId = new Map([...known.filter(keep), ...fresh].map((group) => [group.id, group]));
  const decidedAt = (group: DuplicateGroup): number => Date.parse(group.decision?.decidedAt ?? '') || 0;
  return [...byId.values()].sort(
    (a, b) =>
      decidedAt(b) - decidedAt(a) ||
      (a.decision === null && b.decision === null ? b.probability - a.probability : 0) ||
      (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
}

/** Until a person chooses a tab, the first one that holds anything is shown. */
function moveToFirstTab(list: GroupList): boolean {
  const { kind } = useDuplicates.getState();
  if (tabChosen) return false;
  tabChosen = true;
  const filled = duplicateKinds.find((candidate) => list.counts[candidate] > 0);
  if (list.counts[kind] > 0 || filled === undefined) return false;
  startOver({ kind: filled });
  return true;
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
      if (isWatched) void loadGroups();
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
  void loadGroups();
  return () => {
    isWatched = false;
  };
}

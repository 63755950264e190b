/** The board: a brief, the products on it in their order, and the steps that can be taken back. It stays while other pages are looked at. */
import type { CampaignBrief, CampaignItem, CampaignLimit, MethodResult, OpenedSet, SavedPlace } from '@contract';
import { create } from 'zustand';
import { ask, command } from '../state/engine.ts';

export interface BoardPlace {
  /** Of this place for as long as the board is open. */
  readonly key: number;
  /** As it is now; null when it left the catalog. */
  readonly item: CampaignItem | null;
  readonly title: string;
  readonly sku: string;
  readonly locked: boolean;
  readonly state: SavedPlace['state'];
  /** What it cost when the set was saved. */
  readonly was: number | null;
}

type Short = MethodResult<'campaigns.propose'>['short'];

interface Step {
  readonly brief: CampaignBrief;
  readonly places: readonly BoardPlace[];
  /** Products that were taken off, so that they are not proposed again. */
  readonly not: readonly number[];
  readonly short: Short;
  readonly unapplied: readonly CampaignLimit[];
  /** Products that hold every limit; null where it was not counted. */
  readonly fitting: number | null;
}

interface BoardStore {
  readonly now: Step | null;
  readonly past: readonly Step[];
  readonly set: Pick<OpenedSet, 'id' | 'name' | 'version' | 'shown' | 'savedAt' | 'versions'> | null;
  /** Whether there is something that is not saved. */
  readonly changed: boolean;
  readonly busy: boolean;
}

const none: BoardStore = { now: null, past: [], set: null, changed: false, busy: false };
const stepsKept = 100;

export const useBoard = create<BoardStore>(() => none);

let keys = 0;

function placeOf(item: CampaignItem, locked = false): BoardPlace {
  return { key: ++keys, item, title: item.title, sku: item.sku, locked, state: 'here', was: null };
}

function current(): Step {
  const { now } = useBoard.getState();
  if (now === null) throw new Error('There is no board.');
  return now;
}

function take(change: Partial<Step>): void {
  const { now, past } = useBoard.getState();
  if (now === null) return;
  useBoard.setState({ now: { ...now, ...change }, past: [...past, now].slice(-stepsKept), changed: true });
}

async function busy<T>(work: () => Promise<T>): Promise<T> {
  useBoard.setState({ busy: true });
  try {
    return await work();
  } finally {
    useBoard.setState({ busy: false });
  }
}

export const idsOn = (places: readonly BoardPlace[]): number[] => places.flatMap(({ item }) => item?.id ?? []);

/** A board from a brief in words. */
export function startBoard(text: string): Promise<void> {
  return busy(async () => {
    const { brief } = await ask('campaigns.read', { text });
    const { items, ...found } = await ask('campaigns.propose', { brief });
    useBoard.setState({
      ...none,
      busy: true,
      changed: true,
      now: { brief, places: items.map((item) => placeOf(item)), not: [], ...found },
    });
  });
}

export async function openSet(id: number, version?: number): Promise<void> {
  await busy(async () => {
    const { places, brief, unapplied, ...set } = await ask('campaigns.open', {
      id,
      ...(version === undefined ? {} : { version }),
    });
    const shown = places.map(
      ({ item, title, sku, locked, state, price }): BoardPlace => ({
        ...{ item, title, sku, locked, state },
        key: ++keys,
        was: price,
      }),
    );
    const now = { brief, places: shown, not: [], short: [], unapplied, fitting: null };
    useBoard.setState({ ...none, busy: true, set, now, changed: set.shown !== set.version });
  });
}

let library: string | undefined;

/** Leaves the board when another library is open: its products are not there. */
export function boardIn(dir: string | undefined): void {
  if (library !== undefined && dir !== library) useBoard.setState(none);
  library = dir ?? library;
}

/** What the catalog says by now of what is on the board; no step of its own. */
export async function renewBoard(): Promise<void> {
  const { now, set, changed } = useBoard.getState();
  if (now === null) return;
  if (set !== null && !changed) {
    await openSet(set.id);
    return;
  }
  const ids = idsOn(now.places);
  const { items, unapplied } = await ask('campaigns.items', { brief: now.brief, productIds: ids });
  const byId = new Map(items.map((item) => [item.id, item]));
  const board = useBoard.getState();
  if (board.now === null) return;
  const places = board.now.places.map((place): BoardPlace => {
    if (place.item === null || !ids.includes(place.item.id)) return place;
    const item = byId.get(place.item.id);
    if (item === undefined) return { ...place, item: null, state: 'gone' };
    // Only who chose among others knows it.
    const different = place.item.why.filter(({ kind }) => kind === 'different');
    return { ...place, item: { ...item, why: [...item.why, ...different] } };
  });
  useBoard.setState({ now: { ...board.now, places, unapplied } });
}

/** Another brief: what is locked stays, the rest is proposed anew. */
export async function changeBrief(change: Partial<CampaignBrief>): Promise<void> {
  const { brief, places } = current();
  await propose(
    { ...brief, ...change },
    places.filter(({ locked }) => locked),
  );
}

/** Proposes anew everything that is not locked. */
export function proposeAnew(): Promise<void> {
  const { brief, places, not } = current();
  const left = places.filter(({ locked }) => locked);
  const others = idsOn(places.filter(({ locked }) => !locked));
  return propose(brief, left, [...not, ...others]);
}

/** Fills free places; what is on the board stays. */
export function fillUp(): Promise<void> {
  const { brief, places } = current();
  return propose(brief, places);
}

async function propose(brief: CampaignBrief, kept: readonly BoardPlace[], not = current().not): Promise<void> {
  await busy(async () => {
    const keep = idsOn(kept);
    const { items, ...found } = await ask('campaigns.propose', { brief, keep, not: [...not] });
    const byId = new Map(items.map((item) => [item.id, item]));
    const stayed = kept.map((place) => ({ ...place, item: byId.get(place.item?.id ?? -1) ?? place.item }));
    const added = items.filter(({ id }) => !keep.includes(id)).map((item) => placeOf(item));
    take({ brief, places: [...stayed, ...added], not, ...found });
  });
}

/** Others for what left, sold out, costs more or holds the brief no longer; each in its place. What is locked stays. */
export async function replaceLost(): Promise<void> {
  const { brief, places, not } = current();
  const isLost = ({ state, locked }: BoardPlace): boolean => state !== 'here' && !locked;
  const kept = places.filter((place) => !isLost(place));
  await busy(async () => {
    const keep = idsOn(kept);
    const asked = { ...brief, count: Math.max(1, Math.min(100, places.length)) };
    const lost = idsOn(places.filter(isLost));
    const { items, ...found } = await ask('campaigns.propose', { brief: asked, keep, not: [...not, ...lost] });
    const added = items.filter(({ id }) => !keep.includes(id));
    take({
      places: places.flatMap((place) => {
        if (!isLost(place)) return [place];
        const item = added.shift();
        return item === undefined ? [] : [placeOf(item)];
      }),
      not: [...not, ...lost],
      ...found,
    });
  });
}

export function move(from: number, to: number): void {
  const places = [...current().places];
  const [one] = places.splice(from, 1);
  if (one === undefined || to < 0 || to > places.length || from === to) return;
  places.splice(to, 0, one);
  take({ places });
}

export function lock(key: number): void {
  take({ places: current().places.map((place) => (place.key === key ? { ...place, locked: !place.locked } : place)) });
}

export function removePlace(key: number): void {
  const { places, not } = current();
  const gone = places.filter((place) => place.key === key);
  take({ places: places.filter((place) => place.key !== key), not: [...not, ...idsOn(gone)] });
}

export function replacePlace(key: number, item: CampaignItem): void {
  const { places, not } = current();
  const gone = idsOn(places.filter((place) => place.key === key));
  take({
    places: places.map((place) => (place.key === key ? placeOf(item, place.locked) : place)),
    not: [...not, ...gone],
  });
}

/** @param productIds those that are on the board already stay where they are */
export async function addProducts(productIds: readonly number[]): Promise<void> {
  const { brief, places } = current();
  const there = new Set(idsOn(places));
  const added = productIds.filter((id) => !there.has(id));
  if (added.length === 0) return;
  const { items } = await ask('campaigns.items', { brief, productIds: added });
  take({ places: [...current().places, ...items.map((item) => placeOf(item))] });
}

export function undoStep(): void {
  const { past } = useBoard.getState();
  const before = past.at(-1);
  if (before !== undefined) useBoard.setState({ now: before, past: past.slice(0, -1), changed: true });
}

/** @throws {AppError} `CONFLICT` where another set has the name */
export async function saveBoard(name: string, asNew: boolean): Promise<number> {
  const { brief, places } = current();
  const { set } = useBoard.getState();
  const saved = await command('campaigns.save', {
    ...(set === null || asNew ? {} : { id: set.id }),
    name,
    brief,
    places: places.flatMap(({ item, locked }) => (item === null ? [] : [{ productId: item.id, locked }])),
  });
  await openSet(saved.id);
  return saved.id;
}

/** Searches with what became of each: clicks on its results, another search instead, a purchase later, or nothing. */
import type { Step } from '../events/types.ts';

export interface Click {
  readonly item: number;
  readonly position: number | null;
}

export interface Episode {
  readonly query: number;
  readonly shopper: number | null;
  readonly time: number;
  readonly results: number | null;
  readonly shown: readonly number[] | null;
  readonly clicks: readonly Click[];
  /** Whether something that was clicked was bought later in the session. */
  readonly bought: boolean;
  /** What a shopper did who clicked nothing. */
  readonly left: 'refined' | 'abandoned' | null;
}

interface OpenEpisode extends Omit<Episode, 'clicks' | 'bought' | 'left'> {
  readonly search: number | null;
  readonly clicks: Click[];
  bought: boolean;
  /** Something happened after it that was no search. */
  goesOn: boolean;
  nextQuery: { readonly query: number; readonly time: number } | undefined;
}

/** A click this long after a search is not its own, and a search is no other wording of it [ms]. */
const clickWithin = 30 * 60_000;
const refinedWithin = 5 * 60_000;

/** @param steps session by session, each in the order of time */
export function* episodesOf(steps: Iterable<Step>): Generator<Episode> {
  let journey: number | undefined;
  let open: OpenEpisode[] = [];
  for (const step of steps) {
    if (step.journey !== journey) {
      yield* open.map(closed);
      journey = step.journey;
      open = [];
    }
    take(open, step);
  }
  yield* open.map(closed);
}

function take(open: OpenEpisode[], step: Step): void {
  const { kind, time, item } = step;
  if (kind === 'search') {
    if (step.query === null) return;
    const before = open.at(-1);
    // The next page of the same list, or the same search once more.
    if (before?.query === step.query && time - before.time < refinedWithin && before.clicks.length === 0) return;
    if (before !== undefined) before.nextQuery ??= { query: step.query, time };
    open.push(begun(step, step.query));
    return;
  }
  if (item === null) return;
  if (kind !== 'click') {
    const of = open.findLast(({ clicks }) => clicks.some((click) => click.item === item));
    if (of !== undefined && kind === 'purchase') of.bought = true;
    const last = open.at(-1);
    if (last !== undefined) last.goesOn = true;
    return;
  }
  const own = ownerOf(open, step);
  if (own !== undefined) own.clicks.push({ item, position: step.position });
  else if (step.query !== null) {
    // A log of clicks alone.
    const implied = begun(step, step.query);
    implied.clicks.push({ item, position: step.position });
    open.push(implied);
  }
}

function ownerOf(open: readonly OpenEpisode[], { search, query, time }: Step): OpenEpisode | undefined {
  if (search !== null) {
    const named = open.findLast((episode) => episode.search === search);
    if (named !== undefined) return named;
  }
  const last = open.findLast((episode) => query === null || episode.query === query);
  return last !== undefined && time - last.time <= clickWithin ? last : undefined;
}

function begun({ shopper, time, results, shown, search }: Step, query: number): OpenEpisode {
  const found = results ?? (shown === null ? null : shown.length);
  return {
    query,
    shopper,
    time,
    results: found,
    shown,
    search,
    clicks: [],
    bought: false,
    goesOn: false,
    nextQuery: undefined,
  };
}

function closed({ nextQuery, goesOn, search: _search, ...episode }: OpenEpisode): Episode {
  const none = episode.clicks.length === 0;
  const refined = nextQuery !== undefined && nextQuery.time - episode.time <= refinedWithin;
  return { ...episode, left: none ? (refined ? 'refined' : goesOn ? null : 'abandoned') : null };
}

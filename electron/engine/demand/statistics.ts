/** Counts searches by query, in one pass over what became of each. */
import type { DemandQuery, DemandReport } from '../../contract/demand.ts';
import type { Episode } from './episodes.ts';

const dayMs = 86_400_000;
const weekMs = 7 * dayMs;
/** Weeks of which the course is told. */
export const weeksTold = 12;
/** Queries that fewer shoppers asked are not told: they could lead to one. */
export const fewestShoppers = 5;
/** Clicks that every query is given at the average rate, so that a few searches say little. */
const priorClicks = 5;
/** Shoppers of a query that are told apart. */
const shoppersKept = fewestShoppers;

export interface QueryCounts {
  searches: number;
  noResults: number;
  clicked: number;
  clicks: number;
  refined: number;
  abandoned: number;
  bought: number;
  /** How often results were shown at each position, from 0. */
  readonly shownAt: number[];
  readonly weeks: number[];
  /** The first few; null where a log does not say who searched. */
  readonly shoppers: Set<number>;
  ofNobody: number;
}

export class SearchCounts {
  readonly byQuery = new Map<number, QueryCounts>();
  readonly weeks: { searches: number; clicked: number; noResults: number }[];
  readonly #last: number;
  readonly #shownAt: number[] = [];
  readonly #clickedAt: number[] = [];
  searches = 0;
  clicked = 0;
  noResults = 0;
  saysResults = false;
  first = Number.POSITIVE_INFINITY;

  /** @param last time of the latest event [ms since 1970] */
  constructor(last: number) {
    this.#last = last;
    this.weeks = Array.from({ length: weeksTold }, () => ({ searches: 0, clicked: 0, noResults: 0 }));
  }

  add(episode: Episode): void {
    const { query, clicks, results, shown, shopper, time } = episode;
    const own = this.#of(query);
    const clicked = clicks.length > 0 ? 1 : 0;
    const empty = results === 0 && clicked === 0 ? 1 : 0;
    if (results !== null) this.saysResults = true;
    this.first = Math.min(this.first, time);
    own.searches++;
    own.clicked += clicked;
    own.clicks += clicks.length;
    own.noResults += empty;
    if (episode.left === 'refined') own.refined++;
    if (episode.left === 'abandoned') own.abandoned++;
    if (episode.bought) own.bought++;
    if (shopper === null) own.ofNobody++;
    else if (own.shoppers.size < shoppersKept) own.shoppers.add(shopper);
    for (const [place, item] of (shown ?? []).entries()) {
      own.shownAt[place] = (own.shownAt[place] ?? 0) + 1;
      this.#shownAt[place] = (this.#shownAt[place] ?? 0) + 1;
      if (clicks.some((click) => click.item === item)) this.#clickedAt[place] = (this.#clickedAt[place] ?? 0) + 1;
    }
    this.searches++;
    this.clicked += clicked;
    this.noResults += empty;
    const week = weeksTold - 1 - Math.floor((this.#last - time) / weekMs);
    const ofAll = this.weeks[week];
    if (ofAll === undefined) return;
    own.weeks[week] = (own.weeks[week] ?? 0) + 1;
    ofAll.searches++;
    ofAll.clicked += clicked;
    ofAll.noResults += empty;
  }

  /** Whether a query may be told. */
  isTold({ searches, shoppers, ofNobody }: QueryCounts): boolean {
    return searches >= fewestShoppers && shoppers.size + ofNobody >= fewestShoppers;
  }

  isToldOf(query: number): boolean {
    const counts = this.byQuery.get(query);
    return counts !== undefined && this.isTold(counts);
  }

  told(id: number, query: string): DemandQuery {
    const counts = this.#of(id);
    const { searches, clicked, refined, abandoned, bought, weeks } = counts;
    const noResults = this.saysResults ? counts.noResults : null;
    return {
      query,
      searches,
      noResults,
      clicked,
      clickRatio: this.#ratio(counts),
      refined,
      abandoned,
      bought,
      weeks,
      change: changeOf(weeks),
    };
  }

  weekly(): DemandReport['weeks'] {
    return this.weeks.map((week, n) => ({
      start: new Date(this.#last - (weeksTold - n) * weekMs).toISOString(),
      ...week,
    }));
  }

  /** Clicks over what the same positions get on average, drawn towards 1 where little was seen. */
  #ratio({ clicks, shownAt }: QueryCounts): number | null {
    if (shownAt.length === 0) return null;
    let expected = 0;
    for (const [place, times] of shownAt.entries()) {
      const shown = this.#shownAt[place] ?? 0;
      if (shown > 0) expected += ((times ?? 0) * (this.#clickedAt[place] ?? 0)) / shown;
    }
    return (clicks + priorClicks) / (expected + priorClicks);
  }

  #of(query: number): QueryCounts {
    let counts = this.byQuery.get(query);
    if (counts === undefined) {
      counts = {
        ...{ searches: 0, noResults: 0, clicked: 0, clicks: 0, refined: 0, abandoned: 0, bought: 0, ofNobody: 0 },
        shownAt: [],
        weeks: Array.from({ length: weeksTold }, () => 0),
        shoppers: new Set(),
      };
      this.byQuery.set(query, counts);
    }
    return counts;
  }
}

const half = 4;

function changeOf(weeks: readonly number[]): number | null {
  const sum = (from: number, to: number): number => weeks.slice(from, to).reduce((all, n) => all + n, 0);
  const before = sum(-2 * half, -half);
  return before === 0 ? null : sum(-half, weeks.length) / before - 1;
}

/**
 * The answer to the query at hand, in pages that are fetched as they scroll into view. A new question cancels what is under way;
 * the old answer stays on screen, marked stale, until the new one is there, so that nothing jumps.
 */
import { type AppError, type Hit, type MethodInput, type SearchResult, toAppError } from '@contract';
import { create } from 'zustand';
import { ask, engine } from './engine.ts';
import { requestParts, useQuery } from './query.ts';

export const pageSize = 100;
/** Pages kept in memory; those farthest from the view go first. */
export const mostPages = 40;

export interface ResultsState {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly error: AppError | null;
  /** All but the hits of the first page's answer; null until there has been one. */
  readonly head: Omit<SearchResult, 'hits'> | null;
  readonly pages: ReadonlyMap<number, readonly Hit[]>;
  /** Grows with the answer to each new question, not with a live update of the same one: the view scrolls to the top when it does. */
  readonly question: number;
}

export const useResults = create<ResultsState>(() => ({
  status: 'loading',
  error: null,
  head: null,
  pages: new Map(),
  question: 0,
}));

let headRequest = new AbortController();
/** The question of `headRequest`, which may be under way or answered. */
let asked = '';
const pageRequests = new Map<number, AbortController>();

/** Asks the query at hand. `fresh`: a new question rather than the same one over changed products. */
export async function runSearch(options: { fresh: boolean; remember?: boolean }): Promise<void> {
  headRequest.abort();
  for (const request of pageRequests.values()) request.abort();
  pageRequests.clear();
  const request = new AbortController();
  headRequest = request;
  asked = questionOf(useQuery.getState());
  useResults.setState({ status: 'loading', error: null });
  try {
    const { hits, ...head } = await ask(
      'search.run',
      { ...searchParams(), offset: 0, limit: pageSize, facets: true, remember: options.remember ?? false },
      { signal: request.signal },
    );
    const kept = options.fresh ? [] : [...useResults.getState().pages].filter(([page]) => page > 0);
    const question = useResults.getState().question + (options.fresh ? 1 : 0);
    useResults.setState({ status: 'ready', head, pages: new Map([...kept, [0, hits]]), question });
    for (const [page] of kept) void loadPage(page);
  } catch (error) {
    const failure = toAppError(error);
    if (failure.code === 'CANCELLED' || request.signal.aborted) return;
    useResults.setState({ status: 'failed', error: failure });
  }
}

function searchParams(): MethodInput<'search.run'> {
  const query = useQuery.getState();
  return {
    parts: requestParts(query),
    filters: query.filters,
    sort: query.sort,
    cutoff: query.cutoff,
    spelling: query.spelling,
    asWords: [...query.asWords],
    imagesOnly: query.imagesOnly,
  };
}

/** Makes sure that the hits from `first` up to and including `last` are there or on their way; cancels pages out of sight. */
export function ensureRange(first: number, last: number): void {
  const { head, pages } = useResults.getState();
  if (head === null || head.total === 0) return;
  const from = Math.max(0, Math.floor(first / pageSize));
  const to = Math.floor(Math.min(head.total - 1, Math.max(0, last)) / pageSize);
  for (const [page, request] of pageRequests) {
    if (page >= from - 1 && page <= to + 1) continue;
    request.abort();
    pageRequests.delete(page);
  }
  for (let page = from; page <= to; page++) {
    if (!pages.has(page) && !pageRequests.has(page)) void loadPage(page);
  }
}

async function loadPage(page: number): Promise<void> {
  const request = new AbortController();
  pageRequests.set(page, request);
  try {
    const params = { ...searchParams(), offset: page * pageSize, limit: pageSize, facets: false };
    const { hits } = await ask('search.run', params, { signal: request.signal });
    if (request.signal.aborted) return;
    useResults.setState((state) => ({ pages: keepNear(new Map(state.pages).set(page, hits), page) }));
  } catch (error) {
    const failure = toAppError(error);
    if (failure.code !== 'CANCELLED') useResults.setState({ status: 'failed', error: failure });
  } finally {
    if (pageRequests.get(page) === request) pageRequests.delete(page);
  }
}

/** Drops the pages farthest from `page` until few enough are left; the first page always stays. */
export function keepNear(pages: Map<number, readonly Hit[]>, page: number): Map<number, readonly Hit[]> {
  if (pages.size <= mostPages) return pages;
  const byDistance = [...pages.keys()]
    .filter((other) => other !== 0)
    .sort((a, b) => Math.abs(a - page) - Math.abs(b - page));
  return new Map([0, ...byDistance.slice(0, mostPages - 1)].map((kept) => [kept, pages.get(kept) ?? []]));
}

export function hitAt(pages: ReadonlyMap<number, readonly Hit[]>, index: number): Hit | undefined {
  return pages.get(Math.floor(index / pageSize))?.[index % pageSize];
}

/** Place of a product in the pages that are loaded, -1 when it is not among them. */
export function indexOf(pages: ReadonlyMap<number, readonly Hit[]>, productId: number): number {
  for (const [page, hits] of pages) {
    const at = hits.findIndex((hit) => hit.id === productId);
    if (at >= 0) return page * pageSize + at;
  }
  return -1;
}

const typingPause = 280;
const updatePause = 900;

/** Searches whenever the question or the catalog changes, for as long as the window lives. */
export function watchQuery(): void {
  let typing: ReturnType<typeof setTimeout> | undefined;
  let updating = false;
  useQuery.subscribe((now, before) => {
    if (now === before) return;
    clearTimeout(typing);
    if (questionOf(now) === asked) {
      if (entered(now) && !entered(before)) remember();
      return;
    }
    const onlyTyping = now.draft !== before.draft && now.parts === before.parts && now.draft.length > 0;
    typing = setTimeout(() => void runSearch({ fresh: true, remember: entered(now) }), onlyTyping ? typingPause : 0);
  });
  let ranker: string | undefined;
  engine().on('evaluation.rankerChanged', ({ name }) => {
    const first = ranker === undefined;
    if (name !== ranker && !first) void runSearch({ fresh: true });
    ranker = name;
  });
  let version: number | undefined;
  engine().on('catalog.changed', (change) => {
    const first = version === undefined;
    if (change.version === version) return;
    version = change.version;
    // What comes before the first answer is in it; a library that has not changed since it was opened says nothing until it does.
    if (first && useResults.getState().head === null) return;
    if (updating) return;
    updating = true;
    setTimeout(() => {
      updating = false;
      void runSearch({ fresh: false });
    }, updatePause);
  });
}

function questionOf(query: ReturnType<typeof useQuery.getState>): string {
  return JSON.stringify([
    requestParts(query),
    query.filters,
    query.sort,
    query.cutoff,
    query.spelling,
    query.asWords,
    query.imagesOnly,
  ]);
}

/** The answer is on screen already from the typing; only the history has not heard of the question. */
function remember(): void {
  void ask('search.run', { ...searchParams(), limit: 1, facets: false, remember: true }).catch(() => undefined);
}

/** Only what was entered goes into the history, not each stage of typing. */
function entered(query: ReturnType<typeof useQuery.getState>): boolean {
  return query.draft.length === 0 && query.parts.length > 0;
}

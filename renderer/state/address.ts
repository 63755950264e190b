/**
 * The query in the address of the window, so that reloading, going back and forward, and links work. Words stand there
 * as they are typed; a query with images or products as JSON.
 */
import { filtersSchema, queryPartSchema, sortSchema } from '@contract';
import { z } from 'zod';
import {
  fromQueryPart,
  noFilters,
  type PartContent,
  type QueryState,
  requestParts,
  setParts,
  toQueryPart,
  useQuery,
} from './query.ts';
import { formatPart, parseQuery } from './query-language.ts';

/** Keeps address and query in step for as long as the window lives. The address leads at the beginning. */
export function watchAddress(): void {
  read();
  window.addEventListener('popstate', read);
  useQuery.subscribe((now, before) => {
    if (now.draft.length > 0) return;
    const search = searchOf(now);
    if (search === window.location.search) return;
    const url = `${window.location.pathname}${search}${window.location.hash}`;
    const isAnother = JSON.stringify(requestParts(now)) !== JSON.stringify(requestParts({ ...before, draft: [] }));
    if (isAnother) window.history.pushState(null, '', url);
    else window.history.replaceState(window.history.state, '', url);
  });
}

type Signed = PartContent & { readonly sign: 1 | -1; readonly weight: number };
type Asked = Pick<QueryState, 'filters' | 'sort'> & { readonly parts: readonly Signed[] };

export function searchOf({ parts, filters, sort }: Asked): string {
  const params = new URLSearchParams();
  const texts = parts.flatMap((part) => (part.kind === 'text' ? [part] : []));
  if (texts.length === parts.length) {
    const line = texts.map((part, i) => (i > 0 && part.sign > 0 ? '+ ' : '') + formatPart(part)).join(' ');
    if (line !== '') params.set('q', line);
  } else {
    params.set('parts', JSON.stringify(parts.map(toQueryPart)));
  }
  const { tags = {}, ...others } = filters;
  if (Object.keys(tags).length + Object.keys(others).length > 0) params.set('filters', JSON.stringify(filters));
  if (sort !== 'relevance') params.set('sort', sort);
  const search = params.toString();
  return search === '' ? '' : `?${search}`;
}

/** What cannot be read is left out: an address may be old, or typed by hand. */
export function queryOf(search: string): Asked {
  const params = new URLSearchParams(search);
  const parts = z.array(queryPartSchema).safeParse(jsonOf(params.get('parts')));
  const typed = parseQuery(params.get('q') ?? '').map((part) => ({ kind: 'text' as const, ...part }));
  const filters = filtersSchema.safeParse(jsonOf(params.get('filters')));
  return {
    parts: parts.success ? parts.data.map(fromQueryPart) : typed,
    filters: filters.success ? filters.data : noFilters,
    sort: sortSchema.options.find((name) => name === params.get('sort')) ?? 'relevance',
  };
}

function read(): void {
  const { search } = window.location;
  if (searchOf(useQuery.getState()) === search) return;
  const { parts, filters, sort } = queryOf(search);
  setParts(parts);
  useQuery.setState({ filters, sort });
}

function jsonOf(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

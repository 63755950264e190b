/** The changes of a source, read page by page as they come into sight. */
import { type Change, type ChangeKind, toAppError } from '@contract';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { ask } from '../state/engine.ts';

const pageSize = 200;

export function useChanges(sourceId: number, kind: ChangeKind | undefined) {
  const params = { sourceId, ...(kind === undefined ? {} : { kind }) };
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['exchange.changes', params],
    queryFn: ({ pageParam, signal }) =>
      ask('exchange.changes', { ...params, offset: pageParam, limit: pageSize }, { signal }),
    initialPageParam: 0,
    placeholderData: keepPreviousData,
    getNextPageParam: ({ total }, pages) => {
      const read = pages.reduce((sum, page) => sum + page.items.length, 0);
      return read < total ? read : null;
    },
  });
  const items: readonly Change[] = data?.pages.flatMap((page) => page.items) ?? [];
  const more = (): void => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  };
  return { head: data?.pages.at(-1), items, error: error === null ? null : toAppError(error), refetch, more };
}

/** The products of the table: which they are is asked once, so that it stands still while they are edited; their rows come as they come into sight. */
import { type AppError, type TableRow, toAppError } from '@contract';
import { useQueries } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { answers } from '../state/answers.ts';
import { ask } from '../state/engine.ts';
import { useLibrary } from '../state/library.ts';
import { useSheet } from '../state/sheet.ts';

const pageSize = 100;

export interface SheetProducts {
  /** null until they are known. */
  readonly ids: readonly number[] | null;
  /** More than a table takes are left out. */
  readonly total: number;
  readonly error: AppError | null;
  again(): void;
}

export function useSheetProducts(): SheetProducts {
  const target = useSheet((state) => state.target);
  const dir = useLibrary((state) => state.info?.dir);
  const [asked, setAsked] = useState(0);
  const [found, setFound] = useState<Omit<SheetProducts, 'again'>>({ ids: null, total: 0, error: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another library has other products, and one may ask again
  useEffect(() => {
    const stop = new AbortController();
    setFound({ ids: null, total: 0, error: null });
    ask('exchange.productsOf', { target }, { signal: stop.signal }).then(
      ({ total, productIds }) => setFound({ ids: productIds, total, error: null }),
      (error: unknown) => {
        if (!stop.signal.aborted) setFound({ ids: null, total: 0, error: toAppError(error) });
      },
    );
    return () => stop.abort();
  }, [target, dir, asked]);
  return { ...found, again: () => setAsked((times) => times + 1) };
}

function pageOf(ids: readonly number[], page: number) {
  const productIds = ids.slice(page * pageSize, (page + 1) * pageSize);
  const params = { target: { kind: 'products' as const, productIds }, limit: pageSize };
  return {
    queryKey: ['exchange.rows', params],
    queryFn: ({ signal }: { signal?: AbortSignal }) =>
      ask('exchange.rows', params, signal === undefined ? {} : { signal }),
  };
}

export interface Rows {
  /** By product; those that are not read yet, or gone, are not in it. */
  readonly byId: ReadonlyMap<number, TableRow>;
  /** Whether what is in sight is read: what is missing then is gone. */
  readonly read: boolean;
  /** Names of attributes of the rows in sight. */
  readonly attributes: readonly string[];
}

/** @param first and `last` row in sight */
export function useRows(ids: readonly number[], first: number, last: number): Rows {
  const from = Math.floor(first / pageSize);
  const to = Math.floor(Math.max(first, last) / pageSize);
  const pages = ids.length === 0 ? [] : Array.from({ length: to - from + 1 }, (_, i) => pageOf(ids, from + i));
  return useQueries({
    queries: pages,
    combine: (all) => ({
      byId: new Map(all.flatMap(({ data }) => data?.rows ?? []).map((row) => [row.id, row])),
      read: all.every(({ data }) => data !== undefined),
      attributes: [...new Set(all.flatMap(({ data }) => data?.attributes ?? []))],
    }),
  });
}

/** The rows from one place to another, those out of sight as well. */
export async function readRows(ids: readonly number[], from: number, to: number): Promise<Map<number, TableRow>> {
  const rows = new Map<number, TableRow>();
  for (let page = Math.floor(from / pageSize); page * pageSize <= to; page++) {
    const { rows: some } = await answers.fetchQuery(pageOf(ids, page));
    for (const row of some) rows.set(row.id, row);
  }
  return rows;
}

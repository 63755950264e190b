/** Reads the problems page by page; reads them anew when the catalog changes. */
import { type AppError, type MethodResult, type Problem, toAppError } from '@contract';
import { useCallback, useEffect, useState } from 'react';
import { ask, engine } from '../state/engine.ts';

interface Problems {
  /** null until the first answer. */
  readonly total: number | null;
  readonly byCode: MethodResult<'catalog.problems'>['byCode'];
  readonly items: readonly Problem[];
  readonly error: AppError | null;
  readonly loading: boolean;
}

const pageSize = 200;
const nothing: Problems = { total: null, byCode: [], items: [], error: null, loading: true };

export function useProblems(): Problems & { loadMore(): void; retry(): void } {
  const [state, setState] = useState<Problems>(nothing);
  const load = useCallback((offset: number): void => {
    setState((before) => ({ ...before, loading: true, error: null }));
    ask('catalog.problems', { offset, limit: pageSize }).then(
      ({ total, byCode, items }) =>
        setState((before) => ({
          total,
          byCode,
          items: offset === 0 ? items : [...before.items, ...items],
          error: null,
          loading: false,
        })),
      (error: unknown) => setState((before) => ({ ...before, loading: false, error: toAppError(error) })),
    );
  }, []);
  useEffect(() => {
    load(0);
    let seen: number | undefined;
    return engine().on('catalog.changed', (change) => {
      if (seen !== undefined && seen !== change.problems) load(0);
      seen = change.problems;
    });
  }, [load]);
  return { ...state, loadMore: () => load(state.items.length), retry: () => load(0) };
}

/** Looks at a folder or table before it is imported, again whenever the reading options change. */
import { type AppError, type MethodResult, type TableOptions, toAppError } from '@contract';
import { useEffect, useState } from 'react';
import { ask } from '../state/engine.ts';

interface Preview {
  readonly preview: MethodResult<'ingest.preview'> | null;
  readonly error: AppError | null;
  readonly loading: boolean;
}

export function usePreview(path: string, table: TableOptions): Preview {
  const [state, setState] = useState<Preview>({ preview: null, error: null, loading: true });
  useEffect(() => {
    const controller = new AbortController();
    setState((before) => ({ ...before, loading: true }));
    const options = Object.keys(table).length === 0 ? {} : { table };
    ask('ingest.preview', { path, ...options }, { signal: controller.signal }).then(
      (preview) => setState({ preview, error: null, loading: false }),
      (error: unknown) => {
        const failure = toAppError(error);
        if (failure.code !== 'CANCELLED') setState({ preview: null, error: failure, loading: false });
      },
    );
    return () => controller.abort();
  }, [path, table]);
  return state;
}

/** Reads one product; the one shown before stays until the next is there. */
import { type AppError, type Product, toAppError } from '@contract';
import { useCallback, useEffect, useState } from 'react';
import { ask, engine } from '../state/engine.ts';

interface Loaded {
  readonly product: Product | null;
  readonly error: AppError | null;
}

export function useProduct(id: number | null): Loaded & { retry(): void } {
  const [loaded, setLoaded] = useState<Loaded>({ product: null, error: null });
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is a reason to ask again
  useEffect(() => {
    if (id === null) return undefined;
    const controller = new AbortController();
    const load = (): void => {
      ask('catalog.product', { id }, { signal: controller.signal }).then(
        (product) => setLoaded({ product, error: null }),
        (error: unknown) => {
          const failure = toAppError(error);
          if (failure.code !== 'CANCELLED') setLoaded({ product: null, error: failure });
        },
      );
    };
    load();
    let seen = false;
    const stop = engine().on('catalog.changed', () => {
      if (seen) load();
      seen = true;
    });
    return () => {
      stop();
      controller.abort();
    };
  }, [id, attempt]);
  return { ...loaded, retry: useCallback(() => setAttempt((count) => count + 1), []) };
}

/** What a page shows, asked of the engine, and asked again when the question changes or an event says that the answer has. */
import {
  type AppError,
  type EventName,
  type MethodInput,
  type MethodName,
  type MethodResult,
  toAppError,
} from '@contract';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ask, engine } from './engine.ts';

export interface Asked<T> {
  /** The latest answer; an older one stays until the next is there. */
  readonly data: T | null;
  readonly error: AppError | null;
  readonly loading: boolean;
  reload(): void;
}

/**
 * @param params null while there is nothing to ask yet
 * @param events reasons to ask again; must be the same list on every call
 */
export function useAsk<M extends MethodName>(
  method: M,
  params: MethodInput<M> | null,
  events: readonly EventName[] = [],
): Asked<MethodResult<M>> {
  const [state, setState] = useState<Omit<Asked<MethodResult<M>>, 'reload'>>({
    data: null,
    error: null,
    loading: params !== null,
  });
  const [attempt, setAttempt] = useState(0);
  const reload = useCallback(() => setAttempt((count) => count + 1), []);
  const key = JSON.stringify(params);
  const answered = useRef(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the params; a new attempt is a reason to ask again
  useEffect(() => {
    if (params === null) return undefined;
    const controller = new AbortController();
    setState((before) => ({ ...before, loading: true }));
    ask(method, params, { signal: controller.signal }).then(
      (data) => {
        answered.current = true;
        setState({ data, error: null, loading: false });
      },
      (error: unknown) => {
        if (controller.signal.aborted) return;
        setState((before) => ({ ...before, error: toAppError(error), loading: false }));
      },
    );
    return () => controller.abort();
  }, [method, key, attempt]);

  // An event repeats its last value to a new listener; nothing can be out of date before there is an answer.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the events of a caller never change
  useEffect(() => {
    const stops = events.map((event) =>
      engine().on(event, () => {
        if (answered.current) reload();
      }),
    );
    return () => {
      for (const stop of stops) stop();
    };
  }, [reload]);

  return { ...state, reload };
}

/** Asks which regions of a photo made it match the question at hand. */
import { type AppError, type MethodResult, toAppError } from '@contract';
import { useEffect, useState } from 'react';
import { ask } from '../state/engine.ts';
import { requestParts, useQuery } from '../state/query.ts';

export type HeatMap = MethodResult<'search.heatmap'>;

interface HeatState {
  readonly loading: boolean;
  readonly map: HeatMap | null;
  readonly error: AppError | null;
}

const nothing: HeatState = { loading: false, map: null, error: null };

/** `imageId` null: nothing is asked. */
export function useHeatmap(imageId: number | null): HeatState {
  const [state, setState] = useState<HeatState>(nothing);
  const question = useQuery((query) => JSON.stringify(requestParts(query)));
  useEffect(() => {
    setState(nothing);
    const parts = JSON.parse(question) as ReturnType<typeof requestParts>;
    if (imageId === null || parts.length === 0) return undefined;
    const controller = new AbortController();
    setState({ ...nothing, loading: true });
    ask('search.heatmap', { parts, imageId }, { signal: controller.signal }).then(
      (map) => setState({ ...nothing, map }),
      (error: unknown) => {
        const failure = toAppError(error);
        if (failure.code !== 'CANCELLED') setState({ ...nothing, error: failure });
      },
    );
    return () => controller.abort();
  }, [imageId, question]);
  return state;
}

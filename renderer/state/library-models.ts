/** What the open library holds of each model on this machine. */
import type { LibraryModel } from '@contract';
import { useEffect, useRef } from 'react';
import { useJobs } from './jobs.ts';
import { useLibrary } from './library.ts';
import { useAsk } from './use-ask.ts';

/** Asked anew when a model or a job comes or ends, not for every step of a job: counting vectors takes a while in a large library. */
export function useLibraryModels(): { models: readonly LibraryModel[]; counting: boolean; reload(): void } {
  const open = useLibrary((state) => state.info?.dir ?? null);
  const modelId = useLibrary((state) => state.info?.modelId);
  const { data, error, reload } = useAsk('library.models', open === null ? null : {}, ['models.changed']);
  const jobs = useJobs((state) => state.jobs.map((job) => `${job.id}:${job.state}`).join());
  useOnChange(`${open} ${modelId} ${jobs}`, reload);
  const counting = open !== null && data === null && error === null;
  return { models: open === null ? [] : (data ?? []), counting, reload };
}

export function useOnChange(value: string | undefined, act: () => void): void {
  const seen = useRef(value);
  useEffect(() => {
    if (seen.current === value) return;
    seen.current = value;
    act();
  }, [value, act]);
}

/** Share of the pictures and texts of the library that have a vector of this model, 0..1. */
export function shareOf(model: LibraryModel): number {
  const total = model.images + model.texts + model.missingImages + model.missingTexts;
  if (total === 0 || model.complete) return 1;
  // What is not complete is not shown as if it were.
  return Math.min(0.99, (model.images + model.texts) / total);
}

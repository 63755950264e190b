/** The models on this machine beside what the open library holds of each and what could be added. */
import type { LibraryModel, MethodResult, ModelSummary } from '@contract';
import { useEffect, useRef } from 'react';
import { useJobs } from '../state/jobs.ts';
import { useLibrary } from '../state/library.ts';
import { type Asked, useAsk } from '../state/use-ask.ts';

export type RegistryModel = MethodResult<'models.registry'>[number];

export interface ModelsOnMachine {
  readonly installed: Asked<readonly ModelSummary[]>;
  readonly registry: Asked<readonly RegistryModel[]>;
  /** Empty while no library is open. */
  readonly inLibrary: readonly LibraryModel[];
  /** Whether that is still being counted. */
  readonly counting: boolean;
  reload(): void;
}

export function useModelsOnMachine(): ModelsOnMachine {
  const installed = useAsk('models.list', {}, ['models.changed', 'encoders.changed']);
  const registry = useAsk('models.registry', {}, ['models.changed']);
  useOnChange(
    useLibrary((state) => state.info?.modelId),
    installed.reload,
  );
  const { models, counting, reload } = useLibraryModels();
  return { installed, registry, inLibrary: models, counting, reload };
}

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

function useOnChange(value: string | undefined, act: () => void): void {
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

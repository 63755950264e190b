/** The models on this machine beside what the open library holds of each and what could be added. */
import type { LibraryModel, MethodResult, ModelSummary } from '@contract';
import { useEffect, useRef } from 'react';
import { useJobs } from '../state/jobs.ts';
import { useLibrary } from '../state/library.ts';
import { type Asked, useAsk } from '../state/use-ask.ts';

export type RegistryModel = MethodResult<'models.registry'>[number];

export interface Models {
  readonly installed: Asked<readonly ModelSummary[]>;
  readonly registry: Asked<readonly RegistryModel[]>;
  /** Empty while no library is open. */
  readonly inLibrary: readonly LibraryModel[];
  reload(): void;
}

export function useModels(): Models {
  const installed = useAsk('models.list', {}, ['models.changed', 'encoders.changed', 'library.changed']);
  const registry = useAsk('models.registry', {}, ['models.changed']);
  const { models, reload } = useLibraryModels();
  return { installed, registry, inLibrary: models, reload };
}

export function useLibraryModels(): { models: readonly LibraryModel[]; reload(): void } {
  const open = useLibrary((state) => state.info?.dir ?? null);
  const { data, reload } = useAsk('library.models', open === null ? null : {}, ['library.changed', 'models.changed']);
  // Beginnings and ends of jobs, not their progress.
  const turns = useJobs((state) =>
    state.jobs
      .filter((job) => job.kind === 'vectors')
      .map((job) => `${job.id}:${job.state}`)
      .join(),
  );
  const seen = useRef(turns);
  useEffect(() => {
    if (seen.current === turns) return;
    seen.current = turns;
    reload();
  }, [turns, reload]);
  return { models: open === null ? [] : (data ?? []), reload };
}

/** Share of the pictures and texts of the library that have a vector of this model, 0..1. */
export function shareOf(model: LibraryModel): number {
  const total = model.images + model.texts + model.missingImages + model.missingTexts;
  if (total === 0 || model.complete) return 1;
  // What is not complete is not shown as if it were.
  return Math.min(0.99, (model.images + model.texts) / total);
}

/** The models on this machine beside what the open library holds of each and what could be added. */
import type { LibraryModel, MethodResult, ModelSummary } from '@contract';
import { useLibrary } from '../state/library.ts';
import { useLibraryModels, useOnChange } from '../state/library-models.ts';
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

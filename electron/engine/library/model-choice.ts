/** Which model a library is opened with: the one chosen for it, or, while that is not on this machine, the best that is. */
import type { ModelNotice } from '../../contract/library.ts';
import type { Encoders, ModelDescription } from '../encoders/index.ts';
import type { Coverage } from '../vector/coverage.ts';
import type { EmbeddingScope } from '../vector/types.ts';
import type { SettingsRepo } from './settings-repo.ts';

export interface ModelChoice {
  readonly model: ModelDescription;
  /** Why it is not the chosen one, and what to do; null when it is. */
  readonly notice: ModelNotice | null;
}

/**
 * A model that was to be switched to counts as chosen from when its vectors are complete. Nothing is written: when a model that was
 * missing comes back, it is used again.
 * @throws {AppError} `MODEL_MISSING`, `MODEL_DAMAGED` when no model at all can be described
 */
export async function chooseModel(
  encoders: Encoders,
  settings: SettingsRepo,
  coverage: Coverage,
): Promise<ModelChoice> {
  const next = settings.nextModelId();
  if (next !== undefined) {
    const model = await installed(encoders, next);
    if (model !== undefined && (await coverage.complete(model))) return { model, notice: null };
  }
  const chosen = settings.modelId() ?? encoders.starterId;
  const model = await installed(encoders, chosen);
  if (model !== undefined) return { model, notice: null };
  const instead = await bestOf(encoders, coverage);
  return { model: instead, notice: noticeOf(chosen, instead, await coverage.complete(instead)) };
}

async function installed(encoders: Encoders, id: string): Promise<ModelDescription | undefined> {
  return encoders
    .model(id)
    .describe()
    .catch(() => undefined);
}

/** The installed model with the most vectors here, complete ones first; the starter when none has any. */
async function bestOf(encoders: Encoders, coverage: Coverage): Promise<ModelDescription> {
  const stored = coverage.stored();
  const candidates: { model: ModelDescription; complete: boolean; bytes: number }[] = [];
  for (const { model } of await encoders.list()) {
    const held = model === undefined ? undefined : stored.get(model.manifest.id);
    if (held === undefined) continue;
    const description = await encoders.model(held.modelId).describe();
    candidates.push({ model: description, complete: await coverage.complete(description), bytes: held.bytes });
  }
  candidates.sort((a, b) => Number(b.complete) - Number(a.complete) || b.bytes - a.bytes);
  return candidates[0]?.model ?? encoders.model(encoders.starterId).describe();
}

function noticeOf(chosen: string, instead: EmbeddingScope & { name: string }, complete: boolean): ModelNotice {
  const meanwhile = complete ? '' : ' Its vectors are computed now, so that not everything is found at first.';
  const message =
    `The model ${chosen} of this library is not on this machine, so ${instead.name} is in use.${meanwhile} ` +
    `Add ${chosen} again to go back to it, or choose ${instead.name} for good; nothing was lost.`;
  const why = complete ? 'stands-in' : 'stands-in-incomplete';
  return { why, values: { chosen, instead: instead.name }, message };
}

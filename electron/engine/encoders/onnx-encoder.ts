/** A model folder as an `Encoder`: pictures and texts become tensors here, and vectors come back. */
import type { ModelFolder } from './manifest.ts';
import type { Encoder } from './types.ts';

export interface OnnxEncoder extends Encoder {
  readonly providerReason: string | null;
}

/** @throws {AppError} `MODEL_MISSING`, `MODEL_DAMAGED`, `MODEL_FAILED` */
export async function openEncoder(folder: ModelFolder, options: { threads: number }): Promise<OnnxEncoder> {
  throw new Error(`not there yet: ${folder.folder} ${options.threads}`);
}

/** What an import needs of the rest of the engine. */
import path from 'node:path';
import { AppError } from '../../contract/errors.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Database } from '../db/database.ts';
import type { Encoder } from '../encoders/index.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { VectorsPort } from '../vector/types.ts';
import { FilesRepo } from './file-repo.ts';

export interface RunDeps {
  readonly database: Database;
  readonly files: FilesRepo;
  readonly catalog: Catalog;
  readonly vectors: VectorsPort;
  readonly encoders: { active(): Promise<Encoder> };
  /** Where thumbnails are written, below the library folder. */
  readonly thumbDir: string;
}

export interface ImportDeps extends RunDeps {
  readonly jobs: Jobs;
}

export function importDependencies(
  parts: Omit<ImportDeps, 'files' | 'thumbDir'> & { readonly libraryDir: string },
): ImportDeps {
  const { libraryDir, ...rest } = parts;
  return { ...rest, files: new FilesRepo(parts.database), thumbDir: path.join(libraryDir, 'thumbs') };
}

/**
 * The encoder whose vectors the library holds.
 * @throws {AppError} `MODEL_MISSING`, `MODEL_DAMAGED`, `MODEL_FAILED`; `CONFLICT` when another model was chosen since the library was opened
 */
export async function matchingEncoder({ encoders, vectors }: Pick<RunDeps, 'encoders' | 'vectors'>): Promise<Encoder> {
  const encoder = await encoders.active();
  if (encoder.modelId === vectors.modelId) return encoder;
  throw new AppError(
    'CONFLICT',
    `The library is open with the model ${vectors.modelId}, and ${encoder.modelId} was chosen since. Open the library again.`,
  );
}

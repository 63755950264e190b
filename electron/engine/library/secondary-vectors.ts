/** Opens the vectors of another model over a library that is in use, and brings them in step with what changed meanwhile. */
import type { Catalog } from '../catalog/catalog.ts';
import type { CatalogChange } from '../catalog/types.ts';
import type { Database } from '../db/database.ts';
import { followChange } from '../ingest/link-vectors.ts';
import { LibraryVectors } from '../vector/library-vectors.ts';
import type { EmbeddingScope } from '../vector/types.ts';

export interface SecondaryVectors {
  readonly vectors: LibraryVectors;
  /** Applies what changed since they began to be read, and stops listening: from here on they have to be linked. */
  catchUp(): void;
}

export interface SecondaryVectorsOptions {
  readonly dir: string;
  readonly database: Database;
  readonly catalog: Catalog;
  readonly log: (text: string) => void;
  readonly cacheKey?: Uint8Array | undefined;
}

export async function openSecondaryVectors(
  options: SecondaryVectorsOptions,
  scope: EmbeddingScope,
): Promise<SecondaryVectors> {
  const { dir, database, catalog, log, cacheKey } = options;
  const { modelId, pipelineVersion, dimensions } = scope;
  const changes: CatalogChange[] = [];
  const stop = catalog.onChange((change) => changes.push(change));
  try {
    const vectors = await LibraryVectors.open(database, { dir, modelId, pipelineVersion, dimensions, log, cacheKey });
    return {
      vectors,
      catchUp: () => {
        stop();
        for (const change of changes) followChange(catalog, vectors, change);
      },
    };
  } catch (error) {
    stop();
    throw error;
  }
}

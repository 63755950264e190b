/** What an import needs of the rest of the engine. */
import type { Catalog } from '../catalog/service.ts';
import type { Database } from '../db/database.ts';
import type { Encoder } from '../encoders/index.ts';
import type { VectorsPort } from '../vector/types.ts';
import type { FilesRepo } from './repo.ts';

export interface RunDeps {
  readonly database: Database;
  readonly files: FilesRepo;
  readonly catalog: Catalog;
  readonly vectors: VectorsPort;
  readonly encoders: { active(): Promise<Encoder> };
  /** Where thumbnails are written, below the library folder. */
  readonly thumbDir: string;
}

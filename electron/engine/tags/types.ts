/** What the domain is put together from; see tags.ts. */
import type { Target } from '../../contract/tags.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Database } from '../db/database.ts';
import type { ModelEncoder } from '../encoders/index.ts';
import type { TextVectors } from '../ingest/text-vectors.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Operations } from '../operations/operations.ts';
import type { LibraryScales } from '../search/library-scales.ts';
import type { VectorsPort } from '../vector/types.ts';
import type { GroupModels } from './group-models.ts';
import type { TagLearning } from './learning.ts';
import type { TagsRepo } from './tag-repo.ts';
import type { TaggedProducts } from './tagged-products.ts';

export interface TagsDependencies {
  readonly database: Database;
  readonly catalog: Catalog;
  readonly vectors: VectorsPort;
  readonly encoders: Pick<ModelEncoder, 'active'>;
  readonly scales: Pick<LibraryScales, 'of'>;
  readonly operations: Operations;
  readonly jobs: Jobs;
  readonly libraryDir: string;
  /** The products that a search finds, best first. */
  readonly find: (target: Extract<Target, { kind: 'search' }>, signal: AbortSignal) => Promise<readonly number[]>;
  /** Has all missing vectors computed in the background. */
  readonly encodeMissing: () => void;
  /** Gives products whose words were edited their new vectors. */
  readonly texts: Pick<TextVectors, 'renew' | 'ready'>;
}

/** What holds state; everything else is functions over it. */
export interface Tags extends TagsDependencies {
  readonly repo: TagsRepo;
  readonly products: TaggedProducts;
  readonly models: GroupModels;
  readonly learning: TagLearning;
  close(): Promise<void>;
}

/** What the domain is put together from; see exchange.ts. */
import type { Target } from '../../contract/tags.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Database } from '../db/database.ts';
import type { TextVectors } from '../ingest/text-vectors.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Operations } from '../operations/operations.ts';
import type { VectorsPort } from '../vector/types.ts';
import type { ChangeRepo } from './change-repo.ts';
import type { ChangeSets } from './change-set.ts';

export interface ExchangeDependencies {
  readonly database: Database;
  readonly catalog: Catalog;
  readonly operations: Operations;
  readonly jobs: Jobs;
  readonly vectors: Pick<VectorsPort, 'modelId'>;
  readonly libraryDir: string;
  /** The products that a search finds, best first. */
  readonly find: (target: Extract<Target, { kind: 'search' }>, signal: AbortSignal) => Promise<readonly number[]>;
  /** Gives products whose words were edited their new vectors. */
  readonly texts: Pick<TextVectors, 'renew' | 'ready'>;
  /** Reads a source again. */
  readonly rescan: (sourceId: number) => void;
}

/** What holds state; everything else is functions over it. */
export interface Exchange extends ExchangeDependencies {
  readonly repo: ChangeRepo;
  readonly sets: ChangeSets;
  close(): void;
}

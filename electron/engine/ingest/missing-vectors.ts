/** Computes the vectors that products lack: for the model in use, or for another one before it is switched to. */
import { AppError } from '../../contract/errors.ts';
import type { Job } from '../../contract/jobs.ts';
import type { Encoder } from '../encoders/index.ts';
import type { JobContext } from '../jobs/types.ts';
import type { StoredVectors } from '../vector/stored.ts';
import { IndexRun } from './index-run.ts';
import { type ImportDeps, matchingEncoder } from './types.ts';

export class MissingVectors {
  readonly #deps: ImportDeps;

  constructor(deps: ImportDeps) {
    this.#deps = deps;
    deps.jobs.register('index', (_params: unknown, context) => this.#index(context));
  }

  /** Queues the computing of vectors that the active model lacks; undefined when none do. */
  catchUp(): Job | undefined {
    const { vectors, jobs } = this.#deps;
    if (vectors.countMissing('image') + vectors.countMissing('text') === 0) return undefined;
    return jobs.start('index', vectors.modelId, { modelId: vectors.modelId });
  }

  /**
   * Computes what another model lacks, beside the vectors in use, until nothing is missing that can be read.
   * @throws {AppError} `FILE_MISSING` while a source cannot be reached, `MODEL_FAILED`, `DISK_FULL`, `CANCELLED`
   */
  async prepare(vectors: StoredVectors, encoder: Encoder, context: JobContext): Promise<Record<string, unknown>> {
    this.#assertReachable();
    const before = vectors.countPresent('image') + vectors.countPresent('text');
    const run = new IndexRun({ deps: this.#deps, vectors, encoder, context, inUse: false, before });
    try {
      await run.passes();
    } finally {
      // A file that was found to hold another image needs its vector of the model in use as well.
      if (!this.#deps.jobs.closed) this.catchUp();
    }
    this.#assertReachable();
    return run.result;
  }

  async #index(context: JobContext): Promise<Record<string, unknown>> {
    const { vectors } = this.#deps;
    const encoder = await matchingEncoder(this.#deps);
    const run = new IndexRun({ deps: this.#deps, vectors, encoder, context, inUse: true });
    await run.pass();
    return run.result;
  }

  /** A disk that is not connected must not pass for images that cannot be read. */
  #assertReachable(): void {
    const gone = this.#deps.catalog.sources.all().find(({ available }) => !available);
    if (gone === undefined) return;
    throw new AppError(
      'FILE_MISSING',
      `${gone.path} cannot be reached. Connect it, or take it out of the library, then resume this job.`,
      {
        details: { why: 'source-away', path: gone.path },
      },
    );
  }
}

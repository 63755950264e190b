/** When the library is looked through for duplicates: after products came or changed, and when somebody asks for it. */
import { AppError } from '../../contract/errors.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Database } from '../db/database.ts';
import { shippedThreshold } from '../identity/default-weights.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { createGentlePause } from '../jobs/slices.ts';
import type { JobContext } from '../jobs/types.ts';
import { alreadyKnown } from './already-known.ts';
import type { FittedModels } from './fitted-models.ts';
import { countKinds } from './groups/group-index.ts';
import type { LibraryGroups } from './library-groups.ts';
import { type ScannerDeps, scanLibrary, scanParamsSchema } from './scanner.ts';

export interface ScansDependencies extends ScannerDeps {
  readonly database: Database;
  readonly catalog: Catalog;
  readonly jobs: Jobs;
  readonly groups: LibraryGroups;
  readonly models: FittedModels;
  /** Called when groups may be others than before. */
  readonly changed: () => void;
  /** How long the catalog is left alone before it is looked through [ms]. */
  readonly afterMs?: number;
}

const scanAfterMs = 2000;

export class Scans {
  readonly #deps: ScansDependencies;
  /** Products that came or changed since the last scan. */
  readonly #fresh = new Set<number>();
  /** Whether products came, changed or left since a scan last began to read them. */
  #unread = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: ScansDependencies) {
    this.#deps = deps;
    deps.jobs.register('duplicates', ({ full }, context) => this.#run(full, context), scanParamsSchema);
  }

  /** Queues a scan. @throws {AppError} `LIBRARY_LOCKED` for a library that is only read beside another process */
  start(full: boolean): { jobId: number } {
    const { database, jobs } = this.#deps;
    if (database.closedBecause !== undefined) throw database.closedBecause;
    if (database.readOnly) {
      throw new AppError(
        'LIBRARY_LOCKED',
        'This library is open in another Lookalike, which looks for duplicates by itself.',
      );
    }
    return { jobId: jobs.start('duplicates', 'duplicates', { full }, { afterRunning: true }).id };
  }

  /** Goes on with what was not compared when the library was closed, or was with another model. */
  catchUp(): void {
    const { record, vectors } = this.#deps;
    if (this.countUnscanned() > 0 || record.isOfOther(vectors.modelId)) this.#needed();
  }

  productsChanged(changed: readonly number[], removed: readonly number[]): void {
    for (const id of changed) this.#fresh.add(id);
    for (const id of removed) this.#fresh.delete(id);
    this.#needed();
  }

  /** Products that came or changed since the last scan. */
  countUnscanned(): number {
    const { catalog, pairs } = this.#deps;
    const hidden = [...new Set([...catalog.merges.keepers.keys(), ...catalog.merges.removed])];
    const compared = pairs.countCompared(hidden);
    return Math.max(0, catalog.products.counts().products - compared) + pairs.countCompared(hidden, this.#fresh);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  async #run(full: boolean, context: JobContext): Promise<Record<string, unknown>> {
    const { groups, models, record, vectors, changed } = this.#deps;
    const seen = new Set(this.#fresh);
    this.#unread = false;
    const { scanned, compared, first, added } = await scanLibrary(this.#deps, full, context).catch((error) => {
      this.#unread = true;
      throw error;
    });
    for (const id of seen) this.#fresh.delete(id);
    const gentle = createGentlePause();
    // What was found is there to stay: who stops the job now only makes the rest of it less gentle.
    await groups.renewPairs(async () => (context.signal.aborted ? undefined : gentle()));
    if (models.lacksOwn) this.#refitQuietly();
    const check = first ? null : alreadyKnown(groups.index, added, this.#deps.catalog.products);
    const lastCheck = check && { jobId: context.jobId, ...check };
    record.put(vectors.modelId, lastCheck, added);
    changed();
    const { examples: _, ...found } = lastCheck ?? { examples: [], added: 0, known: 0 };
    return { scanned, compared, ...found, groups: countKinds(groups.index.openAt(shippedThreshold)) };
  }

  /** After the first scan with another model: the same verdicts, if they suffice for it. */
  #refitQuietly(): void {
    const { groups, models } = this.#deps;
    try {
      models.refit(groups.index.pairs, groups.judgements);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }

  #needed(): void {
    this.#unread = true;
    this.#startSoon();
  }

  #startSoon(): void {
    const { database, jobs, afterMs = scanAfterMs } = this.#deps;
    if (database.readOnly) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      // A scan that was asked for meanwhile has read all that came: one more would read the whole library to find nothing.
      if (jobs.closed || !this.#unread) return;
      // What an import still brings would have it all looked through a second time, and so would images that are being fetched.
      if (jobs.isOpen('import') || jobs.isOpen('fetch')) this.#startSoon();
      else jobs.startLater('duplicates', 'duplicates', { full: false }, { afterRunning: true });
    }, afterMs);
  }
}

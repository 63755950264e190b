/**
 * Gives back the room of what nothing shows any more. Products that leave, and images that change, leave vectors and thumbnails behind, so that
 * they cost nothing when they come back; whoever wants the room can have it.
 */
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { throwIfCancelled } from '../../contract/errors.ts';
import type { Job } from '../../contract/jobs.ts';
import type { Database } from '../db/database.ts';
import { thumbnailPath } from '../images/index.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { createGentlePause } from '../jobs/slices.ts';
import type { JobContext } from '../jobs/types.ts';
import { CompactionRepo } from './compaction-repo.ts';

const rowsAtOnce = 500;
const pagesAtOnce = 500;

export class Compaction {
  readonly #jobs: Jobs;
  readonly #repo: CompactionRepo;
  readonly #thumbDir: string;

  constructor(database: Database, jobs: Jobs, libraryDir: string) {
    this.#jobs = jobs;
    this.#repo = new CompactionRepo(database);
    this.#thumbDir = path.join(libraryDir, 'thumbs');
    jobs.register('compact', (_params: unknown, context) => this.#run(context));
  }

  start(): Job {
    return this.#jobs.start('compact', 'compact', {});
  }

  /** Imports wait for it, so nothing comes to be shown that is being taken away. */
  async #run({ signal, report }: JobContext): Promise<Record<string, unknown>> {
    const pause = createGentlePause();
    const before = this.#repo.size().bytes;
    const step = async (done: number, total: number): Promise<void> => {
      throwIfCancelled(signal);
      report({ phase: 'compact', done, total });
      await pause();
    };
    const vectors = await this.#dropVectors(step);
    const { thumbnails, bytes } = await this.#dropImages(step);
    await this.#shrink(step);
    this.#repo.checkpoint();
    return { vectors, thumbnails, bytes: bytes + Math.max(0, before - this.#repo.size().bytes) };
  }

  async #dropVectors(step: Step): Promise<number> {
    const last = this.#repo.lastVectorId();
    let dropped = 0;
    for (let from = 1; from <= last; from += rowsAtOnce) {
      dropped += this.#repo.dropVectors(from, from + rowsAtOnce - 1);
      await step(Math.min(last, from + rowsAtOnce - 1), last);
    }
    return dropped;
  }

  /** The file goes after its row: one without a row is seen by nobody, and is written anew when its image comes back. */
  async #dropImages(step: Step): Promise<{ thumbnails: number; bytes: number }> {
    const unused = this.#repo.unusedImages();
    let [thumbnails, bytes] = [0, 0];
    for (const [n, { hash, thumb }] of unused.entries()) {
      await step(n, unused.length);
      if (!this.#repo.dropImage(hash) || thumb !== 'own') continue;
      const file = thumbnailPath(this.#thumbDir, hash);
      const size = await stat(file).then(
        ({ size }) => size,
        () => 0,
      );
      await rm(file, { force: true });
      thumbnails++;
      bytes += size;
    }
    return { thumbnails, bytes };
  }

  async #shrink(step: Step): Promise<void> {
    const first = this.#repo.size().freePages;
    for (let before = Number.POSITIVE_INFINITY, free = first; free > 0 && free < before; ) {
      this.#repo.shrink(pagesAtOnce);
      before = free;
      free = this.#repo.size().freePages;
      await step(first - free, first);
    }
  }
}

type Step = (done: number, total: number) => Promise<void>;

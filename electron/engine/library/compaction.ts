/**
 * Gives back the room of what nothing shows any more. Products that leave, and images that change, leave vectors and thumbnails behind, so that
 * they cost nothing when they come back; whoever wants the room can have it.
 */
import { rmSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
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
const filesAtOnce = 200;

export class Compaction {
  readonly #jobs: Jobs;
  readonly #repo: CompactionRepo;
  readonly #thumbDir: string;
  readonly #webDir: string;
  readonly #referenceDir: string;

  constructor(database: Database, jobs: Jobs, libraryDir: string) {
    this.#jobs = jobs;
    this.#repo = new CompactionRepo(database);
    this.#thumbDir = path.join(libraryDir, 'thumbs');
    this.#webDir = path.join(libraryDir, 'web');
    this.#referenceDir = path.join(libraryDir, 'references');
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
    const fetched = await this.#dropFetched(step);
    const references = await this.#dropReferences(step);
    const vectors = await this.#dropVectors(step);
    const { thumbnails, bytes } = await this.#dropImages(step);
    await this.#shrink(step);
    this.#repo.checkpoint();
    return {
      vectors,
      thumbnails,
      fetched: fetched.images,
      bytes: fetched.bytes + references + bytes + Math.max(0, before - this.#repo.size().bytes),
    };
  }

  /** Images that were fetched and that no table names any more; looked at and taken away in one go, since fetching goes on meanwhile. */
  async #dropFetched(step: Step): Promise<{ images: number; bytes: number }> {
    this.#repo.dropUnnamedAddresses();
    const files = await readdir(this.#webDir, { recursive: true, withFileTypes: true }).catch(() => []);
    let [images, bytes] = [0, 0];
    for (const [n, entry] of files.entries()) {
      if (n % filesAtOnce === 0) await step(n, files.length);
      const file = path.join(entry.parentPath, entry.name);
      const hash = /^([0-9a-f]{64})\.\w+$/.exec(entry.name)?.[1];
      if (!entry.isFile() || hash === undefined) continue;
      const { size } = await stat(file).catch(() => ({ size: 0 }));
      if (!this.#repo.dropFetched(hash, file)) continue;
      rmSync(file, { force: true });
      images++;
      bytes += size;
    }
    return { images, bytes };
  }

  /** Copies of photos that no product is confirmed by any more; answers their bytes. */
  async #dropReferences(step: Step): Promise<number> {
    const names = await readdir(this.#referenceDir).catch((): string[] => []);
    let bytes = 0;
    for (const [n, name] of names.entries()) {
      if (n % filesAtOnce === 0) await step(n, names.length);
      const hash = /^([0-9a-f]{64})\.webp$/.exec(name)?.[1];
      if (hash === undefined) continue;
      const file = path.join(this.#referenceDir, name);
      const { size } = await stat(file).catch(() => ({ size: 0 }));
      if (this.#repo.isReference(hash)) continue;
      rmSync(file, { force: true });
      bytes += size;
    }
    return bytes;
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

/** A change too large for one transaction: written piece by piece by a job, one step of undo for the person. */
import type { Database } from '../db/database.ts';
import type { OperationsRepo } from './operation-repo.ts';

interface Writing {
  readonly kind: string;
  readonly label: string;
  readonly jobId: number;
}

export class Batch {
  readonly #database: Database;
  readonly #repo: OperationsRepo;
  readonly #writing: Writing;
  #operationId: number | undefined;

  /** Goes on with the operation that an earlier run of the job began. */
  constructor(database: Database, repo: OperationsRepo, writing: Writing) {
    this.#database = database;
    this.#repo = repo;
    this.#writing = writing;
    this.#operationId = repo.ofJob(writing.jobId);
  }

  /** `undefined` while nothing was changed. */
  get operationId(): number | undefined {
    return this.#operationId;
  }

  /** What its pieces changed together, those of earlier runs included. */
  get size(): number {
    return this.#operationId === undefined ? 0 : this.#repo.size(this.#operationId);
  }

  /** Runs `change` and logs it, all or nothing; `null` for a piece that changed nothing. */
  add<P>(change: () => { readonly undo: P; readonly size: number } | null): void {
    const { kind, label, jobId } = this.#writing;
    this.#database.transaction(() => {
      const done = change();
      if (done === null) return;
      this.#operationId ??= this.#repo.add(kind, label, 'null', jobId);
      this.#repo.addPart(this.#operationId, JSON.stringify(done.undo), done.size);
    });
  }
}

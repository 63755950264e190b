/** A change too large for one transaction: written piece by piece by a job, one step of undo for the person. */
import type { Database } from '../db/database.ts';
import type { OperationsRepo } from './operation-repo.ts';

export interface BatchHost {
  readonly database: Database;
  readonly repo: OperationsRepo;
  readonly begun: (operationId: number) => void;
}

export class Batch {
  readonly #host: BatchHost;
  readonly #kind: string;
  readonly #label: string;
  readonly #jobId: number;
  #operationId: number | undefined;

  /** Goes on with the operation that an earlier run of the job began. */
  constructor(host: BatchHost, kind: string, label: string, jobId: number) {
    this.#host = host;
    this.#kind = kind;
    this.#label = label;
    this.#jobId = jobId;
    this.#operationId = host.repo.ofJob(jobId)?.id;
    if (this.#operationId !== undefined) host.begun(this.#operationId);
  }

  /** `undefined` while nothing was changed. */
  get operationId(): number | undefined {
    return this.#operationId;
  }

  /** What its pieces changed together, those of earlier runs included. */
  get size(): number {
    return this.#operationId === undefined ? 0 : this.#host.repo.size(this.#operationId);
  }

  /** Runs `change` and logs it, all or nothing; `null` for a piece that changed nothing. */
  add<P>(change: () => { readonly undo: P; readonly size: number } | null): void {
    const { database, repo, begun } = this.#host;
    database.transaction(() => {
      const done = change();
      if (done === null) return;
      if (this.#operationId === undefined) {
        this.#operationId = repo.add(this.#kind, this.#label, 'null', this.#jobId);
        begun(this.#operationId);
      }
      repo.addPart(this.#operationId, JSON.stringify(done.undo), done.size);
    });
  }
}

/**
 * The log of what people did by hand. A domain records each change together with what restores the state before it, in
 * the same transaction, and says once how its kind of change is taken back.
 */
import type { z } from 'zod';
import { AppError } from '../../contract/errors.ts';
import type { Operation } from '../../contract/operations.ts';
import type { EventHub } from '../../contract/rpc/event-hub.ts';
import type { Database } from '../db/database.ts';
import { createGentlePause } from '../jobs/slices.ts';
import { Batch } from './batch.ts';
import { OperationsRepo } from './operation-repo.ts';

interface Undoing {
  readonly payload: z.ZodType;
  /** Runs inside a transaction; throws `CONFLICT` when later changes stand on this one. */
  readonly undo: (payload: never) => void;
  /** Throws `CONFLICT` when `undo` would. */
  readonly check: (payload: never) => void;
}

export class Operations {
  readonly #database: Database;
  readonly #repo: OperationsRepo;
  readonly #hub: EventHub;
  readonly #kinds = new Map<string, Undoing>();
  /** Those that are being written or taken back piece by piece. */
  readonly #open = new Set<{ readonly operationId: number | undefined }>();

  constructor(database: Database, hub: EventHub) {
    this.#database = database;
    this.#repo = new OperationsRepo(database);
    this.#hub = hub;
    this.#announce();
  }

  /**
   * Says how operations of `kind` are taken back; `payload` checks what was stored. `check` throws what `undo` would,
   * without changing anything: it goes through all pieces of a batch before the first is taken back.
   */
  register<P>(
    kind: string,
    payload: z.ZodType<P>,
    undo: (payload: P) => void,
    check: (payload: P) => void = () => {},
  ): void {
    this.#kinds.set(kind, { payload, undo, check } as Undoing);
  }

  /** Runs `change` and logs it with the payload it answers, all or nothing; `null`: nothing was changed. */
  perform<P>(kind: string, label: string, change: () => P | null): Operation | null {
    if (!this.#kinds.has(kind)) throw new Error(`Nothing says how ${kind} is taken back.`);
    const id = this.#database.transaction(() => {
      const undo = change();
      return undo === null ? null : this.#repo.add(kind, label, JSON.stringify(undo));
    });
    return id === null ? null : this.#told(id);
  }

  /** Runs a change that a job writes piece by piece; a second run of the job goes on with the same operation. */
  async batch<T>(kind: string, label: string, jobId: number, work: (batch: Batch) => Promise<T>): Promise<T> {
    if (!this.#kinds.has(kind)) throw new Error(`Nothing says how ${kind} is taken back.`);
    const batch = new Batch(this.#database, this.#repo, { kind, label, jobId });
    this.#open.add(batch);
    try {
      return await work(batch);
    } finally {
      this.#open.delete(batch);
      this.#announce();
    }
  }

  /** Takes back any operation, large ones piece by piece. @throws {AppError} `NOT_FOUND`, `CONFLICT` */
  async takeBack(id?: number): Promise<Operation> {
    const { operation, kind } = this.#standing(id);
    const parts = this.#repo.parts(operation.id);
    if (parts.length === 0) return this.undo(operation.id);
    if ([...this.#open].some(({ operationId }) => operationId === operation.id)) {
      throw new AppError('CONFLICT', 'That is still being written. Stop it in the activity list first.', {
        details: { why: 'being-written' },
      });
    }
    const pause = createGentlePause();
    const payloadOf = (part: number): never =>
      kind.payload.parse(JSON.parse(this.#repo.partPayload(operation.id, part))) as never;
    const taking = { operationId: operation.id };
    this.#open.add(taking);
    try {
      for (const part of parts) {
        kind.check(payloadOf(part));
        await pause();
      }
      for (const part of parts) {
        this.#database.transaction(() => {
          kind.undo(payloadOf(part));
          this.#repo.removePart(operation.id, part);
        });
        await pause();
      }
      this.#repo.markUndone(operation.id);
    } finally {
      this.#open.delete(taking);
    }
    return this.#told(operation.id);
  }

  /** Takes back an operation that is not a batch. @throws {AppError} `NOT_FOUND`, `CONFLICT` */
  undo(id?: number): Operation {
    const { operation, kind } = this.#standing(id);
    if (this.#repo.parts(operation.id).length > 0) throw new Error('A batch is taken back piece by piece.');
    this.#database.transaction(() => {
      kind.undo(kind.payload.parse(JSON.parse(this.#repo.payload(operation.id))) as never);
      this.#repo.markUndone(operation.id);
    });
    return this.#told(operation.id);
  }

  list(limit: number): Operation[] {
    return this.#repo.list(limit);
  }

  #standing(id: number | undefined): { readonly operation: Operation; readonly kind: Undoing } {
    const operation = id === undefined ? this.#repo.latest() : this.#existing(id);
    if (operation === undefined)
      throw new AppError('NOT_FOUND', 'There is nothing to undo.', { details: { why: 'nothing-to-undo' } });
    if (operation.undoneAt !== null)
      throw new AppError('CONFLICT', 'That has been undone already.', { details: { why: 'undone-already' } });
    const kind = this.#kinds.get(operation.kind);
    if (kind === undefined) throw new AppError('CONFLICT', 'This version of Lookalike cannot undo that.');
    return { operation, kind };
  }

  #existing(id: number): Operation {
    const operation = this.#repo.get(id);
    if (operation === undefined) throw new AppError('NOT_FOUND', 'That action is not in the log.', { details: { id } });
    return operation;
  }

  #told(id: number): Operation {
    this.#announce();
    return this.#existing(id);
  }

  #announce(): void {
    this.#hub.emit('operations.changed', this.#repo.latest() ?? null);
  }
}

/** Why something cannot be taken back. */
export function changedSince(message: string): AppError {
  return new AppError('CONFLICT', message, { details: { why: 'changed-since' } });
}

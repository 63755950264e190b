/**
 * The log of what people did by hand. A domain records each change together with what restores the state before it, in the same
 * transaction, and says once how its kind of change is taken back.
 */
import type { z } from 'zod';
import { AppError } from '../../contract/errors.ts';
import type { Operation } from '../../contract/operations.ts';
import type { EventHub } from '../../contract/rpc/event-hub.ts';
import type { Database } from '../db/database.ts';
import { OperationsRepo, type StoredOperation } from './repo.ts';

interface Undoing {
  readonly payload: z.ZodType;
  /** Runs inside a transaction; throws `CONFLICT` when later changes stand on this one. */
  readonly undo: (payload: never) => void;
}

export class Operations {
  readonly #database: Database;
  readonly #repo: OperationsRepo;
  readonly #hub: EventHub;
  readonly #kinds = new Map<string, Undoing>();

  constructor(database: Database, hub: EventHub) {
    this.#database = database;
    this.#repo = new OperationsRepo(database);
    this.#hub = hub;
    this.#announce();
  }

  /** Says how operations of `kind` are taken back; `payload` checks what was stored. */
  register<P>(kind: string, payload: z.ZodType<P>, undo: (payload: P) => void): void {
    this.#kinds.set(kind, { payload, undo: undo as (payload: never) => void });
  }

  /** Runs `change` and logs it with the payload it answers, all or nothing; `null` for a change that changed nothing. */
  perform<P>(kind: string, label: string, change: () => P | null): Operation | null {
    if (!this.#kinds.has(kind)) throw new Error(`Nothing says how ${kind} is taken back.`);
    const id = this.#database.transaction(() => {
      const undo = change();
      return undo === null ? null : this.#repo.add(kind, label, JSON.stringify(undo));
    });
    if (id === null) return null;
    this.#announce();
    return toOperation(this.#existing(id));
  }

  /** @throws {AppError} `NOT_FOUND`, `CONFLICT` */
  undo(id?: number): Operation {
    const operation = id === undefined ? this.#repo.latest() : this.#existing(id);
    if (operation === undefined) throw new AppError('NOT_FOUND', 'There is nothing to undo.');
    if (operation.undoneAt !== null) throw new AppError('CONFLICT', 'That has been undone already.');
    const kind = this.#kinds.get(operation.kind);
    if (kind === undefined) throw new AppError('CONFLICT', 'This version of Lookalike cannot undo that.');
    this.#database.transaction(() => {
      kind.undo(kind.payload.parse(JSON.parse(operation.undo)) as never);
      this.#repo.markUndone(operation.id);
    });
    this.#announce();
    return toOperation(this.#existing(operation.id));
  }

  list(limit: number): Operation[] {
    return this.#repo.list(limit);
  }

  #existing(id: number): StoredOperation {
    const operation = this.#repo.get(id);
    if (operation === undefined) throw new AppError('NOT_FOUND', 'That action is not in the log.', { details: { id } });
    return operation;
  }

  #announce(): void {
    const latest = this.#repo.latest();
    this.#hub.emit('operations.changed', latest === undefined ? null : toOperation(latest));
  }
}

function toOperation({ undo: _undo, ...operation }: StoredOperation): Operation {
  return operation;
}

/** What the subjects of this domain share: stored judgements, the search they are about, and changes that can be taken back. */
import type { z } from 'zod';
import { AppError } from '../../contract/errors.ts';
import type { EventHub } from '../../contract/rpc/event-hub.ts';
import type { Database } from '../db/database.ts';
import type { Operations } from '../operations/service.ts';
import type { Search } from '../search/search.ts';
import { LabelsRepo } from './judgement-repo.ts';

export interface LabelsDependencies {
  readonly database: Database;
  readonly search: Search;
  readonly operations: Operations;
  readonly hub: EventHub;
}

export class Labels {
  readonly repo: LabelsRepo;
  readonly search: Search;
  readonly #deps: LabelsDependencies;

  constructor(deps: LabelsDependencies) {
    this.#deps = deps;
    this.repo = new LabelsRepo(deps.database);
    this.search = deps.search;
    this.#announce();
  }

  /** Says how changes of a kind are taken back; see `Operations.register`. */
  register<P>(kind: string, payload: z.ZodType<P>, undo: (payload: P) => void): void {
    this.#deps.operations.register(kind, payload, (stored) => {
      undo(stored);
      this.#deps.database.afterCommit(() => this.#announce());
    });
  }

  /** Makes a change that is one step of undo, `null` when nothing changed; see `Operations.perform`. */
  perform<P>(kind: string, label: string, change: () => P | null): void {
    if (this.#deps.operations.perform(kind, label, change) !== null) this.#announce();
  }

  #announce(): void {
    this.#deps.hub.emit('labels.changed', this.repo.totals());
  }
}

/** Why something cannot be taken back. */
export function changedSince(message: string): AppError {
  return new AppError('CONFLICT', message, { details: { why: 'changed-since' } });
}

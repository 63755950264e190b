/** What the subjects of this domain share: stored judgements, the search, and changes that can be taken back. */
import type { z } from 'zod';
import type { EventHub } from '../../contract/rpc/event-hub.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Database } from '../db/database.ts';
import type { Operations } from '../operations/operations.ts';
import type { Search } from '../search/search.ts';
import { registerGrading } from './grading.ts';
import { registerImports } from './judgement-files.ts';
import { LabelsRepo } from './judgement-repo.ts';
import { registerNotes } from './queries.ts';
import { registerSets } from './sets.ts';

export interface LabelsDependencies {
  readonly database: Database;
  readonly search: Search;
  readonly catalog: Pick<Catalog, 'products'>;
  readonly operations: Operations;
  readonly hub: EventHub;
}

export class Labels {
  readonly repo: LabelsRepo;
  readonly search: Search;
  readonly products: Pick<Catalog['products'], 'idsBySku'>;
  readonly #deps: LabelsDependencies;

  constructor(deps: LabelsDependencies) {
    this.#deps = deps;
    this.repo = new LabelsRepo(deps.database);
    this.search = deps.search;
    this.products = deps.catalog.products;
    for (const register of [registerGrading, registerNotes, registerSets, registerImports]) register(this);
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

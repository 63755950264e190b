/** Query sets: lists of queries to collect judgements for. */
import { z } from 'zod';
import { AppError } from '../../contract/errors.ts';
import type { QuerySet } from '../../contract/labels.ts';
import type { QueryPart } from '../../contract/search.ts';
import type { Database } from '../db/database.ts';
import type { Operations } from '../operations/service.ts';
import { queryLabel } from '../search/query.ts';
import type { LabelsRepo, SetRow } from './repo.ts';

export interface SetsDependencies {
  readonly database: Database;
  readonly repo: LabelsRepo;
  readonly operations: Operations;
  readonly changed: () => void;
}

export interface NewSet {
  readonly name: string;
  readonly origin: QuerySet['origin'];
  readonly texts: readonly string[];
  /** Queries with pictures or products in them as well. */
  readonly asked: readonly { readonly parts: readonly QueryPart[]; readonly label: string }[];
}

const undoSchema = z.object({
  set: z.object({
    id: z.int(),
    name: z.string(),
    origin: z.enum(['typed', 'pasted', 'imported', 'history']),
    createdAt: z.string(),
  }),
  queries: z.array(z.object({ id: z.int(), key: z.string() })),
});
const kind = 'labels.removeSet';

export class QuerySets {
  readonly #deps: SetsDependencies;

  constructor(deps: SetsDependencies) {
    this.#deps = deps;
    deps.operations.register(kind, undoSchema, ({ set, queries }) => {
      deps.repo.putSet(set);
      for (const { id, key } of queries) deps.repo.addToSet(set.id, id, key);
      queueMicrotask(deps.changed);
    });
  }

  list(): QuerySet[] {
    const { repo } = this.#deps;
    const counts = Map.groupBy(repo.counts(), ({ queryId }) => queryId);
    return repo.sets().map((set) => {
      const queries = repo.setQueries(set.id);
      const own = queries.flatMap(({ id }) => counts.get(id) ?? []);
      return {
        ...set,
        queries: queries.length,
        judgements: own.reduce((sum, { count }) => sum + count, 0),
        judges: [...new Set(own.map(({ judge }) => judge))].sort(),
      };
    });
  }

  /** @throws {AppError} `NOT_FOUND` */
  get(setId: number): SetRow {
    const set = this.#deps.repo.set(setId);
    if (set === undefined) throw new AppError('NOT_FOUND', 'That query set is no longer there.');
    return set;
  }

  /** @throws {AppError} `BAD_REQUEST` for a set without queries */
  create({ name, origin, texts, asked }: NewSet): QuerySet {
    const { database, repo } = this.#deps;
    const id = database.transaction(() => {
      const setId = repo.putSet({ name, origin, createdAt: new Date().toISOString() });
      for (const { parts, label } of asked) this.#put(setId, repo.putQuery(JSON.stringify(parts), label));
      this.#addTexts(setId, texts);
      return setId;
    });
    return this.#changed(id);
  }

  add(setId: number, texts: readonly string[]): QuerySet {
    this.get(setId);
    this.#deps.database.transaction(() => this.#addTexts(setId, texts));
    return this.#changed(setId);
  }

  rename(setId: number, name: string): QuerySet {
    this.#deps.repo.putSet({ ...this.get(setId), name });
    return this.#changed(setId);
  }

  /** Answers whether there was such a set. */
  remove(setId: number): boolean {
    const { repo, operations, changed } = this.#deps;
    const set = repo.set(setId);
    if (set === undefined) return false;
    operations.perform(kind, set.name, () => {
      const queries = repo.setQueries(setId).map(({ id, key }) => ({ id, key }));
      repo.removeSet(setId);
      return { set: { ...set }, queries };
    });
    changed();
    return true;
  }

  removeQuery(setId: number, queryId: number): QuerySet {
    this.get(setId);
    this.#deps.repo.removeFromSet(setId, queryId);
    return this.#changed(setId);
  }

  /** The id of a query, which is written down when it is new. */
  putQuery(parts: readonly QueryPart[]): number {
    return this.#deps.repo.putQuery(JSON.stringify(parts), queryLabel(parts));
  }

  #addTexts(setId: number, texts: readonly string[]): void {
    for (const text of texts) {
      const tidy = text.replace(/\s+/g, ' ').trim();
      if (tidy !== '') this.#put(setId, this.putQuery([{ kind: 'text', text: tidy, weight: 1 }]));
    }
  }

  #put(setId: number, queryId: number): void {
    this.#deps.repo.addToSet(setId, queryId, `q${queryId}`);
  }

  #changed(setId: number): QuerySet {
    this.#deps.changed();
    return this.list().find(({ id }) => id === setId) as QuerySet;
  }
}

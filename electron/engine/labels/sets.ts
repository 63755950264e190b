/** Query sets: lists of queries to collect judgements for. */
import { z } from 'zod';
import { AppError } from '../../contract/errors.ts';
import type { QuerySet } from '../../contract/labels.ts';
import type { QueryPart } from '../../contract/search.ts';
import type { Operations } from '../operations/service.ts';
import { queryLabel } from '../search/query.ts';
import type { LabelsRepo, SetRow } from './judgement-repo.ts';

export interface SetsDependencies {
  readonly repo: LabelsRepo;
  readonly operations: Operations;
  /** Tells everyone, once the transaction at hand is committed. */
  readonly changed: () => void;
}

export interface NewSet {
  readonly name: string;
  readonly origin: QuerySet['origin'];
  readonly texts: readonly string[];
  /** Queries with pictures or products in them as well. */
  readonly asked: readonly { readonly parts: readonly QueryPart[]; readonly label: string }[];
}

/** A set as it stood. */
export const snapshotSchema = z.object({
  set: z.object({
    id: z.int(),
    name: z.string(),
    origin: z.enum(['typed', 'pasted', 'imported', 'history']),
    createdAt: z.string(),
  }),
  queries: z.array(z.object({ id: z.int(), key: z.string() })),
});
export type SetSnapshot = z.infer<typeof snapshotSchema>;
const changeSchema = z.object({ before: snapshotSchema.nullable(), after: snapshotSchema });
const removal = 'labels.removeSet';
const changes = ['labels.createSet', 'labels.addQueries', 'labels.renameSet', 'labels.removeQuery'] as const;
type ChangeKind = (typeof changes)[number];

export class QuerySets {
  readonly #deps: SetsDependencies;

  constructor(deps: SetsDependencies) {
    this.#deps = deps;
    deps.operations.register(removal, snapshotSchema, (snapshot) => {
      this.restore(snapshot);
      deps.changed();
    });
    for (const kind of changes) {
      deps.operations.register(kind, changeSchema, ({ before, after }) => {
        this.assertStands(after);
        if (before === null) deps.repo.removeSet(after.set.id);
        else this.restore(before);
        deps.changed();
      });
    }
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

  create({ name, origin, texts, asked }: NewSet): QuerySet {
    const { repo } = this.#deps;
    return this.#change('labels.createSet', name, null, () => {
      const setId = repo.putSet({ name, origin, createdAt: new Date().toISOString() });
      for (const { parts, label } of asked) this.#put(setId, repo.putQuery(JSON.stringify(parts), label));
      this.#addTexts(setId, texts);
      return setId;
    });
  }

  /** @throws {AppError} `NOT_FOUND` */
  add(setId: number, texts: readonly string[]): QuerySet {
    return this.#change('labels.addQueries', this.get(setId).name, setId, () => {
      this.#addTexts(setId, texts);
      return setId;
    });
  }

  /** @throws {AppError} `NOT_FOUND` */
  rename(setId: number, name: string): QuerySet {
    const set = this.get(setId);
    return this.#change('labels.renameSet', `${set.name} > ${name}`, setId, () => {
      this.#deps.repo.putSet({ ...set, name });
      return setId;
    });
  }

  /** Answers whether there was such a set. */
  remove(setId: number): boolean {
    const { repo, operations, changed } = this.#deps;
    const set = repo.set(setId);
    if (set === undefined) return false;
    operations.perform(removal, set.name, () => {
      const snapshot = this.snapshot(setId);
      repo.removeSet(setId);
      return snapshot;
    });
    changed();
    return true;
  }

  /** @throws {AppError} `NOT_FOUND` */
  removeQuery(setId: number, queryId: number): QuerySet {
    const label = `${this.get(setId).name}: ${this.#deps.repo.query(queryId)?.label ?? ''}`;
    return this.#change('labels.removeQuery', label, setId, () => {
      this.#deps.repo.removeFromSet(setId, queryId);
      return setId;
    });
  }

  /** A set as it stands. @throws {AppError} `NOT_FOUND` */
  snapshot(setId: number): SetSnapshot {
    const queries = this.#deps.repo.setQueries(setId).map(({ id, key }) => ({ id, key }));
    return { set: { ...this.get(setId) }, queries };
  }

  /** To be called inside a transaction. @throws {AppError} `CONFLICT` when the set was changed since it stood so */
  assertStands(then: SetSnapshot): void {
    const now = this.#deps.repo.set(then.set.id) === undefined ? null : this.snapshot(then.set.id);
    if (JSON.stringify(snapshotSchema.nullable().parse(now)) === JSON.stringify(then)) return;
    throw new AppError('CONFLICT', `The query set "${then.set.name}" was changed since. Undo that first.`, {
      details: { why: 'changed-since' },
    });
  }

  /** To be called inside a transaction. */
  restore({ set, queries }: SetSnapshot): void {
    const { repo } = this.#deps;
    repo.putSet(set);
    const wanted = new Set(queries.map(({ id }) => id));
    for (const { id } of repo.setQueries(set.id)) if (!wanted.has(id)) repo.removeFromSet(set.id, id);
    for (const { id, key } of queries) repo.addToSet(set.id, id, key);
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

  /** One step of undo; `work` answers the id of the set. */
  #change(kind: ChangeKind, label: string, setId: number | null, work: () => number): QuerySet {
    const { operations, changed } = this.#deps;
    let id = setId ?? -1;
    operations.perform(kind, label, () => {
      const before = setId === null ? null : this.snapshot(setId);
      id = work();
      const after = this.snapshot(id);
      return JSON.stringify(before) === JSON.stringify(after) ? null : { before, after };
    });
    changed();
    return this.list().find((set) => set.id === id) as QuerySet;
  }
}

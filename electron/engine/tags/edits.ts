/** Changes of tags and of the vocabulary, each one step of undo, with words, text hashes and listeners brought in step. */
import { z } from 'zod';
import type { Tag } from '../../contract/catalog.ts';
import { AppError } from '../../contract/errors.ts';
import type { Operation } from '../../contract/operations.ts';
import { type Decision, provenanceSchema, synonymSchema } from '../../contract/tags.ts';
import type { Catalog } from '../catalog/service.ts';
import type { Database } from '../db/database.ts';
import type { Batch } from '../operations/batch.ts';
import type { Operations } from '../operations/service.ts';
import type { TagState } from './state.ts';
import type { TagRow, TagSpelling, TagsRepo } from './tag-repo.ts';

const rowSchema = z.object({
  productId: z.int(),
  tagId: z.int(),
  provenance: provenanceSchema,
  at: z.string(),
  by: z.string().nullable(),
  origin: z.enum(['imported', 'suggested']).nullable(),
});
const nameSchema = z.object({ group: z.string(), name: z.string() });
const spellingSchema = z.object({
  tag: nameSchema.extend({ id: z.int() }),
  synonyms: z.array(synonymSchema),
  aliases: z.array(nameSchema),
});
const undoSchema = z.object({
  before: z.array(rowSchema),
  after: z.array(rowSchema),
  /** Tags as they were called, those taken out included; `after` holds what is left of them. */
  spellings: z.object({ before: z.array(spellingSchema), after: z.array(spellingSchema) }),
});
type Undo = z.infer<typeof undoSchema>;

/** A row to be written, or `null` to take it out. */
export interface RowChange {
  readonly productId: number;
  readonly tagId: number;
  readonly next: TagRow | null;
}

export interface Change {
  readonly rows: readonly RowChange[];
  readonly respell?: readonly TagSpelling[];
  /** Tags that go away. */
  readonly remove?: readonly number[];
}

export interface Outcome {
  readonly operation: Operation | null;
  /** Ids of products that changed. */
  readonly products: readonly number[];
}

const kinds = ['tags.decide', 'tags.bulk', 'tags.apply', 'tags.rename', 'tags.merge', 'tags.create'] as const;
export type EditKind = (typeof kinds)[number];

export interface EditDependencies {
  readonly database: Database;
  readonly repo: TagsRepo;
  readonly state: TagState;
  readonly catalog: Pick<Catalog, 'retagged'>;
  readonly operations: Operations;
  /** Called with the products whose words changed. */
  readonly onRetagged: (productIds: readonly number[]) => void;
}

export class TagEdits {
  readonly #deps: EditDependencies;

  constructor(deps: EditDependencies) {
    this.#deps = deps;
    for (const kind of kinds) {
      deps.operations.register(
        kind,
        undoSchema,
        (undo) => this.#undo(undo),
        (undo) => this.#assertStands(undo),
      );
    }
  }

  /** Writes a change and logs it; nothing is logged when everything is that way already. */
  perform(kind: EditKind, label: string, change: Change): Outcome {
    let products: number[] = [];
    const operation = this.#deps.operations.perform<Undo>(kind, label, () => {
      const done = this.#change(change);
      products = done?.products ?? [];
      return done?.undo ?? null;
    });
    return { operation, products };
  }

  /** Writes one piece of a batch; answers how many products changed. The texts of a batch are renewed by the caller, once. */
  performPart(batch: Batch, rows: readonly RowChange[]): number {
    let products = 0;
    batch.add(() => {
      const done = this.#change({ rows }, false);
      products = done?.products.length ?? 0;
      return done === null ? null : { undo: done.undo, size: done.undo.after.length };
    });
    return products;
  }

  /** `null` when everything is that way already. */
  #change(change: Change, renew = true): { readonly undo: Undo; readonly products: number[] } | null {
    const { repo } = this.#deps;
    const rows = change.rows.filter(({ productId, tagId, next }) => !sameRow(repo.row(productId, tagId), next));
    const touched = [...(change.respell ?? []).map(({ tag }) => tag.id), ...(change.remove ?? [])];
    const spelledBefore = touched.flatMap((id) => repo.spelling(id) ?? []);
    const before = rows.flatMap(({ productId, tagId }) => copy(repo.row(productId, tagId)));
    this.#write(rows);
    for (const id of change.remove ?? []) repo.remove(id);
    for (const spelling of change.respell ?? []) repo.spell(spelling);
    const spelledAfter = touched.flatMap((id) => repo.spelling(id) ?? []);
    if (rows.length === 0 && JSON.stringify(spelledBefore) === JSON.stringify(spelledAfter)) return null;
    const products = this.#settle(rows, touched, renew);
    const after = rows.flatMap(({ productId, tagId }) => copy(repo.row(productId, tagId)));
    return { undo: { before, after, spellings: { before: spelledBefore, after: spelledAfter } }, products };
  }

  /** @throws {AppError} `CONFLICT` when something was decided on the same tags since */
  #undo(undo: Undo): void {
    const { repo } = this.#deps;
    this.#assertStands(undo);
    const { before, after, spellings } = undo;
    const wanted = new Map(before.map((row) => [rowKey(row), row]));
    const changes = [...before, ...after].map(({ productId, tagId }): RowChange => {
      return { productId, tagId, next: wanted.get(rowKey({ productId, tagId })) ?? null };
    });
    for (const spelling of spellings.before) repo.spell({ ...spelling, aliases: [] });
    const kept = new Set(spellings.before.map(({ tag }) => tag.id));
    this.#write(changes);
    for (const { tag } of spellings.after) if (!kept.has(tag.id)) repo.remove(tag.id);
    for (const spelling of spellings.before) repo.spell(spelling);
    this.#settle(changes, [...kept], true);
  }

  /** @throws {AppError} `CONFLICT` when something was decided on the same tags since */
  #assertStands({ before, after, spellings }: Undo): void {
    const { repo } = this.#deps;
    for (const { tag } of spellings.after) {
      const now = repo.spelling(tag.id);
      const then = spellings.after.find((spelling) => spelling.tag.id === tag.id);
      if (JSON.stringify(spellingSchema.safeParse(now).data) !== JSON.stringify(then)) throw changedSince();
    }
    this.#assertUnused(spellings.after, spellings.before);
    const written = new Map(after.map((row) => [rowKey(row), row]));
    for (const row of [...before, ...after]) {
      const now = repo.row(row.productId, row.tagId);
      const then = written.get(rowKey(row));
      if (now?.provenance !== then?.provenance || now?.by !== then?.by) throw changedSince();
    }
  }

  /** A tag that is to go again must not have been put on anything since. */
  #assertUnused(present: readonly TagSpelling[], kept: readonly TagSpelling[]): void {
    const leaving = present.map(({ tag }) => tag.id).filter((id) => !kept.some(({ tag }) => tag.id === id));
    if (this.#deps.repo.rowsOfTags(leaving).length > 0) throw changedSince();
  }

  #write(rows: readonly RowChange[]): void {
    const { repo } = this.#deps;
    for (const { productId, tagId, next } of rows) {
      if (next === null) repo.delete(productId, tagId);
      else repo.put(next);
    }
  }

  /** Products whose words are different now: those with changed rows, and all that carry a tag that is called differently. */
  #settle(rows: readonly RowChange[], respelled: readonly number[], renew: boolean): number[] {
    const { database, repo, catalog, state, onRetagged } = this.#deps;
    const products = new Set(rows.map(({ productId }) => productId));
    if (respelled.length > 0) for (const { productId } of repo.rowsOfTags(respelled)) products.add(productId);
    const ids = [...products].sort((a, b) => a - b);
    catalog.retagged(ids);
    database.afterCommit(() => {
      if (respelled.length > 0) state.vocabularyChanged();
      if (renew) onRetagged(ids);
    });
    return ids;
  }
}

/** The rows that a decision leads to; accepting a tag of an exclusive group takes the group's others off. */
export function decide(
  { productId, tag: _tag, verdict }: Decision,
  tagId: number,
  others: readonly TagRow[],
  context: { readonly repo: TagsRepo; readonly by: string; readonly at: string },
): RowChange[] {
  const { repo, by, at } = context;
  const row = repo.row(productId, tagId);
  const origin = originOf(row);
  if (verdict === 'cleared') {
    if (row === undefined || row.provenance === 'imported' || row.provenance === 'suggested') return [];
    const next = origin === null ? null : { productId, tagId, provenance: origin, at, by: null, origin: null };
    return [{ productId, tagId, next }];
  }
  if (row?.provenance === verdict) return [];
  const own = { productId, tagId, next: { productId, tagId, provenance: verdict, at, by, origin } };
  return verdict === 'rejected' ? [own] : [own, ...others.flatMap((other) => takenOff(other, by, at))];
}

/** A tag taken off: what an import brought is remembered as rejected, so that the next import does not bring it back; the rest is gone. */
export function takenOff(row: TagRow, by: string, at: string): RowChange[] {
  if (row.provenance === 'rejected') return [];
  const { productId, tagId } = row;
  const origin = originOf(row);
  if (origin === null) return [{ productId, tagId, next: null }];
  return [{ productId, tagId, next: { productId, tagId, provenance: 'rejected', at, by, origin } }];
}

export function describeTag({ group, name }: Tag): string {
  return `${group}: ${name}`;
}

function originOf(row: TagRow | undefined): TagRow['origin'] {
  if (row === undefined) return null;
  return row.provenance === 'imported' || row.provenance === 'suggested' ? row.provenance : row.origin;
}

function sameRow(row: TagRow | undefined, next: TagRow | null): boolean {
  if (row === undefined || next === null) return row === undefined && next === null;
  return row.provenance === next.provenance && row.by === next.by;
}

function copy(row: TagRow | undefined): TagRow[] {
  return row === undefined ? [] : [{ ...row }];
}

function rowKey({ productId, tagId }: { productId: number; tagId: number }): string {
  return `${productId} ${tagId}`;
}

function changedSince(): AppError {
  return new AppError('CONFLICT', 'Something was changed on the same tags since. Undo that first.', {
    details: { why: 'changed-since' },
  });
}

/** Writes changes of tags and of the vocabulary, each one step of undo, and brings words and text hashes in step. */
import { z } from 'zod';
import { AppError, throwIfCancelled } from '../../contract/errors.ts';
import { type ChangeResult, provenanceSchema, synonymSchema } from '../../contract/tags.ts';
import { createGentlePause } from '../jobs/slices.ts';
import type { JobContext } from '../jobs/types.ts';
import { reviseContradictions } from './contradictions.ts';
import type { ProductTag, TagSpelling, TagsRepo } from './tag-repo.ts';
import type { Tags } from './types.ts';

const productTagSchema = z.object({
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
  before: z.array(productTagSchema),
  after: z.array(productTagSchema),
  /** Tags as they were called, those taken out included; `after` holds what is left of them. */
  spellings: z.object({ before: z.array(spellingSchema), after: z.array(spellingSchema) }),
});
type Undo = z.infer<typeof undoSchema>;

type TagKey = Pick<ProductTag, 'productId' | 'tagId'>;

/** A tag of a product to be written, or taken out where `next` is null. */
export interface TagChange extends TagKey {
  readonly next: ProductTag | null;
}

export interface Edit {
  readonly changes: readonly TagChange[];
  readonly spellings?: readonly TagSpelling[];
  /** Tags that leave the vocabulary. */
  readonly remove?: readonly number[];
}

const kinds = ['tags.decide', 'tags.bulk', 'tags.apply', 'tags.rename', 'tags.merge', 'tags.create'] as const;
type EditKind = (typeof kinds)[number];

/** Products in one transaction of a job: few enough for a search to get in between. */
const sliceSize = 16;

/** Says how edits are taken back. */
export function registerUndo(tags: Tags): void {
  for (const kind of kinds) {
    tags.operations.register(
      kind,
      undoSchema,
      (undo) => takeBack(tags, undo),
      (undo) => assertStands(tags.repo, undo),
    );
  }
}

/** Answers when the new words of the products can be searched. Logs nothing when everything is that way already. */
export async function perform(tags: Tags, kind: EditKind, label: string, edit: Edit): Promise<ChangeResult> {
  let products: readonly number[] = [];
  const operation = tags.operations.perform<Undo>(kind, label, () => {
    const done = write(tags, edit);
    products = done?.products ?? [];
    return done?.undo ?? null;
  });
  tags.texts.renew(products);
  await tags.texts.ready();
  return { operation, products: products.length };
}

/**
 * Writes what `plan` says of each slice of the products, one step of undo together. Nothing is said of products that
 * are that way already, so a second run goes on where the first ended.
 */
export async function performBatch(
  tags: Tags,
  kind: 'tags.bulk' | 'tags.apply',
  label: string,
  productIds: readonly number[],
  { jobId, signal, report }: JobContext,
  plan: (slice: readonly number[]) => readonly TagChange[],
): Promise<Record<string, unknown>> {
  const pause = createGentlePause();
  report({ phase: 'apply', done: 0, total: productIds.length });
  return tags.operations.batch(kind, label, jobId, async (batch) => {
    let products = 0;
    try {
      for (let at = 0; at < productIds.length; at += sliceSize) {
        throwIfCancelled(signal);
        batch.add(() => {
          const done = write(tags, { changes: plan(productIds.slice(at, at + sliceSize)) });
          products += done?.products.length ?? 0;
          return done === null ? null : { undo: done.undo, size: done.undo.after.length };
        });
        report({ done: Math.min(productIds.length, at + sliceSize) });
        await pause();
      }
    } finally {
      if (products > 0) tags.encodeMissing();
    }
    return { operation: batch.operationId ?? null, products, tags: batch.size };
  });
}

/** Inside a transaction; `null` when everything is that way already. */
function write(tags: Tags, edit: Edit): { readonly undo: Undo; readonly products: number[] } | null {
  const { repo } = tags;
  const { spellings = [], remove = [] } = edit;
  const changes = edit.changes.filter((change) => !isSame(find(repo, change), change.next));
  const renamed = [...spellings.map(({ tag }) => tag.id), ...remove];
  const state = () => ({
    rows: changes.flatMap((change) => find(repo, change) ?? []),
    spellings: renamed.flatMap((id) => repo.spelling(id) ?? []),
  });
  const before = state();
  // Products can only be given tags that are there.
  const known = new Set(before.spellings.map(({ tag }) => tag.id));
  for (const spelling of spellings) if (!known.has(spelling.tag.id)) repo.putSpelling(spelling);
  writeChanges(repo, changes);
  for (const id of remove) repo.removeTag(id);
  for (const spelling of spellings) repo.putSpelling(spelling);
  if (changes.length === 0 && JSON.stringify(before.spellings) === JSON.stringify(state().spellings)) return null;
  const products = announce(tags, changes, renamed);
  const after = state();
  const undo = {
    before: before.rows,
    after: after.rows,
    spellings: { before: before.spellings, after: after.spellings },
  };
  return { undo, products };
}

/** Inside a transaction. @throws {AppError} `CONFLICT` when something was decided on the same tags since */
function takeBack(tags: Tags, undo: Undo): void {
  const { repo, database, texts } = tags;
  assertStands(repo, undo);
  const { before, after, spellings } = undo;
  const wanted = new Map(before.map((row) => [keyOf(row), row]));
  const changes = [...before, ...after].map(({ productId, tagId }): TagChange => {
    return { productId, tagId, next: wanted.get(keyOf({ productId, tagId })) ?? null };
  });
  for (const spelling of spellings.before) repo.putSpelling({ ...spelling, aliases: [] });
  const kept = new Set(spellings.before.map(({ tag }) => tag.id));
  writeChanges(repo, changes);
  for (const { tag } of spellings.after) if (!kept.has(tag.id)) repo.removeTag(tag.id);
  for (const spelling of spellings.before) repo.putSpelling(spelling);
  const products = announce(tags, changes, [...kept]);
  database.afterCommit(() => texts.renew(products));
}

/** @throws {AppError} `CONFLICT` when something was decided on the same tags since */
function assertStands(repo: TagsRepo, { before, after, spellings }: Undo): void {
  for (const then of spellings.after) {
    const now = spellingSchema.safeParse(repo.spelling(then.tag.id)).data;
    if (JSON.stringify(now) !== JSON.stringify(then)) throw changedSince();
  }
  const written = new Map(after.map((row) => [keyOf(row), row]));
  // A tag that is to go again must not have been put on anything since.
  const kept = new Set(spellings.before.map(({ tag }) => tag.id));
  const leaving = spellings.after.map(({ tag }) => tag.id).filter((id) => !kept.has(id));
  if (repo.productTagsOf(leaving).some((row) => !written.has(keyOf(row)))) throw changedSince();
  for (const row of [...before, ...after]) {
    if (!isSame(find(repo, row), written.get(keyOf(row)) ?? null)) throw changedSince();
  }
}

function writeChanges(repo: TagsRepo, changes: readonly TagChange[]): void {
  for (const { productId, tagId, next } of changes) {
    if (next === null) repo.removeProductTag(productId, tagId);
    else repo.putProductTag(next);
  }
}

/** Answers the products whose words changed: those with changed tags, and all that carry a renamed tag. */
function announce(tags: Tags, changes: readonly TagChange[], renamed: readonly number[]): number[] {
  const { database, repo, catalog, products } = tags;
  const concerned = [...changes, ...repo.productTagsOf(renamed)];
  const ids = [...new Set(concerned.map(({ productId }) => productId))].sort((a, b) => a - b);
  reviseContradictions(tags, ids);
  catalog.retagged(ids);
  if (renamed.length > 0) database.afterCommit(() => products.vocabularyChanged());
  return ids;
}

function find(repo: TagsRepo, { productId, tagId }: TagKey): ProductTag | undefined {
  return repo.productTag(productId, tagId);
}

function isSame(now: ProductTag | undefined, then: ProductTag | null): boolean {
  return now?.provenance === then?.provenance && now?.by === then?.by;
}

function keyOf({ productId, tagId }: TagKey): string {
  return `${productId} ${tagId}`;
}

function changedSince(): AppError {
  return new AppError('CONFLICT', 'Something was changed on the same tags since. Undo that first.', {
    details: { why: 'changed-since' },
  });
}

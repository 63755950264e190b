/** Says which category products have. It is an edit of the attribute for it, so tables are given back with it. */
import { z } from 'zod';
import type { MethodParams } from '../../contract/contract.ts';
import { AppError, throwIfCancelled } from '../../contract/errors.ts';
import type { ProductField } from '../../contract/exchange.ts';
import type { BatchResult } from '../../contract/tags.ts';
import { kindGroups } from '../catalog/kind-groups.ts';
import { createGentlePause } from '../jobs/slices.ts';
import type { JobContext } from '../jobs/types.ts';
import { changedSince } from '../operations/operations.ts';
import { tagKey } from './placing.ts';
import type { AssignTask, Taxonomies } from './taxonomies.ts';

const storedEditSchema = z.object({
  productKey: z.int(),
  field: z.string(),
  value: z.string(),
  base: z.string(),
  source: z.string(),
  by: z.string(),
  at: z.string(),
});
const undoSchema = z.object({
  edits: z.array(
    z.object({
      productKey: z.int(),
      field: z.string(),
      before: storedEditSchema.nullable(),
      /** JSON of what was said; null where it was taken back. */
      after: z.string().nullable(),
    }),
  ),
  /** What a tag stood for before, where that was said. */
  mapping: z
    .object({
      group: z.string(),
      tag: z.string(),
      before: z.object({ path: z.string(), by: z.string() }).nullable(),
      after: z.string().nullable(),
    })
    .optional(),
});
type Undo = z.infer<typeof undoSchema>;

interface Assignment {
  readonly productId: number;
  readonly path: string | null;
}

/** Products that are changed while a person waits, and those in one transaction of the job. */
const mostAtOnce = 100;
const sliceSize = 16;
const kind = 'taxonomy.assign';

export function registerUndo({ operations, catalog, database, texts, repo }: Taxonomies): void {
  const assertStands = ({ edits, mapping }: Undo): void => {
    const stands = edits.every(({ productKey, field, after }) => {
      return (catalog.edits.get(productKey, field as ProductField)?.value ?? null) === after;
    });
    const said = mapping && repo.mappings().find((own) => tagKey(own) === tagKey(mapping));
    if (stands && (mapping === undefined || (said?.path ?? null) === mapping.after)) return;
    throw changedSince('Something was said of the same categories since. Undo that first.');
  };
  operations.register(
    kind,
    undoSchema,
    (undo) => {
      assertStands(undo);
      for (const { productKey, field, before } of undo.edits) {
        const restored = before === null ? undefined : { ...before, field: field as ProductField };
        catalog.restoreEdit(productKey, field as ProductField, restored);
      }
      const { mapping } = undo;
      if (mapping?.before != null) repo.putMapping({ group: mapping.group, tag: mapping.tag, ...mapping.before });
      else if (mapping !== undefined) repo.removeMapping(mapping.group, mapping.tag);
      const keys = undo.edits.map(({ productKey }) => productKey);
      database.afterCommit(() => texts.renew(keys.flatMap((key) => catalog.keys.productOf(key) ?? [])));
    },
    assertStands,
  );
}

/** @throws {AppError} `NOT_FOUND` for a category or a product that is not there */
export function assign(taxonomies: Taxonomies, params: MethodParams<'taxonomy.assign'>): Promise<BatchResult> {
  const path = params.path === null ? null : existing(taxonomies, params.path);
  const assignments = params.productIds.map((productId): Assignment => ({ productId, path }));
  return write(taxonomies, assignments, params.by, path ?? '–');
}

/** @throws {AppError} `NOT_FOUND` */
export function confirm(taxonomies: Taxonomies, params: MethodParams<'taxonomy.confirm'>): Promise<BatchResult> {
  const proposed = new Map(taxonomies.repo.proposals().map(({ productId, path }) => [productId, path]));
  const assignments = params.productIds.flatMap((productId): Assignment[] => {
    const path = proposed.get(productId);
    return path === undefined ? [] : [{ productId, path: existing(taxonomies, path) }];
  });
  return write(taxonomies, assignments, params.by, `${assignments.length}`);
}

/** What a tag stands for, with all its products that have no category yet. */
export function mapTag(taxonomies: Taxonomies, params: MethodParams<'taxonomy.map'>): Promise<BatchResult> {
  const { repo, settled } = taxonomies;
  const { group, tag, by } = params;
  const path = params.path === null ? null : existing(taxonomies, params.path);
  const done = settled.read(taxonomies.current());
  const carriers = repo.kindTags(kindGroups).filter((own) => tagKey(own) === tagKey({ group, tag }));
  const assignments =
    path === null
      ? []
      : carriers.flatMap(({ productId }): Assignment[] => (done.has(productId) ? [] : [{ productId, path }]));
  const before = repo.mappings().find((own) => tagKey(own) === tagKey({ group, tag }));
  const mapping = {
    group,
    tag,
    before: before === undefined ? null : { path: before.path, by: before.by },
    after: path,
  };
  return write(taxonomies, assignments, by, `${tag} > ${path ?? '–'}`, mapping);
}

async function write(
  taxonomies: Taxonomies,
  assignments: readonly Assignment[],
  by: string,
  what: string,
  mapping?: NonNullable<Undo['mapping']>,
): Promise<BatchResult> {
  const { jobs, operations, texts } = taxonomies;
  const label = `${what} (${assignments.length})`;
  const said = mapping === undefined || mapping.before?.path === mapping.after ? undefined : mapping;
  if (assignments.length > mostAtOnce) {
    if (said !== undefined)
      operations.perform<Undo>(kind, what, () => ({ edits: [], mapping: putMapping(taxonomies, said, by) }));
    const task: AssignTask = { task: 'assign', label, by, assignments: [...assignments] };
    return { operation: null, products: 0, job: jobs.start('categories', label, task) };
  }
  const products = new Set<number>();
  const operation = operations.perform<Undo>(kind, label, () => {
    const edits = edit(taxonomies, assignments, by, products);
    if (edits.length === 0 && said === undefined) return null;
    return { edits, ...(said === undefined ? {} : { mapping: putMapping(taxonomies, said, by) }) };
  });
  texts.renew([...products]);
  await texts.ready();
  return { operation, products: products.size, job: null };
}

function putMapping(
  { repo }: Taxonomies,
  mapping: NonNullable<Undo['mapping']>,
  by: string,
): NonNullable<Undo['mapping']> {
  const { group, tag, after } = mapping;
  if (after === null) repo.removeMapping(group, tag);
  else repo.putMapping({ group, tag, path: after, by });
  return mapping;
}

/** The work of the job. What has its category already is passed over. */
export function runAssign(
  taxonomies: Taxonomies,
  { assignments, label, by }: AssignTask,
  { jobId, signal, report }: JobContext,
): Promise<Record<string, unknown>> {
  const pause = createGentlePause();
  report({ phase: 'apply', done: 0, total: assignments.length });
  return taxonomies.operations.batch(kind, label, jobId, async (batch) => {
    const products = new Set<number>();
    try {
      for (let at = 0; at < assignments.length; at += sliceSize) {
        throwIfCancelled(signal);
        batch.add(() => {
          const edits = edit(taxonomies, assignments.slice(at, at + sliceSize), by, products);
          return edits.length === 0 ? null : { undo: { edits } satisfies Undo, size: edits.length };
        });
        report({ done: Math.min(assignments.length, at + sliceSize) });
        await pause();
      }
    } finally {
      if (products.size > 0) taxonomies.texts.renew([...products]);
    }
    return { operation: batch.operationId ?? null, products: products.size };
  });
}

/** Inside a transaction. */
function edit(
  { catalog, repo, settled }: Taxonomies,
  assignments: readonly Assignment[],
  by: string,
  products: Set<number>,
): Undo['edits'] {
  const edits: Undo['edits'] = [];
  for (const { productId, path } of assignments) {
    const sourceId = repo.sourceOf(productId);
    if (sourceId === undefined) throw new AppError('NOT_FOUND', `There is no product ${productId} any more.`);
    const field: ProductField = `attribute:${settled.nameFor(sourceId)}`;
    const { productKey, before, changed } = catalog.edit(productId, field, path ?? undefined, by);
    if (!changed) continue;
    products.add(productId);
    const after = catalog.edits.get(productKey, field)?.value ?? null;
    edits.push({ productKey, field, before: before ?? null, after });
  }
  return edits;
}

function existing(taxonomies: Taxonomies, path: string): string {
  const found = taxonomies.current().find(path);
  if (found !== undefined) return found.text;
  throw new AppError('NOT_FOUND', `The taxonomy has no category "${path}".`);
}

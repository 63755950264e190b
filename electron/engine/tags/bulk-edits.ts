/**
 * Putting tags on many products and taking others off: shown first, then done at once, or by a job for many products.
 */
import type { Tag } from '../../contract/catalog.ts';
import type { MethodParams } from '../../contract/contract.ts';
import { AppError } from '../../contract/errors.ts';
import type { BatchResult, BulkPreview, Target } from '../../contract/tags.ts';
import { createPause } from '../jobs/slices.ts';
import type { JobContext } from '../jobs/types.ts';
import { decided, takenOff } from './decisions.ts';
import { perform, performBatch, type TagChange } from './edits.ts';
import type { BulkTask } from './tasks.ts';
import type { Tags } from './types.ts';
import { describeTag, existingTagId } from './vocabulary.ts';

type BulkEdit = Pick<BulkTask, 'add' | 'remove' | 'replaces' | 'by'>;

/** Products that are changed while a person waits. */
const mostAtOnce = 100;
/** Products looked at in one go. */
const sliceSize = 256;
const sampleSize = 24;

export async function productsMeant({ find }: Tags, target: Target, signal: AbortSignal): Promise<readonly number[]> {
  return target.kind === 'products' ? [...new Set(target.productIds)] : find(target, signal);
}

export async function previewBulkEdit(
  tags: Tags,
  params: MethodParams<'tags.bulkPreview'>,
  signal: AbortSignal,
): Promise<BulkPreview> {
  const ids = await productsMeant(tags, params.target, signal);
  const changes = await planAll(tags, ids, editOf(tags, { ...params, by: '' }));
  const named = ({ tagId }: TagChange): Tag => {
    const { group = '', name = '' } = tags.products.tags.get(tagId) ?? {};
    return { group, name };
  };
  const counted = (some: readonly TagChange[] = []) =>
    [...Map.groupBy(some, ({ tagId }) => tagId).values()].map((own) => ({
      ...named(own[0] as TagChange),
      products: own.length,
    }));
  const sides = ({ next }: TagChange): 'add' | 'remove' => (next?.provenance === 'confirmed' ? 'add' : 'remove');
  const byProduct = Map.groupBy(changes, ({ productId }) => productId);
  const bySide = Map.groupBy(changes, sides);
  const shown = tags.catalog.products.summaries([...byProduct.keys()].slice(0, sampleSize));
  return {
    matched: ids.length,
    changed: byProduct.size,
    adds: counted(bySide.get('add')),
    removes: counted(bySide.get('remove')),
    sample: shown.map((product) => {
      const { add = [], remove = [] } = Object.groupBy(byProduct.get(product.id) ?? [], sides);
      return { product, add: add.map(named), remove: remove.map(named) };
    }),
  };
}

/** @throws {AppError} `CONFLICT` when it would change another number of products than the preview said */
export async function applyBulkEdit(
  tags: Tags,
  params: MethodParams<'tags.bulkApply'>,
  signal: AbortSignal,
): Promise<BatchResult> {
  const edit = editOf(tags, params);
  const changes = await planAll(tags, await productsMeant(tags, params.target, signal), edit);
  const productIds = [...new Set(changes.map(({ productId }) => productId))];
  if (params.expect !== undefined && params.expect !== productIds.length) {
    throw new AppError(
      'CONFLICT',
      `The catalog has changed: ${productIds.length} products would be edited instead of ${params.expect}. Look at the preview again.`,
      { details: { changed: productIds.length, why: 'preview-stale' } },
    );
  }
  const words = [
    ...edit.add.map((tag) => `+ ${describeTag(tag)}`),
    ...edit.remove.map((tag) => `- ${describeTag(tag)}`),
  ];
  const label = `${words.join(', ')} (${productIds.length})`;
  if (productIds.length > mostAtOnce) {
    const task: BulkTask = { task: 'bulk', ...edit, label, productIds };
    return { operation: null, products: 0, job: tags.jobs.start('tags', label, task) };
  }
  return { ...(await perform(tags, 'tags.bulk', label, { changes })), job: null };
}

/** The work of the job. */
export function runBulkEdit(tags: Tags, task: BulkTask, context: JobContext): Promise<Record<string, unknown>> {
  return performBatch(tags, 'tags.bulk', task.label, task.productIds, context, (ids) => plan(tags, ids, task));
}

/** Tags of a group that is exclusive now give way to an added one. */
function editOf({ products }: Tags, { add, remove, by }: Omit<BulkEdit, 'replaces'>): BulkEdit {
  const replaces = add.map(({ group }) => group).filter((group) => products.exclusive(group));
  return { add, remove, replaces, by };
}

/** `plan` of many products, with other work let in between. */
async function planAll(tags: Tags, productIds: readonly number[], edit: BulkEdit): Promise<TagChange[]> {
  const pause = createPause();
  const changes: TagChange[] = [];
  for (let at = 0; at < productIds.length; at += sliceSize) {
    for (const change of plan(tags, productIds.slice(at, at + sliceSize), edit)) changes.push(change);
    await pause();
  }
  return changes;
}

/** What has to be written; nothing for products that are that way already. */
function plan({ repo, products }: Tags, productIds: readonly number[], edit: BulkEdit): TagChange[] {
  const at = new Date().toISOString();
  const added = new Set(edit.add.map((tag) => existingTagId(repo, tag)));
  const removed = new Set(edit.remove.map((tag) => existingTagId(repo, tag)));
  const replaced = new Set(edit.replaces);
  const rowsOf = Map.groupBy(repo.productTags(productIds), ({ productId }) => productId);
  return productIds
    .filter((productId) => products.byId.has(productId))
    .flatMap((productId) => {
      const rows = rowsOf.get(productId) ?? [];
      const leaving = rows.filter(
        ({ tagId }) => !added.has(tagId) && (removed.has(tagId) || replaced.has(products.tags.get(tagId)?.group ?? '')),
      );
      return [
        ...[...added].flatMap((tagId) =>
          decided(
            'confirmed',
            { productId, tagId },
            rows.find((row) => row.tagId === tagId),
            edit.by,
            at,
          ),
        ),
        ...leaving.flatMap((row) => takenOff(row, edit.by, at)),
      ];
    });
}

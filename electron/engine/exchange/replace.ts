/** Finding words in a field of many products and replacing them: shown first, then one step of undo. */
import { z } from 'zod';
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { AppError, throwIfCancelled } from '../../contract/errors.ts';
import { type ProductField, productFieldSchema } from '../../contract/exchange.ts';
import type { Target } from '../../contract/tags.ts';
import { fieldOf } from '../catalog/edited-fields.ts';
import { createGentlePause, createPause } from '../jobs/slices.ts';
import type { JobContext } from '../jobs/types.ts';
import { cut, type FieldChange, tidy, write } from './edits.ts';
import type { Exchange } from './types.ts';

export const replaceTaskSchema = z.object({
  field: productFieldSchema,
  find: z.string(),
  replace: z.string(),
  matchCase: z.boolean(),
  /** Jobs of before it could be said have none. */
  whole: z.boolean().default(false),
  by: z.string(),
  label: z.string(),
  productIds: z.array(z.int()),
});
type ReplaceTask = z.infer<typeof replaceTaskSchema>;
type Words = Pick<ReplaceTask, 'field' | 'find' | 'replace' | 'matchCase' | 'whole'>;

const mostAtOnce = 200;
const sliceSize = 16;

export async function productsMeant(
  { find }: Exchange,
  target: Target,
  signal: AbortSignal,
): Promise<readonly number[]> {
  return target.kind === 'products' ? [...new Set(target.productIds)] : find(target, signal);
}

export async function previewReplace(
  exchange: Exchange,
  params: MethodParams<'exchange.replacePreview'>,
  signal: AbortSignal,
): Promise<MethodResult<'exchange.replacePreview'>> {
  const ids = await productsMeant(exchange, params.target, signal);
  const { offset, limit } = params;
  const changes = await planAll(exchange, ids, params);
  return {
    matched: ids.length,
    changed: without(params.except, changes).length,
    total: changes.length,
    sample: changes.slice(offset, offset + limit).map(({ productId, value }) => {
      const { sku = '', title = '' } = exchange.catalog.products.listed(productId) ?? {};
      const before = textOf(exchange, productId, params.field);
      return { productId, sku, title, before, after: typeof value === 'string' ? value : '' };
    }),
  };
}

function without(except: readonly number[], changes: readonly FieldChange[]): FieldChange[] {
  const left = new Set(except);
  return changes.filter(({ productId }) => !left.has(productId));
}

/** @throws {AppError} `CONFLICT` when it would change another number of products than the preview said */
export async function applyReplace(
  exchange: Exchange,
  params: MethodParams<'exchange.replaceApply'>,
  signal: AbortSignal,
): Promise<MethodResult<'exchange.replaceApply'>> {
  const ids = await productsMeant(exchange, params.target, signal);
  const changes = without(params.except, await planAll(exchange, ids, params));
  if (params.expect !== undefined && params.expect !== changes.length) {
    throw new AppError(
      'CONFLICT',
      `The catalog has changed: ${changes.length} products would be edited instead of ${params.expect}. Look at the preview again.`,
      { details: { changed: changes.length, why: 'preview-stale' } },
    );
  }
  const { field, find, replace, matchCase, whole, by } = params;
  const label = `${whole ? '' : `${cut(find)} → `}${cut(replace)} (${changes.length})`;
  if (changes.length > mostAtOnce) {
    const productIds = changes.map(({ productId }) => productId);
    const task: ReplaceTask = { field, find, replace, matchCase, whole, by, label, productIds };
    return { operation: null, products: 0, job: exchange.jobs.start('edit', label, task) };
  }
  const products = new Set<number>();
  const operation = exchange.operations.perform('exchange.replace', label, () =>
    write(exchange, changes, by, products),
  );
  exchange.texts.renew([...products]);
  await exchange.texts.ready();
  return { operation, products: products.size, job: null };
}

/** The work of the job. What was replaced already is found changed and passed over. */
export async function runReplace(
  exchange: Exchange,
  task: ReplaceTask,
  { jobId, signal, report }: JobContext,
): Promise<Record<string, unknown>> {
  const pause = createGentlePause();
  const { productIds, label, by } = task;
  report({ phase: 'apply', done: 0, total: productIds.length });
  return exchange.operations.batch('exchange.replace', label, jobId, async (batch) => {
    const products = new Set<number>();
    try {
      for (let at = 0; at < productIds.length; at += sliceSize) {
        throwIfCancelled(signal);
        batch.add(() => {
          const changes = plan(exchange, productIds.slice(at, at + sliceSize), task);
          const undo = write(exchange, changes, by, products);
          return undo === null ? null : { undo, size: undo.edits.length };
        });
        report({ done: Math.min(productIds.length, at + sliceSize) });
        await pause();
      }
    } finally {
      if (products.size > 0) exchange.texts.renew([...products]);
    }
    return { operation: batch.operationId ?? null, products: products.size };
  });
}

async function planAll(exchange: Exchange, ids: readonly number[], words: Words): Promise<FieldChange[]> {
  if (words.field === 'price') throw new AppError('BAD_REQUEST', 'Prices are numbers; edit them one by one.');
  if (!words.whole && words.find === '') throw new AppError('BAD_REQUEST', 'Say what is to be found.');
  const pause = createPause();
  const changes: FieldChange[] = [];
  for (let at = 0; at < ids.length; at += sliceSize) {
    changes.push(...plan(exchange, ids.slice(at, at + sliceSize), words));
    await pause();
  }
  return changes;
}

function plan(exchange: Exchange, ids: readonly number[], words: Words): FieldChange[] {
  const { field, find, replace, matchCase, whole } = words;
  const pattern = new RegExp(find.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), matchCase ? 'gu' : 'giu');
  return ids.flatMap((productId): FieldChange[] => {
    const now = textOf(exchange, productId, field);
    const value = tidy(field, whole ? replace : now.replace(pattern, () => replace));
    // A product keeps some title.
    return value === now || (field === 'title' && value === '') ? [] : [{ productId, field, value }];
  });
}

/** As the product shows it, what was merged into it included. */
function textOf({ catalog }: Exchange, productId: number, field: ProductField): string {
  const merged = catalog.merges.of(productId);
  const from = field === 'title' ? merged?.titleFrom : field === 'description' ? merged?.descriptionFrom : undefined;
  const product = catalog.products.listed(from ?? productId);
  const value = product === undefined ? null : fieldOf(product, field);
  return typeof value === 'string' ? value : '';
}

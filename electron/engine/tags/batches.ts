/** Changes of many products' tags: small ones at once, large ones by a job that writes piece by piece and doubles nothing when it runs again. */
import { z } from 'zod';
import { type Tag, tagSchema } from '../../contract/catalog.ts';
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { AppError, throwIfCancelled } from '../../contract/errors.ts';
import type { Target } from '../../contract/tags.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { createGentlePause, createPause } from '../jobs/slices.ts';
import type { JobContext } from '../jobs/types.ts';
import type { Operations } from '../operations/service.ts';
import type { BulkEdits } from './bulk.ts';
import { describeTag, type RowChange, type TagEdits } from './edits.ts';
import type { TagEvidence } from './evidence.ts';
import type { GroupModel } from './group-model.ts';
import type { TagLearning } from './learning.ts';
import type { TagState } from './state.ts';
import { suggestionsOf } from './suggestions.ts';
import type { TagRow } from './tag-repo.ts';
import type { TextRenewal } from './text-renewal.ts';

export interface BatchDependencies {
  readonly state: TagState;
  readonly evidence: TagEvidence;
  readonly learning: TagLearning;
  readonly bulk: BulkEdits;
  readonly edits: TagEdits;
  readonly texts: TextRenewal;
  readonly operations: Operations;
  readonly jobs: Jobs;
  /** Has all missing vectors computed in the background. */
  readonly encodeMissing: () => void;
  /** The products that a search finds, best first. */
  readonly find: (target: Extract<Target, { kind: 'search' }>, signal: AbortSignal) => Promise<readonly number[]>;
}

const productIds = z.array(z.int());
const applySchema = z.object({
  task: z.literal('apply'),
  group: z.string().nullable(),
  minConfidence: z.number(),
  /** All products when null. */
  productIds: productIds.nullable(),
});
const bulkSchema = z.object({
  task: z.literal('bulk'),
  add: z.array(tagSchema),
  remove: z.array(tagSchema),
  replaces: z.array(z.string()),
  by: z.string(),
  label: z.string(),
  productIds,
});
export const taskSchema = z.discriminatedUnion('task', [
  z.object({ task: z.literal('learn') }),
  applySchema,
  bulkSchema,
]);
export type Task = z.infer<typeof taskSchema>;

/** Products that are changed while a person waits. */
const mostAtOnce = 100;
/** Products in one transaction of a job: few enough for a search to get in between. */
const sliceSize = 16;

export class TagBatches {
  readonly #deps: BatchDependencies;

  constructor(deps: BatchDependencies) {
    this.#deps = deps;
    deps.jobs.register('tags', (task: Task, context) => this.#run(task, context), taskSchema);
  }

  /** The products that are meant. */
  async targeted(target: Target, signal: AbortSignal): Promise<readonly number[]> {
    return target.kind === 'products' ? [...new Set(target.productIds)] : this.#deps.find(target, signal);
  }

  /** @throws {AppError} `CONFLICT` when it would change another number of products than the preview said */
  async bulkApply(
    params: MethodParams<'tags.bulkApply'>,
    signal: AbortSignal,
  ): Promise<MethodResult<'tags.bulkApply'>> {
    const { bulk, edits, texts, jobs } = this.#deps;
    const ids = await this.targeted(params.target, signal);
    const rows = await bulk.planAll(ids, params, params.by, createPause());
    const touched = [...new Set(rows.map(({ productId }) => productId))];
    if (params.expect !== undefined && params.expect !== touched.length) {
      throw new AppError(
        'CONFLICT',
        `The catalog has changed: ${touched.length} products would be edited instead of ${params.expect}. Look at the preview again.`,
        { details: { changed: touched.length, why: 'preview-stale' } },
      );
    }
    const label = `${describeEdit(params)} (${touched.length})`;
    if (touched.length > mostAtOnce) {
      const { add, remove, by } = params;
      const task: Task = { task: 'bulk', add, remove, by, replaces: bulk.replaces(params), label, productIds: touched };
      return { operation: null, products: 0, job: jobs.start('tags', label, task) };
    }
    const { operation, products } = edits.perform('tags.bulk', label, { rows });
    await texts.settled();
    return { operation, products: products.length, job: null };
  }

  /** @throws {AppError} `MODEL_*`, `CANCELLED` */
  async applySuggestions(
    params: MethodParams<'tags.applySuggestions'>,
    signal: AbortSignal,
  ): Promise<MethodResult<'tags.applySuggestions'>> {
    const { state, jobs, learning } = this.#deps;
    const ids = params.target === undefined ? null : [...(await this.targeted(params.target, signal))];
    if (!params.dryRun) {
      const { group = null, minConfidence } = params;
      const job = jobs.start('tags', 'apply', { task: 'apply', group, minConfidence, productIds: ids } satisfies Task);
      return { operation: null, products: 0, job, tags: 0, byTag: [], learning: false };
    }
    const { models, learning: stillLearning } = await learning.ready(this.#groups(params.group ?? null));
    const pause = createPause();
    const byTag = new Map<number, Tag & { products: number }>();
    let products = 0;
    for (const productId of ids ?? state.products.keys()) {
      throwIfCancelled(signal);
      const suggested = this.#confident(productId, models, params.minConfidence);
      if (suggested.length > 0) products++;
      for (const { tagId, group, name } of suggested) {
        const tally = byTag.get(tagId) ?? { group, name, products: 0 };
        tally.products++;
        byTag.set(tagId, tally);
      }
      await pause();
    }
    const tallies = [...byTag.values()].sort((a, b) => b.products - a.products);
    const tags = tallies.reduce((sum, tally) => sum + tally.products, 0);
    return { operation: null, products, job: null, tags, byTag: tallies, learning: stillLearning };
  }

  #run(task: Task, context: JobContext): Promise<Record<string, unknown>> {
    if (task.task === 'learn') return this.#deps.learning.run(context);
    return task.task === 'apply' ? this.#apply(task, context) : this.#bulk(task, context);
  }

  #bulk(task: z.infer<typeof bulkSchema>, context: JobContext): Promise<Record<string, unknown>> {
    const { bulk } = this.#deps;
    return this.#write('tags.bulk', task.label, task.productIds, context, (ids) => bulk.plan(ids, task, task.by));
  }

  async #apply(task: z.infer<typeof applySchema>, context: JobContext): Promise<Record<string, unknown>> {
    const { state, evidence } = this.#deps;
    const models: GroupModel[] = [];
    const gently = createGentlePause();
    for (const group of this.#groups(task.group)) {
      context.report({ phase: 'fit', current: group });
      const model = await evidence.group(group, async () => {
        throwIfCancelled(context.signal);
        await gently();
      });
      models.push(model);
    }
    const at = new Date().toISOString();
    const ids = task.productIds ?? [...state.products.keys()];
    return this.#write('tags.apply', '', ids, context, (slice) =>
      slice.flatMap((productId) =>
        this.#confident(productId, models, task.minConfidence).map(({ tagId }): RowChange => {
          const next: TagRow = { productId, tagId, provenance: 'suggested', at, by: null, origin: null };
          return { productId, tagId, next };
        }),
      ),
    );
  }

  /** Writes what `plan` says of each slice. Nothing is said of products that are that way already, so a second run goes on where the first ended. */
  async #write(
    kind: 'tags.bulk' | 'tags.apply',
    label: string,
    ids: readonly number[],
    { jobId, signal, report }: JobContext,
    plan: (slice: readonly number[]) => RowChange[],
  ): Promise<Record<string, unknown>> {
    const { edits, operations, texts, encodeMissing } = this.#deps;
    const pause = createGentlePause();
    report({ phase: 'apply', done: 0, total: ids.length });
    return operations.batch(kind, label, jobId, async (batch) => {
      let products = 0;
      try {
        for (let at = 0; at < ids.length; at += sliceSize) {
          throwIfCancelled(signal);
          products += edits.performPart(batch, plan(ids.slice(at, at + sliceSize)));
          report({ done: Math.min(ids.length, at + sliceSize) });
          await pause();
        }
      } finally {
        await texts.settled();
        if (products > 0) encodeMissing();
      }
      return { operation: batch.operationId ?? null, products, tags: batch.size };
    });
  }

  #groups(group: string | null): string[] {
    return group === null ? this.#deps.evidence.groups() : [group];
  }

  #confident(productId: number, models: readonly GroupModel[], minConfidence: number) {
    const product = this.#deps.state.products.get(productId);
    if (product === undefined) return [];
    return models
      .flatMap((model) => suggestionsOf(product, model, Number.POSITIVE_INFINITY))
      .filter(({ confidence }) => confidence >= minConfidence);
  }
}

function describeEdit({ add, remove }: { readonly add: readonly Tag[]; readonly remove: readonly Tag[] }): string {
  return [...add.map((tag) => `+ ${describeTag(tag)}`), ...remove.map((tag) => `- ${describeTag(tag)}`)].join(', ');
}

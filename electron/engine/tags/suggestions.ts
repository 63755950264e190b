/** Which tags to propose for a product, and writing those that are certain enough on many products. */
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { throwIfCancelled } from '../../contract/errors.ts';
import type { Suggestion } from '../../contract/tags.ts';
import { createGentlePause, createPause } from '../jobs/slices.ts';
import type { JobContext } from '../jobs/types.ts';
import { productsMeant } from './bulk-edits.ts';
import { performBatch, type TagChange } from './edits.ts';
import type { GroupModel, TagPosterior } from './group-model.ts';
import type { StoredTag } from './tag-repo.ts';
import type { TaggedProduct } from './tagged-products.ts';
import type { SuggestionTask } from './tasks.ts';
import type { Tags } from './types.ts';

/** Of one group, at most. */
export const mostProposed = 5;
/** What the page of a product shows. */
const ofProduct = { minConfidence: 0.15, limit: 12 };

/** @throws {AppError} `NOT_FOUND`, `MODEL_*` */
export async function tagsOfProduct(tags: Tags, productId: number): Promise<MethodResult<'tags.ofProduct'>> {
  const product = tags.products.get(productId);
  const { models, learning } = await tags.learning.ready();
  return { tags: tags.repo.stated(productId), suggestions: suggestionsFor(product, models, ofProduct), learning };
}

/** @throws {AppError} `MODEL_*` */
export async function suggest(tags: Tags, params: MethodParams<'tags.suggest'>): Promise<MethodResult<'tags.suggest'>> {
  const { models, learning } = await tags.learning.ready(params.group);
  const pause = createPause();
  const products: MethodResult<'tags.suggest'>['products'] = [];
  for (const productId of params.productIds) {
    const product = tags.products.byId.get(productId);
    if (product === undefined) continue;
    products.push({ productId, suggestions: suggestionsFor(product, models, params) });
    await pause();
  }
  return { products, learning };
}

/** @throws {AppError} `MODEL_*`, `CANCELLED` */
export async function applySuggestions(
  tags: Tags,
  params: MethodParams<'tags.applySuggestions'>,
  signal: AbortSignal,
): Promise<MethodResult<'tags.applySuggestions'>> {
  const { group, minConfidence } = params;
  const ids = params.target === undefined ? null : [...(await productsMeant(tags, params.target, signal))];
  if (!params.dryRun) {
    const task: SuggestionTask = { task: 'apply', group: group ?? null, minConfidence, productIds: ids };
    const job = tags.jobs.start('tags', 'apply', task);
    return { operation: null, products: 0, job, tags: 0, byTag: [], learning: false };
  }
  const { models, learning } = await tags.learning.ready(group);
  const pause = createPause();
  const byTag = new Map<number, { group: string; name: string; products: number }>();
  let products = 0;
  for (const productId of ids ?? tags.products.byId.keys()) {
    throwIfCancelled(signal);
    const confident = confidentTags(tags.products.byId.get(productId), models, minConfidence);
    if (confident.length > 0) products++;
    for (const { id, group, name } of confident) {
      const tally = byTag.get(id) ?? { group, name, products: 0 };
      tally.products++;
      byTag.set(id, tally);
    }
    await pause();
  }
  const tallies = [...byTag.values()].sort((a, b) => b.products - a.products);
  const total = tallies.reduce((sum, tally) => sum + tally.products, 0);
  return { operation: null, products, job: null, tags: total, byTag: tallies, learning };
}

/** The work of the job. */
export async function runSuggestions(
  tags: Tags,
  { group, minConfidence, productIds }: SuggestionTask,
  context: JobContext,
): Promise<Record<string, unknown>> {
  const models: GroupModel[] = [];
  const pause = createGentlePause();
  for (const own of group === null ? tags.models.groups() : [group]) {
    context.report({ phase: 'fit', current: own });
    const fitted = await tags.models.fitted(own, async () => {
      throwIfCancelled(context.signal);
      await pause();
    });
    models.push(fitted);
  }
  const at = new Date().toISOString();
  const changes = (productId: number): TagChange[] =>
    confidentTags(tags.products.byId.get(productId), models, minConfidence).map(({ id: tagId }) => ({
      productId,
      tagId,
      next: { productId, tagId, provenance: 'suggested', at, by: null, origin: null },
    }));
  const ids = productIds ?? [...tags.products.byId.keys()];
  return performBatch(tags, 'tags.apply', '', ids, context, (slice) => slice.flatMap(changes));
}

/** Most confident first. */
function suggestionsFor(
  product: TaggedProduct,
  models: readonly GroupModel[],
  { minConfidence, limit }: { readonly minConfidence: number; readonly limit: number },
): Suggestion[] {
  return models
    .flatMap((model) => missingTags(product, model).slice(0, mostProposed))
    .filter(({ probability }) => probability >= minConfidence)
    .sort((a, b) => b.probability - a.probability)
    .slice(0, limit)
    .map(toSuggestion);
}

function confidentTags(
  product: TaggedProduct | undefined,
  models: readonly GroupModel[],
  minConfidence: number,
): StoredTag[] {
  if (product === undefined) return [];
  const missing = models.flatMap((model) => missingTags(product, model));
  return missing.filter(({ probability }) => probability >= minConfidence).map(({ tag }) => tag);
}

/** Tags that a product neither has nor was denied, and that push out none of an exclusive group; most likely first. */
function missingTags(product: TaggedProduct, model: GroupModel): TagPosterior[] {
  if (model.exclusive && model.carries(product)) return [];
  return model.posteriors(product).filter(({ tag }) => !product.tags.has(tag.id));
}

export function toSuggestion({ tag, probability, reasons }: TagPosterior): Suggestion {
  return { tagId: tag.id, group: tag.group, name: tag.name, confidence: probability, reasons: [...reasons] };
}

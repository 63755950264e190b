/** Which tags to propose for a product. */
import type { Suggestion } from '../../contract/tags.ts';
import type { GroupModel, TagBelief } from './group-model.ts';
import type { TaggedProduct } from './state.ts';

/** Of one group, at most. */
export const proposed = 5;

/** Over several groups, most confident first. */
export function suggestionsFor(
  product: TaggedProduct,
  models: readonly GroupModel[],
  minConfidence: number,
  limit: number,
): Suggestion[] {
  return models
    .flatMap((model) => suggestionsOf(product, model))
    .filter(({ confidence }) => confidence >= minConfidence)
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, limit);
}

/** Tags that a product does not have, was not denied, and that would not push out a tag of an exclusive group. */
export function suggestionsOf(product: TaggedProduct, model: GroupModel, most = proposed): Suggestion[] {
  let has = false;
  for (const [tagId, provenance] of product.tags)
    has ||= provenance !== 'rejected' && model.classifiers.indexOf(tagId) !== undefined;
  if (has && model.exclusive) return [];
  return model
    .beliefs(product)
    .filter(({ tag }) => !product.tags.has(tag.id))
    .slice(0, most)
    .map(toSuggestion);
}

export function toSuggestion({ tag, probability, reasons }: TagBelief): Suggestion {
  return { tagId: tag.id, group: tag.group, name: tag.name, confidence: probability, reasons: [...reasons] };
}

/** The `tags.*` methods of the contract. */
import type { DomainHandlers } from '../../contract/contract.ts';
import type { Tags } from './service.ts';

export function tagHandlers(tags: Tags): DomainHandlers<'tags'> {
  return {
    'tags.vocabulary': () => tags.vocabulary(),
    'tags.create': (params) => tags.create(params),
    'tags.edit': (params) => tags.edit(params),
    'tags.merge': (params) => tags.merge(params),
    'tags.ofProduct': ({ productId }) => tags.ofProduct(productId),
    'tags.learn': () => tags.learn(),
    'tags.suggest': (params) => tags.suggest(params),
    'tags.decide': (params) => tags.decide(params),
    'tags.review': (params) => tags.review(params),
    'tags.bulkPreview': (params, { signal }) => tags.bulkPreview(params, signal),
    'tags.bulkApply': (params, { signal }) => tags.batches.bulkApply(params, signal),
    'tags.applySuggestions': (params, { signal }) => tags.batches.applySuggestions(params, signal),
    'tags.learned': ({ group }) => tags.learned(group),
  };
}

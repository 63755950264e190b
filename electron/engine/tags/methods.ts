/** The `tags.*` methods of the contract. */
import type { DomainHandlers } from '../../contract/contract.ts';
import { applyBulkEdit, previewBulkEdit } from './bulk-edits.ts';
import { decide } from './decisions.ts';
import { setOfGroup } from './group-cells.ts';
import { learnedTags } from './quality.ts';
import { reviewPage } from './review.ts';
import { applySuggestions, suggest, tagsOfProduct } from './suggestions.ts';
import type { Tags } from './types.ts';
import { createTag, editTag, mergeTags, vocabulary } from './vocabulary.ts';

export function tagHandlers(tags: Tags): DomainHandlers<'tags'> {
  return {
    'tags.vocabulary': () => vocabulary(tags),
    'tags.create': (params) => createTag(tags, params),
    'tags.edit': (params) => editTag(tags, params),
    'tags.merge': (params) => mergeTags(tags, params),
    'tags.ofProduct': ({ productId }) => tagsOfProduct(tags, productId),
    'tags.learn': () => tags.learning.start(),
    'tags.suggest': (params) => suggest(tags, params),
    'tags.decide': (params) => decide(tags, params),
    'tags.setOfGroup': (params) => setOfGroup(tags, params),
    'tags.review': (params) => reviewPage(tags, params),
    'tags.bulkPreview': (params, { signal }) => previewBulkEdit(tags, params, signal),
    'tags.bulkApply': (params, { signal }) => applyBulkEdit(tags, params, signal),
    'tags.applySuggestions': (params, { signal }) => applySuggestions(tags, params, signal),
    'tags.learned': ({ group }) => learnedTags(tags, group),
  };
}

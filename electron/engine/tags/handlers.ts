/** The `tags.*` methods of the contract. */
import type { DomainHandlers } from '../../contract/contract.ts';
import { AppError } from '../../contract/errors.ts';

const later = (): never => {
  throw new AppError('INTERNAL', 'Not available yet.');
};

export function tagHandlers(): DomainHandlers<'tags'> {
  return {
    'tags.vocabulary': later,
    'tags.create': later,
    'tags.edit': later,
    'tags.merge': later,
    'tags.ofProduct': later,
    'tags.suggest': later,
    'tags.decide': later,
    'tags.review': later,
    'tags.bulkPreview': later,
    'tags.bulkApply': later,
    'tags.applySuggestions': later,
    'tags.learned': later,
  };
}

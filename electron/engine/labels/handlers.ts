/** The `labels.*` methods of the contract. */
import type { DomainHandlers } from '../../contract/contract.ts';
import { AppError } from '../../contract/errors.ts';

const later = (): never => {
  throw new AppError('INTERNAL', 'Not available yet.');
};

export function labelHandlers(): DomainHandlers<'labels'> {
  return {
    'labels.grade': later,
    'labels.judgements': later,
    'labels.clear': later,
    'labels.judges': later,
    'labels.sets': later,
    'labels.createSet': later,
    'labels.addQueries': later,
    'labels.renameSet': later,
    'labels.removeSet': later,
    'labels.removeQuery': later,
    'labels.queries': later,
    'labels.noteQuery': later,
    'labels.next': later,
    'labels.rank': later,
    'labels.agreement': later,
    'labels.import': later,
    'labels.export': later,
  };
}

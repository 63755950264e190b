/** The `evaluation.*` methods of the contract. */
import type { DomainHandlers } from '../../contract/contract.ts';
import { AppError } from '../../contract/errors.ts';

const later = (): never => {
  throw new AppError('INTERNAL', 'Not available yet.');
};

export function evaluationHandlers(): DomainHandlers<'evaluation'> {
  return {
    'evaluation.rankers': later,
    'evaluation.useRanker': later,
    'evaluation.evaluate': later,
    'evaluation.compare': later,
    'evaluation.learn': later,
    'evaluation.learnings': later,
    'evaluation.history': later,
    'evaluation.report': later,
    'evaluation.export': later,
    'evaluation.run': later,
    'evaluation.tags': later,
    'evaluation.interleave': later,
    'evaluation.choose': later,
    'evaluation.interleavings': later,
    'evaluation.coverage': later,
  };
}

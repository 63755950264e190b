/** The `evaluation.*` methods of the contract. */
import type { DomainHandlers } from '../../contract/contract.ts';
import type { Evaluation } from './service.ts';

export function evaluationHandlers(evaluation: Evaluation): DomainHandlers<'evaluation'> {
  return {
    'evaluation.rankers': () => evaluation.rankers(),
    'evaluation.useRanker': ({ name }) => evaluation.useRanker(name),
    'evaluation.evaluate': (params, { signal }) => evaluation.evaluate(params, signal),
    'evaluation.compare': (params, { signal }) => evaluation.compare(params, signal),
    'evaluation.learn': (params) => evaluation.learning.start(params),
    'evaluation.learning': ({ id }) => evaluation.learning.report(id),
    'evaluation.learnings': ({ limit }) => evaluation.learning.reports(limit),
    'evaluation.history': ({ limit }) => evaluation.history(limit),
    'evaluation.report': ({ id }) => evaluation.report(id),
    'evaluation.export': (params) => evaluation.export(params),
    'evaluation.run': (params, { signal }) => evaluation.run(params, signal),
    'evaluation.tags': (params) => evaluation.tags(params),
    'evaluation.interleave': (params, { signal }) => evaluation.interleave(params, signal),
    'evaluation.choose': (params) => evaluation.choose(params),
    'evaluation.interleavings': (params) => evaluation.interleavings(params),
    'evaluation.coverage': (params, { signal }) => evaluation.coverage(params, signal),
  };
}

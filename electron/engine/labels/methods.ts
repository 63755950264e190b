/** The `labels.*` methods of the contract. */
import type { DomainHandlers } from '../../contract/contract.ts';
import type { Labels } from './service.ts';

export function labelHandlers(labels: Labels): DomainHandlers<'labels'> {
  return {
    'labels.grade': (params) => labels.grade(params),
    'labels.judgements': (params) => labels.judgements(params),
    'labels.clear': (params) => labels.clear(params),
    'labels.judges': () => labels.judges(),
    'labels.sets': () => labels.sets(),
    'labels.createSet': (params) => labels.createSet(params),
    'labels.addQueries': (params) => labels.addQueries(params),
    'labels.renameSet': (params) => labels.renameSet(params),
    'labels.removeSet': ({ setId }) => labels.removeSet(setId),
    'labels.removeQuery': (params) => labels.removeQuery(params),
    'labels.queries': (params) => labels.queries(params),
    'labels.noteQuery': (params) => labels.noteQuery(params),
    'labels.next': (params, { signal }) => labels.next(params, signal),
    'labels.rank': (params, { signal }) => labels.rank(params, signal),
    'labels.agreement': (params) => labels.agreement(params),
    'labels.import': (params) => labels.import(params),
    'labels.export': (params) => labels.export(params),
  };
}

/** The `labels.*` methods of the contract. */
import type { DomainHandlers } from '../../contract/contract.ts';
import { agreements } from './agreement.ts';
import { clear, grade, judgements } from './grading.ts';
import { exportJudgements, importJudgements } from './judgement-files.ts';
import type { Labels } from './labels.ts';
import { nextQuery, rankQuery } from './pools.ts';
import { labelQueries, noteQuery } from './queries.ts';
import { addQueries, createSet, removeQuery, removeSet, renameSet } from './sets.ts';

export function labelHandlers(labels: Labels): DomainHandlers<'labels'> {
  return {
    'labels.grade': (params) => grade(labels, params),
    'labels.judgements': (params) => judgements(labels, params),
    'labels.clear': (params) => clear(labels, params),
    'labels.judges': () => labels.repo.judges(),
    'labels.sets': () => labels.repo.sets(),
    'labels.createSet': (params) => createSet(labels, params),
    'labels.addQueries': (params) => addQueries(labels, params),
    'labels.renameSet': (params) => renameSet(labels, params),
    'labels.removeSet': (params) => removeSet(labels, params),
    'labels.removeQuery': (params) => removeQuery(labels, params),
    'labels.queries': (params) => labelQueries(labels.repo, params),
    'labels.noteQuery': (params) => noteQuery(labels, params),
    'labels.next': (params, { signal }) => nextQuery(labels, params, signal),
    'labels.rank': (params, { signal }) => rankQuery(labels, params, signal),
    'labels.agreement': ({ setId }) => agreements(labels.repo, setId),
    'labels.import': (params) => importJudgements(labels, params),
    'labels.export': (params) => exportJudgements(labels, params),
  };
}

/** The `evaluation.*` methods of the contract. */
import type { DomainHandlers, MethodParams, MethodResult } from '../../contract/contract.ts';
import type { Database } from '../db/database.ts';
import { inForeground } from '../jobs/foreground.ts';
import { Interleavings } from './interleaving.ts';
import type { RankerLearning } from './learning.ts';
import { pastQueries } from './past-queries.ts';
import { coverage, exportRun, type RankingDependencies } from './rankings.ts';
import { EvaluationReports } from './reports.ts';

export interface EvaluationDependencies extends RankingDependencies {
  readonly database: Database;
  readonly learning: RankerLearning;
  /** How well tags are told from images. */
  readonly tagQuality: (groups: MethodParams<'evaluation.tags'>['groups']) => Promise<MethodResult<'evaluation.tags'>>;
}

export function evaluationHandlers(deps: EvaluationDependencies): DomainHandlers<'evaluation'> {
  const { rankers, learning } = deps;
  const reports = new EvaluationReports(deps);
  const interleavings = new Interleavings(deps);
  return {
    'evaluation.rankers': () => rankers.list(),
    'evaluation.useRanker': ({ name }) => {
      rankers.use(name);
      return rankers.list();
    },
    'evaluation.evaluate': (params, { signal }) => reports.evaluate(params, signal),
    'evaluation.compare': (params, { signal }) => reports.compare(params, signal),
    'evaluation.learn': (params) => learning.start(params),
    'evaluation.learning': ({ id }) => learning.report(id),
    'evaluation.learnings': ({ limit }) => learning.reports(limit),
    'evaluation.history': ({ limit }) => reports.history(limit),
    'evaluation.report': ({ id }) => reports.get(id),
    'evaluation.export': (params) => reports.export(params),
    'evaluation.run': (params, { signal }) => exportRun(deps, params, signal),
    'evaluation.tags': ({ groups }) => deps.tagQuality(groups),
    'evaluation.interleave': (params, { signal }) => interleavings.begin(params, signal),
    'evaluation.choose': (params) => interleavings.choose(params),
    'evaluation.interleavings': (params) => interleavings.standing(params),
    'evaluation.pastQueries': (params, { signal }) => inForeground(() => pastQueries(deps, params, signal)),
    'evaluation.coverage': (params, { signal }) => coverage(deps, params, signal),
  };
}

/**
 * Learning a ranker as a stored job. The report carries the number of its job, and is written with the version that was
 * adopted in one transaction: a job that is killed in between and runs again adopts and reports once.
 */
import { z } from 'zod';
import type { MethodParams } from '../../contract/contract.ts';
import { AppError, throwIfCancelled } from '../../contract/errors.ts';
import { type LearnReport, learnReportSchema } from '../../contract/evaluation.ts';
import type { Job } from '../../contract/jobs.ts';
import { personSchema } from '../../contract/tags.ts';
import type { Database } from '../db/database.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { createGentlePause } from '../jobs/slices.ts';
import type { JobContext } from '../jobs/types.ts';
import type { Ranker } from '../search/rankers/ranker.ts';
import type { RankerVersions } from '../search/rankers/ranker-versions.ts';
import { queryScales, rankPool } from '../search/score.ts';
import type { Search } from '../search/search.ts';
import { gradedQueries, type JudgedQuery, type Judgements } from './judged-queries.ts';
import { type LearnQuery, learn, learnSteps } from './learn.ts';
import { ReportRepo } from './report-repo.ts';

export interface LearningDependencies {
  readonly database: Database;
  readonly search: Search;
  readonly rankers: RankerVersions;
  readonly judgements: Judgements;
  readonly jobs: Jobs;
  readonly modelId: string;
}

const paramsSchema = z.object({
  setId: z.int().optional(),
  judge: personSchema.optional(),
  folds: z.int(),
  seed: z.int(),
  adopt: z.boolean(),
  /** A switch of models must not have grades learned from for the wrong one. */
  modelId: z.string(),
});
type Params = z.infer<typeof paramsSchema>;

const knownReports = 100;

export class RankerLearning {
  readonly #deps: LearningDependencies;
  readonly #repo: ReportRepo;

  constructor(deps: LearningDependencies) {
    this.#deps = deps;
    this.#repo = new ReportRepo(deps.database, 'learning');
    deps.jobs.register('learn', (params: Params, context) => this.#run(params, context), paramsSchema);
  }

  /**
   * Starts the job; the same learning that waits or runs already is answered. @throws {AppError} `NOT_FOUND`,
   * `BAD_REQUEST` when nothing was judged
   */
  start(params: Partial<MethodParams<'evaluation.learn'>> = {}): Job {
    const { judgements, jobs, modelId } = this.#deps;
    const { setId, judge, folds = 5, seed = 1, adopt = true } = params;
    gradedQueries(judgements, setId, judge);
    return jobs.start('learn', judgements.setName(setId), { setId, judge, folds, seed, adopt, modelId });
  }

  /** For a model that took over: learns, if there is anything to learn from and nothing was learned for it before. */
  startAnew(): void {
    const { judgements, modelId } = this.#deps;
    const isGraded = judgements.judged(undefined).some(({ grades }) => grades.size > 0);
    if (isGraded && !this.reports(knownReports).some((report) => report.modelId === modelId)) this.start();
  }

  /** Newest first. */
  reports(limit: number): LearnReport[] {
    return this.#repo.list(limit, learnReportSchema);
  }

  /** @throws {AppError} `NOT_FOUND` */
  report(id: number): LearnReport {
    const report = this.#repo.get(id, learnReportSchema);
    if (report === undefined) throw new AppError('NOT_FOUND', 'That round of learning is not in the history.');
    return report;
  }

  async #run(params: Params, { jobId, signal, report }: JobContext): Promise<Record<string, unknown>> {
    const { database, search, rankers, judgements, modelId } = this.#deps;
    const earlier = this.#repo.ofJob(jobId);
    if (earlier !== undefined) return jobResult(this.report(earlier));
    if (params.modelId !== modelId) {
      // The switch has had it learned anew for the model in use.
      throw new AppError('CANCELLED', `This was to be learned for the model ${params.modelId}, which is not in use.`);
    }
    const judged = gradedQueries(judgements, params.setId, params.judge).filter(({ parts }) =>
      parts.some((part) => part.kind === 'text' && part.weight > 0),
    );
    const queries = await this.#gather(judged, { signal, report });
    const gently = createGentlePause();
    const total = learnSteps(params.folds, queries.length);
    let done = 0;
    report({ phase: 'fit', done, total });
    const { ranker, ...learned } = await learn(queries, search.ranker, params, async () => {
      throwIfCancelled(signal);
      report({ done: Math.min(total, ++done) });
      await gently();
    });
    report({ phase: 'finish' });
    const { comparison } = learned;
    const keep = (adopted: string | null): number => {
      const at = new Date().toISOString();
      const body: Omit<LearnReport, 'id'> = {
        at,
        set: judgements.setName(params.setId),
        judgements: judged.reduce((sum, { grades }) => sum + grades.size, 0),
        modelId,
        ...learned,
        adopted: adopted !== null,
        ranker: adopted,
      };
      return this.#repo.add(at, { ...body, jobId });
    };
    if (ranker === null || comparison === null || !params.adopt) return jobResult(this.report(keep(null)));
    const heldOut = {
      current: comparison.a.mean,
      candidate: comparison.b.mean,
      pValue: comparison.pValue,
      queries: comparison.perQuery.length,
    };
    const id = rankers.adopt(ranker, heldOut, (write) => database.transaction(() => keep(write())));
    return jobResult(this.report(id));
  }

  async #gather(
    judged: readonly JudgedQuery[],
    { signal, report }: Pick<JobContext, 'signal' | 'report'>,
  ): Promise<LearnQuery[]> {
    const { search } = this.#deps;
    const gently = createGentlePause();
    const queries: LearnQuery[] = [];
    report({ phase: 'read', done: 0, total: judged.length });
    for (const query of judged) {
      throwIfCancelled(signal);
      const ranked = async (ranker: Ranker) => {
        const pool = await search.pool(query.parts, signal);
        const products = rankPool(pool, ranker, search.view).filter(({ productId }) => query.grades.has(productId));
        return { scales: queryScales(ranker, pool), products };
      };
      const gradeOf = ({ productId }: { productId: number }): number => query.grades.get(productId) ?? 0;
      const { scales, products } = await ranked(search.ranker);
      const examples = products.flatMap((product) => {
        const { candidate, productId, wording } = product;
        if (candidate === null) return [];
        const { similarities, tagMatch } = candidate;
        return [{ similarities, tagMatch, wording, tags: search.view.tagsOf(productId), grade: gradeOf(product) }];
      });
      queries.push({
        judged: query,
        training: { scales, examples },
        gainsUnder: async (ranker) => (await ranked(ranker)).products.map(gradeOf),
      });
      report({ done: queries.length, current: query.label });
      await gently();
    }
    return queries;
  }
}

/** What the job says of itself when it is done. */
function jobResult({ id, adopted, ranker, reason }: LearnReport): Record<string, unknown> {
  return { report: id, adopted, ranker, reason };
}

/** Measuring one system or two by what was judged, and the reports that are kept of it. */
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { AppError } from '../../contract/errors.ts';
import {
  type Comparison,
  type EvaluationReport,
  evaluationReportSchema,
  type System,
} from '../../contract/evaluation.ts';
import type { Database } from '../db/database.ts';
import { gradedQueries } from './judged-queries.ts';
import { comparePairs, counts, measure, scoreQueries } from './measure.ts';
import { nameOf, type RankingDependencies, rankingsOf } from './rankings.ts';
import { type ReportFile, reportFile } from './report-files.ts';
import { ReportRepo } from './report-repo.ts';

/** Reports that the line over time of an exported page is drawn from. */
const drawn = 100;

export class EvaluationReports {
  readonly #deps: RankingDependencies;
  readonly #repo: ReportRepo;

  constructor(deps: RankingDependencies & { readonly database: Database }) {
    this.#deps = deps;
    this.#repo = new ReportRepo(deps.database, 'evaluation');
  }

  /** @throws {AppError} `NOT_FOUND`, `BAD_REQUEST` when nothing was judged, `TABLE_UNREADABLE` */
  async evaluate(params: MethodParams<'evaluation.evaluate'>, signal: AbortSignal): Promise<EvaluationReport> {
    const { search, judgements, modelId } = this.#deps;
    const queries =
      params.judgements === undefined
        ? gradedQueries(judgements, params.setId, params.judge)
        : judgements.ofFile(params.judgements);
    if (queries.length === 0) {
      throw new AppError(
        'BAD_REQUEST',
        'None of the judged products is in this library. Check that the file names them by sku.',
        { details: { why: 'none-judged-here' } },
      );
    }
    const system: System = params.system ?? { kind: 'ranker', name: search.ranker.name };
    const figures = measure(queries, await rankingsOf(this.#deps, system, queries, signal), params.k, params.ungraded);
    const report: EvaluationReport = {
      id: null,
      at: new Date().toISOString(),
      ranker: system.name,
      modelId: (system.kind === 'ranker' ? system.modelId : undefined) ?? modelId,
      set: judgements.setName(params.setId),
      k: params.k,
      ungraded: params.ungraded,
      ...figures,
    };
    return params.keep ? { ...report, id: this.#repo.add(report.at, report) } : report;
  }

  /** @throws {AppError} `NOT_FOUND`, `BAD_REQUEST` when nothing was judged */
  async compare(params: MethodParams<'evaluation.compare'>, signal: AbortSignal): Promise<Comparison> {
    const { setId, judge, metric, k, ungraded } = params;
    const queries = gradedQueries(this.#deps.judgements, setId, judge);
    const [a = [], b = []] = [
      scoreQueries(queries, await rankingsOf(this.#deps, params.a, queries, signal), k, ungraded),
      scoreQueries(queries, await rankingsOf(this.#deps, params.b, queries, signal), k, ungraded),
    ];
    const pairs = a.flatMap((score, i) => {
      const [own, other] = [score.values?.[metric] ?? 0, b[i]?.values?.[metric] ?? 0];
      return counts(score) ? [{ query: score.query, label: score.label, a: own, b: other }] : [];
    });
    return comparePairs(pairs, { a: nameOf(this.#deps, params.a), b: nameOf(this.#deps, params.b) }, metric, k);
  }

  /** Newest first, without their queries. */
  history(limit: number): MethodResult<'evaluation.history'> {
    return this.#repo.list(limit, evaluationReportSchema.omit({ perQuery: true }));
  }

  /** @throws {AppError} `NOT_FOUND` */
  get(id: number): EvaluationReport {
    const report = this.#repo.get(id, evaluationReportSchema);
    if (report === undefined) throw new AppError('NOT_FOUND', 'That report is not in the history.');
    return report;
  }

  /** @throws {AppError} `NOT_FOUND` */
  export({ id, format }: MethodParams<'evaluation.export'>): ReportFile {
    return reportFile(this.get(id), this.history(drawn), format);
  }
}

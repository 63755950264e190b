/** Measuring rankings and tags of one library, comparing and learning rankers, and keeping what was found. */
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { AppError, throwIfCancelled } from '../../contract/errors.ts';
import { type EvaluationReport, evaluationReportSchema, type System } from '../../contract/evaluation.ts';
import type { QueryPart } from '../../contract/search.ts';
import type { Database } from '../db/database.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { createPause } from '../jobs/slices.ts';
import type { JudgedQuery, Labels } from '../labels/service.ts';
import { seededRandom, seedOf } from '../numbers/random.ts';
import { signTest } from '../numbers/statistics.ts';
import type { Ranker } from '../search/ranker.ts';
import type { Rankers } from '../search/rankers/service.ts';
import type { RankedProduct } from '../search/ranking.ts';
import type { Search } from '../search/service.ts';
import type { Tags } from '../tags/types.ts';
import { gradedQueries } from './graded-queries.ts';
import { type Interleaved, interleave } from './interleaving.ts';
import { RankerLearning } from './learning.ts';
import { compare, type Measured, measure, type Rankings } from './measure.ts';
import { exportReport } from './report-files.ts';
import { EvaluationRepo } from './report-repo.ts';
import { tagQuality } from './tag-quality.ts';
import { winnerOf } from './team-draft.ts';
import { readRun, writeRun } from './trec-run.ts';

export interface EvaluationDependencies {
  readonly database: Database;
  readonly search: Search;
  readonly rankers: Rankers;
  readonly labels: Labels;
  readonly tags: Pick<Tags, 'models' | 'products'>;
  readonly jobs: Jobs;
  readonly modelId: string;
  /** Has `work` ask a model that is not in use. */
  readonly guests: { with<T>(modelId: string, work: (search: Search) => Promise<T>): Promise<T> };
}

export class Evaluation {
  readonly #deps: EvaluationDependencies;
  readonly #repo: EvaluationRepo;
  /** Learning a ranker, which is a job. */
  readonly learning: RankerLearning;

  constructor(deps: EvaluationDependencies) {
    this.#deps = deps;
    this.#repo = new EvaluationRepo(deps.database);
    this.learning = new RankerLearning({ ...deps, repo: this.#repo });
  }

  rankers(): MethodResult<'evaluation.rankers'> {
    return this.#deps.rankers.list();
  }

  useRanker(name: string): MethodResult<'evaluation.rankers'> {
    this.#deps.rankers.use(name);
    return this.rankers();
  }

  /** @throws {AppError} `NOT_FOUND`, `BAD_REQUEST` when nothing was judged, `TABLE_UNREADABLE` for a file of another format */
  async evaluate(params: MethodParams<'evaluation.evaluate'>, signal: AbortSignal): Promise<EvaluationReport> {
    const queries =
      params.judgements === undefined
        ? this.#judged(params.setId, params.judge)
        : this.#deps.labels.judgedFrom(params.judgements);
    if (queries.length === 0) {
      throw new AppError(
        'BAD_REQUEST',
        'None of the judged products is in this library. Check that the file names them by sku.',
        { details: { why: 'none-judged-here' } },
      );
    }
    const system: System = params.system ?? { kind: 'ranker', name: this.#deps.search.ranker.name };
    const figures = measure(queries, await this.#rankings(system, queries, signal), params.k);
    const report: EvaluationReport = {
      id: null,
      at: new Date().toISOString(),
      ranker: system.name,
      modelId: (system.kind === 'ranker' ? system.modelId : undefined) ?? this.#deps.modelId,
      set: this.#deps.labels.setName(params.setId),
      k: params.k,
      ...figures,
    };
    if (!params.keep) return report;
    return { ...report, id: this.#repo.addReport('evaluation', report.at, JSON.stringify(report)) };
  }

  /** @throws {AppError} `NOT_FOUND`, `BAD_REQUEST` when nothing was judged */
  async compare(
    params: MethodParams<'evaluation.compare'>,
    signal: AbortSignal,
  ): Promise<MethodResult<'evaluation.compare'>> {
    const queries = this.#judged(params.setId, params.judge);
    const measured = async (system: System): Promise<Measured> => {
      const { perQuery } = measure(queries, await this.#rankings(system, queries, signal), params.k);
      return { name: this.#nameOf(system), perQuery };
    };
    return compare(await measured(params.a), await measured(params.b), params.metric, params.k);
  }

  history(limit: number): MethodResult<'evaluation.history'> {
    return this.#repo.reports('evaluation', limit).flatMap(({ id, report }) => {
      const parsed = evaluationReportSchema.omit({ perQuery: true }).safeParse({ ...JSON.parse(report), id });
      return parsed.success ? [parsed.data] : [];
    });
  }

  /** @throws {AppError} `NOT_FOUND` */
  report(id: number): EvaluationReport {
    const row = this.#repo.report('evaluation', id);
    if (row === undefined) throw new AppError('NOT_FOUND', 'That report is not in the history.');
    return evaluationReportSchema.parse({ ...JSON.parse(row.report), id });
  }

  export({ id, format }: MethodParams<'evaluation.export'>): MethodResult<'evaluation.export'> {
    return exportReport(this.report(id), this.history(100), format);
  }

  /** @throws {AppError} `NOT_FOUND`, `BAD_REQUEST` without queries */
  async run(params: MethodParams<'evaluation.run'>, signal: AbortSignal): Promise<MethodResult<'evaluation.run'>> {
    const { search, labels, rankers } = this.#deps;
    const ranker = params.ranker === undefined ? search.ranker : rankers.byName(params.ranker);
    const typed = params.queries.map(({ key, text }) => ({ key, parts: [{ kind: 'text' as const, text, weight: 1 }] }));
    const queries = [...(params.setId === undefined ? [] : labels.judged(params.setId, undefined)), ...typed];
    if (queries.length === 0) throw new AppError('BAD_REQUEST', 'Name a query set, or give queries.');
    const lists = new Map<string, { sku: string; score: number }[]>();
    for (const { key, parts } of queries) {
      throwIfCancelled(signal);
      const ranked = await this.#ranked(parts, ranker, signal);
      const list = ranked.slice(0, params.k).flatMap(({ productId, score }) => {
        const sku = search.skuOf(productId);
        return sku === undefined ? [] : [{ sku, score: score ?? 0 }];
      });
      lists.set(key, list);
    }
    return { name: ranker.name, text: writeRun(lists, ranker.name), queries: lists.size };
  }

  async tags({ groups }: MethodParams<'evaluation.tags'>): Promise<MethodResult<'evaluation.tags'>> {
    const { models, products } = this.#deps.tags;
    const measured: MethodResult<'evaluation.tags'> = [];
    for (const group of groups ?? models.groups()) {
      const quality = await tagQuality(await models.fitted(group), products, createPause());
      if (quality !== null) measured.push(quality);
    }
    return measured;
  }

  /** @throws {AppError} `NOT_FOUND`, those of searching */
  async interleave(
    params: MethodParams<'evaluation.interleave'>,
    signal: AbortSignal,
  ): Promise<MethodResult<'evaluation.interleave'>> {
    const { search, rankers } = this.#deps;
    const [a, b] = [rankers.byName(params.a), rankers.byName(params.b)];
    const gathered = await search.gather(params.parts, signal);
    const random = seededRandom(params.seed ?? seedOf(`${JSON.stringify(params.parts)} ${Date.now()}`));
    const mixed: Interleaved = interleave(search.order(gathered, a), search.order(gathered, b), params.limit, random);
    const id = this.#repo.addInterleaving(JSON.stringify(params.parts), a.name, b.name, JSON.stringify(mixed.teams));
    const hits = search.hitsFor(mixed.products, gathered, a).map((hit) => ({ ...hit, score: null, why: null }));
    return { id, hits };
  }

  /** @throws {AppError} `NOT_FOUND`, `CONFLICT` when it was decided before */
  choose({ id, productIds, judge }: MethodParams<'evaluation.choose'>): MethodResult<'evaluation.choose'> {
    const row = this.#repo.interleaving(id);
    if (row === undefined) throw new AppError('NOT_FOUND', 'That comparison is no longer there.');
    if (row.winner !== null) throw new AppError('CONFLICT', 'This comparison has been decided already.');
    const winner = winnerOf(JSON.parse(row.teams) as Record<string, 'a' | 'b'>, productIds);
    this.#repo.decide(id, winner, judge);
    return { winner };
  }

  interleavings({ a, b }: MethodParams<'evaluation.interleavings'>): MethodResult<'evaluation.interleavings'> {
    const rounds = this.#repo.decided(a, b);
    const won = (name: string): number =>
      rounds.filter((row) => row.winner !== 'tie' && row[row.winner ?? 'a'] === name).length;
    const [aWins, bWins] = [won(a), won(b)];
    return { rounds: rounds.length, aWins, bWins, ties: rounds.length - aWins - bWins, pValue: signTest(aWins, bWins) };
  }

  async coverage(
    { setId, k }: MethodParams<'evaluation.coverage'>,
    signal: AbortSignal,
  ): Promise<MethodResult<'evaluation.coverage'>> {
    const { labels, search } = this.#deps;
    const judged = new Map(labels.judged(setId, undefined).map((query) => [query.id, query]));
    const rows: MethodResult<'evaluation.coverage'> = [];
    for (const query of labels.queries({ setId, judge: 'me' })) {
      const ranked = await this.#ranked(query.parts, search.ranker, signal);
      const front = ranked.slice(0, k);
      const known = front.filter(({ productId }) => judged.get(query.id)?.grades.has(productId)).length;
      rows.push({ query, judgedAtK: front.length === 0 ? 1 : known / front.length });
    }
    return rows.sort((a, b) => a.judgedAtK - b.judgedAtK);
  }

  #judged(setId: number | undefined, judge: string | undefined): JudgedQuery[] {
    return gradedQueries(this.#deps.labels, setId, judge);
  }

  async #rankings(system: System, queries: readonly JudgedQuery[], signal: AbortSignal): Promise<Rankings> {
    const rankings = new Map<number, number[]>();
    if (system.kind === 'run') {
      const run = readRun(system.text);
      const byName = new Map(queries.map((query) => [query.key, query]));
      const products = this.#deps.labels.productsBySku([...run.values()].flat(2));
      for (const [key, list] of run) {
        const query = byName.get(key);
        // An unknown sku keeps its place, as a product that nobody graded.
        const ids = list.map((skus) => skus.map((sku) => products.get(sku)).find((id) => id !== undefined) ?? -1);
        if (query !== undefined) rankings.set(query.id, ids);
      }
      return rankings;
    }
    const ranker = this.#deps.rankers.byName(system.name, system.modelId);
    return this.#asking(system.modelId, async (search) => {
      for (const { id, parts } of queries) {
        throwIfCancelled(signal);
        const ranked = search.order(await search.gather(parts, signal), ranker);
        rankings.set(
          id,
          ranked.map(({ productId }) => productId),
        );
      }
      return rankings;
    });
  }

  #asking<T>(modelId: string | undefined, work: (search: Search) => Promise<T>): Promise<T> {
    const { search, guests } = this.#deps;
    return this.#isOther(modelId) ? guests.with(modelId, work) : work(search);
  }

  #isOther(modelId: string | undefined): modelId is string {
    return modelId !== undefined && modelId !== this.#deps.modelId;
  }

  /** The ranker, and the model if it is not the one in use. */
  #nameOf(system: System): string {
    return system.kind === 'ranker' && this.#isOther(system.modelId)
      ? `${system.name} (${system.modelId})`
      : system.name;
  }

  async #ranked(parts: readonly QueryPart[], ranker: Ranker, signal: AbortSignal): Promise<RankedProduct[]> {
    const { search } = this.#deps;
    return search.order(await search.gather(parts, signal), ranker);
  }
}

/** Measuring rankings and tags of one library, comparing and learning rankers, and keeping what was found. */
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { AppError, throwIfCancelled } from '../../contract/errors.ts';
import {
  type EvaluationReport,
  evaluationReportSchema,
  type LearnReport,
  learnReportSchema,
  type System,
} from '../../contract/evaluation.ts';
import type { QueryPart } from '../../contract/search.ts';
import type { Database } from '../db/database.ts';
import type { JudgedQuery, Labels } from '../labels/service.ts';
import type { Ranker } from '../search/ranker.ts';
import type { Rankers } from '../search/rankers/service.ts';
import type { RankedProduct } from '../search/ranking.ts';
import type { Search } from '../search/service.ts';
import { createPause } from '../tags/evidence.ts';
import type { Tags } from '../tags/service.ts';
import { type Interleaved, interleave } from './interleaving.ts';
import { type LearnQuery, learn } from './learn.ts';
import { compare, type Measured, measure, type Rankings } from './measure.ts';
import { seededRandom, seedOf } from './random.ts';
import { EvaluationRepo } from './repo.ts';
import { exportReport } from './report-files.ts';
import { signTest } from './statistics.ts';
import { tagQuality } from './tag-quality.ts';
import { winnerOf } from './team-draft.ts';
import { readRun, writeRun } from './trec-run.ts';

export interface EvaluationDependencies {
  readonly database: Database;
  readonly search: Search;
  readonly rankers: Rankers;
  readonly labels: Labels;
  readonly tags: Tags;
  readonly modelId: string;
}

export class Evaluation {
  readonly #deps: EvaluationDependencies;
  readonly #repo: EvaluationRepo;

  constructor(deps: EvaluationDependencies) {
    this.#deps = deps;
    this.#repo = new EvaluationRepo(deps.database);
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
      );
    }
    const system = params.system ?? { kind: 'ranker', name: this.#deps.search.ranker.name };
    const figures = measure(queries, await this.#rankings(system, queries, signal), params.k);
    const report: EvaluationReport = {
      id: null,
      at: new Date().toISOString(),
      ranker: system.name,
      modelId: this.#deps.modelId,
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
      return { name: system.name, perQuery };
    };
    return compare(await measured(params.a), await measured(params.b), params.metric, params.k);
  }

  /** @throws {AppError} `BAD_REQUEST` when nothing was judged, `CANCELLED` */
  async learn(params: MethodParams<'evaluation.learn'>, signal: AbortSignal): Promise<LearnReport> {
    const { search, rankers, labels, modelId } = this.#deps;
    const judged = this.#judged(params.setId, params.judge).filter(({ parts }) =>
      parts.some((part) => part.kind === 'text' && part.weight > 0),
    );
    const queries: LearnQuery[] = [];
    for (const query of judged) {
      throwIfCancelled(signal);
      queries.push(await this.#learnQuery(query, signal));
    }
    const nextTurn = createPause();
    const pause = async (): Promise<void> => {
      throwIfCancelled(signal);
      await nextTurn();
    };
    const { ranker, ...learned } = await learn(queries, search.ranker, params, pause);
    const { comparison } = learned;
    const adopted =
      ranker === null || comparison === null || !params.adopt
        ? null
        : rankers.adopt(ranker, {
            current: comparison.a.mean,
            candidate: comparison.b.mean,
            pValue: comparison.pValue,
            queries: comparison.perQuery.length,
          });
    const report: Omit<LearnReport, 'id'> = {
      at: new Date().toISOString(),
      set: labels.setName(params.setId),
      judgements: judged.reduce((sum, { grades }) => sum + grades.size, 0),
      modelId,
      ...learned,
      adopted: adopted !== null,
      ranker: adopted?.name ?? null,
    };
    return { ...report, id: this.#repo.addReport('learning', report.at, JSON.stringify(report)) };
  }

  learnings(limit: number): LearnReport[] {
    return this.#repo.reports('learning', limit).flatMap(({ id, report }) => {
      const parsed = learnReportSchema.safeParse({ ...JSON.parse(report), id });
      return parsed.success ? [parsed.data] : [];
    });
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
    const { evidence, state } = this.#deps.tags;
    const measured: MethodResult<'evaluation.tags'> = [];
    for (const group of groups ?? evidence.groups()) {
      const quality = await tagQuality(await evidence.group(group), state, createPause());
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
    const queries = this.#deps.labels.judged(setId, judge).filter(({ grades }) => grades.size > 0);
    if (queries.length > 0) return queries;
    throw new AppError('BAD_REQUEST', 'Nothing has been graded yet. Grade some results, or import judgements first.');
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
    const ranker = this.#deps.rankers.byName(system.name);
    for (const { id, parts } of queries) {
      throwIfCancelled(signal);
      rankings.set(
        id,
        (await this.#ranked(parts, ranker, signal)).map(({ productId }) => productId),
      );
    }
    return rankings;
  }

  async #ranked(parts: readonly QueryPart[], ranker: Ranker, signal: AbortSignal): Promise<RankedProduct[]> {
    const { search } = this.#deps;
    return search.order(await search.gather(parts, signal), ranker);
  }

  async #learnQuery(judged: JudgedQuery, signal: AbortSignal): Promise<LearnQuery> {
    const { search } = this.#deps;
    const gathered = await search.gather(judged.parts, signal);
    const candidates = gathered.candidates.filter(({ productId }) => judged.grades.has(productId));
    const examples = candidates.map(({ productId, similarities }) => ({
      similarities,
      tagMatch: gathered.tagMatch.get(productId) ?? 0,
      tags: search.tagsOf(productId),
      grade: judged.grades.get(productId) ?? 0,
    }));
    const kept = { ...gathered, candidates };
    return {
      judged,
      training: { calibration: gathered.calibration, examples },
      gainsUnder: (ranker) => search.order(kept, ranker).map(({ productId }) => judged.grades.get(productId) ?? 0),
    };
  }
}

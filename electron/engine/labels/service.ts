/** Relevance judgements of one library: collected, shown, exchanged with other tools, and handed to whoever learns from them. */
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { AppError } from '../../contract/errors.ts';
import type { Grade, Judgement, LabelHit, LabelQuery, QuerySet } from '../../contract/labels.ts';
import type { EventHub } from '../../contract/rpc/event-hub.ts';
import { type Hit, type QueryPart, queryPartSchema } from '../../contract/search.ts';
import type { Database } from '../db/database.ts';
import { seededRandom, seedOf, shuffled } from '../evaluation/random.ts';
import type { Operations } from '../operations/service.ts';
import type { RankedProduct } from '../search/ranking.ts';
import type { Gathered, Search } from '../search/service.ts';
import { agreements } from './agreement.ts';
import { exportJudgements, importJudgements, resolveJudgements, textParts } from './exchange.ts';
import { Grading } from './grading.ts';
import { type JudgementRow, LabelsRepo, type QueryRow, type SetQueryRow } from './repo.ts';
import { QuerySets } from './sets.ts';

export interface LabelsDependencies {
  readonly database: Database;
  readonly search: Search;
  readonly operations: Operations;
  readonly hub: EventHub;
}

/** A query with its judgements as learning and measuring need them. */
export interface JudgedQuery {
  readonly id: number;
  readonly key: string;
  readonly label: string;
  readonly parts: readonly QueryPart[];
  /** Product id -> grade 0..3, the mean of the judges where there are several. */
  readonly grades: ReadonlyMap<number, number>;
}

type QueryRef = MethodParams<'labels.grade'>['query'];

const relevantBeforeCut = 1000;

export class Labels {
  readonly #deps: LabelsDependencies;
  readonly #repo: LabelsRepo;
  readonly #grading: Grading;
  readonly #sets: QuerySets;

  constructor(deps: LabelsDependencies) {
    const { database, operations } = deps;
    this.#deps = deps;
    this.#repo = new LabelsRepo(database);
    const changed = (): void => this.#announce();
    this.#grading = new Grading({ database, repo: this.#repo, operations, changed });
    this.#sets = new QuerySets({ database, repo: this.#repo, operations, changed });
    this.#announce();
  }

  grade(params: MethodParams<'labels.grade'>): MethodResult<'labels.grade'> {
    const { productId, judge } = params;
    const queryId = this.#queryId(params.query, true) as number;
    const sku = this.#skuOf(productId);
    const row = this.#grading.grade({ ...params, queryId, sku, label: this.#query(queryId).label });
    return { queryId, judgement: row === null ? null : { queryId, productId, judge, ...row } };
  }

  judgements({ query, judge }: MethodParams<'labels.judgements'>): Judgement[] {
    const queryId = this.#queryId(query, false);
    return queryId === undefined ? [] : this.#repo.judgements([queryId], judge).flatMap(toJudgement);
  }

  clear({ queryId, judge }: MethodParams<'labels.clear'>): MethodResult<'labels.clear'> {
    return { judgements: this.#grading.clear(queryId, judge, this.#query(queryId).label) };
  }

  judges(): MethodResult<'labels.judges'> {
    return [...Map.groupBy(this.#repo.counts(), ({ judge }) => judge)].map(([name, rows]) => ({
      name,
      judgements: rows.reduce((sum, { count }) => sum + count, 0),
      queries: rows.length,
      latest:
        rows
          .map(({ latest }) => latest)
          .sort()
          .at(-1) ?? '',
    }));
  }

  sets(): QuerySet[] {
    return this.#sets.list();
  }

  createSet({ history, ...params }: MethodParams<'labels.createSet'>): QuerySet {
    const asked = history === 0 ? [] : this.#deps.search.history(Math.min(history, 1000));
    return this.#sets.create({ ...params, asked });
  }

  addQueries({ setId, texts }: MethodParams<'labels.addQueries'>): QuerySet {
    return this.#sets.add(setId, texts);
  }

  renameSet({ setId, name }: MethodParams<'labels.renameSet'>): QuerySet {
    return this.#sets.rename(setId, name);
  }

  removeSet(setId: number): MethodResult<'labels.removeSet'> {
    return { removed: this.#sets.remove(setId) };
  }

  removeQuery({ setId, queryId }: MethodParams<'labels.removeQuery'>): QuerySet {
    return this.#sets.removeQuery(setId, queryId);
  }

  queries({ setId, judge }: MethodParams<'labels.queries'>): LabelQuery[] {
    this.#sets.get(setId);
    const counts = Map.groupBy(this.#repo.counts(), ({ queryId }) => queryId);
    return this.#repo.setQueries(setId).map((row) => toLabelQuery(row, counts.get(row.id) ?? [], judge));
  }

  noteQuery({ queryId, note }: MethodParams<'labels.noteQuery'>): MethodResult<'labels.noteQuery'> {
    if (!this.#repo.noteQuery(queryId, note)) throw gone();
    return { queryId };
  }

  /** @throws {AppError} `NOT_FOUND`, those of searching */
  async next(params: MethodParams<'labels.next'>, signal: AbortSignal): Promise<MethodResult<'labels.next'>> {
    const { setId, judge, seed, depth, unratedOnly, after } = params;
    const queries = shuffled(this.queries({ setId, judge }), seededRandom(seedOf(`${seed} ${judge}`)));
    const from = after === undefined ? 0 : queries.findIndex(({ id }) => id === after) + 1;
    const order = [...queries.slice(from), ...queries.slice(0, from)].filter(({ id }) => id !== after);
    const queriesLeft = queries.filter(({ mine }) => mine < depth).length;
    for (const query of order) {
      if (unratedOnly && query.mine >= 2 * depth) continue;
      const hits = await this.#pool(query, judge, depth, signal);
      const open = hits.filter(({ grade }) => grade === null);
      if (unratedOnly && open.length === 0) continue;
      const shown = shuffled(unratedOnly ? open : hits, seededRandom(seedOf(`${seed} ${judge} ${query.key}`)));
      return { query, hits: shown, queriesLeft, queriesTotal: queries.length };
    }
    return { query: null, hits: [], queriesLeft: 0, queriesTotal: queries.length };
  }

  /** @throws {AppError} `NOT_FOUND`, those of searching */
  async rank(params: MethodParams<'labels.rank'>, signal: AbortSignal): Promise<MethodResult<'labels.rank'>> {
    const started = performance.now();
    const { search } = this.#deps;
    const queryId = this.#queryId(params.query, false);
    const parts = 'parts' in params.query ? params.query.parts : this.#partsOf(this.#query(params.query.queryId));
    const mine = queryId === undefined ? [] : this.#repo.judgements([queryId], params.judge).flatMap(toJudgement);
    const gathered = await search.gather(parts, signal);
    const before = search.order(gathered, search.ranker);
    const grades = new Map(mine.map(({ productId, grade }) => [productId, grade]));
    const after = params.feedback && grades.size > 0 ? search.withFeedback(gathered, search.ranker, grades) : before;
    const shown = params.unratedOnly ? after.filter(({ productId }) => !grades.has(productId)) : after;
    const hits = this.#labelHits(shown.slice(0, params.limit), gathered, mine, before);
    return { queryId: queryId ?? null, graded: grades.size, hits, tookMs: performance.now() - started };
  }

  agreement({ setId }: MethodParams<'labels.agreement'>): MethodResult<'labels.agreement'> {
    const ids = setId === undefined ? null : this.#repo.setQueries(setId).map(({ id }) => id);
    return agreements(this.#repo.judgements(ids).flatMap(toJudgement));
  }

  import(params: MethodParams<'labels.import'>): MethodResult<'labels.import'> {
    const result = this.#deps.database.transaction(() => importJudgements(this.#repo, params));
    this.#announce();
    return result;
  }

  export(params: MethodParams<'labels.export'>): MethodResult<'labels.export'> {
    const queries = this.#setOrAll(params.setId);
    const name = params.setId === undefined ? 'judgements' : this.#sets.get(params.setId).name;
    return exportJudgements(
      params.format,
      name,
      queries,
      this.#repo.judgements(
        queries.map(({ id }) => id),
        params.judge,
      ),
    );
  }

  /** The queries of a set, or all with a judgement, with what was said of their products. */
  judged(setId: number | undefined, judge: string | undefined): JudgedQuery[] {
    const queries = this.#setOrAll(setId);
    const rows = Map.groupBy(
      this.#repo
        .judgements(
          queries.map(({ id }) => id),
          judge,
        )
        .flatMap(toJudgement),
      ({ queryId }) => queryId,
    );
    return queries.map((row) => {
      const byProduct = Map.groupBy(rows.get(row.id) ?? [], ({ productId }) => productId);
      const grades = [...byProduct].map(([productId, own]): [number, number] => {
        return [productId, own.reduce((sum, { grade }) => sum + grade, 0) / own.length];
      });
      return { id: row.id, key: row.key, label: row.label, parts: this.#partsOf(row), grades: new Map(grades) };
    });
  }

  /** The judgements of a file, which is not kept. @throws {AppError} `TABLE_UNREADABLE` */
  judgedFrom(file: Pick<MethodParams<'labels.import'>, 'format' | 'text' | 'queries'>): JudgedQuery[] {
    const { rows, texts } = resolveJudgements(this.#repo, file);
    const byKey = Map.groupBy(rows, ({ key }) => key);
    return [...byKey].map(([key, own], index) => {
      const label = texts.get(key) ?? key;
      const grades = new Map(own.map(({ productId, grade }) => [productId, grade]));
      return { id: -1 - index, key, label, parts: textParts(label), grades };
    });
  }

  /** Ids of products by sku, the oldest where several have it. */
  productsBySku(skus: readonly string[]): Map<string, number> {
    return this.#repo.productsBySku([...new Set(skus)]);
  }

  setName(setId: number | undefined): string {
    return setId === undefined ? '' : this.#sets.get(setId).name;
  }

  /** First results of the ranker in use and by pictures alone, so that what a ranker misses has a chance to be seen. */
  async #pool(query: LabelQuery, judge: string, depth: number, signal: AbortSignal): Promise<LabelHit[]> {
    const { search } = this.#deps;
    const gathered = await search.gather(query.parts, signal);
    const ranked = search.order(gathered, search.ranker);
    const pictures = search.order(gathered, picturesAlone(search));
    const pooled = new Map(
      [...ranked.slice(0, depth), ...pictures.slice(0, depth)].map((product) => [product.productId, product]),
    );
    const mine = this.#repo.judgements([query.id], judge).flatMap(toJudgement);
    return this.#labelHits([...pooled.values()], gathered, mine, ranked);
  }

  #labelHits(
    products: readonly RankedProduct[],
    gathered: Gathered,
    judgements: readonly Judgement[],
    before: readonly RankedProduct[],
  ): LabelHit[] {
    const ranks = new Map(before.slice(0, relevantBeforeCut).map(({ productId }, index) => [productId, index + 1]));
    const said = new Map(judgements.map((judgement) => [judgement.productId, judgement]));
    const { search } = this.#deps;
    return search.hitsFor(products, gathered, search.ranker).map((hit: Hit): LabelHit => {
      const judgement = said.get(hit.id);
      return {
        ...hit,
        grade: judgement?.grade ?? null,
        note: judgement?.note ?? '',
        rankBefore: ranks.get(hit.id) ?? null,
      };
    });
  }

  #setOrAll(setId: number | undefined): SetQueryRow[] {
    if (setId === undefined) return this.#repo.judgedQueries();
    this.#sets.get(setId);
    return this.#repo.setQueries(setId);
  }

  #queryId(query: QueryRef, create: boolean): number | undefined {
    if ('queryId' in query) return this.#query(query.queryId).id;
    const parts = JSON.stringify(query.parts);
    const known = this.#repo.queryByParts(parts)?.id;
    return known === undefined && create ? this.#sets.putQuery(query.parts) : known;
  }

  #query(id: number): QueryRow {
    const row = this.#repo.query(id);
    if (row === undefined) throw gone();
    return row;
  }

  #partsOf(row: QueryRow): QueryPart[] {
    return queryPartSchema.array().parse(JSON.parse(row.parts));
  }

  #skuOf(productId: number): string {
    const sku = this.#deps.search.skuOf(productId);
    if (sku === undefined) throw new AppError('NOT_FOUND', 'That product is no longer in the catalog.');
    return sku;
  }

  #announce(): void {
    this.#deps.hub.emit('labels.changed', this.#repo.totals());
  }
}

function picturesAlone({ ranker }: Search) {
  const weights = { picture: 1, listing: 0, words: 0 };
  return { ...ranker, textWeights: weights, imageWeights: weights, tagMatch: 0, preferences: {} };
}

function toJudgement({ queryId, productId, grade, judge, note, at }: JudgementRow): Judgement[] {
  return productId === null ? [] : [{ queryId, productId, grade: grade as Grade, judge, note, at }];
}

function toLabelQuery(
  { id, key, label, parts, note }: SetQueryRow,
  counts: readonly { judge: string; count: number }[],
  judge: string,
): LabelQuery {
  const judgements = counts.reduce((sum, { count }) => sum + count, 0);
  const mine = counts.find((row) => row.judge === judge)?.count ?? 0;
  return { id, key, label, parts: queryPartSchema.array().parse(JSON.parse(parts)), judgements, mine, note };
}

function gone(): AppError {
  return new AppError('NOT_FOUND', 'That query is no longer there.');
}

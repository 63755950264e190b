/** Relevance judgements of one library: collected, shown, exchanged with other tools, and handed to whoever learns from them. */
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { AppError } from '../../contract/errors.ts';
import type { Judgement, LabelQuery, QuerySet } from '../../contract/labels.ts';
import type { EventHub } from '../../contract/rpc/event-hub.ts';
import { type QueryPart, queryPartSchema } from '../../contract/search.ts';
import type { Database } from '../db/database.ts';
import { seededRandom, seedOf, shuffled } from '../numbers/random.ts';
import type { Operations } from '../operations/service.ts';
import type { Search } from '../search/service.ts';
import { agreements } from './agreement.ts';
import { exportJudgements, resolveJudgements, textParts } from './exchange.ts';
import { Grading } from './grading.ts';
import { LabelImports } from './imports.ts';
import { LabelsRepo, type QueryRow, type SetQueryRow } from './judgement-repo.ts';
import { QueryNotes } from './notes.ts';
import { Pools, toJudgement } from './pools.ts';
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

export class Labels {
  readonly #deps: LabelsDependencies;
  readonly #repo: LabelsRepo;
  readonly #grading: Grading;
  readonly #sets: QuerySets;
  readonly #pools: Pools;
  readonly #imports: LabelImports;
  readonly #notes: QueryNotes;

  constructor(deps: LabelsDependencies) {
    const { database, operations } = deps;
    this.#deps = deps;
    this.#repo = new LabelsRepo(database);
    const changed = (): void => database.afterCommit(() => this.#announce());
    this.#grading = new Grading({ database, repo: this.#repo, operations, changed });
    this.#sets = new QuerySets({ repo: this.#repo, operations, changed });
    this.#pools = new Pools(this.#repo, deps.search);
    this.#imports = new LabelImports({ repo: this.#repo, sets: this.#sets, operations, changed });
    this.#notes = new QueryNotes({ repo: this.#repo, operations, changed });
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
    this.#notes.write(this.#query(queryId), note);
    return { queryId };
  }

  /** @throws {AppError} `NOT_FOUND`, those of searching */
  async next(params: MethodParams<'labels.next'>, signal: AbortSignal): Promise<MethodResult<'labels.next'>> {
    const { setId, judge, seed, depth, unratedOnly, after, at } = params;
    const queries = shuffled(this.queries({ setId, judge }), seededRandom(seedOf(`${seed} ${judge}`)));
    const from = after === undefined ? 0 : queries.findIndex(({ id }) => id === after) + 1;
    const order =
      at === undefined
        ? [...queries.slice(from), ...queries.slice(0, from)].filter(({ id }) => id !== after)
        : queries.filter(({ id }) => id === at);
    const queriesLeft = queries.filter(({ mine }) => mine < depth).length;
    for (const query of order) {
      const asked = query.id === at;
      if (unratedOnly && !asked && query.mine >= 2 * depth) continue;
      const hits = await this.#pools.pool(query, judge, depth, signal);
      const open = hits.filter(({ grade }) => grade === null);
      if (unratedOnly && !asked && open.length === 0) continue;
      const shown = shuffled(
        unratedOnly && open.length > 0 ? open : hits,
        seededRandom(seedOf(`${seed} ${judge} ${query.key}`)),
      );
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
    const gathered = await search.gather(parts, signal, params.filters);
    const before = search.order(gathered, search.ranker);
    const grades = new Map(mine.map(({ productId, grade }) => [productId, grade]));
    const after = params.feedback && grades.size > 0 ? search.withFeedback(gathered, search.ranker, grades) : before;
    const passing = search.passing(params.filters);
    const shown = after.filter(
      ({ productId }) => !(params.unratedOnly && grades.has(productId)) && passing?.has(productId) !== false,
    );
    const hits = this.#pools.hits(shown.slice(0, params.limit), gathered, mine, before);
    return { queryId: queryId ?? null, graded: grades.size, hits, tookMs: performance.now() - started };
  }

  agreement({ setId }: MethodParams<'labels.agreement'>): MethodResult<'labels.agreement'> {
    const ids = setId === undefined ? null : this.#repo.setQueries(setId).map(({ id }) => id);
    return agreements(this.#repo.judgements(ids).flatMap(toJudgement));
  }

  import(params: MethodParams<'labels.import'>): MethodResult<'labels.import'> {
    return this.#imports.import(params);
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

/** The rankings that are measured: of a ranker under one of the models, or out of the run file of another system. */
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { AppError, throwIfCancelled } from '../../contract/errors.ts';
import type { System } from '../../contract/evaluation.ts';
import type { QueryPart } from '../../contract/search.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Ranker } from '../search/rankers/ranker.ts';
import type { RankerVersions } from '../search/rankers/ranker-versions.ts';
import { type RankedProduct, rankPool } from '../search/score.ts';
import type { Search } from '../search/search.ts';
import type { JudgedQuery, Judgements } from './judged-queries.ts';
import type { Rankings } from './measure.ts';
import { readRun, writeRun } from './trec-run.ts';

export interface RankingDependencies {
  readonly search: Search;
  readonly catalog: Pick<Catalog, 'products'>;
  readonly rankers: RankerVersions;
  readonly judgements: Judgements;
  readonly modelId: string;
  /** Has `work` ask a model that is not in use. */
  readonly secondaryModels: { with<T>(modelId: string, work: (search: Search) => Promise<T>): Promise<T> };
}

/**
 * Product ids in the system's order, by query. @throws {AppError} `NOT_FOUND`, `TABLE_UNREADABLE`, those of searching
 */
export async function rankingsOf(
  deps: RankingDependencies,
  system: System,
  queries: readonly JudgedQuery[],
  signal: AbortSignal,
): Promise<Rankings> {
  if (system.kind === 'run') return rankingsOfRun(deps.catalog, system.text, queries);
  const ranker = deps.rankers.byName(system.name, system.modelId);
  const work = async (search: Search): Promise<Rankings> => {
    const rankings = new Map<number, number[]>();
    for (const { id, parts } of queries) {
      const ranked = await rank(search, parts, ranker, signal);
      rankings.set(
        id,
        ranked.map(({ productId }) => productId),
      );
    }
    return rankings;
  };
  return isOther(deps, system.modelId) ? deps.secondaryModels.with(system.modelId, work) : work(deps.search);
}

function rankingsOfRun(
  catalog: RankingDependencies['catalog'],
  text: string,
  queries: readonly JudgedQuery[],
): Rankings {
  const run = readRun(text);
  const byKey = new Map(queries.map((query) => [query.key, query]));
  const products = catalog.products.idsBySku([...run.values()].flat(2));
  const rankings = new Map<number, number[]>();
  for (const [key, list] of run) {
    const query = byKey.get(key);
    // An unknown sku keeps its place, as a product that nobody graded.
    const ids = list.map((skus) => skus.map((sku) => products.get(sku)).find((id) => id !== undefined) ?? -1);
    if (query !== undefined) rankings.set(query.id, ids);
  }
  return rankings;
}

/** The ranker, and the model if it is not the one in use. */
export function nameOf(deps: RankingDependencies, system: System): string {
  const other = system.kind === 'ranker' && isOther(deps, system.modelId);
  return other ? `${system.name} (${system.modelId})` : system.name;
}

/** Rankings as a run file. @throws {AppError} `NOT_FOUND`, `BAD_REQUEST` without queries */
export async function exportRun(
  { search, rankers, judgements }: RankingDependencies,
  params: MethodParams<'evaluation.run'>,
  signal: AbortSignal,
): Promise<MethodResult<'evaluation.run'>> {
  const ranker = params.ranker === undefined ? search.ranker : rankers.byName(params.ranker);
  const typed = params.queries.map(({ key, text }) => ({ key, parts: [{ kind: 'text' as const, text, weight: 1 }] }));
  const queries = [...(params.setId === undefined ? [] : judgements.judged(params.setId)), ...typed];
  if (queries.length === 0) throw new AppError('BAD_REQUEST', 'Name a query set, or give queries.');
  const lists = new Map<string, { sku: string; score: number }[]>();
  for (const { key, parts } of queries) {
    const ranked = await rank(search, parts, ranker, signal);
    const list = ranked.slice(0, params.k).flatMap(({ productId, score }) => {
      const sku = search.view.get(productId)?.sku;
      return sku === undefined ? [] : [{ sku, score: score ?? 0 }];
    });
    lists.set(key, list);
  }
  return { name: ranker.name, text: writeRun(lists, ranker.name), queries: lists.size };
}

/** How much of the front of each ranking was graded, least first. @throws {AppError} `NOT_FOUND`, those of searching */
export async function coverage(
  { search, judgements }: RankingDependencies,
  { setId, k }: MethodParams<'evaluation.coverage'>,
  signal: AbortSignal,
): Promise<MethodResult<'evaluation.coverage'>> {
  const grades = new Map(judgements.judged(setId).map((query) => [query.id, query.grades]));
  const rows: MethodResult<'evaluation.coverage'> = [];
  for (const query of judgements.queriesOf(setId)) {
    const front = (await rank(search, query.parts, search.ranker, signal)).slice(0, k);
    const known = front.filter(({ productId }) => grades.get(query.id)?.has(productId)).length;
    rows.push({ query, judgedAtK: front.length === 0 ? 1 : known / front.length });
  }
  return rows.sort((a, b) => a.judgedAtK - b.judgedAtK);
}

async function rank(
  search: Search,
  parts: readonly QueryPart[],
  ranker: Ranker,
  signal: AbortSignal,
): Promise<RankedProduct[]> {
  throwIfCancelled(signal);
  return rankPool(await search.pool(parts, signal), ranker, search.view);
}

function isOther({ modelId: inUse }: RankingDependencies, modelId: string | undefined): modelId is string {
  return modelId !== undefined && modelId !== inUse;
}

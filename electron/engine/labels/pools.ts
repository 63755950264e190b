/** What is shown to be graded: which query comes next, and which products of it, with what was said of them. */
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import type { Judgement, LabelHit, LabelQuery } from '../../contract/labels.ts';
import type { Filters } from '../../contract/search.ts';
import { seededRandom, seedOf, shuffled } from '../numbers/random.ts';
import { countFacets } from '../search/facets.ts';
import { noWording } from '../search/rankers/ranker.ts';
import type { CandidatePool } from '../search/retrieve.ts';
import { type RankedProduct, rankPool } from '../search/score.ts';
import type { Search } from '../search/search.ts';
import type { Labels } from './labels.ts';
import { findQuery, labelQueries, partsOf } from './queries.ts';

/** Ranks beyond this are not told. */
const relevantBeforeCut = 1000;

/** @throws {AppError} `NOT_FOUND`, those of searching */
export async function nextQuery(
  labels: Labels,
  params: MethodParams<'labels.next'>,
  signal: AbortSignal,
): Promise<MethodResult<'labels.next'>> {
  const { setId, judge, seed, depth, unratedOnly, after, at } = params;
  const queries = shuffled(labelQueries(labels.repo, { setId, judge }), seededRandom(seedOf(`${seed} ${judge}`)));
  const from = after === undefined ? 0 : queries.findIndex(({ id }) => id === after) + 1;
  const order =
    at === undefined
      ? [...queries.slice(from), ...queries.slice(0, from)].filter(({ id }) => id !== after)
      : queries.filter(({ id }) => id === at);
  const queriesLeft = queries.filter(({ mine }) => mine < depth).length;
  for (const query of order) {
    const asked = query.id === at;
    if (unratedOnly && !asked && query.mine >= 2 * depth) continue;
    const hits = await poolOf(labels, query, judge, depth, signal);
    const open = hits.filter(({ grade }) => grade === null);
    if (unratedOnly && !asked && open.length === 0) continue;
    const shown = unratedOnly && open.length > 0 ? open : hits;
    const random = seededRandom(seedOf(`${seed} ${judge} ${query.key}`));
    return { query, hits: shuffled(shown, random), queriesLeft, queriesTotal: queries.length };
  }
  return { query: null, hits: [], queriesLeft: 0, queriesTotal: queries.length };
}

/** The ranking of one query after what was graded. @throws {AppError} `NOT_FOUND`, those of searching */
export async function rankQuery(
  { repo, search }: Labels,
  { query, judge, feedback, filters, unratedOnly, limit }: MethodParams<'labels.rank'>,
  signal: AbortSignal,
): Promise<MethodResult<'labels.rank'>> {
  const started = performance.now();
  const row = findQuery(repo, query);
  const mine = row === undefined ? [] : repo.judgements([row.id], judge);
  const parts = 'parts' in query ? query.parts : row === undefined ? [] : partsOf(row);
  const pool = await search.pool(parts, signal, filters);
  const before = rankPool(pool, search.ranker, search.view);
  const grades = new Map(mine.map(({ productId, grade }) => [productId, grade]));
  const after = feedback && grades.size > 0 ? search.rankAgain(before, grades) : before;
  const open = after.filter(({ productId }) => !(unratedOnly && grades.has(productId)));
  const under = (filters: Filters): readonly RankedProduct[] => {
    const passing = search.view.filter(filters);
    return open.filter(({ productId }) => passing?.has(productId) !== false).slice(0, limit);
  };
  const idsUnder = (filters: Filters): number[] => under(filters).map(({ productId }) => productId);
  const hits = judgedHits(search, under(filters), pool, mine, before);
  const counts = countFacets(idsUnder(filters), filters, idsUnder, search.view);
  return { queryId: row?.id ?? null, graded: grades.size, hits, ...counts, tookMs: performance.now() - started };
}

/** First results of the ranker in use and by images alone, so that what a ranker misses has a chance to be seen. */
async function poolOf(
  { repo, search }: Labels,
  query: LabelQuery,
  judge: string,
  depth: number,
  signal: AbortSignal,
): Promise<LabelHit[]> {
  const pool = await search.pool(query.parts, signal);
  const ranked = rankPool(pool, search.ranker, search.view);
  const byImages = rankPool(pool, imagesAlone(search), search.view);
  const bonuses = new Map(ranked.map(({ productId, bonus }) => [productId, bonus]));
  const pooled = new Map(
    [...ranked.slice(0, depth), ...byImages.slice(0, depth)].map((product) => [
      product.productId,
      { ...product, bonus: bonuses.get(product.productId) ?? 0 },
    ]),
  );
  return judgedHits(search, [...pooled.values()], pool, repo.judgements([query.id], judge), ranked);
}

/** Ranked products with what the judge said of them. `before`: the ranking without feedback. */
function judgedHits(
  search: Search,
  products: readonly RankedProduct[],
  pool: CandidatePool,
  judgements: readonly Judgement[],
  before: readonly RankedProduct[],
): LabelHit[] {
  const ranks = new Map(before.slice(0, relevantBeforeCut).map(({ productId }, index) => [productId, index + 1]));
  const said = new Map(judgements.map((judgement) => [judgement.productId, judgement]));
  return search.hits.of(products, pool, search.ranker).map((hit) => {
    const { grade = null, note = '' } = said.get(hit.id) ?? {};
    return { ...hit, grade, note, rankBefore: ranks.get(hit.id) ?? null };
  });
}

function imagesAlone({ ranker }: Search) {
  const weights = { picture: 1, listing: 0, words: 0 };
  return { ...ranker, textWeights: weights, imageWeights: weights, tagMatch: 0, wording: noWording, preferences: {} };
}

/** Turns candidates into the ranked list, and puts it into the order asked for. */
import type { Sort } from '../../contract/search.ts';
import type { CatalogRow } from '../catalog/types.ts';
import type { Candidate } from './candidates.ts';
import type { CatalogView } from './catalog-view.ts';
import { type QueryScales, type Ranker, scoreOf, type Weights } from './ranker.ts';

export interface RankedProduct {
  readonly productId: number;
  /** 0..1, `null` in a list that nothing was asked of. */
  readonly score: number | null;
  readonly candidate: Candidate | null;
}

export interface RankedList {
  readonly mode: 'browse' | 'hnsw' | 'exact';
  readonly products: readonly RankedProduct[];
  /** Candidates below the cutoff. */
  readonly hidden: number;
}

export function rankCandidates(
  candidates: readonly Candidate[],
  ranker: Ranker,
  weights: Weights,
  scales: QueryScales,
  cutoff: boolean,
  bonus: (productId: number) => number = () => 0,
): { products: RankedProduct[]; hidden: number } {
  const scored = candidates.map((candidate) => ({
    productId: candidate.productId,
    score: scoreOf(ranker, weights, scales, candidate.similarities, bonus(candidate.productId)),
    candidate,
  }));
  const kept = cutoff ? scored.filter(({ score }) => score >= ranker.cutoff) : scored;
  kept.sort((a, b) => b.score - a.score || a.productId - b.productId);
  return { products: kept, hidden: scored.length - kept.length };
}

/** Puts a list into another order than relevance. Products without a price come last; equal ones stay as they were. */
export function sortProducts(
  products: readonly RankedProduct[],
  sort: Sort,
  view: CatalogView,
): readonly RankedProduct[] {
  if (sort === 'relevance') return products;
  const keyOf: Record<typeof sort, (row: CatalogRow | undefined) => string | number> = {
    title: (row) => row?.title.toLowerCase() ?? '',
    'price-asc': (row) => row?.price ?? Number.MAX_VALUE,
    'price-desc': (row) => -(row?.price ?? -1),
    newest: (row) => -Date.parse(row?.createdAt ?? '') || 0,
  };
  const key = keyOf[sort];
  const keyed = products.map((product) => ({ product, key: key(view.get(product.productId)) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ product }) => product);
}

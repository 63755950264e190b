/** Turns candidates into the ranked list, and puts it into the order asked for. */
import type { Sort } from '../../contract/search.ts';
import type { Candidate } from './candidates.ts';
import type { CatalogView } from './catalog-view.ts';
import { type QueryCalibration, type Ranker, scoreOf, type Weights } from './ranker.ts';

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
  calibration: QueryCalibration,
  cutoff: boolean,
): { products: RankedProduct[]; hidden: number } {
  const scored = candidates.map((candidate) => ({
    productId: candidate.productId,
    score: scoreOf(ranker, weights, calibration, candidate.similarities),
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
  const keyed = products.map((product, index) => ({ product, index, row: view.get(product.productId) }));
  type Keyed = (typeof keyed)[number];
  const price = (entry: Keyed, missing: number): number => entry.row?.price ?? missing;
  const title = (entry: Keyed): string => entry.row?.title.toLowerCase() ?? '';
  const added = (entry: Keyed): string => entry.row?.createdAt ?? '';
  const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  const order: Record<Exclude<Sort, 'relevance'>, (a: Keyed, b: Keyed) => number> = {
    title: (a, b) => byText(title(a), title(b)),
    'price-asc': (a, b) => price(a, Number.MAX_VALUE) - price(b, Number.MAX_VALUE),
    'price-desc': (a, b) => price(b, -1) - price(a, -1),
    newest: (a, b) => byText(added(b), added(a)) || b.product.productId - a.product.productId,
  };
  const compare = order[sort];
  return keyed.sort((a, b) => compare(a, b) || a.index - b.index).map(({ product }) => product);
}

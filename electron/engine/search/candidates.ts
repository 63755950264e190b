/**
 * Finds the products worth scoring and their similarities to a query. Up to `exactLimit` products every one is scored, so the list and its
 * counts are complete; beyond, the nearest by picture, the nearest by listing and the best by words are put together.
 */
import type { QueryPart } from '../../contract/search.ts';
import type { CatalogRow } from '../catalog/types.ts';
import { dot } from '../numbers/vectors.ts';
import type { VectorIndex } from '../vector/types.ts';
import type { CatalogView } from './catalog-view.ts';
import type { Similarities } from './ranker.ts';

export interface Candidate {
  readonly productId: number;
  /** The photo most similar to the query. */
  readonly imageId: number | null;
  readonly similarities: Similarities;
}

export interface CandidateQuery {
  readonly vector: Float32Array;
  /** Product id -> 0..1; `null` when words say nothing. */
  readonly words: ReadonlyMap<number, number> | null;
  readonly useListing: boolean;
  /** `null` for all products. */
  readonly among: ReadonlySet<number> | null;
  /** Candidates of the same query by product, added to here. */
  readonly compared?: Map<number, Candidate> | undefined;
}

export interface CandidateSet {
  readonly mode: 'exact' | 'hnsw';
  readonly candidates: Candidate[];
}

export interface CandidateLimits {
  /** Products up to which all are scored. */
  readonly exactLimit: number;
  /** Neighbours asked of each index beyond that. */
  readonly depth: number;
}

export const defaultLimits: CandidateLimits = { exactLimit: 8000, depth: 600 };

export function findCandidates(
  query: CandidateQuery,
  view: CatalogView,
  vectors: { readonly images: VectorIndex; readonly texts: VectorIndex },
  limits: CandidateLimits = defaultLimits,
): CandidateSet {
  const amount = query.among?.size ?? view.size;
  const exact = amount <= limits.exactLimit;
  const productIds = exact ? (query.among ?? allProducts(view)) : nearest(query, view, vectors, limits.depth);
  const candidates: Candidate[] = [];
  for (const productId of productIds) {
    const row = view.get(productId);
    if (row === undefined) continue;
    const candidate = query.compared?.get(productId) ?? compare(query, row, vectors, view.textTells(row));
    query.compared?.set(productId, candidate);
    candidates.push(candidate);
  }
  return { mode: exact ? 'exact' : 'hnsw', candidates };
}

/** A text that says nothing has no likeness to anything; its words count only where the query names them, as a file number may. */
function compare(
  query: CandidateQuery,
  { productId, imageIds }: CatalogRow,
  vectors: { readonly images: VectorIndex; readonly texts: VectorIndex },
  textTells: boolean,
): Candidate {
  let picture: number | null = null;
  let imageId: number | null = null;
  for (const id of imageIds) {
    const vector = vectors.images.get(id);
    if (vector === undefined) continue;
    const similarity = dot(query.vector, vector);
    if (picture === null || similarity > picture) {
      picture = similarity;
      imageId = id;
    }
  }
  const text = query.useListing && textTells ? vectors.texts.get(productId) : undefined;
  const words = query.words?.get(productId) ?? (textTells ? 0 : null);
  return {
    productId,
    imageId,
    similarities: {
      picture,
      listing: text === undefined ? null : dot(query.vector, text),
      words: query.words === null ? null : words,
    },
  };
}

function nearest(
  query: CandidateQuery,
  view: CatalogView,
  vectors: { readonly images: VectorIndex; readonly texts: VectorIndex },
  depth: number,
): Set<number> {
  const found = new Set<number>();
  const images = query.among === null ? undefined : view.imagesOf(query.among);
  for (const { label } of vectors.images.search(query.vector, depth, images)) {
    const productId = view.productOfImage(label);
    if (productId !== undefined) found.add(productId);
  }
  if (query.useListing) {
    for (const { label } of vectors.texts.search(query.vector, depth, query.among ?? undefined)) found.add(label);
  }
  for (const productId of query.words?.keys() ?? []) {
    if (found.size >= 3 * depth) break;
    if (query.among === null || query.among.has(productId)) found.add(productId);
  }
  return found;
}

function* allProducts(view: CatalogView): Generator<number> {
  for (const row of view.rows()) yield row.productId;
}

/** "More like this" does not answer with this. */
export function withoutQueriedProducts<C extends { readonly productId: number }>(
  candidates: readonly C[],
  parts: readonly QueryPart[],
): readonly C[] {
  const queried = new Set(parts.flatMap((part) => (part.kind === 'product' ? [part.productId] : [])));
  return queried.size === 0 ? candidates : candidates.filter(({ productId }) => !queried.has(productId));
}

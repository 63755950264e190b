/** Everything there is to rank for a query, to be ordered by any ranker: what grading, learning and measuring work on. */
import type { Filters, Hit, QueryPart } from '../../contract/search.ts';
import type { VectorsPort } from '../vector/types.ts';
import { type Candidate, type CandidateLimits, findCandidates, withoutQueriedProducts } from './candidates.ts';
import type { CatalogView } from './catalog-view.ts';
import { rankAgain } from './feedback.ts';
import type { Hits } from './hits.ts';
import { wantedText } from './query.ts';
import type { QueryReader } from './query-reader.ts';
import type { QueryScales, Ranker } from './ranker.ts';
import { type RankedProduct, rankCandidates } from './ranking.ts';

/** All that a ranker needs to order the products for one query; the same for every ranker. */
export interface Gathered {
  readonly parts: readonly QueryPart[];
  /** Whether it has words, which are weighed differently. */
  readonly hasText: boolean;
  readonly scales: QueryScales;
  readonly candidates: readonly Candidate[];
  /** -1..1; see `tagMatch`. */
  readonly tagMatch: ReadonlyMap<number, number>;
}

export interface GatheringDependencies {
  readonly view: CatalogView;
  readonly vectors: VectorsPort;
  readonly limits: CandidateLimits;
  readonly reader: QueryReader;
  readonly hits: Hits;
}

const nothing: ReadonlySet<number> = new Set();

export class Gathering {
  readonly #deps: GatheringDependencies;

  constructor(deps: GatheringDependencies) {
    this.#deps = deps;
  }

  /**
   * Unfiltered; what passes `filters` is looked for as well, so that none of it is missing in a large catalog. `ranker`: whose reading of words counts.
   * @throws {AppError} those of searching
   */
  async gather(
    parts: readonly QueryPart[],
    ranker: Ranker,
    signal: AbortSignal,
    filters: Filters | undefined,
  ): Promise<Gathered> {
    const { view, vectors, limits, reader } = this.#deps;
    const { vector, picture, listing } = await reader.mix(parts, signal);
    const words = reader.words(parts);
    const found = (among: ReadonlySet<number> | null): Candidate[] =>
      findCandidates({ vector, words, useListing: true, among }, view, vectors, limits).candidates;
    const passing = filters === undefined ? null : view.filter(filters);
    const all = new Map(
      [...found(null), ...(passing === null ? [] : found(passing))].map((one) => [one.productId, one]),
    );
    const candidates = withoutQueriedProducts([...all.values()], parts);
    const named = reader.named(parts);
    return {
      parts,
      hasText: wantedText(parts) !== '',
      scales: { picture, listing, words: ranker.words },
      candidates,
      tagMatch: new Map(candidates.map(({ productId }) => [productId, reader.match(productId, named)])),
    };
  }

  /** Everything gathered in a ranker's order, nothing cut off. */
  order(gathered: Gathered, ranker: Ranker): RankedProduct[] {
    const { candidates, hasText, scales, tagMatch } = gathered;
    const bonus = (productId: number): number =>
      this.#deps.reader.tagBonus(ranker, productId, tagMatch.get(productId) ?? 0);
    const weights = hasText ? ranker.textWeights : ranker.imageWeights;
    return rankCandidates(candidates, ranker, weights, { ...scales, words: ranker.words }, false, bonus).products;
  }

  /** What is gathered in the order that grades given for this query lead to: product id -> grade 0..3. */
  withFeedback(gathered: Gathered, ranker: Ranker, grades: ReadonlyMap<number, number>): RankedProduct[] {
    const { view, vectors } = this.#deps;
    const items = this.order(gathered, ranker).map((product) => {
      const row = view.get(product.productId);
      const tells = row !== undefined && view.textTells(row);
      return {
        product,
        picture: vectors.images.get(product.candidate?.imageId ?? -1),
        listing: tells ? vectors.texts.get(product.productId) : undefined,
        tagIds: row?.tagIds ?? [],
        grade: grades.get(product.productId),
      };
    });
    return rankAgain(items);
  }

  /** Ranked products as the UI shows them, numbered from 1. */
  hitsFor(products: readonly RankedProduct[], { parts, hasText, scales }: Gathered, ranker: Ranker): Hit[] {
    const { hits, reader } = this.#deps;
    const weights = hasText ? ranker.textWeights : ranker.imageWeights;
    const query = { weights, scales, named: reader.named(parts), numbered: nothing };
    return hits.of(products, { parts, offset: 0, imagesOnly: false }, query, ranker);
  }
}

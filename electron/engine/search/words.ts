/**
 * The words component: BM25 over title, tags, description and sku, divided by what a product would reach that has every
 * word of the query once in its title. What was merged into a product is found by its title and number under that
 * product. So 1 means "all that was asked for is in the title", whatever the query's length and however rare its words.
 */
import type { Catalog } from '../catalog/catalog.ts';
import { ftsQuery, ftsTerm, queryTerms } from '../text/segment.ts';
import type { CatalogView } from './catalog-view.ts';
import { type WordsRepo, wordWeights } from './words-repo.ts';

/**
 * BM25 of a single title occurrence in a product of average length, as a multiple of the word's idf: f (k1 + 1) / (f +
 * k1), k1 = 1.2.
 */
const titleGain = (wordWeights.title * 2.2) / (wordWeights.title + 1.2);
/** Products beyond these hardly have more than one common word of the query. */
const mostMatches = 1000;

export class WordScorer {
  readonly #repo: WordsRepo;
  readonly #merges: Pick<Catalog['merges'], 'keepers'>;
  readonly #view: Pick<CatalogView, 'size' | 'version'>;
  readonly #documentFrequency = new Map<string, number>();
  #version = -1;

  constructor(
    repo: WordsRepo,
    merges: Pick<Catalog['merges'], 'keepers'>,
    view: Pick<CatalogView, 'size' | 'version'>,
  ) {
    this.#repo = repo;
    this.#merges = merges;
    this.#view = view;
  }

  /**
   * Product id -> 0..1 for the products that match best, or `null` when no word of the query occurs anywhere, in which
   * case words say nothing about any product (a Chinese query over English listings, say).
   */
  score(text: string): Map<number, number> | null {
    const expression = ftsQuery(text);
    if (expression === '') return null;
    const best = this.#idfSum(text) * titleGain;
    if (best <= 0) return null;
    const scores = new Map<number, number>();
    const keeperOf = this.#merges.keepers;
    const count = (productId: number, bm25: number): void => {
      scores.set(productId, Math.max(scores.get(productId) ?? 0, Math.min(1, bm25 / best)));
    };
    for (const { productId, bm25 } of this.#repo.matchWords(expression, mostMatches)) {
      if (!keeperOf.has(productId)) count(productId, bm25);
    }
    if (keeperOf.size > 0) {
      for (const { productId, bm25 } of this.#repo.matchNames(expression, [...keeperOf.keys()])) {
        count(keeperOf.get(productId) ?? productId, bm25);
      }
    }
    return scores.size === 0 ? null : scores;
  }

  /** Products whose title or tags have all words of one of the texts. */
  saying(texts: readonly string[]): ReadonlySet<number> {
    const found = new Set<number>();
    for (const text of texts) {
      const terms = queryTerms(text).map(ftsTerm);
      if (terms.length > 0) for (const id of this.#repo.naming(terms.join(' AND '))) found.add(id);
    }
    return found;
  }

  /** In how many products a term of `queryTerms` occurs. */
  productsWith(term: string): number {
    const { version } = this.#view;
    if (version !== this.#version) {
      this.#documentFrequency.clear();
      this.#version = version;
    }
    const known = this.#documentFrequency.get(term);
    if (known !== undefined) return known;
    const products = this.#repo.countMatches(ftsTerm(term));
    this.#documentFrequency.set(term, products);
    return products;
  }

  /** In how many products all of these words occur. */
  productsWithAll(terms: readonly string[]): number {
    return this.#repo.countMatches(terms.map(ftsTerm).join(' AND '));
  }

  /**
   * Sum of idf over the distinct words that occur in the catalog: idf = ln((N - n + 0.5) / (n + 0.5)), never below 1e-6
   * (FTS5's own).
   */
  #idfSum(text: string): number {
    const { size } = this.#view;
    let sum = 0;
    for (const term of queryTerms(text)) {
      const products = this.productsWith(term);
      if (products === 0) continue;
      sum += Math.max(1e-6, Math.log((size - products + 0.5) / (products + 0.5)));
    }
    return sum;
  }
}

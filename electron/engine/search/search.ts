/**
 * Searching one library: a query of words, images and products goes in, ranked and explained products come out. What
 * was ranked lately is answered from memory; else the query is parsed, embedded, looked up and scored, one step after
 * the other, and a page of it is explained.
 */
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import type { Filters, QueryPart, SearchResult } from '../../contract/search.ts';
import { LruCache } from '../cache/lru-cache.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Database } from '../db/database.ts';
import type { ModelEncoder } from '../encoders/index.ts';
import type { VectorsPort } from '../vector/types.ts';
import type { CatalogView } from './catalog-view.ts';
import { QueryEmbedder } from './embed.ts';
import { countFacets, type FacetCounts } from './facets.ts';
import { rankAgain } from './feedback.ts';
import { occlusionHeatmap } from './heatmap.ts';
import { type Asked, Hits } from './hits.ts';
import type { LibraryScales } from './library-scales.ts';
import { parseQuery } from './query.ts';
import { QueryHistory } from './query-history.ts';
import { QueryImages } from './query-images.ts';
import { defaultRanker, type Ranker } from './rankers/ranker.ts';
import { type CandidatePool, Retrieval, type RetrievalSources } from './retrieve.ts';
import { type RankedProduct, rankPool, sortProducts, weightsOf } from './score.ts';
import { Spelling } from './spelling.ts';
import { QueryTags } from './tag-match.ts';
import { WordScorer } from './words.ts';
import { WordsRepo } from './words-repo.ts';

export interface SearchDependencies {
  readonly database: Database;
  readonly catalog: Catalog;
  /** Shared with searches under other models. */
  readonly view: CatalogView;
  readonly vectors: VectorsPort;
  readonly encoders: Pick<ModelEncoder, 'active'>;
  readonly scales: LibraryScales;
  readonly libraryDir: string;
  /** Told of a query that the history has taken in. */
  readonly remembered?: (label: string) => void;
}

type SearchParams = MethodParams<'search.run'>;

/** What is to be ranked, apart from which page of it is shown. */
type ListParams = Pick<SearchParams, 'parts' | 'filters' | 'sort' | 'imagesOnly' | 'cutoff'> & {
  readonly spelling?: boolean;
};

interface RankedList {
  readonly mode: 'browse' | CandidatePool['mode'];
  readonly products: readonly RankedProduct[];
  /** Candidates below the cutoff. */
  readonly hidden: number;
  /** Candidates that say what is not wanted. */
  readonly excluded: number;
  /** `null` where nothing was asked. */
  readonly asked: Asked | null;
  readonly corrections: readonly Correction[];
}

type Correction = SearchResult['corrections'][number];

/** A query on its way, and how its words were read. */
interface Asking {
  readonly retrieval: Retrieval;
  readonly corrections: readonly Correction[];
}

const keptLists = 16;
const keptRetrievals = 2;
const keptMeanings = 500;

export class Search {
  readonly view: CatalogView;
  readonly images: QueryImages;
  readonly history: QueryHistory;
  readonly hits: Hits;
  /** Ranks from now on. */
  ranker: Ranker = defaultRanker;
  readonly #deps: SearchDependencies;
  readonly #embedder: QueryEmbedder;
  readonly #spelling: Spelling;
  readonly #sources: RetrievalSources;
  /** So that other filters of the same query compare nothing anew. */
  readonly #retrievals = new LruCache<Asking>(keptRetrievals);
  /** So that paging through a list, and counting its facets, ranks once. */
  readonly #lists = new LruCache<RankedList>(keptLists);
  /** What a text was meant as, `null` for itself. */
  readonly #meanings = new LruCache<string | null>(keptMeanings);
  readonly #counts = new WeakMap<RankedList, FacetCounts>();

  constructor(deps: SearchDependencies) {
    const { database, catalog, view, vectors, encoders, libraryDir } = deps;
    this.#deps = deps;
    this.view = view;
    this.images = new QueryImages(libraryDir, vectors, encoders, { readOnly: database.readOnly });
    this.history = new QueryHistory(database, deps.remembered);
    this.hits = new Hits(catalog, view);
    this.#embedder = new QueryEmbedder({ ...deps, images: this.images });
    const words = new WordScorer(new WordsRepo(database), catalog.merges, view);
    this.#spelling = new Spelling(words, view);
    this.#sources = { catalog, view, vectors, words, tags: new QueryTags(catalog.vocabulary, view) };
  }

  /**
   * @throws {AppError} `NOT_FOUND` for parts that are gone, `BAD_REQUEST` when parts cancel each other out, `MODEL_*`
   */
  async run(params: SearchParams, signal: AbortSignal): Promise<MethodResult<'search.run'>> {
    const started = performance.now();
    const { offset, limit } = params;
    const list = await this.#list(params, signal);
    const counts = params.facets ? await this.#countsOf(list, params, signal) : null;
    if (params.remember && params.parts.length > 0) this.#remember(params, list);
    return {
      total: list.products.length,
      hidden: list.hidden,
      excluded: list.excluded,
      hits: this.hits.of(list.products.slice(offset, offset + limit), list.asked, this.ranker, offset),
      facets: counts?.facets ?? [],
      priceRange: counts?.priceRange ?? null,
      corrections: [...list.corrections],
      tookMs: performance.now() - started,
      mode: list.mode,
      modelId: this.#deps.vectors.modelId,
    };
  }

  /** What was asked of the whole catalog is noted with what it found. */
  #remember({ parts, filters, cutoff }: SearchParams, { products }: RankedList): void {
    const ofAll = cutoff && this.view.filter(filters) === null;
    this.history.remember(parts, ofAll ? products.length : null);
  }

  /** Begins what the first search would have to wait for: reading the words of the catalog. */
  warm(): void {
    void this.#spelling.ready();
  }

  /** The products that a search finds, best first. @throws {AppError} those of `run` */
  async find(params: ListParams, signal: AbortSignal): Promise<number[]> {
    return idsOf(await this.#list(params, signal));
  }

  /**
   * Everything there is to rank for a query, whatever ranker orders it: what grading, learning and measuring work on.
   * In a large catalog what passes `filters` is looked up as well, so that none of it is missing. @throws {AppError}
   * those of `run`
   */
  async pool(asked: readonly QueryPart[], signal: AbortSignal, filters?: Filters): Promise<CandidatePool> {
    const { parts } = this.#corrected(asked);
    const query = { ...parseQuery(parts, false), numbers: [] };
    const retrieval = new Retrieval(this.#sources, query, await this.#embedder.embed(parts, signal), true);
    const all = retrieval.pool(null);
    const passing = filters === undefined ? null : this.view.filter(filters);
    if (passing === null) return all;
    return { ...all, candidates: [...new Set([...all.candidates, ...retrieval.pool(passing).candidates])] };
  }

  /** A list in the order that grades given for its query lead to: product id -> grade 0..3. */
  rankAgain(products: readonly RankedProduct[], grades: ReadonlyMap<number, number>): RankedProduct[] {
    const { images, texts } = this.#deps.vectors;
    const items = products.map((product) => {
      const row = this.view.get(product.productId);
      return {
        product,
        picture: images.get(product.candidate?.imageId ?? -1),
        listing: row !== undefined && this.view.isInformative(row) ? texts.get(product.productId) : undefined,
        tagIds: row?.tagIds ?? [],
        grade: grades.get(product.productId),
      };
    });
    return rankAgain(items);
  }

  /** @throws {AppError} `NOT_FOUND` when the image is gone, and those of `run` */
  async heatmap(params: MethodParams<'search.heatmap'>, signal: AbortSignal): Promise<MethodResult<'search.heatmap'>> {
    const encoder = await this.#deps.encoders.active();
    const { vector } = await this.#embedder.embed(params.parts, signal);
    const { path } = this.#deps.catalog.imageFiles.resolve(`original/${params.imageId}`);
    return occlusionHeatmap(path, vector, params.grid, encoder, signal);
  }

  async #list(params: ListParams, signal: AbortSignal): Promise<RankedList> {
    return this.#lists.get(this.#listKey(params)) ?? this.#rank(params, await this.#retrieve(params, signal));
  }

  async #countsOf(list: RankedList, params: ListParams, signal: AbortSignal): Promise<FacetCounts> {
    const known = this.#counts.get(list);
    if (known !== undefined) return known;
    const asking = await this.#retrieve(params, signal);
    const under = (filters: Filters): number[] => idsOf(this.#rank({ ...params, filters }, asking));
    const counts = countFacets(idsOf(list), params.filters, under, this.view);
    this.#counts.set(list, counts);
    return counts;
  }

  /** `null` where nothing is asked. */
  async #retrieve(params: ListParams, signal: AbortSignal): Promise<Asking | null> {
    const { imagesOnly } = params;
    if (params.parts.length === 0) return null;
    const known = this.#retrievals.get(this.#queryKey(params));
    if (known !== undefined) return known;
    const key = this.#queryKey(params);
    const { parts, corrections } =
      params.spelling === false ? { parts: params.parts, corrections: [] } : this.#corrected(params.parts);
    // A number is looked for as it was typed.
    const query = { ...parseQuery(parts, imagesOnly), numbers: parseQuery(params.parts, imagesOnly).numbers };
    const embedded = await this.#embedder.embed(parts, signal);
    const retrieval = new Retrieval(this.#sources, query, embedded, weightsOf(this.ranker, query).listing > 0);
    const asking = { retrieval, corrections };
    this.#retrievals.set(key, asking);
    return asking;
  }

  #rank(params: ListParams, asking: Asking | null): RankedList {
    const key = this.#listKey(params);
    const known = this.#lists.get(key);
    if (known !== undefined) return known;
    const passing = this.view.filter(params.filters);
    const list = asking === null ? this.#browse(passing) : this.#scored(params, asking.retrieval.pool(passing));
    const corrections = asking?.corrections ?? [];
    const sorted = {
      ...list,
      products: sortProducts(list.products, params.sort, this.view, params.filters),
      corrections,
    };
    this.#lists.set(key, sorted);
    return sorted;
  }

  /** The parts with their words as they were most likely meant; number and name of a product are never taken for a slip. */
  #corrected(parts: readonly QueryPart[]): {
    readonly parts: readonly QueryPart[];
    readonly corrections: Correction[];
  } {
    const corrections: Correction[] = [];
    const meant = parts.map((part) => {
      if (part.kind !== 'text') return part;
      const to = this.#meant(part.text);
      if (to === null) return part;
      corrections.push({ from: part.text, to });
      return { ...part, text: to };
    });
    return { parts: meant, corrections };
  }

  #meant(text: string): string | null {
    const key = `${this.view.version} ${text}`;
    const known = this.#meanings.get(key);
    if (known !== undefined) return known;
    const corrected = this.#spelling.correct(text);
    const isNumber = corrected !== null && this.#deps.catalog.products.numbered([text.trim()]).size > 0;
    const meant = isNumber ? null : corrected;
    if (this.#spelling.isReady) this.#meanings.set(key, meant);
    return meant;
  }

  #scored({ parts, cutoff }: ListParams, pool: CandidatePool): Omit<RankedList, 'corrections'> {
    const { mode, query, scales, candidates, excluded } = pool;
    const onlyMinus = parts.every(({ weight }) => weight < 0);
    const products = rankPool(pool, this.ranker, this.view, cutoff && !onlyMinus ? this.ranker.cutoff : 0);
    return { mode, products, hidden: candidates.length - products.length, excluded, asked: { query, scales } };
  }

  #browse(passing: ReadonlySet<number> | null): Omit<RankedList, 'corrections'> {
    const ids = [...(passing ?? this.view.ids())];
    const products = ids.map((productId): RankedProduct => ({ productId, score: null, candidate: null, bonus: 0 }));
    return { mode: 'browse', products, hidden: 0, excluded: 0, asked: null };
  }

  #queryKey({ parts, imagesOnly, spelling = true }: ListParams): string {
    const { modelId, images, texts } = this.#deps.vectors;
    return JSON.stringify([
      parts,
      imagesOnly,
      // What was asked before the words of the catalog were known is asked anew once they are.
      spelling && this.#spelling.isReady,
      this.ranker.name,
      modelId,
      this.view.version,
      images.size,
      texts.size,
    ]);
  }

  #listKey(params: ListParams): string {
    return this.#queryKey(params) + JSON.stringify([params.filters, params.sort, params.cutoff]);
  }
}

function idsOf({ products }: RankedList): number[] {
  return products.map(({ productId }) => productId);
}

/**
 * Searching one library: a query of words, images and products goes in, ranked and explained products come out. What
 * was ranked lately is answered from memory; else the query is parsed, embedded, looked up and scored, one step after
 * the other, and a page of it is explained.
 */
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import type { Filters, Hit, QueryImage, QueryPart, Reading, SearchResult } from '../../contract/search.ts';
import { LruCache } from '../cache/lru-cache.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { TagName } from '../catalog/types.ts';
import type { Database } from '../db/database.ts';
import type { ModelEncoder } from '../encoders/index.ts';
import { createGentlePause } from '../jobs/slices.ts';
import { dot } from '../numbers/vectors.ts';
import type { VectorsPort } from '../vector/types.ts';
import { alternativesOf, bestOf } from './alternatives.ts';
import type { CatalogView } from './catalog-view.ts';
import { QueryEmbedder } from './embed.ts';
import { countFacets, type FacetCounts } from './facets.ts';
import { rankAgain } from './feedback.ts';
import { occlusionHeatmap } from './heatmap.ts';
import { type Asked, Hits } from './hits.ts';
import type { LibraryScales } from './library-scales.ts';
import { parseQuery, type Query } from './query.ts';
import { QueryHistory } from './query-history.ts';
import { QueryImages } from './query-images.ts';
import { defaultRanker, type Ranker } from './rankers/ranker.ts';
import { type QueryReading, readQuery } from './reading/read-query.ts';
import type { ReferenceImages } from './reference-images.ts';
import { type CandidatePool, productsSaying, Retrieval, type RetrievalSources } from './retrieve.ts';
import { isMeant, led, type RankedProduct, rankPool, sortProducts, weightsOf } from './score.ts';
import { Spelling } from './spelling.ts';
import { QueryTags } from './tag-match.ts';
import { TitleReader } from './title-words.ts';
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
  /** Where searches of several models share them; of its own otherwise. */
  readonly images?: QueryImages;
  /** Numbers that were read on the photos of a query; none where it is left out. */
  readonly numbersIn?: (parts: readonly QueryPart[]) => readonly string[];
  /** Products that the photo of a query was said to show, with their probabilities; none where it is left out. */
  readonly namedIn?: (parts: readonly QueryPart[]) => ReadonlyMap<number, number>;
  /** Photos that people confirmed; none where it is left out. */
  readonly references?: Pick<ReferenceImages, 'vectors' | 'version'>;
}

type SearchParams = MethodParams<'search.run'>;

/** What is to be ranked, apart from which page of it is shown. */
type ListParams = Pick<SearchParams, 'parts' | 'filters' | 'sort' | 'imagesOnly' | 'cutoff'> & {
  readonly spelling?: boolean | undefined;
  readonly asWords?: readonly string[] | undefined;
};

interface RankedList {
  readonly mode: 'browse' | CandidatePool['mode'];
  readonly products: readonly RankedProduct[];
  /** The first of them that are above the cutoff; the rest is there so that a list is never empty. */
  readonly meant: number;
  /** Candidates that are not in the list. */
  readonly hidden: number;
  /** Candidates that say what is not wanted. */
  readonly excluded: number;
  /** `null` where nothing was asked. */
  readonly asked: Asked | null;
  readonly narrowedTo: SearchResult['narrowedTo'];
}

export interface RankedFinds {
  /** Best first. */
  readonly products: readonly RankedProduct[];
  /** The first of them that are probably what was meant. */
  readonly meant: number;
  readonly explain: (products: readonly RankedProduct[]) => Hit[];
}

type Correction = SearchResult['corrections'][number];

/** How the words of a query were read. */
interface Understood {
  readonly reading: QueryReading;
  /** What is searched for. */
  readonly parts: readonly QueryPart[];
  readonly corrections: readonly Correction[];
}

/** A query on its way: its alternatives, of which there is none where nothing is left to rank by. */
interface Asking {
  readonly retrievals: readonly Retrieval[];
  readonly understood: Understood;
}

/** However unlike the question: the best there is, below a line. */
const fewestShown = 10;
/** Tags that a query names are told up to here. */
const mostTagsTold = 8;
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
  readonly #understood = new LruCache<Understood>(keptLists);
  readonly #counts = new WeakMap<RankedList, FacetCounts>();

  constructor(deps: SearchDependencies) {
    const { database, catalog, view, vectors, encoders, libraryDir } = deps;
    this.#deps = deps;
    this.view = view;
    this.images = deps.images ?? new QueryImages(libraryDir, vectors, encoders, { readOnly: database.readOnly });
    this.history = new QueryHistory(database, deps.remembered);
    this.#embedder = new QueryEmbedder({ ...deps, images: this.images });
    const words = new WordScorer(new WordsRepo(database), catalog.merges, view, () => this.#spelling.counts);
    this.hits = new Hits(catalog, view, words);
    this.#spelling = new Spelling(words, view);
    const tags = new QueryTags(catalog.vocabulary, view);
    this.#sources = { catalog, view, vectors, words, tags, titles: new TitleReader() };
  }

  /**
   * @throws {AppError} `NOT_FOUND` for parts that are gone, `BAD_REQUEST` when parts cancel each other out, `MODEL_*`
   */
  async run(params: SearchParams, signal: AbortSignal): Promise<MethodResult<'search.run'>> {
    const started = performance.now();
    const { offset, limit } = params;
    const list = await this.#list(params, signal);
    const { reading, corrections } = this.#understand(params);
    const counts = params.facets ? await this.#countsOf(list, params, signal) : null;
    if (params.remember && params.parts.length > 0) this.#remember(params, list);
    return {
      total: list.products.length,
      meant: list.meant,
      hidden: list.hidden,
      excluded: list.excluded,
      hits: this.hits.of(list.products.slice(offset, offset + limit), list.asked, this.ranker, offset),
      facets: counts?.facets ?? [],
      priceRange: counts?.priceRange ?? null,
      narrowedTo: list.narrowedTo,
      corrections: [...corrections],
      readings: [...reading.readings, ...this.#tagsNamed(list.asked)],
      tookMs: performance.now() - started,
      mode: list.mode,
      modelId: this.#deps.vectors.modelId,
    };
  }

  #tagsNamed(asked: Asked | null): Reading[] {
    if (asked === null) return [];
    const { text, asWords } = asked.query;
    const byId = new Map(this.#sources.tags.mentioned(text, asWords).map((named) => [named.id, named]));
    return [...byId.values()].slice(0, mostTagsTold).map(({ id, group, source }) => {
      return { kind: 'tag', source, group, name: this.view.tags.get(id)?.name ?? source };
    });
  }

  /** What was asked of the whole catalog is noted with what it found. */
  #remember({ parts, filters, cutoff }: SearchParams, { products }: RankedList): void {
    const ofAll = cutoff && this.view.filter(filters) === null;
    this.history.remember(parts, ofAll ? products.length : null);
  }

  /** Does ahead, between other work, what the first searches would have to wait for: reading the words of the catalog. */
  async warm(): Promise<void> {
    const pause = createGentlePause();
    await this.#spelling.ready();
    const { words, titles } = this.#sources;
    await words.readAhead(pause);
    await titles.readAhead(this.view.rows(), this.view.tags, pause);
  }

  /**
   * The products that a search finds, best first, without those that are probably not meant. @throws {AppError} those
   * of `run`
   */
  async find(params: ListParams, signal: AbortSignal): Promise<number[]> {
    const list = await this.#list(params, signal);
    return idsOf(list).slice(0, params.cutoff ? list.meant : undefined);
  }

  /**
   * The products that a search finds with what they score, and what explains them. @throws {AppError} those of `run`
   */
  async ranked(params: ListParams, signal: AbortSignal): Promise<RankedFinds> {
    const list = await this.#list(params, signal);
    return {
      products: list.products,
      meant: list.meant,
      explain: (products) => this.hits.of(products, list.asked, this.ranker),
    };
  }

  /** The products that say one of these in title, tags or attributes: what a query leaves out that does not want them. */
  saying(texts: readonly string[]): ReadonlySet<number> {
    return texts.length === 0 ? new Set() : productsSaying(texts, this.#sources);
  }

  /** Whether a text is the name of a tag. */
  isName(text: string): boolean {
    return this.#sources.tags.called(text).size > 0;
  }

  /** The tags that a text names. */
  tagsIn(text: string): TagName[] {
    const ids = new Set(this.#sources.tags.mentioned(text).map(({ id }) => id));
    return [...ids].flatMap((id) => this.view.tags.get(id) ?? []);
  }

  /**
   * Everything there is to rank for a query, whatever ranker orders it: what grading, learning and measuring work on.
   * In a large catalog what passes `filters` is looked up as well, so that none of it is missing. @throws {AppError}
   * those of `run`
   */
  async pool(asked: readonly QueryPart[], signal: AbortSignal, filters?: Filters): Promise<CandidatePool> {
    const understood = this.#understand({ parts: asked });
    const { reading } = understood;
    // What asks for a price alone is ranked by its words.
    const parts = understood.parts.length > 0 ? understood.parts : asked;
    const query = { ...parseQuery(parts, false, reading), numbers: [] };
    const sources = await this.#sourcesFor(query.text, parts, signal);
    const retrievals = await this.#alternatives(sources, query, parts, true, signal);
    const poolOf = (passing: ReadonlySet<number> | null): CandidatePool =>
      bestOf(
        retrievals.map((retrieval) => retrieval.pool(passing)),
        this.ranker,
      );
    const all = poolOf(null);
    const passing = filters === undefined ? null : this.view.filter(filters);
    if (passing === null) return all;
    const byId = new Map(poolOf(passing).candidates.map((candidate) => [candidate.productId, candidate]));
    for (const candidate of all.candidates) byId.set(candidate.productId, candidate);
    return { ...all, candidates: [...byId.values()] };
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

  /** @throws {AppError} `NOT_FOUND` when the image is gone, and those of decoding */
  async addCatalogImage(imageId: number, signal: AbortSignal): Promise<QueryImage> {
    const { path } = this.#deps.catalog.imageFiles.resolve(`original/${imageId}`);
    return this.images.add(path, {}, signal);
  }

  /** @throws {AppError} `NOT_FOUND` when the image is gone, and those of `run` */
  async heatmap(params: MethodParams<'search.heatmap'>, signal: AbortSignal): Promise<MethodResult<'search.heatmap'>> {
    const encoder = await this.#deps.encoders.active();
    const vector = await this.#vectorNearest(params.imageId, this.#understand(params).parts, signal);
    const { path } = this.#deps.catalog.imageFiles.resolve(`original/${params.imageId}`);
    return occlusionHeatmap(path, vector, params.grid, encoder, signal);
  }

  /** Of the alternatives of a query the one that an image matches best. */
  async #vectorNearest(imageId: number, parts: readonly QueryPart[], signal: AbortSignal): Promise<Float32Array> {
    const vectors: Float32Array[] = [];
    for (const own of alternativesOf(parts)) vectors.push((await this.#embedder.embed(own, signal)).vector);
    const image = this.#deps.vectors.images.get(imageId);
    const likeness = (vector: Float32Array): number => (image === undefined ? 0 : dot(vector, image));
    return vectors.reduce((best, vector) => (likeness(vector) > likeness(best) ? vector : best));
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
  async #retrieve(params: ListParams, signal: AbortSignal): Promise<Asking> {
    const { imagesOnly } = params;
    const understood = this.#understand(params);
    const { parts, reading } = understood;
    if (parts.length === 0) return { retrievals: [], understood };
    const key = this.#queryKey(params);
    const known = this.#retrievals.get(key);
    if (known !== undefined) return known;
    // A number is looked for as it was typed.
    const query = {
      ...parseQuery(parts, imagesOnly, reading, params.asWords),
      numbers: [...parseQuery(params.parts, imagesOnly).numbers, ...this.#numbersIn(params.parts)],
    };
    const sources = await this.#sourcesFor(query.text, parts, signal);
    const useText = weightsOf(this.ranker, query).listing > 0;
    const asking = { retrievals: await this.#alternatives(sources, query, parts, useText, signal), understood };
    this.#retrievals.set(key, asking);
    return asking;
  }

  async #alternatives(
    sources: RetrievalSources,
    query: Query,
    parts: readonly QueryPart[],
    useText: boolean,
    signal: AbortSignal,
  ): Promise<Retrieval[]> {
    const retrievals: Retrieval[] = [];
    for (const own of alternativesOf(parts))
      retrievals.push(new Retrieval(sources, query, await this.#embedder.embed(own, signal), useText));
    return retrievals;
  }

  /** Photos that people confirmed are compared with photos. */
  async #sourcesFor(text: string, parts: readonly QueryPart[], signal: AbortSignal): Promise<RetrievalSources> {
    const { references } = this.#deps;
    const asksByPhoto = text === '' && parts.some(({ kind, weight }) => ['image', 'clip'].includes(kind) && weight > 0);
    return asksByPhoto && references !== undefined
      ? { ...this.#sources, references: await references.vectors(signal) }
      : this.#sources;
  }

  #rank(params: ListParams, { retrievals, understood }: Asking): RankedList {
    const key = this.#listKey(params);
    const known = this.#lists.get(key);
    if (known !== undefined) return known;
    const filters = narrowed(params.filters, understood.reading);
    const passing = this.view.filter(filters);
    const pools = retrievals.map((retrieval) => retrieval.pool(passing));
    const list = pools.length === 0 ? this.#browse(passing) : this.#scored(params, bestOf(pools, this.ranker));
    const [meant, rest] = [list.products.slice(0, list.meant), list.products.slice(list.meant)];
    const products = [meant, rest].flatMap((part) => sortProducts(part, params.sort, this.view, filters));
    const sorted = { ...list, products };
    this.#lists.set(key, sorted);
    return sorted;
  }

  /** What is meant by the parts of a query: prices, what is not wanted, phrases, and words with a slip put right. */
  #understand({
    parts: asked,
    spelling,
    asWords = [],
  }: Pick<ListParams, 'spelling' | 'asWords'> & { readonly parts: readonly QueryPart[] }): Understood {
    const key = JSON.stringify([this.view.version, this.#spelling.isReady, asked, spelling !== false, asWords]);
    const known = this.#understood.get(key);
    if (known !== undefined) return known;
    const reading = readQuery(asked, {
      asWords,
      hasPrices: this.view.hasPrices,
      isName: (text) => this.isName(text),
    });
    const understood = {
      reading,
      ...(spelling === false ? { parts: reading.parts, corrections: [] } : this.#corrected(reading)),
    };
    this.#understood.set(key, understood);
    return understood;
  }

  /**
   * The parts with their words as they were most likely meant; number and name of a product, and what stands in quotes,
   * are never taken for a slip.
   */
  #corrected({ parts, phrases }: QueryReading): {
    readonly parts: readonly QueryPart[];
    readonly corrections: Correction[];
  } {
    const corrections: Correction[] = [];
    const meant = parts.map((part) => {
      if (part.kind !== 'text' || phrases.some((phrase) => part.text.includes(phrase))) return part;
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

  #scored({ parts, cutoff }: ListParams, pool: CandidatePool): RankedList {
    const { mode, query, scales, candidates, excluded } = pool;
    const narrowing = cutoff ? pool.narrowed : null;
    const onlyMinus = query.parts.every(({ weight }) => weight < 0);
    const asked = { query, scales, asked: pool.asked };
    const ranked = led(rankPool(pool, this.ranker, this.view), this.#namedIn(parts));
    if (narrowing !== null || onlyMinus) {
      const products = narrowing === null ? ranked : ranked.filter(({ productId }) => narrowing.ids.has(productId));
      const hidden = candidates.length - products.length;
      const narrowedTo = narrowing?.to ?? null;
      return { mode, products, meant: products.length, hidden, excluded, asked, narrowedTo };
    }
    const [meant, rest] = partition(ranked, (product) => isMeant(product, this.ranker));
    const products = [...meant, ...(cutoff ? rest.slice(0, Math.max(0, fewestShown - meant.length)) : rest)];
    const hidden = candidates.length - products.length;
    return { mode, products, meant: meant.length, hidden, excluded, asked, narrowedTo: null };
  }

  #browse(passing: ReadonlySet<number> | null): RankedList {
    const ids = [...(passing ?? this.view.ids())];
    const products = ids.map(
      (productId): RankedProduct => ({
        ...{ productId, score: null, candidate: null, bonus: 0, wording: null, named: null },
      }),
    );
    return { mode: 'browse', products, meant: products.length, hidden: 0, excluded: 0, asked: null, narrowedTo: null };
  }

  #namedIn(parts: readonly QueryPart[]): ReadonlyMap<number, number> {
    return this.#deps.namedIn?.(parts) ?? new Map();
  }

  #numbersIn(parts: readonly QueryPart[]): readonly string[] {
    return this.#deps.numbersIn?.(parts) ?? [];
  }

  #queryKey({ parts, imagesOnly, spelling = true, asWords = [] }: ListParams): string {
    const { modelId, images, texts } = this.#deps.vectors;
    return JSON.stringify([
      parts,
      imagesOnly,
      asWords,
      this.#numbersIn(parts),
      // What was asked before the words of the catalog were known is asked anew once they are.
      spelling && this.#spelling.isReady,
      this.ranker.name,
      modelId,
      this.view.version,
      this.#deps.references?.version,
      images.size,
      texts.size,
    ]);
  }

  #listKey(params: ListParams): string {
    const { parts, filters, sort, cutoff } = params;
    return this.#queryKey(params) + JSON.stringify([filters, sort, cutoff, [...this.#namedIn(parts)]]);
  }
}

/** Filters with the prices that the words of the query name. */
function narrowed(filters: Filters, { priceMin, priceMax }: QueryReading): Filters {
  if (priceMin === undefined && priceMax === undefined) return filters;
  const min = Math.max(filters.priceMin ?? Number.NEGATIVE_INFINITY, priceMin ?? Number.NEGATIVE_INFINITY);
  const max = Math.min(filters.priceMax ?? Number.POSITIVE_INFINITY, priceMax ?? Number.POSITIVE_INFINITY);
  return { ...filters, ...(min > -Infinity ? { priceMin: min } : {}), ...(max < Infinity ? { priceMax: max } : {}) };
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  const parts: [T[], T[]] = [[], []];
  for (const item of items) parts[test(item) ? 0 : 1].push(item);
  return parts;
}

function idsOf({ products }: RankedList): number[] {
  return products.map(({ productId }) => productId);
}

/** Searching one library: a query of words, pictures and products goes in, ranked and explained products come out. */
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { type Filters, type Hit, type QueryImage, type QueryPart, queryPartSchema } from '../../contract/search.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { TagName } from '../catalog/types.ts';
import type { Database } from '../db/database.ts';
import type { ModelEncoder } from '../encoders/index.ts';
import type { VectorsPort } from '../vector/types.ts';
import { type CandidateLimits, defaultLimits, findCandidates, withoutQueriedProducts } from './candidates.ts';
import type { CatalogView } from './catalog-view.ts';
import { type Gathered, Gathering } from './gathering.ts';
import { occlusionHeatmap } from './heatmap.ts';
import { Hits } from './hits.ts';
import type { LibraryScales } from './library-scales.ts';
import { PartVectors } from './part-vectors.ts';
import { queryLabel } from './query.ts';
import { QueryImages } from './query-images.ts';
import { type PreparedQuery, QueryReader } from './query-reader.ts';
import { defaultRanker, type Ranker } from './ranker.ts';
import { type RankedList, type RankedProduct, rankCandidates, sortProducts } from './ranking.ts';
import { Recent } from './recent.ts';
import { SearchRepo } from './search-repo.ts';
import { QueryTags } from './tag-bonus.ts';
import { WordScorer } from './words.ts';

export type { Gathered };

export interface SearchDependencies {
  readonly database: Database;
  readonly catalog: Catalog;
  readonly vectors: VectorsPort;
  readonly encoders: Pick<ModelEncoder, 'active'>;
  readonly libraryDir: string;
  /** Shared with searches under other models. */
  readonly view: CatalogView;
  readonly scales: LibraryScales;
  readonly limits?: CandidateLimits;
  readonly ranker?: Ranker;
}

type SearchParams = MethodParams<'search.run'>;

/** What is to be ranked, apart from which page of it is shown. */
type ListParams = Pick<SearchParams, 'parts' | 'filters' | 'sort' | 'imagesOnly' | 'cutoff'>;

/** A list and, once they were asked for, its counts. */
interface ListEntry {
  readonly list: RankedList;
  counts?: Pick<MethodResult<'search.run'>, 'facets' | 'priceRange'>;
}

const keptLists = 16;

export class Search {
  readonly #dependencies: SearchDependencies;
  readonly #repo: SearchRepo;
  readonly #view: CatalogView;
  readonly #images: QueryImages;
  readonly #reader: QueryReader;
  readonly #hits: Hits;
  readonly #gathering: Gathering;
  /** So that paging through a list, and counting its facets, ranks once. */
  readonly #lists = new Recent<ListEntry>(keptLists);
  #ranker: Ranker;
  readonly #limits: CandidateLimits;

  constructor(dependencies: SearchDependencies) {
    const { database, catalog, view, vectors, encoders, scales, libraryDir } = dependencies;
    this.#dependencies = dependencies;
    this.#repo = new SearchRepo(database);
    this.#view = view;
    this.#images = new QueryImages(libraryDir, vectors, { readOnly: database.readOnly });
    this.#ranker = dependencies.ranker ?? defaultRanker;
    this.#limits = dependencies.limits ?? defaultLimits;
    this.#reader = new QueryReader({
      catalog,
      encoders,
      view: this.#view,
      scales,
      parts: new PartVectors(this.#view, vectors, this.#images, (id) => catalog.merges.shownAs(id)),
      words: new WordScorer(this.#repo, () => catalog.merges.keepers),
      tags: new QueryTags(catalog.vocabulary),
    });
    this.#hits = new Hits(catalog, this.#view, this.#reader);
    this.#gathering = new Gathering({
      view: this.#view,
      vectors,
      limits: this.#limits,
      reader: this.#reader,
      hits: this.#hits,
    });
  }

  get ranker(): Ranker {
    return this.#ranker;
  }

  /** Ranks with this one from now on. */
  useRanker(ranker: Ranker): void {
    this.#ranker = ranker;
  }

  /** Does ahead what the first search would have to wait for. @throws {AppError} `MODEL_*` */
  async warm(): Promise<void> {
    await this.#dependencies.scales.of(await this.#dependencies.encoders.active());
  }

  /** The products that a search finds, best first. @throws {AppError} those of `run` */
  async find(params: ListParams, signal: AbortSignal): Promise<number[]> {
    const prepared = await this.#prepare(params, signal);
    return this.#entry(params, prepared).list.products.map(({ productId }) => productId);
  }

  /** What there is to rank for a query; see `Gathering`. @throws {AppError} those of `run` */
  gather(parts: readonly QueryPart[], signal: AbortSignal, filters?: Filters): Promise<Gathered> {
    return this.#gathering.gather(parts, this.#ranker, signal, filters);
  }

  /** Everything gathered in a ranker's order, nothing cut off. */
  order(gathered: Gathered, ranker: Ranker): RankedProduct[] {
    return this.#gathering.order(gathered, ranker);
  }

  /** What is gathered in the order that grades given for this query lead to: product id -> grade 0..3. */
  withFeedback(gathered: Gathered, ranker: Ranker, grades: ReadonlyMap<number, number>): RankedProduct[] {
    return this.#gathering.withFeedback(gathered, ranker, grades);
  }

  /** Ranked products as the UI shows them, numbered from 1. */
  hitsFor(products: readonly RankedProduct[], gathered: Gathered, ranker: Ranker): Hit[] {
    return this.#gathering.hitsFor(products, gathered, ranker);
  }

  /** The products that pass, `null` when nothing is filtered. */
  passing(filters: Filters): ReadonlySet<number> | null {
    return this.#view.filter(filters);
  }

  skuOf(productId: number): string | undefined {
    return this.#view.get(productId)?.sku;
  }

  /** The tags of a product by name. */
  tagsOf(productId: number): TagName[] {
    return this.#reader.tagsOf(productId);
  }

  /** @throws {AppError} `NOT_FOUND` for parts that are gone, `BAD_REQUEST` when parts cancel each other out, `MODEL_*` */
  async run(params: SearchParams, signal: AbortSignal): Promise<MethodResult<'search.run'>> {
    const started = performance.now();
    const prepared = await this.#prepare(params, signal);
    const entry = this.#entry(params, prepared);
    const { list } = entry;
    const page = list.products.slice(params.offset, params.offset + params.limit);
    if (params.facets) entry.counts ??= this.#counts(params, prepared, list);
    if (params.remember && params.parts.length > 0) this.#remember(params.parts);
    return {
      total: list.products.length,
      hidden: list.hidden,
      hits: this.#hits.of(page, params, prepared, this.#ranker),
      facets: (params.facets && entry.counts?.facets) || [],
      priceRange: (params.facets && entry.counts?.priceRange) || null,
      tookMs: performance.now() - started,
      mode: list.mode,
      modelId: this.#dependencies.vectors.modelId,
    };
  }

  async addImage(path: string, name: string | undefined, signal: AbortSignal): Promise<QueryImage> {
    return this.#images.add(path, name, await this.#dependencies.encoders.active(), signal);
  }

  /** A picture that was added to be searched with. @throws {AppError} `NOT_FOUND` when nothing was kept of it */
  async queryPicture(hash: string, signal: AbortSignal) {
    const vector = await this.#images.vector(hash, await this.#dependencies.encoders.active(), signal);
    return { hash, vector, file: this.#images.preview(hash) };
  }

  /** @throws {AppError} `NOT_FOUND` when the photo is gone, and those of `run` */
  async heatmap(params: MethodParams<'search.heatmap'>, signal: AbortSignal): Promise<MethodResult<'search.heatmap'>> {
    const encoder = await this.#dependencies.encoders.active();
    const { vector } = await this.#reader.mix(params.parts, signal);
    const { path } = this.#dependencies.catalog.imageFiles.resolve(`original/${params.imageId}`);
    return occlusionHeatmap(path, vector, params.grid, encoder, signal);
  }

  history(limit: number): MethodResult<'search.history'> {
    return this.#repo.history(limit).flatMap(({ id, parts, label, askedAt }) => {
      const parsed = queryPartSchema.array().safeParse(JSON.parse(parts));
      return parsed.success ? [{ id, parts: parsed.data, label, askedAt }] : [];
    });
  }

  async #prepare(params: ListParams, signal: AbortSignal): Promise<PreparedQuery | null> {
    return params.parts.length === 0 ? null : this.#reader.prepare(params, this.#ranker, signal);
  }

  #entry(params: ListParams, prepared: PreparedQuery | null): ListEntry {
    const { parts, filters, sort, imagesOnly, cutoff } = params;
    const { vectors } = this.#dependencies;
    const state = [this.#ranker.name, vectors.modelId, this.#view.version, vectors.images.size, vectors.texts.size];
    const key = JSON.stringify({ parts, filters, sort, imagesOnly, cutoff, state });
    return this.#lists.get(key, () => ({ list: this.#rank(params, prepared) }));
  }

  #rank(params: ListParams, prepared: PreparedQuery | null): RankedList {
    const among = this.#view.filter(params.filters);
    if (prepared === null) {
      const ids = among ?? [...this.#view.rows()].map(({ productId }) => productId);
      const products = [...ids].map((productId): RankedProduct => ({ productId, score: null, candidate: null }));
      return { mode: 'browse', products: sortProducts(products, params.sort, this.#view), hidden: 0 };
    }
    const { vector, words, weights, scales, compared } = prepared;
    const useListing = weights.listing > 0;
    const found = findCandidates(
      { vector, words, useListing, among, compared },
      this.#view,
      this.#dependencies.vectors,
      this.#limits,
    );
    const asked = withoutQueriedProducts(found.candidates, params.parts);
    const onlyMinus = params.parts.every(({ weight }) => weight < 0);
    const cutoff = params.cutoff && !onlyMinus;
    const bonus = (productId: number): number =>
      params.imagesOnly ? 0 : this.#reader.bonus(this.#ranker, productId, prepared);
    const ranked = rankCandidates(asked, this.#ranker, weights, scales, cutoff, bonus);
    return {
      mode: found.mode,
      hidden: ranked.hidden,
      products: sortProducts(ranked.products, params.sort, this.#view),
    };
  }

  /** Counts over the list; for what is filtered by, over the list as it would be without that filter. */
  #counts(params: ListParams, prepared: PreparedQuery | null, list: RankedList): Required<ListEntry>['counts'] {
    const { filters } = params;
    const idsOf = ({ products }: RankedList): number[] => products.map(({ productId }) => productId);
    const without = (others: ListParams['filters']): number[] =>
      idsOf(this.#entry({ ...params, filters: others }, prepared).list);
    const groups = this.#view.countTags(idsOf(list));
    for (const [group, names] of Object.entries(filters.tags)) {
      if (names.length === 0) continue;
      const { [group]: _own, ...tags } = filters.tags;
      groups.set(group, this.#view.countTags(without({ ...filters, tags })).get(group) ?? []);
    }
    const { priceMin, priceMax, ...unpriced } = filters;
    const priced = priceMin !== undefined || priceMax !== undefined;
    return {
      facets: [...groups].map(([group, values]) => ({ group, values })),
      priceRange: this.#view.priceRange(priced ? without(unpriced) : idsOf(list)),
    };
  }

  #remember(parts: readonly QueryPart[]): void {
    if (!this.#dependencies.database.readOnly) this.#repo.remember(JSON.stringify(parts), queryLabel(parts));
  }
}

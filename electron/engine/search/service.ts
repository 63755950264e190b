/** Searching one library: a query of words, pictures and products goes in, ranked and explained products come out. */
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { AppError } from '../../contract/errors.ts';
import { type Filters, type Hit, type QueryImage, type QueryPart, queryPartSchema } from '../../contract/search.ts';
import type { Catalog } from '../catalog/service.ts';
import type { TagName } from '../catalog/types.ts';
import type { Database } from '../db/database.ts';
import type { ModelEncoder } from '../encoders/index.ts';
import type { VectorsPort } from '../vector/types.ts';
import { type Candidate, type CandidateLimits, defaultLimits, findCandidates } from './candidates.ts';
import { CatalogView } from './catalog-view.ts';
import { matchedWords } from './explain.ts';
import { rankAgain } from './feedback.ts';
import { occlusionHeatmap } from './heatmap.ts';
import { PartVectors } from './part-vectors.ts';
import { mixParts, queryLabel, wantedText } from './query.ts';
import { QueryImages } from './query-images.ts';
import {
  calibrationOf,
  componentShares,
  defaultRanker,
  type QueryCalibration,
  type Ranker,
  type Weights,
} from './ranker.ts';
import { type RankedList, type RankedProduct, rankCandidates, sortProducts } from './ranking.ts';
import { Recent } from './recent.ts';
import { SearchRepo } from './repo.ts';
import { QueryTags, tagBonus, tagMatch } from './tag-bonus.ts';
import { WordScorer } from './words.ts';

export interface SearchDependencies {
  readonly database: Database;
  readonly catalog: Catalog;
  readonly vectors: VectorsPort;
  readonly encoders: Pick<ModelEncoder, 'active'>;
  readonly libraryDir: string;
  /** Shared with searches under other models, and closed by its owner; its own when left out. */
  readonly view?: CatalogView;
  readonly limits?: CandidateLimits;
  readonly ranker?: Ranker;
}

type SearchParams = MethodParams<'search.run'>;

/** What is to be ranked, apart from which page of it is shown. */
type ListParams = Pick<SearchParams, 'parts' | 'filters' | 'sort' | 'imagesOnly' | 'cutoff'>;

/** A query made ready: how to weigh its components and how to read their similarities. */
interface PreparedQuery {
  readonly vector: Float32Array;
  readonly weights: Weights;
  readonly calibration: QueryCalibration;
  readonly words: ReadonlyMap<number, number> | null;
  /** The tags that its words name, by group. */
  readonly named: ReadonlyMap<string, ReadonlySet<number>>;
  /** The products whose number is asked for. */
  readonly numbered: ReadonlySet<number>;
}

/** All that a ranker needs to order the products for one query; the same for every ranker. */
export interface Gathered {
  readonly parts: readonly QueryPart[];
  /** Whether it has words, which are weighed differently. */
  readonly hasText: boolean;
  readonly calibration: QueryCalibration;
  readonly candidates: readonly Candidate[];
  /** -1..1; see `tagMatch`. */
  readonly tagMatch: ReadonlyMap<number, number>;
}

/** A list and, once they were asked for, its counts. */
interface ListEntry {
  readonly list: RankedList;
  counts?: Pick<MethodResult<'search.run'>, 'facets' | 'priceRange'>;
}

/** Log-odds for the very number that was asked for: enough to lead, and to pass any cutoff. */
const numberBonus = 9;
const nothing: ReadonlySet<number> = new Set();
const keptLists = 16;
const noVector = new Float32Array(0);

export class Search {
  readonly #dependencies: SearchDependencies;
  readonly #repo: SearchRepo;
  readonly #view: CatalogView;
  readonly #images: QueryImages;
  readonly #parts: PartVectors;
  readonly #words: WordScorer;
  /** So that paging through a list, and counting its facets, ranks once. */
  readonly #lists = new Recent<ListEntry>(keptLists);
  readonly #queryTags: QueryTags;
  #ranker: Ranker;
  readonly #limits: CandidateLimits;

  constructor(dependencies: SearchDependencies) {
    const { database, catalog, vectors, libraryDir } = dependencies;
    this.#dependencies = dependencies;
    this.#repo = new SearchRepo(database);
    this.#view = dependencies.view ?? new CatalogView(catalog);
    this.#images = new QueryImages(libraryDir, vectors, { readOnly: database.readOnly });
    this.#parts = new PartVectors(this.#view, vectors, this.#images);
    this.#words = new WordScorer(this.#repo, () => catalog.mergedMembers());
    this.#queryTags = new QueryTags(catalog);
    this.#ranker = dependencies.ranker ?? defaultRanker;
    this.#limits = dependencies.limits ?? defaultLimits;
  }

  get ranker(): Ranker {
    return this.#ranker;
  }

  /** Ranks with this one from now on. */
  useRanker(ranker: Ranker): void {
    this.#ranker = ranker;
  }

  /** The products that a search finds, best first. @throws {AppError} those of `run` */
  async find(params: ListParams, signal: AbortSignal): Promise<number[]> {
    const prepared = await this.#prepare(params, signal);
    return this.#entry(params, prepared).list.products.map(({ productId }) => productId);
  }

  /**
   * What there is to rank for a query, unfiltered; what passes `filters` is looked for as well, so that none of it is missing in a large catalog.
   * @throws {AppError} those of `run`
   */
  async gather(parts: readonly QueryPart[], signal: AbortSignal, filters?: Filters): Promise<Gathered> {
    const { vector, picture, listing } = await this.#mix(parts, signal);
    const text = wantedText(parts);
    const words = text === '' ? null : this.#words.score(text, this.#view.size, this.#view.version);
    const found = (among: ReadonlySet<number> | null): Candidate[] =>
      findCandidates({ vector, words, useListing: true, among }, this.#view, this.#dependencies.vectors, this.#limits)
        .candidates;
    const passing = filters === undefined ? null : this.passing(filters);
    const all = new Map(
      [...found(null), ...(passing === null ? [] : found(passing))].map((one) => [one.productId, one]),
    );
    const candidates = withoutQueriedProducts([...all.values()], parts);
    const named = this.#queryTags.named(text, this.#view.version);
    return {
      parts,
      hasText: text !== '',
      calibration: { picture, listing, words: this.#ranker.words },
      candidates,
      tagMatch: new Map(candidates.map(({ productId }) => [productId, this.#match(productId, named)])),
    };
  }

  /** The products that pass, `null` when nothing is filtered. */
  passing(filters: Filters): ReadonlySet<number> | null {
    return this.#view.filter(filters);
  }

  /** Everything gathered in a ranker's order, nothing cut off. */
  order(gathered: Gathered, ranker: Ranker): RankedProduct[] {
    const { candidates, hasText, calibration, tagMatch: matches } = gathered;
    const bonus = (productId: number): number => this.#bonus(ranker, productId, matches.get(productId) ?? 0);
    const weights = hasText ? ranker.textWeights : ranker.imageWeights;
    return rankCandidates(candidates, ranker, weights, { ...calibration, words: ranker.words }, false, bonus).products;
  }

  /** What is gathered in the order that grades given for this query lead to: product id -> grade 0..3. */
  withFeedback(gathered: Gathered, ranker: Ranker, grades: ReadonlyMap<number, number>): RankedProduct[] {
    const { images, texts } = this.#dependencies.vectors;
    const items = this.order(gathered, ranker).map((product) => ({
      product,
      picture: images.get(product.candidate?.imageId ?? -1),
      listing: this.#textTells(product.productId) ? texts.get(product.productId) : undefined,
      tagIds: this.#view.get(product.productId)?.tagIds ?? [],
      grade: grades.get(product.productId),
    }));
    return rankAgain(items);
  }

  #textTells(productId: number): boolean {
    const row = this.#view.get(productId);
    return row !== undefined && this.#view.textTells(row);
  }

  skuOf(productId: number): string | undefined {
    return this.#view.get(productId)?.sku;
  }

  /** The tags of a product by name. */
  tagsOf(productId: number): TagName[] {
    const row = this.#view.get(productId);
    return row === undefined ? [] : this.#view.tagNames(row);
  }

  /** Ranked products as the UI shows them, numbered from 1. */
  hitsFor(products: readonly RankedProduct[], gathered: Gathered, ranker: Ranker): Hit[] {
    const weights = gathered.hasText ? ranker.textWeights : ranker.imageWeights;
    const named = this.#queryTags.named(wantedText(gathered.parts), this.#view.version);
    return this.#hits(
      products,
      { parts: [...gathered.parts], offset: 0, imagesOnly: false },
      { vector: noVector, words: null, weights, calibration: gathered.calibration, named, numbered: nothing },
    );
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
      hits: this.#hits(page, params, prepared),
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
    const { vector } = await this.#mix(params.parts, signal);
    const { path } = this.#dependencies.catalog.resolveFile(`original/${params.imageId}`);
    return occlusionHeatmap(path, vector, params.grid, encoder, signal);
  }

  history(limit: number): MethodResult<'search.history'> {
    return this.#repo.history(limit).flatMap(({ id, parts, label, askedAt }) => {
      const parsed = queryPartSchema.array().safeParse(JSON.parse(parts));
      return parsed.success ? [{ id, parts: parsed.data, label, askedAt }] : [];
    });
  }

  close(): void {
    if (this.#dependencies.view === undefined) this.#view.close();
  }

  async #mix(parts: readonly QueryPart[], signal: AbortSignal) {
    const encoder = await this.#dependencies.encoders.active();
    const encoded = await this.#parts.encode(parts, encoder, signal);
    const mixed = mixParts(encoded, calibrationOf(encoder.manifest));
    if (mixed === null) {
      throw new AppError('BAD_REQUEST', 'The parts of this search cancel each other out. Change a sign or a weight.');
    }
    return mixed;
  }

  async #prepare(params: ListParams, signal: AbortSignal): Promise<PreparedQuery | null> {
    if (params.parts.length === 0) return null;
    const { vector, picture, listing } = await this.#mix(params.parts, signal);
    const text = wantedText(params.parts);
    const words =
      params.imagesOnly || text === '' ? null : this.#words.score(text, this.#view.size, this.#view.version);
    const ranker = this.#ranker;
    const weights = params.imagesOnly
      ? { picture: 1, listing: 0, words: 0 }
      : text === ''
        ? ranker.imageWeights
        : ranker.textWeights;
    const named = this.#queryTags.named(params.imagesOnly ? '' : text, this.#view.version);
    const numbered = params.imagesOnly ? nothing : this.#numbered(params.parts);
    return { vector, weights, words, named, numbered, calibration: { picture, listing, words: ranker.words } };
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
    const { vector, words, weights, calibration, named, numbered } = prepared;
    const useListing = weights.listing > 0;
    const found = findCandidates(
      { vector, words, useListing, among },
      this.#view,
      this.#dependencies.vectors,
      this.#limits,
    );
    const asked = withoutQueriedProducts(found.candidates, params.parts);
    const onlyMinus = params.parts.every(({ weight }) => weight < 0);
    const cutoff = params.cutoff && !onlyMinus;
    const bonus = (productId: number): number =>
      params.imagesOnly
        ? 0
        : this.#bonus(this.#ranker, productId, this.#match(productId, named)) +
          (numbered.has(productId) ? numberBonus : 0);
    const ranked = rankCandidates(asked, this.#ranker, weights, calibration, cutoff, bonus);
    return {
      mode: found.mode,
      hidden: ranked.hidden,
      products: sortProducts(ranked.products, params.sort, this.#view),
    };
  }

  #hits(
    page: readonly RankedProduct[],
    params: Pick<SearchParams, 'parts' | 'offset' | 'imagesOnly'>,
    prepared: PreparedQuery | null,
  ): Hit[] {
    const ranked = new Map(
      page.map((product, index) => [product.productId, { ...product, rank: params.offset + index + 1 }]),
    );
    const text = params.imagesOnly ? '' : wantedText(params.parts);
    return this.#dependencies.catalog.summaries([...ranked.keys()]).flatMap((summary): Hit[] => {
      const product = ranked.get(summary.id);
      if (product === undefined) return [];
      const { candidate, rank, score } = product;
      const why =
        prepared === null || candidate === null
          ? null
          : {
              components: componentShares(
                prepared.weights,
                prepared.calibration,
                candidate.similarities,
                params.imagesOnly
                  ? 0
                  : this.#bonus(this.#ranker, product.productId, this.#match(product.productId, prepared.named)) +
                      (prepared.numbered.has(product.productId) ? numberBonus : 0),
              ),
              textTells: this.#textTells(product.productId),
              matches: text === '' ? [] : matchedWords(summary, text, this.#namesMerged(summary)),
            };
      return [{ ...summary, rank, score, matchedImageId: candidate?.imageId ?? null, why }];
    });
  }

  #numbered(parts: readonly QueryPart[]): ReadonlySet<number> {
    const texts = parts.flatMap((part) => (part.kind === 'text' && part.weight > 0 ? [part.text.trim()] : []));
    return texts.length === 0 ? nothing : this.#dependencies.catalog.numbered(texts);
  }

  /** Titles and numbers of what was merged into a product, without those that it shows itself. */
  #namesMerged({ id, title, sku }: Pick<Hit, 'id' | 'title' | 'sku'>): string[] {
    const { catalog } = this.#dependencies;
    const members = catalog.mergedProduct(id)?.memberIds ?? [];
    if (members.length === 0) return [];
    const names = catalog.summaries(members).flatMap((other) => [other.title, other.sku]);
    return [...new Set(names)].filter((name) => name !== title && name !== sku);
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

  #match(productId: number, named: PreparedQuery['named']): number {
    const row = this.#view.get(productId);
    return row === undefined ? 0 : tagMatch(row, named, (tagId) => this.#queryTags.groupOf(tagId));
  }

  #bonus(ranker: Ranker, productId: number, match: number): number {
    if (ranker.tagMatch === 0 && Object.keys(ranker.preferences).length === 0) return 0;
    return tagBonus(ranker, match, this.tagsOf(productId));
  }

  #remember(parts: readonly QueryPart[]): void {
    if (!this.#dependencies.database.readOnly) this.#repo.remember(JSON.stringify(parts), queryLabel(parts));
  }
}

/** "More like this" does not answer with this. */
function withoutQueriedProducts<C extends { readonly productId: number }>(
  candidates: readonly C[],
  parts: readonly QueryPart[],
): readonly C[] {
  const queried = new Set(parts.flatMap((part) => (part.kind === 'product' ? [part.productId] : [])));
  return queried.size === 0 ? candidates : candidates.filter(({ productId }) => !queried.has(productId));
}

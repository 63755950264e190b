/**
 * The third step of a search: the products worth scoring, each with its similarities to the query. Up to `exactLimit`
 * products every one is compared, so the list and its counts are complete; beyond, the nearest by image, the nearest by
 * text and the best by words are put together.
 */
import type { Catalog } from '../catalog/catalog.ts';
import type { CatalogRow } from '../catalog/types.ts';
import { dot } from '../numbers/vectors.ts';
import { languageOf } from '../text/languages/detect.ts';
import type { VectorIndex, VectorsPort } from '../vector/types.ts';
import type { CatalogView } from './catalog-view.ts';
import { languageOffsets, sharesLetters } from './language-offsets.ts';
import type { Query } from './query.ts';
import type { QueryVector } from './query-vector.ts';
import type { QueryScales, Similarities } from './rankers/ranker.ts';
import { withoutQuotes } from './reading/phrases.ts';
import { byGroup, type QueryTags } from './tag-match.ts';
import type { TitleReader } from './title-words.ts';
import { drawn, mostMatching, trustOf } from './trust.ts';
import { type AskedWords, askedWords } from './wording.ts';
import type { WordScorer } from './words.ts';

export interface Candidate {
  readonly productId: number;
  /** The image most similar to the query. */
  readonly imageId: number | null;
  readonly similarities: Similarities;
  /** -1..1; see `QueryTags.matcher`. */
  readonly tagMatch: number;
  /** Whether it is tagged as something else than words of the query say. */
  readonly contradicted: boolean;
  /** Whether its number is asked for. */
  readonly numbered: boolean;
  /** Whether its title has every word that is asked for: such a product is never cut off. */
  readonly titled: boolean;
  /** All words of the query stand on its images, and in nobody's title. */
  readonly onImages: boolean;
  /** Which frame of the clip that is asked with it was compared with. */
  readonly frame?: number;
}

/** All that a ranker needs to order the products for one query; the same for every ranker. */
export interface CandidatePool {
  readonly mode: 'exact' | 'hnsw';
  readonly query: Query;
  /** How cosines to the query are read. */
  readonly scales: Pick<QueryScales, 'picture' | 'listing'>;
  readonly candidates: readonly Candidate[];
  /** The words that titles are compared with; `null` where the query has none that any product has. */
  readonly asked: AskedWords | null;
  readonly titles: TitleReader;
  /** Products left out because they say what is not wanted. */
  readonly excluded: number;
  /** The products that have what was asked for by number or phrase, if there are any: others are shown on request. */
  readonly narrowed: { readonly to: 'number' | 'phrase'; readonly ids: ReadonlySet<number> } | null;
}

export interface RetrievalSources {
  readonly catalog: Pick<Catalog, 'products'>;
  readonly view: CatalogView;
  readonly vectors: Pick<VectorsPort, 'images' | 'texts'>;
  readonly words: WordScorer;
  readonly tags: QueryTags;
  /** Photos that people confirmed for products, where those are compared too. */
  readonly references?: References;
  readonly titles: TitleReader;
}

type References = ReadonlyMap<number, readonly { readonly vector: Float32Array }[]>;

/** Products up to which all are compared. */
const exactLimit = 8000;
/** Neighbours asked of each index beyond that. */
const depth = 600;
/** A product that reaches so much of the words has all of them. */
const allWords = 0.8;
const none: ReadonlySet<number> = new Set();

/** One query on its way through the catalog. A product is compared once, however many filters it passes. */
export class Retrieval {
  readonly #sources: RetrievalSources;
  readonly #query: Query;
  readonly #embedded: QueryVector;
  readonly #useText: boolean;
  /** Product id -> 0..1; `null` when words say nothing. */
  readonly #words: ReadonlyMap<number, number> | null;
  readonly #asked: AskedWords | null;
  /** Products that say what is not wanted. */
  readonly #unwanted: ReadonlySet<number>;
  readonly #contradicts: (tagIds: readonly number[]) => boolean;
  readonly #tagMatch: (tagIds: readonly number[]) => number;
  readonly #numbered: ReadonlySet<number>;
  readonly #titled: ReadonlySet<number>;
  readonly #onImages: ReadonlySet<number>;
  readonly #narrowed: CandidatePool['narrowed'];
  readonly #compared = new Map<number, Candidate>();
  /** What the indexes have compared already: cosines by image, and of texts by product. */
  readonly #known = { images: new Map<number, number>(), texts: new Map<number, number>() };
  readonly #scales: CandidatePool['scales'];
  /** By the language of a listing. */
  readonly #offsets: ReadonlyMap<string, number>;
  readonly #language: string;

  /** `useText`: whether the texts of products are compared with the query's vector too. */
  constructor(sources: RetrievalSources, query: Query, embedded: QueryVector, useText: boolean) {
    this.#sources = sources;
    this.#query = query;
    this.#embedded = embedded;
    this.#useText = useText;
    this.#words = query.text === '' ? null : sources.words.score(query.text);
    this.#unwanted = query.unwanted.length === 0 ? none : productsSaying(query.unwanted, sources);
    this.#titled = this.#words === null ? none : new Set(sources.words.titled(query.text));
    const isElsewhere = this.#words !== null && this.#titled.size === 0;
    this.#onImages = isElsewhere ? new Set(sources.words.onImages(query.text)) : none;
    this.#asked = this.#words === null ? null : askedWords(query.text, sources.titles, sources.words);
    const mentioned = sources.tags.mentioned(query.text, query.asWords);
    this.#tagMatch = sources.tags.matcher(byGroup(mentioned));
    this.#contradicts = sources.tags.contradictions(mentioned);
    this.#numbered = query.numbers.length === 0 ? none : sources.catalog.products.numbered(query.numbers);
    this.#narrowed = this.#narrow();
    this.#scales = this.#believed();
    this.#offsets = useText ? languageOffsets(sources.view, sources.vectors.texts, embedded.vector) : new Map();
    this.#language = languageOf(query.text);
  }

  /** `among`: the products that pass, `null` for all. */
  pool(among: ReadonlySet<number> | null): CandidatePool {
    const { view } = this.#sources;
    const exact = (among?.size ?? view.size) <= exactLimit;
    const candidates: Candidate[] = [];
    let excluded = 0;
    for (const productId of exact ? (among ?? view.ids()) : this.#nearest(among)) {
      const row = view.get(productId);
      if (row === undefined || this.#query.products.has(productId)) continue;
      if (this.#unwanted.has(productId)) {
        excluded++;
        continue;
      }
      const candidate = this.#compared.get(productId) ?? this.#compare(row);
      this.#compared.set(productId, candidate);
      candidates.push(candidate);
    }
    return {
      mode: exact ? 'exact' : 'hnsw',
      query: this.#query,
      scales: this.#scales,
      candidates,
      excluded,
      asked: this.#asked,
      titles: this.#sources.titles,
      narrowed: this.#narrowed,
    };
  }

  /**
   * A number has to be all that is asked for, and have a digit: shops number products by words, too. One that is read on
   * a photo leads, and the photo goes on to speak for itself.
   */
  #narrow(): CandidatePool['narrowed'] {
    const { parts, phrases } = this.#query;
    const isTyped = parts.length === 1 && parts[0]?.kind === 'text';
    if (isTyped && this.#numbered.size > 0 && this.#query.numbers.some((number) => /\d/.test(number))) {
      return { to: 'number', ids: this.#numbered };
    }
    if (phrases.length === 0) return null;
    const [first = none, ...others] = phrases.map((phrase) => new Set(this.#sources.words.phrased(phrase)));
    const ids = others.reduce<ReadonlySet<number>>((both, own) => both.intersection(own), first);
    return ids.size === 0 ? null : { to: 'phrase', ids };
  }

  /** The scales of the query, with how far its vector can be believed about its words. */
  #believed(): CandidatePool['scales'] {
    const { view, vectors } = this.#sources;
    const { vector, picture, listing } = this.#embedded;
    const matching = this.#havingAllWords(mostMatching);
    if (matching.length === 0) return { picture, listing };
    const sample = view.sample(drawn);
    const imagesOf = (rows: readonly CatalogRow[]): number[] => rows.flatMap(({ imageIds }) => imageIds.slice(0, 1));
    const idsOf = (rows: readonly CatalogRow[]): number[] => rows.map(({ productId }) => productId);
    return {
      picture: { ...picture, trust: trustOf(vectors.images, vector, imagesOf(matching), imagesOf(sample)) },
      listing: { ...listing, trust: trustOf(vectors.texts, vector, idsOf(matching), idsOf(sample)) },
    };
  }

  /** Up to `amount` products that have all words of the query, as far as words tell. */
  #havingAllWords(amount: number): CatalogRow[] {
    const rows: CatalogRow[] = [];
    for (const [id, share] of this.#words ?? []) {
      const row = share >= allWords ? this.#sources.view.get(id) : undefined;
      if (row !== undefined) rows.push(row);
      if (rows.length >= amount) break;
    }
    return rows;
  }

  /**
   * A text that says nothing has no likeness to anything; its words count only where the query names them, as a file
   * number may.
   */
  #compare(row: CatalogRow): Candidate {
    const { view, vectors } = this.#sources;
    const { vector } = this.#embedded;
    const { productId } = row;
    let picture: number | null = null;
    let imageId: number | null = null;
    for (const id of row.imageIds) {
      const similarity = this.#known.images.get(id) ?? cosine(vectors.images, id, vector);
      if (similarity === undefined) continue;
      if (picture === null || similarity > picture) {
        picture = similarity;
        imageId = id;
      }
    }
    // The image shown stays one of the product's own.
    for (const reference of this.#sources.references?.get(productId) ?? []) {
      picture = Math.max(picture ?? Number.NEGATIVE_INFINITY, dot(vector, reference.vector));
    }
    const informative = view.isInformative(row);
    const said =
      this.#useText && informative
        ? (this.#known.texts.get(productId) ?? cosine(vectors.texts, productId, vector))
        : undefined;
    const listing = said === undefined ? null : said - (this.#offsets.get(row.language) ?? 0);
    // What is written in other letters cannot have the words, whatever it is.
    const isSilent = !informative || !sharesLetters(row, this.#language);
    const words = this.#words === null ? null : this.#shareOf(productId, isSilent);
    return {
      productId,
      titled: this.#titled.has(productId),
      onImages: this.#onImages.has(productId),
      imageId,
      similarities: { picture, listing, words },
      tagMatch: this.#tagMatch(row.tagIds),
      contradicted: this.#contradicts(row.tagIds),
      numbered: this.#numbered.has(productId),
    };
  }

  /** Of all that is asked: what no product says counts as missing in each. */
  #shareOf(productId: number, isSilent: boolean): number | null {
    const share = this.#words?.get(productId);
    return share === undefined ? (isSilent ? null : 0) : share * (1 - (this.#asked?.unsaid ?? 0));
  }

  #nearest(among: ReadonlySet<number> | null): Set<number> {
    const { view, vectors } = this.#sources;
    const { vector } = this.#embedded;
    const found = new Set<number>();
    for (const productId of this.#sources.references?.keys() ?? []) {
      if (among === null || among.has(productId)) found.add(productId);
    }
    const images = among === null ? undefined : view.imagesOf(among);
    for (const { label, similarity } of vectors.images.search(vector, depth, images)) {
      this.#known.images.set(label, similarity);
      const productId = view.productOfImage(label);
      if (productId !== undefined) found.add(productId);
    }
    if (this.#useText) {
      for (const { label, similarity } of vectors.texts.search(vector, depth, among ?? undefined)) {
        this.#known.texts.set(label, similarity);
        found.add(label);
      }
    }
    for (const productId of [...this.#numbered, ...this.#titled, ...this.#onImages, ...(this.#narrowed?.ids ?? [])]) {
      if (among === null || among.has(productId)) found.add(productId);
    }
    const most = found.size + depth;
    for (const productId of this.#words?.keys() ?? []) {
      if (found.size >= Math.max(most, 3 * depth)) break;
      if (among === null || among.has(productId)) found.add(productId);
    }
    return found;
  }
}

function cosine(index: Pick<VectorIndex, 'get'>, label: number, query: Float32Array): number | undefined {
  const vector = index.get(label);
  return vector === undefined ? undefined : dot(query, vector);
}

/** What says words in its title, tags or attributes: by the words themselves, or by a tag that is called so. */
export function productsSaying(texts: readonly string[], sources: RetrievalSources): ReadonlySet<number> {
  const { view, words, tags, catalog } = sources;
  const found = new Set([...words.saying(texts), ...catalog.products.withAttributes(texts)]);
  const tagIds = new Set(texts.flatMap((text) => [...tags.called(text)]));
  if (tagIds.size > 0) {
    for (const row of view.rows()) if (row.tagIds.some((id) => tagIds.has(id))) found.add(row.productId);
  }
  for (const id of found) if (texts.some((text) => saysNot(view.get(id)?.title ?? '', text))) found.delete(id);
  return found;
}

/** "Without lid" in a title, where products with a lid are not wanted. */
function saysNot(title: string, text: string): boolean {
  const words = withoutQuotes(text)
    .trim()
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(
    `(?:without|w/o|no|non|not|ohne|sans|sin|senza|无|不含|不带|非)[\\s-]*(?:an?\\s+)?${words}|${words}[\\s-]?(?:free|less)(?![\\p{L}])`,
    'iu',
  ).test(title);
}

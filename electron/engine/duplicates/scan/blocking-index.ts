/**
 * The library as comparing needs it: every product with its images and words, and blocks of products that share
 * something telling, so that only those are compared (blocking, as in record linkage).
 */
import { createHash } from 'node:crypto';
import type { Catalog } from '../../catalog/catalog.ts';
import type { CatalogRow, TagName } from '../../catalog/types.ts';
import { type Facts, factsOf, type ListedOptions } from '../../identity/words/facts.ts';
import { identifierNames } from '../../identity/words/identifiers.ts';
import { type Reach, SimilarTitles } from '../../identity/words/similar-titles.ts';
import type { Stated } from '../../identity/words/stated.ts';
import { type ListingWords, WordStatistics } from '../../identity/words/word-statistics.ts';
import type { VectorsPort } from '../../vector/types.ts';
import type { ComparedPairRepo } from '../compared-pair-repo.ts';
import type { HashedImage, ImageSignatureRepo } from '../image-signature-repo.ts';
import { hashDistance } from './hash-distance.ts';

export interface ComparableProduct {
  readonly id: number;
  readonly sourceId: number;
  readonly price: number | null;
  readonly images: readonly HashedImage[];
  readonly words: ListingWords;
  readonly facts: Facts;
  readonly style: number;
  readonly stated: Stated;
  /** Changes with whatever goes into comparing. */
  readonly fingerprint: string;
}

export type ComparedVectors = Pick<VectorsPort, 'modelId' | 'images' | 'texts'>;

/** What a library has to say of its products. */
export interface ComparedLibrary {
  readonly catalog: Pick<Catalog, 'vocabulary'>;
  readonly vectors: ComparedVectors;
  readonly images: Pick<ImageSignatureRepo, 'images'>;
  readonly pairs: Pick<ComparedPairRepo, 'sayings' | 'barcodes' | 'options'>;
}

/** An image shown by more products than this stands for a missing one ("no image yet") and says nothing. */
const placeholderFrom = 24;
/** Blocks with more products than this are left to the nearest neighbours. */
const blockLimit = 24;
/** A word that no more products than this have may be the name of one. */
const rareWord = 12;
/** Grows when comparing changes, so that every library is compared again. */
const comparisonVersion = 5;
const noOptions: ListedOptions = new Map();
type Said = typeof nothingSaid & { readonly barcodes: readonly string[]; readonly options: ListedOptions };
const nothingSaid = { description: '', attributes: '{}' };
/** Of the products with the most similar titles, how many are compared by that alone, in each source, and how similar. */
const similarOfUnseen: Reach = { most: 8, least: 0.1, visited: 3000 };
const similarOfSeen: Reach = { most: 1, least: 0.5, visited: 400 };
const bandBits = 16;
/** Of images that share a piece of their hashes, those that differ in more bits than this are no near copies. */
const nearHash = 10;

export class BlockingIndex {
  readonly products = new Map<number, ComparableProduct>();
  readonly statistics = new WordStatistics();
  readonly productOfImage = new Map<number, number>();
  readonly #byContent = new Map<string, number[]>();
  readonly #byTitle = new Map<number, number[]>();
  /** Of rare words. */
  readonly #byTerm = new Map<number, number[]>();
  readonly #byName = new Map<string, number[]>();
  #titles: SimilarTitles | undefined;
  /** Images, not products. */
  readonly #byBand = new Map<number, HashedImage[]>();

  /** Takes these products in; stops after each, as 50,000 take more than a second. */
  *fill(rows: readonly CatalogRow[], { catalog, vectors, images, pairs }: ComparedLibrary): Generator<void> {
    const tags = catalog.vocabulary.byId();
    const imagesById = images.images();
    yield;
    const sayings = pairs.sayings();
    yield;
    const barcodes = pairs.barcodes();
    yield;
    const options = pairs.options();
    yield;
    for (const row of rows) {
      const own = row.imageIds.flatMap((id) => imagesById.get(id) ?? []);
      const product = this.#take(
        row,
        own,
        tags,
        {
          ...(sayings.get(row.productId) ?? nothingSaid),
          barcodes: barcodes.get(row.productId) ?? [],
          options: options.get(row.productId) ?? noOptions,
        },
        vectors,
      );
      this.products.set(product.id, product);
      yield;
    }
    for (const { id, words } of this.products.values()) {
      for (const term of words.terms) if (this.statistics.namedBy(term) <= rareWord) put(this.#byTerm, term, id);
      yield;
    }
    const unseen = [...this.products.values()].some((product) => !isSeen(product, vectors));
    this.#titles = new SimilarTitles(this.statistics, { byLetters: unseen });
    for (const product of this.products.values()) {
      this.#titles.add(product.id, product.sourceId, product.words);
      yield;
    }
  }

  /** Whether this content stands for a missing image. */
  isPlaceholder(hash: string): boolean {
    return (this.#byContent.get(hash)?.length ?? 0) > placeholderFrom;
  }

  /** Products that share a file, a title, a rare word, an identifier or nearly a perceptual hash with this one. */
  *neighbours(product: ComparableProduct): Generator<number> {
    for (const { hash, perceptualHash } of product.images) {
      yield* few(this.#byContent.get(hash), placeholderFrom);
      if (perceptualHash === null) continue;
      for (const band of [...bandsOf(perceptualHash, 0), ...bandsOf(perceptualHash, mirrorBits)]) {
        for (const other of few(this.#byBand.get(band), blockLimit)) {
          if (hashDistance(perceptualHash, other.perceptualHash) > nearHash) continue;
          yield this.productOfImage.get(other.imageId) as number;
        }
      }
    }
    if (product.words.title !== 0) yield* few(this.#byTitle.get(product.words.title), blockLimit);
    for (const term of product.words.terms) {
      if (this.statistics.namedBy(term) <= rareWord) yield* this.#byTerm.get(term) ?? [];
    }
    for (const name of namesOf(product.facts)) yield* few(this.#byName.get(name), blockLimit);
    const seen = product.images.length > 0;
    yield* this.#titles?.likest(product, seen ? similarOfSeen : similarOfUnseen) ?? [];
  }

  #take(
    row: CatalogRow,
    images: readonly HashedImage[],
    tags: ReadonlyMap<number, TagName>,
    { description, attributes, barcodes, options }: Said,
    vectors: ComparedVectors,
  ): ComparableProduct {
    const values = attributes === '{}' ? {} : (JSON.parse(attributes) as Record<string, string>);
    const words = this.statistics.add(row.title, row.sku, [description, ...Object.values(values)].join('\n'));
    const facts = factsOf({
      title: words.title === 0 ? '' : row.title,
      description,
      attributes: values,
      barcodes,
      options,
      tags: row.tagIds.flatMap((id) => tags.get(id) ?? []),
    });
    this.statistics.addCodes(facts.codes.named);
    const style = this.statistics.addStyle(facts.style, facts.variant, row.sourceId, words);
    const stated = this.statistics.stated.add(values);
    const { productId: id } = row;
    for (const image of images) {
      this.productOfImage.set(image.imageId, id);
      put(this.#byContent, image.hash, id);
      if (image.perceptualHash === null) continue;
      for (const band of bandsOf(image.perceptualHash, 0)) put(this.#byBand, band, image);
    }
    if (words.title !== 0) put(this.#byTitle, words.title, id);
    for (const name of namesOf(facts)) put(this.#byName, name, id);
    const encoded = images.map(({ imageId, hash }) =>
      vectors.images.has(imageId) ? hash : `${hash} without a vector`,
    );
    const text = vectors.texts.has(id) ? row.textHash : '';
    const said = [row.title, row.price, description, attributes, barcodes, ...(options.size > 0 ? [...options] : [])];
    const says = [comparisonVersion, vectors.modelId, text, said, encoded];
    const fingerprint = createHash('sha1').update(JSON.stringify(says)).digest('base64url');
    return { id, sourceId: row.sourceId, price: row.price, images, words, facts, style, stated, fingerprint };
  }
}

function put<K, V>(blocks: Map<K, V[]>, key: K, value: V): void {
  const block = blocks.get(key);
  if (block === undefined) blocks.set(key, [value]);
  else if (block.at(-1) !== value) block.push(value);
}

function few<V>(block: readonly V[] | undefined, limit: number): readonly V[] {
  return block === undefined || block.length > limit ? [] : block;
}

function isSeen({ images }: ComparableProduct, vectors: ComparedVectors): boolean {
  return images.some(({ imageId }) => vectors.images.has(imageId));
}

function namesOf({ identifiers, codes }: Facts): string[] {
  return [...identifierNames(identifiers), ...codes.said.map((key) => `code ${key}`)];
}

/** The bits that change when an image is mirrored; see `hashDistance`. */
const mirrorBits = 0x5555;

/** Four pieces of 16 bits: hashes that differ in up to three bits share at least one. */
function bandsOf(hash: Uint8Array, flipped: number): number[] {
  const bands: number[] = [];
  for (let i = 0; i < 8; i += 2) {
    bands.push(((i / 2) << bandBits) | ((((hash[i] ?? 0) << 8) | (hash[i + 1] ?? 0)) ^ flipped));
  }
  return bands;
}

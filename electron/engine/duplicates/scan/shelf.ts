/** The library as comparing needs it: every product with its photos and words, and the shelves on which equal ones stand together. */
import { createHash } from 'node:crypto';
import type { CatalogRow, TagName } from '../../catalog/types.ts';
import type { VectorsPort } from '../../vector/types.ts';
import type { DuplicatesRepo } from '../duplicate-repo.ts';
import { hashDistance } from '../picture/hash-distance.ts';
import { type Facts, factsOf } from '../words/facts.ts';
import { type ListingWords, WordStatistics } from '../words/listing.ts';

export interface Photo {
  readonly imageId: number;
  readonly hash: string;
  readonly perceptualHash: Uint8Array | null;
}

export interface ShelvedProduct {
  readonly id: number;
  readonly photos: readonly Photo[];
  readonly words: ListingWords;
  readonly facts: Facts;
  /** Changes with whatever goes into comparing. */
  readonly fingerprint: string;
}

/** A picture shown by more products than this stands for a missing one ("no image yet") and says nothing. */
const placeholderFrom = 24;
/** Shelves with more products than this are left to the nearest neighbours. */
const shelfLimit = 24;
/** A word that no more products than this have may be the name of one. */
const rareWord = 12;
/** Grows when comparing changes, so that every library is compared again. */
const comparisonVersion = 2;
const bandBits = 16;
/** Of photos that share a piece of their hashes, those that differ in more bits than this are no near copies. */
const nearHash = 10;

type ShelvedCatalog = readonly [
  rows: readonly CatalogRow[],
  tags: ReadonlyMap<number, TagName>,
  repo: DuplicatesRepo,
  vectors: Pick<VectorsPort, 'modelId' | 'images' | 'texts'>,
];

export class Shelves {
  readonly products = new Map<number, ShelvedProduct>();
  readonly statistics = new WordStatistics();
  readonly productOfImage = new Map<number, number>();
  readonly #byContent = new Map<string, number[]>();
  readonly #byTitle = new Map<number, number[]>();
  /** Of rare words. */
  readonly #byTerm = new Map<number, number[]>();
  readonly #byName = new Map<string, number[]>();
  /** Photos, not products. */
  readonly #byBand = new Map<number, Photo[]>();

  private constructor() {}

  static of(...catalog: ShelvedCatalog): Shelves {
    const shelves = new Shelves();
    for (const _ of shelves.#fill(...catalog));
    return shelves;
  }

  /** The same with a pause after each product: 50,000 take more than a second. */
  static async inTurns(pause: () => Promise<void>, ...catalog: ShelvedCatalog): Promise<Shelves> {
    const shelves = new Shelves();
    for (const _ of shelves.#fill(...catalog)) await pause();
    return shelves;
  }

  *#fill(...[rows, tags, repo, vectors]: ShelvedCatalog): Generator<void> {
    const photos = repo.photos();
    yield;
    const attributes = repo.attributes();
    yield;
    for (const row of rows) {
      const product = this.#shelve(row, tags, photos, attributes.get(row.productId) ?? '{}', vectors);
      this.products.set(product.id, product);
      yield;
    }
    for (const { id, words } of this.products.values()) {
      for (const term of words.terms) if (this.statistics.namedBy(term) <= rareWord) put(this.#byTerm, term, id);
      yield;
    }
  }

  /** Whether this content stands for a missing picture. */
  isPlaceholder(hash: string): boolean {
    return (this.#byContent.get(hash)?.length ?? 0) > placeholderFrom;
  }

  /** Products that share a file, a title, a rare word, an identifier or nearly a perceptual hash with this one. */
  *neighbours(product: ShelvedProduct): Generator<number> {
    for (const { hash, perceptualHash } of product.photos) {
      yield* few(this.#byContent.get(hash), placeholderFrom);
      if (perceptualHash === null) continue;
      for (const band of [...bandsOf(perceptualHash, 0), ...bandsOf(perceptualHash, mirrorBits)]) {
        for (const other of few(this.#byBand.get(band), shelfLimit)) {
          if (hashDistance(perceptualHash, other.perceptualHash) > nearHash) continue;
          yield this.productOfImage.get(other.imageId) as number;
        }
      }
    }
    if (product.words.title !== 0) yield* few(this.#byTitle.get(product.words.title), shelfLimit);
    for (const term of product.words.terms) {
      if (this.statistics.namedBy(term) <= rareWord) yield* this.#byTerm.get(term) ?? [];
    }
    for (const name of namesOf(product.facts)) yield* few(this.#byName.get(name), shelfLimit);
  }

  #shelve(
    row: CatalogRow,
    tags: ReadonlyMap<number, TagName>,
    photos: ReadonlyMap<number, Photo>,
    attributes: string,
    vectors: Pick<VectorsPort, 'modelId' | 'images' | 'texts'>,
  ): ShelvedProduct {
    const own = row.imageIds.flatMap((id) => photos.get(id) ?? []);
    const words = this.statistics.add(row.title, row.sku);
    const facts = factsOf({
      title: words.title === 0 ? '' : row.title,
      attributes: attributes === '{}' ? {} : (JSON.parse(attributes) as Record<string, string>),
      tags: row.tagIds.flatMap((id) => tags.get(id) ?? []),
    });
    const { productId: id } = row;
    for (const photo of own) {
      this.productOfImage.set(photo.imageId, id);
      put(this.#byContent, photo.hash, id);
      if (photo.perceptualHash === null) continue;
      for (const band of bandsOf(photo.perceptualHash, 0)) put(this.#byBand, band, photo);
    }
    if (words.title !== 0) put(this.#byTitle, words.title, id);
    for (const name of namesOf(facts)) put(this.#byName, name, id);
    const encoded = own.map(({ imageId, hash }) => (vectors.images.has(imageId) ? hash : `${hash} without a vector`));
    const text = vectors.texts.has(id) ? row.textHash : '';
    const says = [comparisonVersion, vectors.modelId, text, row.title, attributes, encoded];
    const fingerprint = createHash('sha1').update(JSON.stringify(says)).digest('base64url');
    return { id, photos: own, words, facts, fingerprint };
  }
}

function put<K, V>(shelves: Map<K, V[]>, key: K, value: V): void {
  const shelf = shelves.get(key);
  if (shelf === undefined) shelves.set(key, [value]);
  else if (shelf.at(-1) !== value) shelf.push(value);
}

function few<V>(shelf: readonly V[] | undefined, limit: number): readonly V[] {
  return shelf === undefined || shelf.length > limit ? [] : shelf;
}

function namesOf({ identifiers, models }: Facts): string[] {
  return [
    ...[...identifiers].map(([kind, { key }]) => `${kind} ${key}`),
    ...models.filter(({ key }) => key.length >= 5).map(({ key }) => `model ${key}`),
  ];
}

/** The bits that change when a picture is mirrored; see `hashDistance`. */
const mirrorBits = 0x5555;

/** Four pieces of 16 bits: hashes that differ in up to three bits share at least one. */
function bandsOf(hash: Uint8Array, flipped: number): number[] {
  const bands: number[] = [];
  for (let i = 0; i < 8; i += 2) {
    bands.push(((i / 2) << bandBits) | ((((hash[i] ?? 0) << 8) | (hash[i + 1] ?? 0)) ^ flipped));
  }
  return bands;
}

/** The library as comparing needs it: every product with its photos and words, and the shelves on which equal ones stand together. */
import { createHash } from 'node:crypto';
import type { CatalogRow, TagName } from '../../catalog/types.ts';
import type { VectorsPort } from '../../vector/types.ts';
import type { DuplicatesRepo } from '../repo.ts';
import { type Facts, factsOf } from '../words/facts.ts';
import { type ListingWords, listingWords, WordStatistics } from '../words/listing.ts';

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
/** Grows when comparing changes, so that every library is compared again. */
const comparisonVersion = 1;
const bandBits = 16;

export class Shelves {
  readonly products = new Map<number, ShelvedProduct>();
  readonly statistics = new WordStatistics();
  readonly productOfImage = new Map<number, number>();
  readonly #byContent = new Map<string, number[]>();
  readonly #byTitle = new Map<string, number[]>();
  readonly #byName = new Map<string, number[]>();
  readonly #byBand = new Map<number, number[]>();

  constructor(
    rows: readonly CatalogRow[],
    tags: ReadonlyMap<number, TagName>,
    repo: DuplicatesRepo,
    vectors: Pick<VectorsPort, 'modelId' | 'images' | 'texts'>,
  ) {
    const photos = repo.photos();
    const attributes = repo.attributes();
    for (const row of rows) {
      const product = this.#shelve(row, tags, photos, attributes.get(row.productId) ?? '{}', vectors);
      this.products.set(product.id, product);
      this.statistics.add(product.words);
    }
  }

  /** Whether this content stands for a missing picture. */
  isPlaceholder(hash: string): boolean {
    return (this.#byContent.get(hash)?.length ?? 0) > placeholderFrom;
  }

  /** Products that share a file, a title, an identifier or nearly a perceptual hash with this one. */
  *neighbours(product: ShelvedProduct): Generator<number> {
    for (const { hash, perceptualHash } of product.photos) {
      yield* few(this.#byContent.get(hash), placeholderFrom);
      if (perceptualHash === null) continue;
      for (const bits of [perceptualHash, mirroredHash(perceptualHash)]) {
        for (const band of bandsOf(bits)) yield* few(this.#byBand.get(band), shelfLimit);
      }
    }
    if (product.words.key !== '') yield* few(this.#byTitle.get(product.words.key), shelfLimit);
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
    const names = row.tagIds.flatMap((id) => tags.get(id) ?? []);
    const words = listingWords(row.title, row.sku);
    const facts = factsOf({
      title: words.key === '' ? '' : row.title,
      attributes: JSON.parse(attributes) as Record<string, string>,
      tags: names,
    });
    const { productId: id } = row;
    for (const { hash, perceptualHash, imageId } of own) {
      this.productOfImage.set(imageId, id);
      put(this.#byContent, hash, id);
      if (perceptualHash !== null) for (const band of bandsOf(perceptualHash)) put(this.#byBand, band, id);
    }
    if (words.key !== '') put(this.#byTitle, words.key, id);
    for (const name of namesOf(facts)) put(this.#byName, name, id);
    const encoded = own.map(({ imageId, hash }) => (vectors.images.has(imageId) ? hash : `${hash} without a vector`));
    const text = vectors.texts.has(id) ? row.textHash : '';
    const says = [comparisonVersion, vectors.modelId, text, row.title, attributes, encoded];
    const fingerprint = createHash('sha1').update(JSON.stringify(says)).digest('base64url');
    return { id, photos: own, words, facts, fingerprint };
  }
}

function put<K>(shelves: Map<K, number[]>, key: K, id: number): void {
  const shelf = shelves.get(key);
  if (shelf === undefined) shelves.set(key, [id]);
  else if (shelf.at(-1) !== id) shelf.push(id);
}

function few(shelf: readonly number[] | undefined, limit: number): readonly number[] {
  return shelf === undefined || shelf.length > limit ? [] : shelf;
}

function namesOf({ identifiers, models }: Facts): string[] {
  return [
    ...[...identifiers].map(([kind, { key }]) => `${kind} ${key}`),
    ...models.filter(({ key }) => key.length >= 5).map(({ key }) => `model ${key}`),
  ];
}

/** Four pieces of 16 bits: hashes that differ in up to three bits share at least one. */
function bandsOf(hash: Uint8Array): number[] {
  const bands: number[] = [];
  for (let i = 0; i < 8; i += 2) bands.push(((i / 2) << bandBits) | ((hash[i] ?? 0) << 8) | (hash[i + 1] ?? 0));
  return bands;
}

/**
 * The DCT hash of the picture seen in a mirror, near enough: the coefficients of odd horizontal frequency, every second bit of a row, change
 * their sign, and with the median near zero so do their bits.
 */
export function mirroredHash(hash: Uint8Array): Uint8Array {
  return Uint8Array.from(hash, (byte) => byte ^ 0x55);
}

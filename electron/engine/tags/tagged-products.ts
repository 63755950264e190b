/**
 * All products with their tags, in memory and in step with the catalog: what classifiers are trained on and asked
 * about.
 */
import { AppError } from '../../contract/errors.ts';
import type { Provenance, Synonym } from '../../contract/tags.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Database } from '../db/database.ts';
import type { VectorsPort } from '../vector/types.ts';
import type { StoredTag, TagsRepo } from './tag-repo.ts';

export interface TaggedProduct {
  readonly productId: number;
  readonly title: string;
  readonly imageIds: readonly number[];
  readonly tags: ReadonlyMap<number, Provenance>;
}

/** Groups whose products carry several tags at once, while there is too little to see it from. */
const usuallySeveral = new Set(['tag', 'material', 'usage', 'size']);
const fewProducts = 20;
const exclusiveShare = 0.98;

interface Parts {
  readonly database: Database;
  readonly catalog: Pick<Catalog, 'rows' | 'onChange'>;
  readonly vectors: Pick<VectorsPort, 'images'>;
}

export class TaggedProducts {
  readonly #database: Database;
  readonly #catalog: Pick<Catalog, 'rows' | 'onChange'>;
  readonly #repo: TagsRepo;
  readonly #vectors: Pick<VectorsPort, 'images'>;
  readonly #products = new Map<number, TaggedProduct>();
  readonly #productOfImage = new Map<number, number>();
  readonly #stop: () => void;
  #tags = new Map<number, StoredTag>();
  #synonyms = new Map<number, Synonym[]>();
  #exclusive: Map<string, boolean> | undefined;
  #loaded = false;
  /** Grows with changes that concern every group. */
  #common = 0;
  readonly #groupVersions = new Map<string, number>();

  constructor({ database, catalog, vectors }: Parts, repo: TagsRepo) {
    this.#database = database;
    this.#catalog = catalog;
    this.#vectors = vectors;
    this.#repo = repo;
    this.#stop = catalog.onChange(({ changed, removed }) => {
      if (!this.#loaded) return;
      this.#exclusive = undefined;
      for (const productId of removed) this.#remove(productId);
      if (changed.length > 0) this.#read(changed);
    });
  }

  /** Grows with every change that concerns what is learned of a group. */
  versionOf(group: string): number {
    this.#load();
    return this.#common + (this.#groupVersions.get(group) ?? 0);
  }

  get byId(): ReadonlyMap<number, TaggedProduct> {
    this.#load();
    return this.#products;
  }

  /** @throws {AppError} `NOT_FOUND` */
  get(productId: number): TaggedProduct {
    const product = this.byId.get(productId);
    if (product === undefined) {
      throw new AppError('NOT_FOUND', `There is no product ${productId} any more. It may have left with its source.`);
    }
    return product;
  }

  /** The product that shows an image. */
  showing(imageId: number): number | undefined {
    this.#load();
    return this.#productOfImage.get(imageId);
  }

  /** Of its first image that was read. */
  vectorOf({ imageIds }: TaggedProduct): Float32Array | undefined {
    for (const imageId of imageIds) {
      const vector = this.#vectors.images.get(imageId);
      if (vector !== undefined) return vector;
    }
    return undefined;
  }

  get tags(): ReadonlyMap<number, StoredTag> {
    this.#load();
    return this.#tags;
  }

  /** A vocabulary edit that touches no product goes unnoticed otherwise. */
  vocabularyChanged(): void {
    if (!this.#loaded) return;
    this.#common++;
    this.#exclusive = undefined;
    this.#readVocabulary();
  }

  /** All that a tag is called: its name, then its synonyms. */
  namesOf({ id, name }: StoredTag): string[] {
    this.#load();
    return [name, ...(this.#synonyms.get(id) ?? []).map(({ text }) => text)];
  }

  /** Whether a product has one tag of the group, as nearly all have that have any. */
  exclusive(group: string): boolean {
    this.#load();
    this.#exclusive ??= this.#countExclusive();
    return this.#exclusive.get(group) ?? !usuallySeveral.has(group);
  }

  close(): void {
    this.#stop();
  }

  #load(): void {
    if (this.#loaded) return;
    this.#products.clear();
    this.#productOfImage.clear();
    this.#read(undefined);
    // What is read inside a transaction holds only once that is committed.
    this.#database.afterCommit(() => {
      this.#loaded = true;
    });
  }

  /** All products, or those of these ids that are shown now. */
  #read(productIds: readonly number[] | undefined): void {
    this.#readVocabulary();
    const tags = Map.groupBy(this.#repo.productTags(productIds), ({ productId }) => productId);
    const gone = new Set(productIds);
    for (const { productId, title, imageIds } of this.#catalog.rows.read(productIds)) {
      const own = new Map(tags.get(productId)?.map(({ tagId, provenance }) => [tagId, provenance]));
      this.#put({ productId, title, imageIds, tags: own });
      gone.delete(productId);
    }
    for (const productId of gone) this.#remove(productId);
  }

  #put(product: TaggedProduct): void {
    const { productId, imageIds } = product;
    const before = this.#products.get(productId);
    this.#products.set(productId, product);
    if (before === undefined || before.imageIds.join() !== imageIds.join()) {
      this.#common++;
      this.#forgetImages(before);
      for (const imageId of imageIds) this.#productOfImage.set(imageId, productId);
      return;
    }
    for (const tagId of new Set([...before.tags.keys(), ...product.tags.keys()])) {
      const group = this.#tags.get(tagId)?.group;
      if (before.tags.get(tagId) === product.tags.get(tagId) || group === undefined) continue;
      this.#groupVersions.set(group, (this.#groupVersions.get(group) ?? 0) + 1);
    }
  }

  #remove(productId: number): void {
    this.#forgetImages(this.#products.get(productId));
    if (this.#products.delete(productId)) this.#common++;
  }

  #forgetImages(product: TaggedProduct | undefined): void {
    for (const imageId of product?.imageIds ?? []) {
      if (this.#productOfImage.get(imageId) === product?.productId) this.#productOfImage.delete(imageId);
    }
  }

  #readVocabulary(): void {
    this.#tags = new Map(this.#repo.tags().map((tag) => [tag.id, tag]));
    this.#synonyms = this.#repo.synonyms();
  }

  #countExclusive(): Map<string, boolean> {
    /** By group: products with one tag of it, and with any. */
    const tallies = new Map<string, { one: number; any: number }>();
    const counts = new Map<string, { confirmed: number; others: number }>();
    for (const { tags } of this.#products.values()) {
      counts.clear();
      for (const [tagId, provenance] of tags) {
        const group = this.#tags.get(tagId)?.group;
        if (group === undefined || provenance === 'rejected') continue;
        const count = counts.get(group) ?? { confirmed: 0, others: 0 };
        counts.set(group, count);
        count[provenance === 'confirmed' ? 'confirmed' : 'others']++;
      }
      for (const [group, { confirmed, others }] of counts) {
        // Whether the others belong beside the confirmed one or contradict it is what is to be found out.
        if (confirmed > 0 && others > 0) continue;
        const tally = tallies.get(group) ?? { one: 0, any: 0 };
        tallies.set(group, tally);
        tally.any++;
        if (confirmed + others === 1) tally.one++;
      }
    }
    const isExclusive = ([group, { one, any }]: [string, { one: number; any: number }]): [string, boolean] => [
      group,
      one / any >= exclusiveShare && (any >= fewProducts || !usuallySeveral.has(group)),
    ];
    return new Map([...tallies].map(isExclusive));
  }
}

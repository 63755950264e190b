/**
 * Photos that people said show a product ("yes, this one"). They are compared with what is looked up later, beside the
 * images of the product, and are no images of it: they are neither listed in files nor exported, take no part in its own
 * vector, and never make two products look alike.
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../contract/errors.ts';
import type { Operation } from '../../contract/operations.ts';
import type { ReferenceImage } from '../../contract/search.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Database } from '../db/database.ts';
import type { ModelEncoder } from '../encoders/index.ts';
import type { Encoder } from '../encoders/types.ts';
import { decodeForModel, previewPath } from '../images/index.ts';
import { changedSince, type Operations } from '../operations/operations.ts';
import type { VectorsPort } from '../vector/types.ts';
import type { QueryImages } from './query-images.ts';
import { ReferenceRepo, type ReferenceRow, referenceRowSchema } from './reference-repo.ts';

export interface ReferenceImagesDependencies {
  readonly database: Database;
  readonly catalog: Catalog;
  readonly vectors: VectorsPort;
  readonly encoders: Pick<ModelEncoder, 'active'>;
  readonly operations: Operations;
  readonly queryImages: QueryImages;
  readonly libraryDir: string;
}

/** What a photo was said to show before and after; null: nothing. */
const changeSchema = z.object({ before: referenceRowSchema.nullable(), after: referenceRowSchema.nullable() });
type Change = z.infer<typeof changeSchema>;

/** What `takeAway` answers, for an operation to keep. */
export const takenReferenceSchema = referenceRowSchema;

export interface ReferenceVector {
  readonly hash: string;
  readonly vector: Float32Array;
}

const encodedAtOnce = 16;

export class ReferenceImages {
  readonly #deps: ReferenceImagesDependencies;
  readonly #repo: ReferenceRepo;
  readonly #dir: string;
  readonly #stop: () => void;
  #version = 0;
  /** By product that shows it. */
  #rows: ReadonlyMap<number, readonly ReferenceRow[]> | undefined;
  #vectors: ReadonlyMap<number, readonly ReferenceVector[]> | undefined;
  #encoding: Promise<void> | undefined;

  constructor(deps: ReferenceImagesDependencies) {
    this.#deps = deps;
    this.#repo = new ReferenceRepo(deps.database);
    this.#dir = join(deps.libraryDir, 'references');
    // Products that come back, leave or are merged show other references than before.
    this.#stop = deps.catalog.onChange(() => this.#forget());
    for (const kind of ['search.confirmPhoto', 'search.removeReference']) {
      deps.operations.register(kind, changeSchema, ({ before, after }) => {
        const now = this.#repo.get((after ?? before)?.hash ?? '');
        if (JSON.stringify(now ?? null) !== JSON.stringify(after))
          throw changedSince('That photo was confirmed or removed again since. Undo the later change first.');
        if (before !== null && before.hash !== after?.hash && !existsSync(previewPath(this.#dir, before.hash))) {
          throw referenceGone();
        }
        this.#write({ before: after, after: before });
      });
    }
  }

  /** Grows with every change. */
  get version(): number {
    return this.#version;
  }

  close(): void {
    this.#stop();
  }

  /** Those of a product and of what was merged into it, oldest first. */
  of(productId: number): ReferenceImage[] {
    return (this.#byProduct().get(this.#deps.catalog.merges.shownAs(productId)) ?? []).map(toReference);
  }

  /** By photo, the product that it was said to show, as far as that is there. */
  saidOf(): ReadonlyMap<string, number> {
    return new Map(
      [...this.#byProduct()].flatMap(([productId, rows]) => rows.map(({ hash }) => [hash, productId] as const)),
    );
  }

  /** The product that a photo was said to show; undefined: nobody said, or the product is not there. */
  productOf(hash: string): number | undefined {
    for (const [productId, rows] of this.#byProduct()) if (rows.some((row) => row.hash === hash)) return productId;
    return undefined;
  }

  /**
   * Keeps a photo that was added with `search.addImage` as one of a product; if it was kept for another one, it is that
   * one's no longer. @throws {AppError} `NOT_FOUND` when photo or product is gone, `DISK_FULL`
   */
  async confirm(hash: string, productId: number, signal: AbortSignal): Promise<Operation | null> {
    const { catalog, queryImages, operations } = this.#deps;
    const [product] = catalog.products.summaries([catalog.merges.shownAs(productId)]);
    if (product === undefined) throw new AppError('NOT_FOUND', 'That product is no longer in the catalog.');
    const { file } = await queryImages.get(hash, signal);
    if (file === undefined) {
      throw new AppError('NOT_FOUND', 'The photo of this search is gone. Drop it again.', {
        details: { why: 'photo-gone', hash },
      });
    }
    await this.#keep(hash, file);
    const operation = operations.perform('search.confirmPhoto', product.title, () => {
      const before = this.#repo.get(hash) ?? null;
      const productKey = catalog.keys.of(product.id);
      if (before?.productKey === productKey) return null;
      const name = queryImages.nameOf(hash) ?? before?.name ?? '';
      return this.#write({ before, after: { hash, productKey, name, addedAt: new Date().toISOString() } });
    });
    // Compaction may have met the copy before anything said what it is for.
    if (!existsSync(previewPath(this.#dir, hash))) await this.#keep(hash, file);
    return operation;
  }

  /** @throws {AppError} `NOT_FOUND` */
  remove(hash: string): Operation | null {
    const before = this.#repo.get(hash);
    if (before === undefined) throw new AppError('NOT_FOUND', 'That photo has been removed already.');
    const productId = this.productOf(hash);
    const [product] = productId === undefined ? [] : this.#deps.catalog.products.summaries([productId]);
    return this.#deps.operations.perform('search.removeReference', product?.title ?? before.name, () =>
      this.#write({ before, after: null }),
    );
  }

  /** Of a change of another kind, in its transaction: the photo shows nothing any more. @returns what to put back, if anything */
  takeAway(hash: string): ReferenceRow | null {
    const before = this.#repo.get(hash) ?? null;
    if (before !== null) this.#write({ before, after: null });
    return before;
  }

  /** Takes `takeAway` back, in the transaction of whoever does. @throws {AppError} `CONFLICT` when it was confirmed again since */
  putBack(row: ReferenceRow): void {
    if (this.#repo.get(row.hash) !== undefined)
      throw changedSince('That photo was confirmed again since. Undo the later change first.');
    if (!existsSync(previewPath(this.#dir, row.hash))) throw referenceGone();
    this.#write({ before: null, after: row });
  }

  /**
   * The vectors of the model in use, by product that shows them. Those that it lacks, as after a change of model, are
   * computed from the copies that were kept. @throws {AppError} `MODEL_FAILED`, `CANCELLED`
   */
  async vectors(signal?: AbortSignal): Promise<ReadonlyMap<number, readonly ReferenceVector[]>> {
    const known = this.known();
    const all = [...this.#byProduct().values()].reduce((sum, rows) => sum + rows.length, 0);
    const have = [...known.values()].reduce((sum, list) => sum + list.length, 0);
    if (have === all) return known;
    const encoder = await this.#deps.encoders.active();
    this.#encoding ??= this.#encodeMissing(encoder, signal).finally(() => {
      this.#encoding = undefined;
    });
    await this.#encoding;
    this.#vectors = undefined;
    return this.known();
  }

  /** Those that need no computing. */
  known(): ReadonlyMap<number, readonly ReferenceVector[]> {
    if (this.#vectors !== undefined) return this.#vectors;
    const found = new Map<number, ReferenceVector[]>();
    for (const [productId, rows] of this.#byProduct()) {
      const vectors = rows.flatMap(({ hash }) => {
        const vector = this.#deps.vectors.embedding('image', hash);
        return vector === undefined ? [] : [{ hash, vector }];
      });
      found.set(productId, vectors);
    }
    this.#vectors = found;
    return found;
  }

  /** A copy that cannot be read any more is passed over. */
  async #encodeMissing(encoder: Encoder, signal: AbortSignal | undefined): Promise<void> {
    const { vectors, database } = this.#deps;
    const hashes = [...this.#byProduct().values()].flat().map(({ hash }) => hash);
    const embedded = vectors.embedded('image', hashes);
    const missing = hashes.filter((hash) => !embedded.has(hash));
    if (database.readOnly) return;
    for (let at = 0; at < missing.length; at += encodedAtOnce) {
      const some = missing.slice(at, at + encodedAtOnce);
      const pixels = await Promise.all(
        some.map((hash) =>
          decodeForModel(previewPath(this.#dir, hash), encoder.manifest.vision, signal).catch((error) => {
            if (signal?.aborted) throw error;
            return undefined;
          }),
        ),
      );
      const readable = pixels.flatMap((image, i) => (image === undefined ? [] : { image, hash: some[i] as string }));
      const encoded = await encoder.encodeImages(
        readable.map(({ image }) => image),
        { signal },
      );
      vectors.storeEmbeddings(
        'image',
        readable.map(({ hash }, i) => ({ hash, vector: encoded[i] as Float32Array })),
      );
    }
  }

  async #keep(hash: string, file: string): Promise<void> {
    const kept = previewPath(this.#dir, hash);
    await mkdir(this.#dir, { recursive: true });
    await copyFile(file, `${kept}.part`);
    await rename(`${kept}.part`, kept);
  }

  /** To be called inside a transaction. */
  #write(change: Change): Change {
    if (change.before !== null) this.#repo.remove(change.before.hash);
    if (change.after !== null) this.#repo.put(change.after);
    this.#deps.database.afterCommit(() => this.#forget());
    return change;
  }

  #byProduct(): ReadonlyMap<number, readonly ReferenceRow[]> {
    if (this.#rows !== undefined) return this.#rows;
    const { catalog } = this.#deps;
    const rows = this.#repo.all();
    const products = rows.length === 0 ? new Map<number, number>() : catalog.keys.products();
    const found = new Map<number, ReferenceRow[]>();
    for (const row of rows) {
      const productId = products.get(row.productKey);
      if (productId === undefined) continue;
      const shownAs = catalog.merges.shownAs(productId);
      found.set(shownAs, [...(found.get(shownAs) ?? []), row]);
    }
    this.#rows = found;
    return found;
  }

  #forget(): void {
    this.#rows = undefined;
    this.#vectors = undefined;
    this.#version++;
  }
}

function referenceGone(): AppError {
  return new AppError('CONFLICT', 'The library was compacted since, and that photo with it. Confirm it again.', {
    details: { why: 'reference-gone' },
  });
}

function toReference({ hash, name, addedAt }: ReferenceRow): ReferenceImage {
  return { hash, name, addedAt, url: `reference/${hash}` };
}

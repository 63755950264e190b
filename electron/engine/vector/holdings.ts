/** What a library holds of every model, in use or not. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from '../db/database.ts';
import { removeCache } from './cache-file.ts';
import { HoldingsRepo, type StoredScope } from './holdings/repo.ts';
import { StoredVectors } from './stored.ts';
import type { EmbeddingScope } from './types.ts';

/** Distinct contents, and bytes of vectors and index caches. */
export interface Holding {
  readonly images: number;
  readonly texts: number;
  readonly missingImages: number;
  readonly missingTexts: number;
  readonly bytes: number;
}

const rowsAtOnce = 2000;
const pagesAtOnce = 2000;

export class Holdings {
  readonly #database: Database;
  readonly #repo: HoldingsRepo;
  readonly #indexDir: string;

  /** `dir`: the library folder. */
  constructor(database: Database, dir: string) {
    this.#database = database;
    this.#repo = new HoldingsRepo(database);
    this.#indexDir = path.join(dir, 'index');
  }

  /** By model id, with the pipeline and dimensions that most of its vectors have, and the bytes of all of them. */
  stored(): Map<string, StoredScope> {
    const found = new Map<string, StoredScope>();
    for (const scope of this.#repo.scopes()) {
      const first = found.get(scope.modelId) ?? { ...scope, bytes: 0 };
      found.set(scope.modelId, { ...first, bytes: first.bytes + scope.bytes });
    }
    return found;
  }

  /** `vectorBytes` as `stored` has it. */
  async of(scope: EmbeddingScope, vectorBytes: number): Promise<Holding> {
    const vectors = StoredVectors.of(this.#database, scope);
    const missing = this.missing(scope);
    return {
      images: vectors.countPresent('image'),
      texts: vectors.countPresent('text'),
      missingImages: missing.images,
      missingTexts: missing.texts,
      bytes: vectorBytes + (await this.#cacheBytes(scope.modelId)),
    };
  }

  /** Contents without a vector that can be read. */
  missing(scope: EmbeddingScope): { images: number; texts: number } {
    const vectors = StoredVectors.of(this.#database, scope);
    return { images: vectors.countMissing('image'), texts: vectors.countMissing('text') };
  }

  complete(scope: EmbeddingScope): boolean {
    const { images, texts } = this.missing(scope);
    return images + texts === 0;
  }

  /**
   * Forgets the vectors of a model and its caches, and gives their space back to the disk where the file allows it (libraries made by
   * earlier versions keep it for what comes next). Other work gets its turn in between.
   */
  async drop(modelId: string): Promise<void> {
    for (let from = 0, last = this.#repo.last(); from <= last; from += rowsAtOnce) {
      this.#repo.drop(modelId, from, from + rowsAtOnce - 1);
      await nextTurn();
    }
    for (const kind of ['image', 'text']) await removeCache(path.join(this.#indexDir, `${modelId}.${kind}`));
    for (let before = Number.POSITIVE_INFINITY, free = this.#repo.freePages(); free > 0 && free < before; ) {
      this.#repo.shrink(pagesAtOnce);
      await nextTurn();
      before = free;
      free = this.#repo.freePages();
    }
  }

  async #cacheBytes(modelId: string): Promise<number> {
    const names = await readdir(this.#indexDir).catch(() => []);
    const own = names.filter((name) => /\.(image|text)\.(hnsw|json)$/.test(name) && cacheModel(name) === modelId);
    const sizes = await Promise.all(own.map((name) => stat(path.join(this.#indexDir, name)).then(({ size }) => size)));
    return sizes.reduce((sum, size) => sum + size, 0);
  }
}

function cacheModel(name: string): string {
  return name.replace(/\.(image|text)\.(hnsw|json)$/, '');
}

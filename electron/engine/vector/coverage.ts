/** What a library holds of every model, in use or not. */
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from '../db/database.ts';
import { fileIn, isFileName } from '../files/file-in.ts';
import { untilQuiet } from '../jobs/foreground.ts';
import { CoverageRepo } from './coverage-repo.ts';
import { StoredVectors } from './stored.ts';
import type { EmbeddingScope } from './types.ts';

export interface StoredScope extends EmbeddingScope {
  readonly bytes: number;
}

/** Distinct contents, and bytes of vectors and index caches. */
export interface ModelCoverage {
  readonly images: number;
  readonly texts: number;
  readonly missingImages: number;
  readonly missingTexts: number;
  readonly bytes: number;
}

const rowsAtOnce = 2000;
const pagesAtOnce = 2000;

export class Coverage {
  readonly #database: Database;
  readonly #repo: CoverageRepo;
  readonly #indexDir: string;

  /** `dir`: the library folder. */
  constructor(database: Database, dir: string) {
    this.#database = database;
    this.#repo = new CoverageRepo(database);
    this.#indexDir = path.join(dir, 'index');
  }

  /** By model id, with pipeline and dimensions as one of its vectors has them, and the bytes of all of them. */
  stored(): Map<string, StoredScope> {
    const found = new Map<string, StoredScope>();
    for (const { modelId, kind, vectors, sample } of this.#repo.counts()) {
      const before = found.get(modelId);
      const scope = before ?? this.#repo.scopeOf(modelId, kind, sample);
      if (scope === undefined) continue;
      found.set(modelId, { ...scope, bytes: (before?.bytes ?? 0) + vectors * scope.dimensions * 4 });
    }
    return found;
  }

  /** `vectorBytes` as `stored` has it. */
  async of(scope: EmbeddingScope, vectorBytes: number): Promise<ModelCoverage> {
    const vectors = StoredVectors.of(this.#database, scope);
    const images = await inTurn(() => vectors.countPresent('image'));
    const texts = await inTurn(() => vectors.countPresent('text'));
    const missing = await this.missing(scope);
    const bytes = vectorBytes + (await this.#cacheBytes(scope.modelId));
    return { images, texts, missingImages: missing.images, missingTexts: missing.texts, bytes };
  }

  /** Contents without a vector that can be read. */
  async missing(scope: EmbeddingScope): Promise<{ images: number; texts: number }> {
    const vectors = StoredVectors.of(this.#database, scope);
    const images = await inTurn(() => vectors.countMissing('image'));
    return { images, texts: await inTurn(() => vectors.countMissing('text')) };
  }

  async complete(scope: EmbeddingScope): Promise<boolean> {
    const { images, texts } = await this.missing(scope);
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
    for (const file of this.#caches(modelId)) await rm(file, { force: true });
    for (let before = Number.POSITIVE_INFINITY, free = this.#repo.freePages(); free > 0 && free < before; ) {
      this.#repo.shrink(pagesAtOnce);
      await nextTurn();
      before = free;
      free = this.#repo.freePages();
    }
  }

  async #cacheBytes(modelId: string): Promise<number> {
    const sizes = this.#caches(modelId).map((file) =>
      stat(file).then(
        ({ size }) => size,
        () => 0,
      ),
    );
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  }

  /**
   * What is kept of a model in files: its indexes, and what classifiers of tags learned from its vectors. A library made by others may
   * name a model in a way that no file can have; there is none of it then.
   */
  #caches(modelId: string): string[] {
    if (!isFileName(modelId)) return [];
    const endings = ['image.hnsw', 'image.json', 'text.hnsw', 'text.json', 'tags'];
    return endings.map((ending) => fileIn(this.#indexDir, `${modelId}.${ending}`));
  }
}

/** A count takes a tenth of a second at 50,000 products, so each has a turn of its own. */
async function inTurn(count: () => number): Promise<number> {
  await nextTurn();
  await untilQuiet();
  return count();
}

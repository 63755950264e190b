/** The vectors of one open library under one model: SQLite behind, two indexes in front, caches beside. */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { throwIfCancelled } from '../../contract/errors.ts';
import type { Database } from '../db/database.ts';
import { fileIn } from '../files/file-in.ts';
import { untilQuiet } from '../jobs/foreground.ts';
import type { AddonLoader } from './addon.ts';
import { type CachePlace, readCache, removeCache, writeCache } from './cache-file.ts';
import { chooseKind, createIndex, type IndexKind, type LibraryIndex } from './create-index.ts';
import { EmbeddingRepo } from './embedding-repo.ts';
import type { HnswIndex, Tuning } from './hnsw.ts';
import type { SlotGraph } from './slot-graph.ts';
import { chunked, StoredVectors } from './stored.ts';
import type { EmbeddingKind, EmbeddingScope, VectorIndex, VectorStatus, VectorsPort } from './types.ts';

const kinds: readonly EmbeddingKind[] = ['image', 'text'];

/** Vectors read between two turns of the event loop. */
const batch = 500;

export interface LibraryVectorsOptions extends EmbeddingScope {
  /** The library folder; caches go into its `index` folder. */
  readonly dir: string;
  /** What caches are sealed with, so that those of other machines are not read; a key of this process when left out. */
  readonly cacheKey?: Uint8Array | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Where it is told why a cache was not used, one line a call. Standard error unless given. */
  readonly log?: (line: string) => void;
  readonly loadAddon?: AddonLoader;
  readonly tuning?: Partial<Tuning>;
  /** Caches are written after this many milliseconds without a change. */
  readonly saveAfter?: number;
}

/** For tests and benches: their caches are good for as long as they run. */
const ownKey = randomBytes(32);

interface HeldIndex {
  readonly index: LibraryIndex;
  readonly place: CachePlace;
  /** `version` of the index when its cache was read or written. */
  saved: number;
}

export class LibraryVectors extends StoredVectors implements VectorsPort {
  readonly #database: Database;
  readonly #repo: EmbeddingRepo;
  readonly #kind: IndexKind;
  readonly #held: Record<EmbeddingKind, HeldIndex>;
  readonly #log: (line: string) => void;
  readonly #saveAfter: number;
  #saveTimer: NodeJS.Timeout | undefined;
  #saving: Promise<void> = Promise.resolve();
  #closed = false;

  private constructor(database: Database, options: LibraryVectorsOptions) {
    const { modelId, pipelineVersion, dimensions } = options;
    const repo = new EmbeddingRepo(database, { modelId, pipelineVersion, dimensions });
    super(repo, options);
    this.#database = database;
    this.#repo = repo;
    this.#kind = chooseKind(options.loadAddon);
    this.#log = options.log ?? console.warn;
    this.#saveAfter = options.saveAfter ?? 60_000;
    const scratch = path.join(options.dir, 'index');
    const key = options.cacheKey ?? ownKey;
    const held = (kind: EmbeddingKind): HeldIndex => ({
      index: createIndex(this.#kind, { dimensions, scratch, log: this.#log, tuning: options.tuning ?? {}, held: true }),
      place: { base: fileIn(scratch, `${modelId}.${kind}`), modelId, pipelineVersion, dimensions, key },
      saved: 0,
    });
    this.#held = { image: held('image'), text: held('text') };
    if (this.#kind.reason !== null) this.#log(this.#kind.reason);
  }

  /** Reads all vectors of the model and brings the caches in step with them. @throws {AppError} `CANCELLED` */
  static async open(database: Database, options: LibraryVectorsOptions): Promise<LibraryVectors> {
    const vectors = new LibraryVectors(database, options);
    try {
      if (!database.readOnly) await mkdir(path.join(options.dir, 'index'), { recursive: true });
      await Promise.all(kinds.map((kind) => vectors.#load(kind, options.signal)));
    } catch (error) {
      await vectors.#stop();
      throw error;
    }
    return vectors;
  }

  get images(): VectorIndex {
    return this.#held.image.index;
  }

  override get texts(): VectorIndex {
    return this.#held.text.index;
  }

  override link(kind: EmbeddingKind, rows: readonly { readonly label: number; readonly hash: string }[]): number {
    const { index } = this.#held[kind];
    let linked = 0;
    for (const { label, hash } of rows) {
      const vector = this.#repo.ofHash(kind, hash);
      if (vector === undefined) {
        index.delete(label);
      } else {
        index.set(label, vector);
        linked++;
      }
    }
    this.#saveSoon();
    return linked;
  }

  unlink(kind: EmbeddingKind, labels: Iterable<number>): void {
    for (const label of labels) this.#held[kind].index.delete(label);
    this.#saveSoon();
  }

  override refresh(kind: EmbeddingKind, labels: Iterable<number>): void {
    const { index } = this.#held[kind];
    for (const some of chunked(labels)) {
      const found = this.#repo.ofLabels(kind, some);
      for (const { label, vector } of found) index.set(label, vector);
      const alive = new Set(found.map((row) => row.label));
      for (const label of some) if (!alive.has(label)) index.delete(label);
    }
    this.#saveSoon();
  }

  status(): VectorStatus {
    const { image, text } = this.#held;
    return {
      kind: image.index.kind,
      reason: this.#kind.reason,
      images: image.index.size,
      texts: text.index.size,
      rebuilding: [image, text].some(({ index }) => index.kind === 'hnsw' && index.rebuilding),
    };
  }

  async idle(): Promise<void> {
    for (const kind of kinds) {
      const { index } = this.#held[kind];
      if (index.kind === 'hnsw') await index.idle();
    }
  }

  /** A cache that cannot be written is told to the log: the library works without. */
  override save(): Promise<void> {
    clearTimeout(this.#saveTimer);
    this.#saveTimer = undefined;
    this.#saving = this.#saving.then(async () => {
      for (const kind of kinds) await this.#saveCache(kind);
    });
    return this.#saving;
  }

  async close(): Promise<void> {
    if (this.#closed) return this.#saving;
    this.#closed = true;
    await this.#stop();
    await this.save();
  }

  async #stop(): Promise<void> {
    for (const kind of kinds) {
      const { index } = this.#held[kind];
      if (index.kind === 'hnsw') await index.stop();
    }
  }

  async #load(kind: EmbeddingKind, signal: AbortSignal | undefined): Promise<void> {
    const { index, place } = this.#held[kind];
    const { addon } = this.#kind;
    // The cache is read and checked in other threads while this one takes in the vectors.
    const [cache] = await Promise.all([
      addon === undefined ? undefined : readCache(addon, place),
      this.#fill(kind, signal),
    ]);
    throwIfCancelled(signal);
    if (index.kind === 'exact' || cache === undefined) return;
    if ('graph' in cache) this.#adopt(kind, index, cache.graph);
    else if (cache.found || index.large) this.#log(`The index of ${kind} vectors is rebuilt: ${cache.reason}.`);
    index.start();
  }

  #adopt(kind: EmbeddingKind, index: HnswIndex, graph: SlotGraph): void {
    const { outdated, missing } = index.adopt(graph);
    if (outdated + missing === 0) this.#held[kind].saved = index.version;
    else this.#log(`The cache of ${kind} vectors is brought up to date: ${outdated} outdated, ${missing} missing.`);
  }

  async #fill(kind: EmbeddingKind, signal: AbortSignal | undefined): Promise<void> {
    const { index } = this.#held[kind];
    let read = 0;
    let refused = 0;
    for (const { label, vector } of this.#repo.all(kind)) {
      try {
        index.set(label, vector);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        refused++;
      }
      if (++read % batch === 0) {
        await nextTurn();
        // Another model may be answering meanwhile.
        await untilQuiet();
        throwIfCancelled(signal);
      }
    }
    if (refused > 0) this.#log(`${refused} stored ${kind} vectors are damaged and were left out.`);
  }

  #saveSoon(): void {
    if (this.#closed || this.#database.readOnly) return;
    if (this.#saveTimer === undefined) {
      this.#saveTimer = setTimeout(() => void this.save(), this.#saveAfter);
      this.#saveTimer.unref();
    } else {
      this.#saveTimer.refresh();
    }
  }

  async #saveCache(kind: EmbeddingKind): Promise<void> {
    const held = this.#held[kind];
    const { index, place } = held;
    if (index.kind === 'exact' || this.#database.readOnly || index.version === held.saved) return;
    try {
      const stored = await index.store(async (graph) => {
        held.saved = index.version;
        await writeCache(place, graph);
      });
      if (!stored) await removeCache(place.base);
    } catch (error) {
      held.saved = -1;
      this.#log(
        `The index of ${kind} vectors could not be written; it is rebuilt when the library is opened next: ${String(error)}`,
      );
    }
  }
}

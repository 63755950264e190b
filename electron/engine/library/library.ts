/** One open library: its database, its domains wired together, and what it says of itself. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Handlers } from '../../contract/contract.ts';
import { AppError } from '../../contract/errors.ts';
import type { LibraryInfo } from '../../contract/library.ts';
import type { EventHub } from '../../contract/rpc/event-hub.ts';
import { catalogHandlers } from '../catalog/handlers.ts';
import { Catalog } from '../catalog/service.ts';
import { type Database, openDatabase } from '../db/database.ts';
import { duplicateHandlers } from '../duplicates/handlers.ts';
import { Duplicates } from '../duplicates/service.ts';
import type { Encoders } from '../encoders/index.ts';
import { evaluationHandlers } from '../evaluation/handlers.ts';
import { Evaluation } from '../evaluation/service.ts';
import { ingestHandlers } from '../ingest/handlers.ts';
import { Ingest } from '../ingest/service.ts';
import { jobHandlers } from '../jobs/handlers.ts';
import { Jobs } from '../jobs/service.ts';
import { labelHandlers } from '../labels/handlers.ts';
import { Labels } from '../labels/service.ts';
import { operationHandlers } from '../operations/handlers.ts';
import { Operations } from '../operations/service.ts';
import { searchHandlers } from '../search/handlers.ts';
import { Rankers } from '../search/rankers/service.ts';
import { Search } from '../search/service.ts';
import { tagHandlers } from '../tags/handlers.ts';
import { Tags } from '../tags/service.ts';
import { LibraryVectors } from '../vector/service.ts';
import { SettingsRepo } from './repo.ts';

export type LibraryHandlers = Omit<Handlers, `library.${string}` | `encoders.${string}` | `models.${string}`>;

export interface LibraryDependencies {
  readonly hub: EventHub;
  readonly encoders: Encoders;
  readonly log: (text: string) => void;
}

export interface LibraryOptions {
  readonly readOnly?: boolean;
  /** Makes the library when the folder has none, under this name. */
  readonly createAs?: string;
  /** Follows changes of the sources on disk while it is open. */
  readonly watch?: boolean;
  /** True for the folder of the generated sample catalog. */
  readonly sample?: boolean;
}

const infoMs = 500;

export class Library {
  readonly dir: string;
  readonly handlers: LibraryHandlers;
  readonly #database: Database;
  readonly #settings: SettingsRepo;
  readonly #catalog: Catalog;
  readonly #vectors: LibraryVectors;
  readonly #jobs: Jobs;
  readonly #ingest: Ingest;
  readonly #operations: Operations;
  readonly #search: Search;
  readonly #duplicates: Duplicates;
  readonly #tags: Tags;
  readonly #sample: boolean;
  readonly #stopAnnouncing: () => void;

  private constructor(
    dir: string,
    database: Database,
    vectors: LibraryVectors,
    { hub, encoders }: LibraryDependencies,
    options: LibraryOptions,
  ) {
    this.dir = dir;
    this.#database = database;
    this.#vectors = vectors;
    this.#sample = options.sample ?? false;
    this.#settings = new SettingsRepo(database);
    if (options.createAs !== undefined) this.#settings.nameOnce(options.createAs);
    this.#catalog = new Catalog(database, { hub, libraryDir: dir });
    this.#jobs = new Jobs(database, hub);
    this.#ingest = new Ingest({
      database,
      catalog: this.#catalog,
      vectors,
      encoders,
      jobs: this.#jobs,
      libraryDir: dir,
    });
    this.#operations = new Operations(database, hub);
    this.#search = new Search({ database, catalog: this.#catalog, vectors, encoders, libraryDir: dir });
    const rankers = new Rankers({
      database,
      operations: this.#operations,
      hub,
      modelId: vectors.modelId,
      use: (ranker) => this.#search.useRanker(ranker),
    });
    this.#tags = new Tags({
      database,
      catalog: this.#catalog,
      vectors,
      encoders,
      operations: this.#operations,
      find: (target, signal) => this.#search.find({ ...target, sort: 'relevance' }, signal),
      encodeMissing: () => this.#ingest.catchUp(),
    });
    const labels = new Labels({ database, search: this.#search, operations: this.#operations, hub });
    const evaluation = new Evaluation({
      database,
      search: this.#search,
      rankers,
      labels,
      tags: this.#tags,
      modelId: vectors.modelId,
    });
    this.#duplicates = new Duplicates({
      database,
      catalog: this.#catalog,
      vectors,
      jobs: this.#jobs,
      operations: this.#operations,
      hub,
      queryPicture: (hash, signal) => this.#search.queryPicture(hash, signal),
    });
    this.handlers = {
      ...catalogHandlers(this.#catalog),
      ...ingestHandlers(this.#ingest),
      ...jobHandlers(this.#jobs),
      ...operationHandlers(this.#operations),
      ...searchHandlers(this.#search),
      ...tagHandlers(this.#tags),
      ...labelHandlers(labels),
      ...evaluationHandlers(evaluation),
      ...duplicateHandlers(this.#duplicates),
    };
    this.#stopAnnouncing = announceChanges(hub, () => this.info());
  }

  /** @throws {AppError} `LIBRARY_*` of opening the database, `MODEL_MISSING` and `MODEL_DAMAGED` when no model says what the vectors are */
  static async open(folder: string, dependencies: LibraryDependencies, options: LibraryOptions = {}): Promise<Library> {
    const dir = path.resolve(folder);
    const readOnly = options.readOnly ?? false;
    const database = openDatabase(dir, { readOnly, create: options.createAs !== undefined });
    try {
      const { modelId, pipelineVersion, dimensions } = await dependencies.encoders.describe();
      if (!readOnly) mkdirSync(path.join(dir, 'index'), { recursive: true });
      const vectors = await LibraryVectors.open(database, {
        dir,
        modelId,
        pipelineVersion,
        dimensions,
        log: dependencies.log,
      });
      const library = new Library(dir, database, vectors, dependencies, options);
      if (!readOnly) library.#goOn(options.watch ?? false);
      return library;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  info(): LibraryInfo {
    const { products, images, problems } = this.#catalog.counts();
    return {
      name: this.#settings.name() ?? path.basename(this.dir),
      dir: this.dir,
      sample: this.#sample,
      products,
      images,
      problems,
      unencoded: this.#unencoded(images),
      sources: this.#catalog.sources().map(({ options: _options, ...source }) => source),
      modelId: this.#vectors.modelId,
      modelNotice: null,
      index: this.#vectors.status(),
      createdAt: this.#settings.createdAt(),
    };
  }

  async close(): Promise<void> {
    this.#stopAnnouncing();
    await this.#jobs.close();
    await this.#ingest.close();
    this.#duplicates.close();
    this.#tags.close();
    this.#search.close();
    this.#catalog.close();
    await this.#vectors.close();
    this.#database.close();
  }

  /** Counted from what is in memory, since this is asked again and again while vectors come in. */
  #unencoded(images: number): number {
    return Math.max(0, images - this.#vectors.images.size - this.#settings.unreadableImages());
  }

  /** Takes up what an earlier run left unfinished, and follows the sources. */
  #goOn(watch: boolean): void {
    const { images, products } = this.#catalog.counts();
    this.#jobs.resumeInterrupted();
    if (this.#unencoded(images) > 0 || this.#vectors.texts.size < products) this.#ingest.catchUp();
    this.#duplicates.catchUp();
    if (watch) this.#ingest.watch();
  }
}

/** Renews `library.changed` when products or jobs change, at most twice a second. */
function announceChanges(hub: EventHub, info: () => LibraryInfo): () => void {
  let timer: NodeJS.Timeout | undefined;
  const announce = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      hub.emit('library.changed', info());
    }, infoMs);
  };
  const stops = [hub.on('catalog.changed', announce), hub.on('jobs.changed', announce)];
  hub.emit('library.changed', info());
  return () => {
    for (const stop of stops) stop();
    clearTimeout(timer);
  };
}

/** The error of every method that needs a library while none is open. */
export function noLibrary(): AppError {
  return new AppError('NO_LIBRARY', 'No library is open. Open a folder of photos or a product table first.');
}

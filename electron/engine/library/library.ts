/** One open library: its database and catalog, the domains over the model in use, and switching to another. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Handlers, MethodName } from '../../contract/contract.ts';
import { AppError } from '../../contract/errors.ts';
import type { Job } from '../../contract/jobs.ts';
import type { LibraryInfo, LibraryModel, ModelNotice, Waiting } from '../../contract/library.ts';
import type { EventHub } from '../../contract/rpc/event-hub.ts';
import { Catalog } from '../catalog/catalog.ts';
import { followSales } from '../catalog/sale-clock.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/open-database.ts';
import type { Encoders, ModelEncoder } from '../encoders/index.ts';
import { CatalogView } from '../search/catalog-view.ts';
import type { StartSideProcess } from '../side-process/side-process.ts';
import { Coverage } from '../vector/coverage.ts';
import { LibraryVectors } from '../vector/library-vectors.ts';
import { announceChanges } from './announce-changes.ts';
import { CallGate } from './call-gate.ts';
import { completeScope } from './complete-scope.ts';
import { Domains } from './domains.ts';
import { libraryInfo, offerFacts, unencodedImages } from './library-info.ts';
import { LibraryModels } from './library-models.ts';
import { chooseModel, type ModelChoice } from './model-choice.ts';
import type { OfferFacts } from './model-offer.ts';
import { SecondaryModels } from './secondary-models.ts';
import { openSecondaryVectors, type SecondaryVectors } from './secondary-vectors.ts';
import { SettingsRepo } from './settings-repo.ts';
import { announceWaiting } from './waiting.ts';

export type LibraryHandlers = Omit<Handlers, `library.${string}` | `encoders.${string}` | `models.${string}`>;

export interface LibraryDependencies {
  readonly hub: EventHub;
  readonly encoders: Encoders;
  readonly log: (text: string) => void;
  /** What index caches are sealed with. */
  readonly cacheKey?: Uint8Array | undefined;
  /** Told of the model that a person switched to. */
  readonly onModelChosen?: (modelId: string) => void;
  /** Told of a model that is at work from now on; what it answers is called when that ends. */
  readonly onModelHeld?: (modelId: string) => () => void;
  /** Starts processes beside the engine's own, where a host has to. */
  readonly startSide?: StartSideProcess | undefined;
}

export interface LibraryOptions {
  readonly readOnly?: boolean;
  /** Makes the library when the folder has none, under this name. */
  readonly createAs?: string;
  /** The model of a library that is made; the starter when left out. */
  readonly newModelId?: string;
  /** Follows changes of the sources on disk while it is open. */
  readonly watch?: boolean;
  /** True for the folder of the generated sample catalog. */
  readonly sample?: boolean;
}

export interface LibraryParts {
  readonly dir: string;
  readonly database: Database;
  readonly settings: SettingsRepo;
  readonly coverage: Coverage;
  readonly catalog: Catalog;
  readonly view: CatalogView;
  readonly dependencies: LibraryDependencies;
  readonly options: LibraryOptions;
}

/** How long a switch waits for a moment at which no call is under way, before it holds calls up. */
const patienceMs = 30_000;

export class Library {
  readonly dir: string;
  readonly handlers: LibraryHandlers;
  readonly #parts: LibraryParts;
  readonly #gate = new CallGate();
  readonly #secondaryModels: SecondaryModels;
  readonly #stops: readonly (() => void)[];
  #domains: Domains;
  #models: LibraryModels;
  #notice: ModelNotice | null;
  /** Lets go of the model in use. */
  #release: () => Promise<void>;
  /** Switches happen one after the other. */
  #switching: Promise<unknown> = Promise.resolve();
  readonly #closing = new AbortController();

  private constructor(parts: LibraryParts, vectors: LibraryVectors, notice: ModelNotice | null) {
    const { dir, dependencies } = parts;
    this.dir = dir;
    this.#parts = parts;
    this.#notice = notice;
    this.#secondaryModels = new SecondaryModels({ ...parts, ...dependencies, hold: this.#hold });
    this.#release = this.#hold(vectors.modelId);
    this.#domains = this.#makeDomains(vectors);
    this.#models = this.#makeModels(this.#domains);
    this.handlers = this.#forward();
    this.#stops = [
      announceChanges(dependencies.hub, () => this.info()),
      ...(parts.database.readOnly ? [] : [followSales(parts.database, () => parts.catalog.renewPrices())]),
      parts.database.writing.onChange(() => dependencies.hub.emit('library.changed', this.info())),
      // Whoever follows the sources has a person in front of it.
      ...(parts.options.watch === true
        ? [announceWaiting(dependencies.hub, () => this.waiting(), dependencies.log)]
        : []),
      dependencies.hub.on('models.changed', () => this.#goBack().catch(this.#logFailure)),
    ];
  }

  /** @throws {AppError} `LIBRARY_*` of opening the database, `MODEL_MISSING` and `MODEL_DAMAGED` when no model says what the vectors are */
  static async open(folder: string, dependencies: LibraryDependencies, options: LibraryOptions = {}): Promise<Library> {
    const dir = path.resolve(folder);
    const create = options.createAs !== undefined;
    const database = openDatabase(dir, { readOnly: options.readOnly ?? false, create });
    const { readOnly } = database;
    const { hub, encoders, log, cacheKey } = dependencies;
    try {
      const settings = new SettingsRepo(database);
      if (options.createAs !== undefined)
        settings.beginOnce(options.createAs, options.newModelId ?? encoders.starterId);
      const coverage = new Coverage(database, dir);
      const { model, notice }: ModelChoice = await chooseModel(encoders, settings, coverage);
      if (!readOnly) mkdirSync(path.join(dir, 'index'), { recursive: true });
      const vectors = await LibraryVectors.open(database, { ...model, dir, log, cacheKey });
      const catalog = new Catalog(database, { hub, libraryDir: dir });
      const view = new CatalogView(catalog);
      const parts = { dir, database, settings, coverage, catalog, view, dependencies, options };
      const switched = !readOnly && settings.nextModelId() === model.modelId;
      if (switched) database.writing.whenFree(() => settings.chooseModel(model.modelId));
      await encoders.use(model.modelId);
      const library = new Library(parts, vectors, notice);
      if (!readOnly) library.#goOn();
      if (switched) library.#domains.learning.startAnew();
      return library;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  get modelId(): string {
    return this.#domains.vectors.modelId;
  }

  info(): LibraryInfo {
    return libraryInfo(this.#parts, this.#domains.vectors, this.#notice);
  }

  /** @throws {AppError} `LIBRARY_LOCKED` and its like when it is only read */
  rename(name: string): LibraryInfo {
    this.#assertWritable();
    this.#parts.settings.rename(name);
    const info = this.info();
    this.#parts.dependencies.hub.emit('library.changed', info);
    return info;
  }

  /** @throws {AppError} when it is only read: another process may have it open */
  assertOwn(): void {
    this.#assertWritable();
  }

  /** @throws {AppError} `MODEL_*` */
  async waiting(): Promise<Waiting> {
    return this.#gate.run(() => this.#domains.waiting());
  }

  /** What tells which published model would suit it. */
  offerFacts(): OfferFacts {
    return offerFacts(this.#parts);
  }

  models(): Promise<LibraryModel[]> {
    return this.#models.list();
  }

  /** @throws {AppError} `MODEL_MISSING`, `MODEL_DAMAGED`, `LIBRARY_LOCKED` when it is only read; `CONFLICT` for the model in use */
  async prepareModel(modelId: string, thenUse: boolean): Promise<Job> {
    this.#assertWritable();
    return this.#gate.run(() => this.#models.prepare(modelId, thenUse));
  }

  /** @throws {AppError} `LIBRARY_LOCKED` and its like when it is only read */
  async compact(): Promise<Job> {
    this.#assertWritable();
    return this.#call(() => this.#domains.compaction.start());
  }

  /** @throws {AppError} `LIBRARY_LOCKED`; `CONFLICT` for the model in use and while its vectors are being computed */
  async dropVectors(modelId: string): Promise<LibraryModel[]> {
    this.#assertWritable();
    return this.#call(async () => {
      if (this.#secondaryModels.isAsked(modelId)) throw isCompared(modelId);
      await this.#secondaryModels.close(modelId);
      await this.#models.drop(modelId);
      return this.#models.list();
    });
  }

  /**
   * Answers with another model from now on. Searches go on with the old one until the other is loaded; calls under way end first, those
   * that come meanwhile wait, and jobs go on after it.
   * @throws {AppError} `MODEL_*`, `LIBRARY_LOCKED`; `CONFLICT` while its vectors are not complete
   */
  changeModel(modelId: string): Promise<LibraryInfo> {
    // Held from the start, so that a job that ends does not close what is about to be used.
    const release = this.#hold(modelId);
    const next = this.#switching
      .catch(() => undefined)
      .then(() => this.#switch(modelId))
      .finally(release);
    this.#switching = next;
    return next;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#switching.catch(() => undefined);
    for (const stop of this.#stops) stop();
    await this.#domains.close();
    await this.#secondaryModels.close();
    this.#parts.view.close();
    this.#parts.catalog.close();
    this.#parts.database.close();
    await this.#release();
  }

  async #switch(modelId: string): Promise<LibraryInfo> {
    if (this.#closing.signal.aborted) throw noLibrary();
    this.#assertWritable();
    if (modelId === this.modelId) this.#choose(modelId);
    else await this.#replaceDomains(modelId);
    const info = this.info();
    this.#parts.dependencies.hub.emit('library.changed', info);
    return info;
  }

  #choose(modelId: string): void {
    this.#parts.settings.chooseModel(modelId);
    this.#parts.dependencies.onModelChosen?.(modelId);
    this.#notice = null;
  }

  /** To the chosen model, once it is on this machine again. */
  async #goBack(): Promise<void> {
    const { settings, database, dependencies } = this.#parts;
    const chosen = settings.modelId() ?? dependencies.encoders.starterId;
    if (this.#notice === null || this.#closing.signal.aborted || database.readOnly) return;
    const there = this.#model(chosen).describe();
    const scope = await there.catch(() => undefined);
    if (scope === undefined || this.#closing.signal.aborted) return;
    if (await this.#parts.coverage.complete(scope)) await this.changeModel(chosen);
    else await this.prepareModel(chosen, true);
  }

  async #replaceDomains(modelId: string): Promise<void> {
    const { dependencies, coverage } = this.#parts;
    const scope = await completeScope(dependencies.encoders, coverage, modelId);
    await this.#model(modelId).active();
    const side = await openSecondaryVectors({ ...this.#parts, ...dependencies }, scope);
    const releaseOld = this.#release;
    await this.#gate.alone(() => this.#take(side), { patienceMs, signal: this.#closing.signal });
    await releaseOld();
    this.#goOn();
    this.#domains.learning.startAnew();
    void this.warm();
  }

  /** Loads the model, which the first search should not have to wait for. A failure is told by that search. */
  async warm(): Promise<void> {
    await this.#domains.warm().catch(() => undefined);
  }

  /** Puts domains over other vectors in the place of those in use. */
  async #take({ vectors, catchUp }: SecondaryVectors): Promise<void> {
    const { modelId } = vectors;
    await this.#domains.close();
    await this.#secondaryModels.close();
    catchUp();
    this.#release = this.#hold(modelId);
    this.#domains = this.#makeDomains(vectors);
    this.#models = this.#makeModels(this.#domains);
    this.#choose(modelId);
    await this.#parts.dependencies.encoders.use(modelId);
  }

  readonly #logFailure = (error: unknown): void =>
    this.#parts.dependencies.log(
      `The model was not switched: ${error instanceof Error ? error.message : String(error)}`,
    );

  #model(modelId: string): ModelEncoder {
    return this.#parts.dependencies.encoders.model(modelId);
  }

  /** Keeps a model open, and from being removed, until what is answered is called. */
  readonly #hold = (modelId: string): (() => Promise<void>) => {
    const told = this.#parts.dependencies.onModelHeld?.(modelId);
    const release = this.#model(modelId).hold();
    return async () => {
      await release();
      told?.();
    };
  };

  #makeDomains(vectors: LibraryVectors): Domains {
    const { dir, database, catalog, view, dependencies } = this.#parts;
    return new Domains({
      dir,
      database,
      catalog,
      view,
      vectors,
      secondaryModels: this.#secondaryModels,
      hub: dependencies.hub,
      encoders: this.#model(vectors.modelId),
      startSide: dependencies.startSide,
    });
  }

  #makeModels({ jobs, missingVectors, vectors }: Domains): LibraryModels {
    const { dir, database, settings, coverage, dependencies } = this.#parts;
    const { encoders, log, cacheKey } = dependencies;
    return new LibraryModels({
      dir,
      log,
      cacheKey,
      database,
      settings,
      coverage,
      encoders,
      jobs,
      missingVectors,
      modelId: vectors.modelId,
      hold: this.#hold,
      onReady: (modelId) => void this.changeModel(modelId).catch(this.#logFailure),
    });
  }

  /** The methods of the domains there are when they are called. */
  #forward(): LibraryHandlers {
    type Handler = (params: unknown, context: unknown) => unknown;
    const forward =
      (name: MethodName): Handler =>
      (params, context) =>
        this.#call(
          () => (this.#domains.handlers as unknown as Record<string, Handler>)[name]?.(params, context),
          (context as { signal?: AbortSignal } | undefined)?.signal,
        );
    const names = Object.keys(this.#domains.handlers) as MethodName[];
    return Object.fromEntries(names.map((name) => [name, forward(name)])) as unknown as LibraryHandlers;
  }

  /** What another program's lock hinders is done once that is gone. */
  async #call<T>(work: () => T | Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#gate.run(() => this.#parts.database.writing.call(work, signal));
  }

  #assertWritable(): void {
    const { readOnly, closedBecause } = this.#parts.database;
    if (!readOnly) return;
    if (closedBecause !== undefined) throw closedBecause;
    throw new AppError('LIBRARY_LOCKED', 'This library is open in another Lookalike. Change its model there.');
  }

  /** Takes up what an earlier run or another model left unfinished, and follows the sources. */
  #goOn(): void {
    const { catalog, database, options } = this.#parts;
    const { jobs, imports, missingVectors, duplicates, vectors, wordRenewal, readings } = this.#domains;
    const { images, products } = catalog.products.counts();
    jobs.resumeInterrupted();
    wordRenewal.catchUp();
    if (unencodedImages(this.#parts, vectors, images) > 0 || vectors.texts.size < products)
      database.writing.whenFree(() => jobs.closed || missingVectors.catchUp());
    duplicates.scans.catchUp();
    readings.catchUp();
    if (options.watch ?? false) imports.watch();
  }
}

function isCompared(modelId: string): AppError {
  const message = `${modelId} is being compared with another model. Wait until that is done.`;
  return new AppError('CONFLICT', message, { details: { why: 'model-compared', modelId } });
}

/** The error of every method that needs a library while none is open. */
export function noLibrary(): AppError {
  return new AppError('NO_LIBRARY', 'No library is open. Open a folder of photos or a product table first.');
}

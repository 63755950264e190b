/** The catalog engine: the models, the open library, and the methods of the contract. What every host and the terminal starts. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { type Handlers, type MethodName, methods } from '../contract/contract.ts';
import { AppError, toAppError } from '../contract/errors.ts';
import type { ModelOffer } from '../contract/library.ts';
import { EventHub } from '../contract/rpc/event-hub.ts';
import { Encoders, encoderHandlers } from './encoders/index.ts';
import { secretAt } from './files/secret-file.ts';
import { keepTable } from './ingest/kept-tables.ts';
import { lookingHandlers } from './ingest/methods.ts';
import { type Home, homeAt } from './library/home.ts';
import { Library, type LibraryHandlers, type LibraryOptions, noLibrary } from './library/library.ts';
import { copyLibrary, moveLibrary, removeLibrary } from './library/library-folder.ts';
import { offerFor } from './library/model-offer.ts';
import { Preferences } from './library/preferences.ts';
import { RecentLibraries } from './library/recent.ts';
import { InstalledModels } from './models/installed.ts';
import { modelHandlers } from './models/methods.ts';
import { ModelTasks } from './models/model-tasks.ts';
import { Source } from './models/source.ts';
import { ModelUses } from './models/uses.ts';
import type { StartSideProcess } from './side-process/side-process.ts';

/** Measuring where the model runs best waits until a person has had a first look around. */
const calibrateAfterMs = 30_000;

export interface EngineOptions {
  /** The application's own folder; see `homeAt`. */
  readonly home: string;
  /** The models that ship with the application. */
  readonly modelsDir: string;
  /** A library to open at once. */
  readonly library?: string;
  /** Makes that library when the folder has none. */
  readonly create?: boolean;
  /** Reads beside another process that may be writing: searching, not importing. */
  readonly readOnly?: boolean;
  /** Follows the sources on disk. */
  readonly watch?: boolean;
  readonly log?: (text: string) => void;
  /** Starts the process in which models are tested and suspect images read, where a host has to; a fork of this one when left out. */
  readonly startTester?: StartSideProcess | undefined;
}

export interface Engine {
  readonly hub: EventHub;
  readonly handlers: Handlers;
  close(): Promise<void>;
}

/** @throws {AppError} `LIBRARY_*` when the library asked for cannot be opened */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const engine = new LocalEngine(options);
  if (options.library !== undefined) await engine.openFirst(options.library, options.create ?? false);
  return engine;
}

class LocalEngine implements Engine {
  readonly hub = new EventHub();
  readonly handlers: Handlers;
  readonly #options: EngineOptions;
  readonly #home: Home;
  readonly #recent: RecentLibraries;
  readonly #preferences: Preferences;
  readonly #encoders: Encoders;
  readonly #modelUses: ModelUses;
  readonly #installed: InstalledModels;
  readonly #modelTasks: ModelTasks;
  readonly #source: Source;
  #library: Library | undefined;
  /** Opening and closing happen one after the other. */
  #switching: Promise<unknown> = Promise.resolve();

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#home = homeAt(options.home);
    this.#recent = new RecentLibraries(this.#home.recentFile);
    this.#preferences = new Preferences(this.#home.preferencesFile);
    this.#modelUses = new ModelUses(this.#home.modelUses);
    this.#encoders = new Encoders({
      modelsDir: options.modelsDir,
      userModelsDir: this.#home.models,
      hub: this.hub,
      home: this.#home.dir,
      // A terminal command ends before that is of use.
      calibrateAfterMs: options.watch ? calibrateAfterMs : undefined,
    });
    this.#source = new Source(this.#preferences);
    this.#installed = new InstalledModels(this.#encoders, this.hub, this.#modelUses);
    this.#modelTasks = new ModelTasks({
      modelsDir: options.modelsDir,
      userModelsDir: this.#home.models,
      installed: this.#installed,
      encoders: this.#encoders,
      source: this.#source,
      hub: this.hub,
      threads: availableParallelism(),
      startTester: options.startTester,
    });
    const ofLibrary = forwardToLibrary(() => this.#library);
    this.handlers = {
      ...ofLibrary,
      ...lookingHandlers,
      // An open library knows how tables of this kind were read before, and what has been fetched.
      'ingest.preview': (params, context) =>
        (this.#library === undefined ? lookingHandlers : ofLibrary)['ingest.preview'](params, context),
      ...encoderHandlers(this.#encoders),
      ...modelHandlers(this.#installed, this.#modelTasks, this.#source),
      'library.info': () => this.#current().info(),
      'library.waiting': () => this.#current().waiting(),
      'library.recent': () => this.#recent.list(this.#library?.dir),
      'library.open': ({ dir }) => this.#switch(dir, {}),
      'library.create': ({ name, dir }) => this.#switch(dir ?? this.#freeFolder(name), { createAs: name }),
      'library.models': () => this.#current().models(),
      'library.modelOffer': () => this.#modelOffer(),
      'library.answerModelOffer': () => {
        this.#preferences.answerOffer();
        return null;
      },
      'library.dismissed': () => [...this.#preferences.dismissed],
      'library.dismiss': ({ what }) => {
        this.#preferences.dismiss(what);
        return [...this.#preferences.dismissed];
      },
      'library.prepareModel': ({ modelId, thenUse }) => this.#current().prepareModel(modelId, thenUse),
      'library.useModel': ({ modelId }) => this.#current().changeModel(modelId),
      'library.compact': () => this.#current().compact(),
      'library.dropVectors': ({ modelId }) => this.#current().dropVectors(modelId),
      'library.rename': ({ name }) => this.#rename(name),
      'library.duplicate': ({ name }) => this.#reopened(async (dir) => this.#copy(dir, this.#freeFolder(name)), name),
      'library.move': ({ parent }) => this.#reopened((dir) => this.#move(dir, path.resolve(parent))),
      'library.delete': () => this.#delete(),
      'library.keepTable': ({ path: file, name }) => keepTable(this.#home.tables, file, name),
      'library.forget': ({ dir }) => {
        this.#recent.forget(dir);
        return this.#recent.list(this.#library?.dir);
      },
    };
  }

  async openFirst(dir: string, create: boolean): Promise<void> {
    await this.#switch(dir, create ? { createAs: path.basename(path.resolve(dir)) } : {}, false);
  }

  async close(): Promise<void> {
    await this.#switching.catch(() => undefined);
    await this.#library?.close();
    this.#library = undefined;
    this.#installed.close();
    await this.#modelTasks.close();
    await this.#source.close();
    await this.#encoders.close();
    this.#modelUses.close();
  }

  /** Only while the one that came along is the only model there is. */
  async #modelOffer(): Promise<ModelOffer | null> {
    const facts = this.#current().offerFacts();
    if (this.#preferences.offerAnswered || this.#options.readOnly) return null;
    const others = (await this.#installed.list()).filter(({ bundled }) => !bundled);
    const begun = (await this.#modelTasks.list()).filter(({ kind }) => kind === 'download' || kind === 'add');
    if (others.length + begun.length > 0) return null;
    return offerFor(facts, await this.#modelTasks.registry());
  }

  #current(): Library {
    if (this.#library === undefined) throw noLibrary();
    return this.#library;
  }

  /** `remember`: the person at the app will want to find it again; a terminal command is no reason to. */
  #switch(folder: string, options: LibraryOptions, remember = true) {
    const next = this.#switching
      .catch(() => undefined)
      .then(async () => {
        const info = await this.#open(path.resolve(folder), options);
        if (this.#options.watch) void this.#library?.warm();
        if (remember && !this.#options.readOnly) this.#remember(info.dir, info.name);
        return info;
      });
    this.#switching = next;
    return next;
  }

  async #rename(name: string) {
    const info = this.#current().rename(name);
    this.#remember(info.dir, info.name);
    return info;
  }

  /** Closes the open library, has something done to its folder, and opens what comes of it; the same again when that fails. */
  #reopened(change: (dir: string) => Promise<string>, name?: string) {
    const next = this.#switching
      .catch(() => undefined)
      .then(async () => {
        const { dir } = await this.#closeOwn();
        let now = dir;
        try {
          now = await change(dir);
        } finally {
          await this.#open(now, {});
          if (this.#options.watch) void this.#library?.warm();
        }
        const library = this.#current();
        const info = name === undefined ? library.info() : library.rename(name);
        this.#remember(info.dir, info.name);
        return info;
      });
    this.#switching = next;
    return next;
  }

  async #copy(dir: string, to: string): Promise<string> {
    await copyLibrary(dir, to);
    return to;
  }

  async #move(dir: string, parent: string): Promise<string> {
    const to = path.join(parent, path.basename(dir));
    if (to === dir) return dir;
    if (parent === dir || parent.startsWith(dir + path.sep))
      throw new AppError('BAD_REQUEST', 'A library cannot be moved into itself. Choose another folder.');
    await moveLibrary(dir, to);
    this.#recent.forget(dir);
    return to;
  }

  #delete() {
    const next = this.#switching
      .catch(() => undefined)
      .then(async () => {
        const { dir } = await this.#closeOwn();
        await removeLibrary(dir, true);
        this.#recent.forget(dir);
        this.hub.emit('library.changed', null);
        return this.#recent.list(undefined);
      });
    this.#switching = next;
    return next;
  }

  /** @throws {AppError} `NO_LIBRARY`; `LIBRARY_LOCKED` where another process has it open */
  async #closeOwn(): Promise<Library> {
    const library = this.#current();
    library.assertOwn();
    this.#library = undefined;
    await library.close();
    return library;
  }

  /** A list that cannot be written is no reason to refuse the library. */
  #remember(dir: string, name: string): void {
    try {
      this.#recent.remember(dir, name);
    } catch (error) {
      this.#options.log?.(`The list of recent libraries could not be written: ${toAppError(error).message}`);
    }
  }

  /** The library that was open stays so when the next one cannot be opened. */
  async #open(dir: string, options: LibraryOptions) {
    if (this.#library?.dir === dir) return this.#library.info();
    const { readOnly = false, watch = false, log = () => {} } = this.#options;
    const onModelChosen = (modelId: string): void => this.#preferences.setModel(modelId);
    const onModelHeld = (modelId: string): (() => void) => this.#modelUses.hold(modelId, dir);
    const told = { onModelChosen, onModelHeld, startSide: this.#options.startTester };
    const cacheKey = secretAt(this.#home.indexKeyFile);
    const dependencies = { hub: this.hub, encoders: this.#encoders, log, cacheKey, ...told };
    const sample = dir === this.#home.sampleLibrary;
    const newModelId = await this.#newModelId();
    const next = await Library.open(dir, dependencies, { ...options, newModelId, readOnly, watch, sample });
    const previous = this.#library;
    this.#library = next;
    await previous?.close();
    return next.info();
  }

  /** The model a new library takes: the one chosen last, if it is still there. */
  async #newModelId(): Promise<string> {
    const { modelId } = this.#preferences;
    const { starterId } = this.#encoders;
    if (modelId === undefined) return starterId;
    const there = this.#encoders.model(modelId).describe();
    return there.then(
      () => modelId,
      () => starterId,
    );
  }

  /** A folder below the home that is not taken, named after the library. */
  #freeFolder(name: string): string {
    const stem =
      name
        .normalize('NFKC')
        .replace(/[^\p{L}\p{N}]+/gu, '-')
        .replace(/^-|-$/g, '')
        .toLowerCase() || 'library';
    for (let number = 1; number < 10_000; number++) {
      const dir = path.join(this.#home.libraries, number === 1 ? stem : `${stem}-${number}`);
      if (!existsSync(dir)) return dir;
    }
    throw new AppError('CONFLICT', `There are too many libraries called "${name}". Choose another name.`);
  }
}

/** The methods that belong to the library at hand, whichever that is when they are called. */
function forwardToLibrary(library: () => Library | undefined): LibraryHandlers {
  const names = (Object.keys(methods) as MethodName[]).filter((name) => !/^(library|encoders|models)\./.test(name));
  const forward = (name: MethodName) => (params: unknown, context: unknown) => {
    const handlers = library()?.handlers as Record<string, (params: unknown, context: unknown) => unknown> | undefined;
    const handler = handlers?.[name];
    if (handler === undefined) throw noLibrary();
    return handler(params, context);
  };
  return Object.fromEntries(names.map((name) => [name, forward(name)])) as unknown as LibraryHandlers;
}

/** The models of this machine: which there are, and adding, testing and removing them. `encoders` runs them. */
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Calibration } from '../../contract/encoders.ts';
import { AppError, throwIfCancelled } from '../../contract/errors.ts';
import type { ModelManifest } from '../../contract/model-manifest.ts';
import type { FolderInspection, ModelSummary, ModelTask, RegistryEntry, SelfTest } from '../../contract/models.ts';
import type { EventHub } from '../../contract/rpc/event-hub.ts';
import type { Encoders, FoundModel } from '../encoders/index.ts';
import type { StartSideProcess } from '../side-process/side-process.ts';
import { freeBytes } from './disk.ts';
import { type Patience, usualPatience } from './download/patience.ts';
import { discard, downloadFolder, listDownloads } from './download/state.ts';
import {
  canGoOn,
  downloadTaskId,
  fetchAndInstall,
  type InstallBasics,
  modelOfTask,
  newDownload,
  pausedDownloads,
} from './downloads.ts';
import { inspectFolder } from './folder/inspect.ts';
import { installCopy } from './install.ts';
import { summaryOf } from './installed.ts';
import { sweepTemporary, temporaryFolder } from './places.ts';
import { readRegistry } from './registry.ts';
import { testNames } from './self-test.ts';
import { Source, type SourceSetting } from './source.ts';
import { TaskBoard, type TaskHandle } from './tasks.ts';
import { testApart } from './tester/test-apart.ts';
import type { ModelUses } from './uses.ts';

export interface ModelsOptions {
  /** The models that ship with the application, and `registry.json`. */
  readonly modelsDir: string;
  /** Where models that are added live. */
  readonly userModelsDir: string;
  readonly encoders: Encoders;
  readonly hub: EventHub;
  readonly setting: SourceSetting;
  /** What of the models is at work, here and in other processes. */
  readonly uses: ModelUses;
  readonly threads: number;
  /** Starts the process in which models are tested, where a host has to; a fork of this process when left out. */
  readonly startTester?: StartSideProcess | undefined;
  /** For tests; the defaults suit real networks and disks. */
  readonly stallMs?: number;
  readonly patience?: Pick<Patience, 'retryMs' | 'attempts'>;
  readonly free?: typeof freeBytes;
}

export interface AddFolder {
  readonly path: string;
  readonly dtype?: string | undefined;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
}

/** Emits `models.changed` and `models.tasksChanged`. */
export class Models {
  readonly source: Source;
  readonly #options: ModelsOptions;
  readonly #board: TaskBoard;
  /** Downloads of earlier days are listed once this has settled. */
  readonly #ready: Promise<void>;
  readonly #unsubscribe: () => void;
  #added = 0;

  constructor(options: ModelsOptions) {
    this.#options = options;
    this.#board = new TaskBoard(options.hub);
    this.source = new Source(options.setting, options.stallMs);
    this.#ready = this.#lookBack().catch(() => undefined);
    let inUse: string | null = options.encoders.inUseId;
    this.#unsubscribe = options.hub.on('encoders.changed', ({ modelId }) => {
      if (modelId === inUse) return;
      inUse = modelId;
      void this.#changed().catch(() => undefined);
    });
  }

  async list(): Promise<ModelSummary[]> {
    const { encoders } = this.#options;
    return Promise.all((await encoders.list()).map((found) => summaryOf(found, encoders.inUseId)));
  }

  /** @throws {AppError} `NOT_FOUND`, `MODEL_DAMAGED` */
  async describe(id: string): Promise<{ summary: ModelSummary; manifest: ModelManifest }> {
    const found = await this.#find(id);
    if (found.model === undefined) throw found.problem ?? notFound(id);
    return { summary: await summaryOf(found, this.#options.encoders.inUseId), manifest: found.model.manifest };
  }

  async registry(): Promise<(RegistryEntry & { installed: boolean; resumable: boolean })[]> {
    const begun = new Set((await listDownloads(this.#options.userModelsDir)).map(({ entry }) => entry.id));
    const there = new Set((await this.list()).map(({ id }) => id));
    return (await readRegistry(this.#options.modelsDir)).map((entry) => {
      const running = this.#board.get(downloadTaskId(entry.id))?.state === 'running';
      return { ...entry, installed: there.has(entry.id), resumable: begun.has(entry.id) && !running };
    });
  }

  /** @throws {AppError} `NOT_FOUND`, `LICENCE_NOT_ACCEPTED`, `CONFLICT` */
  async download(id: string, acceptLicence: boolean): Promise<ModelTask> {
    await this.#ready;
    const entry = await this.#entry(id);
    if (!acceptLicence) throw licenceNotAccepted(entry);
    const running = this.#board.get(downloadTaskId(id));
    if (running?.state === 'running') return running;
    if ((await this.list()).some((model) => model.id === id)) {
      throw new AppError('CONFLICT', `${entry.name} is installed already.`, {
        details: { why: 'installed-already', name: entry.name },
      });
    }
    const { patience = usualPatience } = this.#options;
    const parts = { ...this.#basics(), source: this.source, patience };
    const work = this.#board.start(
      newDownload(entry),
      this.#adding((task) => fetchAndInstall(entry, parts, task)),
      {
        resumable: canGoOn,
      },
    );
    return started(work);
  }

  /** @throws {AppError} `FILE_MISSING`, `FOLDER_UNREADABLE`, `MODEL_UNSUPPORTED`, `MODEL_DAMAGED` */
  async inspectFolder(folder: string, dtype: string | undefined): Promise<FolderInspection> {
    const { source, layout, manifest, bytes, notes, choices } = await inspectFolder(folder, { dtype });
    const installed = (await this.#checksums(manifest.id)) !== undefined;
    return { path: source.folder, layout, manifest, bytes, notes: [...notes], choices, installed };
  }

  /** @throws {AppError} what `inspectFolder` throws; what goes wrong later is said by the task */
  async addFolder({ path: folder, ...options }: AddFolder): Promise<ModelTask> {
    await this.#ready;
    const contents = await inspectFolder(folder, options);
    const { id: modelId, name: title } = contents.manifest;
    const start = {
      id: `add-${process.pid}-${++this.#added}`,
      kind: 'add',
      modelId,
      title,
      phase: 'copy',
      unit: 'bytes',
    } as const;
    const mayRename = contents.layout === 'hugging-face' && options.id === undefined;
    const work = this.#adding((task) => installCopy(contents, { ...this.#basics(), task, mayRename }));
    return started(this.#board.start(start, work));
  }

  /** @throws {AppError} `NOT_FOUND`, `MODEL_DAMAGED`, `MODEL_MISSING`, `MODEL_FAILED`, `CANCELLED` */
  async test(id: string, signal: AbortSignal): Promise<SelfTest> {
    const { model, problem } = await this.#find(id);
    if (model === undefined) throw problem ?? notFound(id);
    const title = model.manifest.name;
    const start = { id: `test-${id}`, kind: 'test', modelId: id, title, phase: 'test', unit: 'steps' } as const;
    return this.#follow(signal, start, async (task) => {
      task.update({ done: 0, total: testNames.length });
      const { threads, startTester: start } = this.#options;
      const onStep = (done: number, current: string): void => task.update({ done, current });
      return testApart(model, { threads, start, signal: task.signal, onStep });
    });
  }

  /** Lists a calibration as a task, which can be stopped. */
  async calibrate(id: string, signal: AbortSignal): Promise<Calibration> {
    const title = (await this.#find(id)).model?.manifest.name ?? id;
    const start = {
      id: `calibrate-${id}`,
      kind: 'calibrate',
      modelId: id,
      title,
      phase: 'measure',
      unit: 'steps',
    } as const;
    return this.#follow(signal, start, (task) =>
      this.#options.encoders.calibrate(id, { signal: task.signal, onProgress: (progress) => task.update(progress) }),
    );
  }

  /** @throws {AppError} `NOT_FOUND`, `CONFLICT` */
  async remove(id: string): Promise<ModelSummary[]> {
    const found = await this.#find(id);
    const { encoders, userModelsDir } = this.#options;
    this.#requireUnused(id, found);
    // Gone at once for everybody, however long deleting takes.
    const aside = path.join(await temporaryFolder(userModelsDir), 'removed');
    await rename(found.folder, aside).catch((cause) => {
      throw notMoved(found.folder, cause);
    });
    await encoders.reload();
    await rm(path.dirname(aside), { recursive: true, force: true });
    return this.#changed();
  }

  /** @throws {AppError} `CONFLICT`, which says who has it at work and where */
  #requireUnused(id: string, { bundled, model }: FoundModel): void {
    const { encoders, uses } = this.#options;
    const isWorkedOn = this.#board.list().some(({ modelId, state }) => modelId === id && state === 'running');
    const kept = (why: string, because: string, values: Record<string, unknown> = {}): AppError =>
      new AppError('CONFLICT', `The model ${id} ${because}. It was not removed.`, {
        details: { why, modelId: id, ...values },
      });
    if (bundled) throw kept('model-bundled', 'came with Lookalike');
    if (model !== undefined && encoders.inUseId === id) {
      throw kept('model-in-use', 'is in use: switch to another model first');
    }
    if (isWorkedOn || uses.here(id).length > 0) {
      throw kept('model-busy', 'is being worked on: stop that first');
    }
    const [use] = uses.elsewhere(id);
    if (use === undefined) return;
    const { pid, library } = use;
    const because = `is at work in another Lookalike (process ${pid}), on the library ${library}: switch to another model there, or close it, first`;
    throw kept('model-in-use-elsewhere', because, { pid, library });
  }

  async tasks(): Promise<ModelTask[]> {
    await this.#ready;
    return this.#board.list();
  }

  /** @throws {AppError} `NOT_FOUND` */
  async stopTask(id: string, alsoDiscard: boolean): Promise<ModelTask[]> {
    await this.#ready;
    const task = this.#board.get(id);
    if (task === undefined) throw new AppError('NOT_FOUND', 'There is no such task any more.', { details: { id } });
    if (task.state === 'running') await this.#board.stop(id);
    else if (task.state !== 'paused') this.#board.dismiss(id);
    const modelId = modelOfTask(id);
    if (alsoDiscard && modelId !== undefined) {
      await discard(downloadFolder(this.#options.userModelsDir, modelId));
      this.#board.dismiss(id);
    }
    return this.#board.list();
  }

  /** Stops what runs; downloads can be gone on with. */
  async close(): Promise<void> {
    this.#unsubscribe();
    await this.#ready;
    await this.#board.close();
    await this.source.close();
  }

  async #lookBack(): Promise<void> {
    const { userModelsDir } = this.#options;
    await sweepTemporary(userModelsDir);
    for (const task of await pausedDownloads(userModelsDir)) this.#board.show(task);
  }

  #basics(): InstallBasics {
    const { userModelsDir, threads, startTester, free = freeBytes } = this.#options;
    return { modelsDir: userModelsDir, threads, startTester, free, installed: (id) => this.#checksums(id) };
  }

  /** A model that was added is known to everybody before its task counts as done. */
  #adding(install: (task: TaskHandle) => Promise<ModelManifest>): (task: TaskHandle) => Promise<void> {
    return async (task) => {
      // Its own id may have been taken.
      const { id: modelId } = await install(task);
      task.update({ modelId });
      await this.#options.encoders.reload();
      await this.#changed();
    };
  }

  /** A task that somebody waits for: it ends with their call. */
  async #follow<T>(
    signal: AbortSignal,
    start: Parameters<TaskBoard['start']>[0],
    work: Parameters<typeof TaskBoard.prototype.start<T>>[1],
  ): Promise<T> {
    throwIfCancelled(signal);
    const { result } = this.#board.start(start, work);
    const stop = (): void => void this.#board.stop(start.id);
    signal.addEventListener('abort', stop, { once: true });
    return result.finally(() => signal.removeEventListener('abort', stop));
  }

  async #changed(): Promise<ModelSummary[]> {
    const models = await this.list();
    this.#options.hub.emit('models.changed', models);
    return models;
  }

  async #find(id: string): Promise<FoundModel> {
    const all = await this.#options.encoders.list();
    const found =
      all.find(({ model }) => model?.manifest.id === id) ??
      all.find(({ model, folder }) => model === undefined && path.basename(folder) === id);
    if (found === undefined) throw notFound(id);
    return found;
  }

  async #checksums(id: string): Promise<ModelManifest['files'] | undefined> {
    return (await this.#find(id).catch(() => undefined))?.model?.manifest.files;
  }

  async #entry(id: string): Promise<RegistryEntry> {
    const listed = (await readRegistry(this.#options.modelsDir)).find((entry) => entry.id === id);
    const begun = (await listDownloads(this.#options.userModelsDir)).find(({ entry }) => entry.id === id)?.entry;
    const entry = listed ?? begun;
    if (entry !== undefined) return entry;
    throw new AppError('NOT_FOUND', `There is no model ${id} in the registry. "models registry" lists them.`, {
      details: { modelId: id },
    });
  }
}

/** What goes wrong later is said by the task. */
function started({ task, result }: { task: ModelTask; result: Promise<unknown> }): ModelTask {
  result.catch(() => undefined);
  return task;
}

function notFound(id: string): AppError {
  return new AppError('NOT_FOUND', `The model ${id} is not installed.`, { details: { modelId: id } });
}

/** Windows moves no folder whose files somebody has open. */
function notMoved(folder: string, cause: unknown): AppError {
  const message = `${folder} could not be moved: a program may have its files open, or you may not change them. It was not removed.`;
  return new AppError('CONFLICT', message, { details: { why: 'model-not-moved', path: folder }, cause });
}

function licenceNotAccepted({ name, licence }: RegistryEntry): AppError {
  const message = `${name} is under the licence ${licence.name} (${licence.url}). Read and accept it first.`;
  return new AppError('LICENCE_NOT_ACCEPTED', message, { details: { licence } });
}

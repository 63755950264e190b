/** Work on models that takes a while, each piece a task that people see and can stop: downloading, adding, testing, measuring. */
import type { Calibration } from '../../contract/encoders.ts';
import { AppError, throwIfCancelled } from '../../contract/errors.ts';
import type { ModelManifest } from '../../contract/model-manifest.ts';
import type { ModelTask, RegistryEntry, SelfTest } from '../../contract/models.ts';
import type { EventHub } from '../../contract/rpc/event-hub.ts';
import type { Encoders } from '../encoders/index.ts';
import type { StartSideProcess } from '../side-process/side-process.ts';
import { freeBytes } from './disk.ts';
import { type Retries, usualRetries } from './download/retries.ts';
import { discard, downloadFolder, listDownloads } from './download/state.ts';
import { canGoOn, downloadTaskId, fetchAndInstall, modelOfTask, newDownload, pausedDownloads } from './downloads.ts';
import { type InspectOptions, inspectFolder } from './folder/inspect.ts';
import { type InstallPlace, installCopy } from './install.ts';
import type { InstalledModels } from './installed.ts';
import { sweepTemporary } from './places.ts';
import { readRegistry } from './registry.ts';
import { testNames } from './self-test.ts';
import type { Source } from './source.ts';
import { type NewTask, TaskBoard, type TaskHandle } from './task-board.ts';
import { testApart } from './tester/test-apart.ts';

export interface ModelTasksOptions {
  /** The models that ship with the application, and `registry.json`. */
  readonly modelsDir: string;
  /** Where models that are added live. */
  readonly userModelsDir: string;
  readonly installed: InstalledModels;
  readonly encoders: Encoders;
  readonly source: Source;
  readonly hub: EventHub;
  readonly threads: number;
  /** Starts the process in which models are tested, where a host has to; a fork of this process when left out. */
  readonly startTester?: StartSideProcess | undefined;
  /** For tests; the defaults suit real networks and disks. */
  readonly retries?: Retries;
  readonly free?: typeof freeBytes;
}

/** Emits `models.tasksChanged`. */
export class ModelTasks {
  readonly #options: ModelTasksOptions;
  readonly #place: InstallPlace;
  readonly #board: TaskBoard;
  /** Downloads of earlier days are listed once this has settled. */
  readonly #ready: Promise<void>;
  #added = 0;

  constructor(options: ModelTasksOptions) {
    const { userModelsDir: modelsDir, threads, startTester, free = freeBytes, installed, hub } = options;
    this.#options = options;
    this.#place = { modelsDir, threads, startTester, free, checksums: (id) => installed.checksums(id) };
    this.#board = new TaskBoard(hub);
    this.#ready = this.#lookBack().catch(() => undefined);
  }

  async list(): Promise<ModelTask[]> {
    await this.#ready;
    return this.#board.list();
  }

  /** Whether a task works on the model now. */
  worksOn(id: string): boolean {
    return this.#board.list().some(({ modelId, state }) => modelId === id && state === 'running');
  }

  /** The models that can be downloaded. */
  async registry(): Promise<(RegistryEntry & { installed: boolean; resumable: boolean })[]> {
    const begun = new Set((await listDownloads(this.#options.userModelsDir)).map(({ entry }) => entry.id));
    const there = new Set((await this.#options.installed.list()).map(({ id }) => id));
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
    if ((await this.#options.installed.list()).some((model) => model.id === id)) {
      throw new AppError('CONFLICT', `${entry.name} is installed already.`, {
        details: { why: 'installed-already', name: entry.name },
      });
    }
    const { source, retries = usualRetries } = this.#options;
    const install = (task: TaskHandle) => fetchAndInstall(entry, source.hub(), retries, this.#place, task);
    return this.#add(newDownload(entry), install, canGoOn);
  }

  /** @throws {AppError} what `inspectFolder` throws; what goes wrong later is said by the task */
  async addFolder(folder: string, options: InspectOptions): Promise<ModelTask> {
    await this.#ready;
    const contents = await inspectFolder(folder, options);
    const { id: modelId, name: title } = contents.manifest;
    const id = `add-${process.pid}-${++this.#added}`;
    const mayRename = contents.layout === 'hugging-face' && options.id === undefined;
    return this.#add({ id, kind: 'add', modelId, title, phase: 'copy', unit: 'bytes' }, (task) =>
      installCopy(contents, this.#place, task, mayRename),
    );
  }

  /** @throws {AppError} `NOT_FOUND`, `MODEL_DAMAGED`, `MODEL_MISSING`, `MODEL_FAILED`, `CANCELLED` */
  async test(id: string, signal: AbortSignal): Promise<SelfTest> {
    const model = await this.#options.installed.get(id);
    return this.#follow(signal, 'test', model.manifest, (task) => {
      task.update({ done: 0, total: testNames.length });
      const { threads, startTester: start } = this.#options;
      const onStep = (done: number, current: string): void => task.update({ done, current });
      return testApart(model, { threads, start, signal: task.signal, onStep });
    });
  }

  /** The model in use when no id is given. @throws {AppError} `NOT_FOUND`, and what `Encoders.calibrate` throws */
  async calibrate(modelId: string | undefined, signal: AbortSignal): Promise<Calibration> {
    const { installed, encoders } = this.#options;
    const id = modelId ?? encoders.inUseId;
    const { manifest } = await installed.get(id);
    return this.#follow(signal, 'calibrate', manifest, (task) =>
      encoders.calibrate(id, { signal: task.signal, onProgress: (progress) => task.update(progress) }),
    );
  }

  /** `alsoDiscard`: what a download has fetched. @throws {AppError} `NOT_FOUND` */
  async stop(id: string, alsoDiscard: boolean): Promise<ModelTask[]> {
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
    await this.#ready;
    await this.#board.close();
  }

  async #lookBack(): Promise<void> {
    const { userModelsDir } = this.#options;
    await sweepTemporary(userModelsDir);
    for (const task of await pausedDownloads(userModelsDir)) this.#board.show(task);
  }

  /** A model that was added is known to everybody before its task counts as done. */
  #add(
    start: NewTask,
    install: (task: TaskHandle) => Promise<ModelManifest>,
    resumable: (error: AppError) => boolean = () => false,
  ): ModelTask {
    const work = async (handle: TaskHandle): Promise<void> => {
      // Its own id may have been taken.
      const { id: modelId } = await install(handle);
      handle.update({ modelId });
      await this.#options.encoders.reload();
      await this.#options.installed.announce();
    };
    const { task, result } = this.#board.start(start, work, resumable);
    // What goes wrong is said by the task.
    result.catch(() => undefined);
    return task;
  }

  /** A task that somebody waits for: it ends with their call. */
  async #follow<T>(
    signal: AbortSignal,
    kind: 'test' | 'calibrate',
    { id: modelId, name: title }: ModelManifest,
    work: (task: TaskHandle) => Promise<T>,
  ): Promise<T> {
    throwIfCancelled(signal);
    const id = `${kind}-${modelId}`;
    const phase = kind === 'test' ? 'test' : 'measure';
    const { result } = this.#board.start({ id, kind, modelId, title, phase, unit: 'steps' }, work);
    const stop = (): void => void this.#board.stop(id);
    signal.addEventListener('abort', stop, { once: true });
    return result.finally(() => signal.removeEventListener('abort', stop));
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

function licenceNotAccepted({ name, licence }: RegistryEntry): AppError {
  const message = `${name} is under the licence ${licence.name} (${licence.url}). Read and accept it first.`;
  return new AppError('LICENCE_NOT_ACCEPTED', message, { details: { licence } });
}

/** The models of this machine: which there are, each opened once and on first use, and the one in use. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Calibration, type EncodersInfo, providerNameSchema } from '../../contract/encoders.ts';
import { AppError, toAppError } from '../../contract/errors.ts';
import { modelManifestSchema } from '../../contract/model-manifest.ts';
import type { EventHub } from '../../contract/rpc/event-hub.ts';
import { Calibrations, type MeasureOptions, providersOf } from './calibration/calibrations.ts';
import { runThreads } from './calibration/machine.ts';
import type { Limits } from './calibration/trial.ts';
import { listModelFolders, type ModelFolder, manifestName, readModelFolder } from './manifest.ts';
import { ModelEncoder } from './model-encoder.ts';
import { type OnnxEncoder, openEncoder } from './onnx-encoder.ts';
import type { ProviderCandidate, ProviderOutcome } from './providers.ts';

export interface EncodersOptions {
  /** The folder of the models that ship with the application. */
  readonly modelsDir: string;
  /** Where models that a person added live. */
  readonly userModelsDir?: string | undefined;
  readonly hub: EventHub;
  /** The id of the model in use at first; the starter model when left out. */
  readonly activeModelId?: string | undefined;
  /** Threads for images; all cores when left out. */
  readonly threads?: number | undefined;
  /** The application's home, where what was measured on this machine is remembered. */
  readonly home?: string | undefined;
  /** An open model that was never measured on this machine is, in the background, this long after it was opened [ms]; never if left out. */
  readonly calibrateAfterMs?: number | undefined;
  /** What calibration tries; the providers of this platform when left out. */
  readonly candidates?: readonly ProviderCandidate[] | undefined;
  /** How long calibration takes over it; the usual limits when left out. */
  readonly limits?: Partial<Limits> | undefined;
}

/** A folder with a `model.json`. */
export interface FoundModel {
  readonly folder: string;
  /** Came with the application. */
  readonly bundled: boolean;
  /** Undefined when its `model.json` cannot be read or another folder has its id; `problem` says so. */
  readonly model: ModelFolder | undefined;
  readonly problem: AppError | undefined;
}

const starterFolder = 'starter';

/** Emits `encoders.changed` whenever `info()` changes. */
export class Encoders {
  readonly #options: EncodersOptions;
  readonly #threads: number;
  readonly #models = new Map<string, ModelEncoder>();
  readonly #calibrations: Calibrations;
  #closing = new AbortController();
  /** Calibrations take turns: two at once would measure each other. */
  #calibrating: Promise<unknown> = Promise.resolve();
  /** Models that will be measured by themselves. */
  readonly #soon = new Map<string, ReturnType<typeof setTimeout>>();
  #inUseId: string | undefined;

  constructor(options: EncodersOptions) {
    this.#options = options;
    this.#threads = options.threads ?? runThreads();
    const { home, candidates, limits } = options;
    this.#calibrations = new Calibrations({ home, candidates, limits, threads: this.#threads });
    this.#inUseId = options.activeModelId;
  }

  /** The id of the model that ships with the application. */
  get starterId(): string {
    try {
      const text = readFileSync(join(this.#options.modelsDir, starterFolder, manifestName), 'utf8');
      return modelManifestSchema.shape.id.parse((JSON.parse(text) as { id?: unknown }).id);
    } catch {
      return starterFolder;
    }
  }

  /** A model by id, there or not: what is wrong with it is said when it is described or opened. The one in use when no id is given. */
  model(id: string = this.inUseId): ModelEncoder {
    const known = this.#models.get(id);
    if (known !== undefined) return known;
    const model = new ModelEncoder({
      modelId: id,
      locate: () => this.#locate(id),
      open: (folder) => this.#open(folder),
      onChange: () => this.#onChange(model),
    });
    this.#models.set(id, model);
    return model;
  }

  get inUseId(): string {
    return this.#inUseId ?? this.starterId;
  }

  /** The model that `info`, `active` and `describe` speak of from now on. Opens and closes nothing. */
  async use(id: string): Promise<void> {
    if (id === this.#inUseId) return;
    this.#inUseId = id;
    await this.#announce();
  }

  /** Every folder with a `model.json`, as it is on disk now: the bundled ones first, each by name. */
  async list(): Promise<FoundModel[]> {
    const { modelsDir, userModelsDir } = this.#options;
    const own = userModelsDir === undefined ? [] : await listModelFolders(userModelsDir);
    const places = [
      ...(await listModelFolders(modelsDir)).map((folder) => ({ folder, bundled: true })),
      ...own.map((folder) => ({ folder, bundled: false })),
    ];
    const read = await Promise.allSettled(places.map(({ folder }) => readModelFolder(folder)));
    const byId = new Map<string, string>();
    return read.map((result, i): FoundModel => {
      const place = places[i] as (typeof places)[number];
      if (result.status === 'rejected') return { ...place, model: undefined, problem: toAppError(result.reason) };
      const { id } = result.value.manifest;
      const first = byId.get(id);
      if (first !== undefined) return { ...place, model: undefined, problem: twice(id, first, place.folder) };
      byId.set(id, place.folder);
      return { ...place, model: result.value, problem: undefined };
    });
  }

  /** To be called after a model folder was added, changed or removed: what is open of one that is no longer the same is closed. */
  async reload(): Promise<void> {
    for (const [id, model] of this.#models) {
      const { opened } = model;
      if (opened === undefined) continue;
      const now = await this.#locate(id).catch(() => undefined);
      if (JSON.stringify(now?.manifest) !== JSON.stringify(opened.manifest)) await model.close();
    }
    await this.#announce();
  }

  /** Does not open anything. */
  async info(): Promise<EncodersInfo> {
    const { opened, failure } = this.model();
    const manifest = opened?.manifest ?? (await this.#locate(this.inUseId).catch(() => undefined))?.manifest;
    return {
      modelId: this.inUseId,
      state: opened !== undefined ? 'ready' : failure !== undefined ? 'failed' : 'loading',
      provider: opened === undefined ? null : providerNameSchema.parse(opened.provider),
      batchSize: opened?.batchSize ?? null,
      sessions: opened?.outcome.sessions ?? null,
      threads: this.#threads,
      failure: opened === undefined ? (failure?.toPayload() ?? null) : null,
      reason: opened?.outcome.reason ?? (manifest && (await this.#calibrations.reason(manifest))) ?? null,
      calibration: manifest === undefined ? null : await this.#calibrations.get(manifest),
    };
  }

  /** What the last calibration of a model on this machine found. @throws {AppError} `MODEL_MISSING`, `MODEL_DAMAGED` */
  async calibration(id: string = this.inUseId): Promise<Calibration | null> {
    return this.#calibrations.get((await this.#locate(id)).manifest);
  }

  /**
   * Measures the providers of this machine on a model, remembers the outcome, and moves the model there if it is open. Images that are
   * encoded in the background wait meanwhile; what people ask for goes on.
   * @throws {AppError} `CANCELLED`, `MODEL_MISSING`, `MODEL_DAMAGED`, `MODEL_FAILED`
   */
  calibrate(id: string = this.inUseId, options: MeasureOptions = {}): Promise<Calibration> {
    const turn = this.#calibrating.then(() => this.#calibrate(id, { retryCrashed: true, ...options }));
    this.#calibrating = turn.catch(() => undefined);
    return turn;
  }

  async close(): Promise<void> {
    for (const timer of this.#soon.values()) clearTimeout(timer);
    this.#soon.clear();
    this.#closing.abort();
    await this.#calibrating;
    this.#closing = new AbortController();
    await Promise.all([...this.#models.values()].map((model) => model.close()));
  }

  async #open(folder: ModelFolder): Promise<OnnxEncoder> {
    const { id } = folder.manifest;
    const providers = await this.#calibrations.providers(folder.manifest);
    await this.#calibrations.using(id, providers[0]?.name ?? null);
    const onOutcome = (outcome: ProviderOutcome): void => {
      // What cannot be remembered is found out again at the next start.
      this.#onOutcome(folder, outcome).catch(() => undefined);
    };
    return openEncoder(folder, { threads: this.#threads, providers, onOutcome });
  }

  async #onChange(model: ModelEncoder): Promise<void> {
    const { modelId, opened } = model;
    await this.#calibrations.using(modelId, opened?.outcome.provider ?? null);
    if (modelId === this.inUseId) await this.#announce();
    const { calibrateAfterMs } = this.#options;
    if (calibrateAfterMs === undefined || opened === undefined || this.#soon.has(modelId)) return;
    this.#soon.set(modelId, setTimeout(() => this.#calibrateFirst(modelId), calibrateAfterMs).unref());
  }

  /** The model runs elsewhere now: because it was moved, or because a provider failed. */
  async #onOutcome({ manifest }: ModelFolder, { provider, reason }: ProviderOutcome): Promise<void> {
    const before = await this.#calibrations.get(manifest);
    if (before !== null && before.provider !== provider && reason !== null) {
      await this.#calibrations.drop(manifest, before.provider, reason);
    }
    await this.#calibrations.using(manifest.id, provider);
    if (manifest.id === this.inUseId) await this.#announce();
  }

  /** Nobody asked for it, so nobody is told when it fails; it is tried again at the next start. */
  async #calibrateFirst(id: string): Promise<void> {
    this.#soon.delete(id);
    if (this.model(id).opened === undefined || this.#closing.signal.aborted) return;
    if ((await this.calibration(id).catch(() => null)) !== null) return;
    await this.calibrate(id, { signal: this.#closing.signal, retryCrashed: false }).catch(() => undefined);
  }

  async #calibrate(id: string, options: MeasureOptions): Promise<Calibration> {
    const signals = [this.#closing.signal, ...(options.signal === undefined ? [] : [options.signal])];
    const folder = await this.#locate(id);
    const over = Promise.withResolvers<void>();
    for (const { opened } of this.#models.values()) opened?.holdBackground(over.promise);
    try {
      const calibration = await this.#calibrations.measure(folder, { ...options, signal: AbortSignal.any(signals) });
      await this.#move(id, calibration);
      return calibration;
    } finally {
      over.resolve();
      if (id === this.inUseId) await this.#announce();
    }
  }

  async #move(id: string, calibration: Calibration): Promise<void> {
    const encoder = this.model(id).opened;
    if (encoder === undefined) return;
    const { provider, batchSize, sessions, reason } = encoder.outcome;
    const same = provider === calibration.provider && batchSize === calibration.batchSize;
    if (same && sessions === calibration.sessions && reason === null) return;
    await this.#calibrations.using(id, calibration.provider);
    await encoder.moveTo(providersOf(encoder.manifest, calibration, this.#threads));
  }

  async #locate(id: string): Promise<ModelFolder> {
    const found = (await this.list()).find(({ model }) => model?.manifest.id === id);
    if (found?.model !== undefined) return found.model;
    // Says which of its files is missing or damaged.
    if (id === this.starterId) return readModelFolder(join(this.#options.modelsDir, starterFolder));
    throw new AppError('MODEL_MISSING', `The model ${id} is not installed. Add it again or choose another.`, {
      details: { modelId: id },
    });
  }

  async #announce(): Promise<void> {
    this.#options.hub.emit('encoders.changed', await this.info());
  }
}

function twice(id: string, first: string, second: string): AppError {
  return new AppError('CONFLICT', `${second} holds the model ${id} again, which ${first} holds. Remove one of them.`, {
    details: { modelId: id },
  });
}

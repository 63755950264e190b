/** The models of this machine, and the one in use. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { EncodersInfo } from '../../contract/encoders.ts';
import { AppError, toAppError } from '../../contract/errors.ts';
import type { EventHub } from '../../contract/rpc/event-hub.ts';
import { listModelFolders, type ModelFolder, readModelFolder } from './manifest.ts';
import { type OnnxEncoder, openEncoder } from './onnx-encoder.ts';
import type { Encoder } from './types.ts';

export interface EncodersOptions {
  /** The folder of the models that ship with the application. */
  readonly modelsDir: string;
  /** Where models that a person added live. */
  readonly userModelsDir?: string | undefined;
  readonly hub: EventHub;
  /** The id of the model to use; the starter model when left out. */
  readonly activeModelId?: string | undefined;
  /** Threads for pictures; all cores when left out. */
  readonly threads?: number | undefined;
}

const starterFolder = 'starter';

/** Lists models and opens the active one on first use; emits `encoders.changed` whenever `info()` changes. */
export class Encoders {
  readonly #options: EncodersOptions;
  readonly #threads: number;
  #opening: Promise<OnnxEncoder> | undefined;
  #open: OnnxEncoder | undefined;
  #failure: AppError | undefined;

  constructor(options: EncodersOptions) {
    this.#options = options;
    this.#threads = options.threads ?? availableParallelism();
  }

  /**
   * The model in use, opened on the first call. A failure is not kept: the next call tries again.
   * @throws {AppError} `MODEL_MISSING`, `MODEL_DAMAGED`, `MODEL_FAILED`
   */
  active(): Promise<Encoder> {
    this.#opening ??= this.#openActive();
    return this.#opening;
  }

  /**
   * What the vectors of the active model are, without opening it.
   * @throws {AppError} `MODEL_MISSING`, `MODEL_DAMAGED`
   */
  async describe(): Promise<{ modelId: string; pipelineVersion: number; dimensions: number }> {
    const { id, pipelineVersion, dimensions } = (await this.#activeFolder()).manifest;
    return { modelId: id, pipelineVersion, dimensions };
  }

  /** Does not open anything. */
  async info(): Promise<EncodersInfo> {
    const models = await this.#models();
    const activeId = this.#open?.modelId ?? this.#pickActive(models)?.manifest.id;
    return {
      models: models.map(({ manifest: { id, name, version, licence, dimensions } }) => {
        return { id, name, version, licence, dimensions, active: id === activeId };
      }),
      state: this.#open !== undefined ? 'ready' : this.#failure !== undefined ? 'failed' : 'loading',
      provider: this.#open?.provider ?? null,
      threads: this.#threads,
      reason: this.#failure?.message ?? this.#open?.providerReason ?? null,
    };
  }

  async close(): Promise<void> {
    const opening = this.#opening;
    this.#opening = undefined;
    await opening?.then(
      (encoder) => {
        if (this.#open === encoder) this.#open = undefined;
        return encoder.close();
      },
      () => undefined,
    );
  }

  async #openActive(): Promise<OnnxEncoder> {
    this.#failure = undefined;
    await this.#announce();
    try {
      this.#open = await openEncoder(await this.#activeFolder(), { threads: this.#threads });
      return this.#open;
    } catch (error) {
      this.#opening = undefined;
      this.#failure = toAppError(error);
      throw this.#failure;
    } finally {
      await this.#announce();
    }
  }

  /** The folder of the active model; when there is none, says what is wrong with it. */
  async #activeFolder(): Promise<ModelFolder> {
    const folder = this.#pickActive(await this.#models());
    if (folder !== undefined) return folder;
    const { activeModelId, modelsDir } = this.#options;
    if (activeModelId === undefined) return readModelFolder(join(modelsDir, starterFolder));
    throw new AppError(
      'MODEL_MISSING',
      `The model ${activeModelId} is not installed. Add it again or choose another.`,
      {
        details: { modelId: activeModelId },
      },
    );
  }

  /** Folders that can be read; a damaged one is left out here and reported when it is the one to be opened. */
  async #models(): Promise<ModelFolder[]> {
    const { modelsDir, userModelsDir } = this.#options;
    const folders = await listModelFolders(modelsDir);
    if (userModelsDir !== undefined) folders.push(...(await listModelFolders(userModelsDir)));
    const read = await Promise.allSettled(folders.map(readModelFolder));
    const byId = new Map<string, ModelFolder>();
    for (const result of read) {
      if (result.status === 'fulfilled' && !byId.has(result.value.manifest.id)) {
        byId.set(result.value.manifest.id, result.value);
      }
    }
    return [...byId.values()];
  }

  #pickActive(models: readonly ModelFolder[]): ModelFolder | undefined {
    const { activeModelId, modelsDir } = this.#options;
    return models.find(({ folder, manifest }) =>
      activeModelId === undefined ? folder === join(modelsDir, starterFolder) : manifest.id === activeModelId,
    );
  }

  async #announce(): Promise<void> {
    this.#options.hub.emit('encoders.changed', await this.info());
  }
}

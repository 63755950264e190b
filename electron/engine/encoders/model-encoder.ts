/** One model of this machine by its id: what it is, and the model itself once it was asked for. */
import { type AppError, toAppError } from '../../contract/errors.ts';
import type { ModelFolder } from './manifest.ts';
import type { OnnxEncoder } from './onnx-encoder.ts';
import { explainOnnx } from './onnx-reasons.ts';
import type { Encoder } from './types.ts';

/** What the vectors of a model are. */
export interface ModelDescription {
  readonly modelId: string;
  readonly name: string;
  readonly pipelineVersion: number;
  readonly dimensions: number;
}

export interface ModelEncoderParts {
  readonly modelId: string;
  /** Where it lies now. @throws {AppError} `MODEL_MISSING`, `MODEL_DAMAGED` */
  readonly locate: () => Promise<ModelFolder>;
  readonly open: (folder: ModelFolder) => Promise<OnnxEncoder>;
  /** Called when it begins to open, is open, failed, or was closed. */
  readonly onChange: () => void | Promise<void>;
}

export class ModelEncoder {
  readonly modelId: string;
  readonly #parts: ModelEncoderParts;
  #opening: Promise<OnnxEncoder> | undefined;
  #opened: OnnxEncoder | undefined;
  #failure: AppError | undefined;
  #holders = 0;

  constructor(parts: ModelEncoderParts) {
    this.modelId = parts.modelId;
    this.#parts = parts;
  }

  /** The model if it is open. */
  get opened(): OnnxEncoder | undefined {
    return this.#opened;
  }

  /** Why it could not be opened the last time. */
  get failure(): AppError | undefined {
    return this.#failure;
  }

  /**
   * The model, opened on the first call. A failure is not kept: the next call tries again.
   * @throws {AppError} `MODEL_MISSING`, `MODEL_DAMAGED`, `MODEL_FAILED`
   */
  active(): Promise<Encoder> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  /** Does not open anything. @throws {AppError} `MODEL_MISSING`, `MODEL_DAMAGED` */
  async describe(): Promise<ModelDescription> {
    const { id, name, pipelineVersion, dimensions } = (await this.#parts.locate()).manifest;
    return { modelId: id, name, pipelineVersion, dimensions };
  }

  /** Keeps the model open, once it is, until what is answered has been called; with the last holder it is closed. */
  hold(): () => Promise<void> {
    this.#holders++;
    let held = true;
    return async () => {
      if (!held) return;
      held = false;
      if (--this.#holders === 0) await this.close();
    };
  }

  /** Frees its memory after the run that is under way; the next call of `active` opens it again. */
  async close(): Promise<void> {
    const opening = this.#opening;
    this.#opening = undefined;
    await opening?.then(
      async (encoder) => {
        if (this.#opened === encoder) this.#opened = undefined;
        await encoder.close();
        await this.#parts.onChange();
      },
      () => undefined,
    );
  }

  async #open(): Promise<OnnxEncoder> {
    this.#failure = undefined;
    await this.#parts.onChange();
    try {
      this.#opened = await this.#parts.open(await this.#parts.locate());
      return this.#opened;
    } catch (error) {
      this.#opening = undefined;
      this.#failure = explainOnnx(toAppError(error));
      throw this.#failure;
    } finally {
      await this.#parts.onChange();
    }
  }
}

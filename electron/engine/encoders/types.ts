/** What the rest of the engine knows of a model: texts and images go in, L2-normalised vectors come out. */
import type { ModelManifest } from '../../contract/model-manifest.ts';

/** An image ready for one model: interleaved RGB bytes [height x width x 3] of exactly the model's input size. */
export type ModelPixels = Uint8Array;

export interface EncodeOptions {
  readonly signal?: AbortSignal | undefined;
  /** A person waits for `interactive` work (the default): it goes before all `background` work that has not started. */
  readonly priority?: 'interactive' | 'background' | undefined;
}

/** Inference runs outside the engine's thread; a long list is cut into runs, between which other callers get their turn. */
export interface Encoder {
  readonly manifest: ModelManifest;
  readonly modelId: string;
  readonly dimensions: number;
  readonly provider: string;
  /** Images per background run that serve this machine best. */
  readonly batchSize: number;
  /** Vectors [dimensions], one a text, in order. @throws {AppError} `MODEL_FAILED`, `CANCELLED` */
  encodeTexts(texts: readonly string[], options?: EncodeOptions): Promise<Float32Array[]>;
  /** Vectors [dimensions], one an image, in order. @throws {AppError} `MODEL_FAILED`, `CANCELLED` */
  encodeImages(images: readonly ModelPixels[], options?: EncodeOptions): Promise<Float32Array[]>;
  close(): Promise<void>;
}

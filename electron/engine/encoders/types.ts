/** What the rest of the engine knows of a model: texts and pictures go in, L2-normalised vectors come out. */
import type { ModelManifest } from '../../contract/model-manifest.ts';

/** A picture ready for one model: interleaved RGB bytes [height x width x 3] of exactly the model's input size. */
export type ModelPixels = Uint8Array;

export interface Encoder {
  readonly manifest: ModelManifest;
  readonly modelId: string;
  readonly dimensions: number;
  readonly provider: string;
  /** Pictures per run that serve this machine best. */
  readonly batchSize: number;
  /** Vectors [dimensions], one a text, in order. */
  encodeTexts(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>;
  /** Vectors [dimensions], one a picture, in order. @throws {AppError} `MODEL_FAILED` */
  encodeImages(pictures: readonly ModelPixels[], signal?: AbortSignal): Promise<Float32Array[]>;
  close(): Promise<void>;
}

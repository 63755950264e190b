/** What the engine and the worker that runs one ONNX file say to each other. Plain data only: it is copied between threads. */
import type { Filler, ModelManifest } from '../../contract/model-manifest.ts';
import type { NativeGate } from '../threads/native-gate.ts';
import type { GpuGate } from './gpu-gate.ts';
import type { Provider, ProviderOutcome } from './providers.ts';

export type Priority = 'interactive' | 'background';

/** How RGB bytes become what a file reads, and where the vectors of pictures are. The words are those of `model.json`. */
export interface PictureTask {
  readonly input: ModelManifest['vision']['input'];
  readonly normalise: ModelManifest['vision']['normalise'];
  readonly outputs: Pick<ModelManifest['vision']['outputs'], 'embedding' | 'pooling'>;
  readonly fillers: readonly Filler[];
}

/** How ids become what a file reads, and where the vectors of texts are. */
export interface TextTask {
  readonly input: ModelManifest['text']['input'];
  readonly outputs: ModelManifest['text']['outputs'];
  readonly fillers: readonly Filler[];
}

/** One ONNX file. Both tasks are given where one file holds both towers. */
export interface SessionSpec {
  readonly path: string;
  /** What is compared with its checksum before the file is opened: itself, and the weights that lie beside it. */
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
  readonly dimensions: number;
  readonly pictures?: PictureTask | undefined;
  readonly texts?: TextTask | undefined;
  /** Tried in this order; the next is taken when one does not open. */
  readonly providers: readonly Provider[];
}

export interface WorkerData {
  readonly spec: SessionSpec;
  readonly gate: NativeGate;
  readonly gpu: GpuGate;
}

export type ToWorker =
  | {
      readonly type: 'run';
      readonly id: number;
      readonly priority: Priority;
      readonly count: number;
      /**
       * Pictures: RGB bytes [count x height x width x 3]. Texts: [count x (1 + length)], each row the number of its ids, then the ids,
       * then padding.
       */
      readonly data: Uint8Array | Int32Array;
    }
  | { readonly type: 'cancel'; readonly id: number }
  /** Frees what the session holds, after the run that is under way. */
  | { readonly type: 'close' };

export interface Failure {
  readonly code: 'MODEL_DAMAGED' | 'MODEL_FAILED';
  readonly message: string;
}

export type FromWorker =
  | { readonly type: 'ready'; readonly outcome: ProviderOutcome }
  | { readonly type: 'unusable'; readonly failure: Failure }
  /** `vectors`: [count x dimensions]. */
  | { readonly type: 'result'; readonly id: number; readonly vectors: Float32Array }
  | { readonly type: 'failed'; readonly id: number; readonly failure: Failure }
  | { readonly type: 'closed' };

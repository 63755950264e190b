/** What the engine and the worker that runs one ONNX file say to each other. Plain data only: it is copied between threads. */
import type { NativeGate } from '../threads/native-gate.ts';
import type { GpuGate } from './gpu-gate.ts';
import type { Provider, ProviderOutcome } from './providers.ts';

export type Priority = 'interactive' | 'background';

/** How the numbers of a message become the input tensor. */
export type InputSpec =
  | {
      readonly kind: 'pictures';
      readonly name: string;
      readonly width: number;
      readonly height: number;
      readonly mean: readonly [number, number, number];
      readonly std: readonly [number, number, number];
      readonly scale: number;
    }
  | { readonly kind: 'texts'; readonly name: string; readonly type: 'int64' | 'int32'; readonly length: number };

export interface SessionSpec {
  readonly path: string;
  readonly sha256: string;
  readonly input: InputSpec;
  readonly output: string;
  readonly dimensions: number;
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
      /** Pictures: RGB bytes [count x height x width x 3]. Texts: padded ids [count x length]. */
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

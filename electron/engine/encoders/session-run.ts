/** One run of a session: the bytes or ids of a message become tensors, and the output becomes vectors. */
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { type NativeGate, throughGate } from '../threads/native-gate.ts';
import type { InputSpec, SessionSpec, ToWorker } from './session-protocol.ts';
import { normalisePlanar } from './tensors.ts';

export type Run = Extract<ToWorker, { type: 'run' }>;

/** Answers [count x dimensions]. */
export async function execute(
  session: InferenceSession,
  spec: SessionSpec,
  gate: NativeGate,
  { data, count }: Run,
): Promise<Float32Array> {
  const feeds = { [spec.input.name]: toTensor(spec.input, data, count) };
  const outputs = await throughGate(gate, () => session.run(feeds, [spec.output]));
  const output = outputs[spec.output];
  const values = output?.data;
  if (!(values instanceof Float32Array) || values.length !== count * spec.dimensions) {
    throw new Error(
      `${spec.path} gave ${output?.type} [${output?.dims}] in place of float32 [${count},${spec.dimensions}]`,
    );
  }
  // A copy: the values may lie in memory of ONNX Runtime, which cannot be handed over.
  return values.slice();
}

function toTensor(input: InputSpec, data: Uint8Array | Int32Array, count: number): Tensor {
  if (input.kind === 'pictures') {
    const { width, height } = input;
    const planar = normalisePlanar(data as Uint8Array, count, width * height, input);
    return new Tensor('float32', planar, [count, 3, height, width]);
  }
  const dims = [count, input.length];
  return input.type === 'int64'
    ? new Tensor('int64', BigInt64Array.from(data as Int32Array, BigInt), dims)
    : new Tensor('int32', data as Int32Array, dims);
}

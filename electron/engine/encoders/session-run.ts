/** Opens an ONNX file on the first execution provider that takes it, and runs it. Imported by the worker only, since runs block. */
import { InferenceSession, type Tensor } from 'onnxruntime-node';
import type { ProviderName, ProviderReason } from '../../contract/encoders.ts';
import { type NativeGate, throughGate } from '../threads/native-gate.ts';
import { couldNotStart } from './provider-reasons.ts';
import type { Provider, ProviderOutcome } from './providers.ts';
import type { SessionSpec } from './session-spec.ts';
import {
  type Expected,
  type Feeds,
  imageFeeds,
  imageVectors,
  textFeeds,
  textRows,
  textVectors,
} from './session-tensors.ts';

/** The inputs of one run. */
export interface Batch {
  readonly count: number;
  /**
   * Images: RGB bytes [count x height x width x 3]. Texts: [count x (1 + length)], each row the number of its ids, then the ids, then
   * padding.
   */
  readonly data: Uint8Array | Int32Array;
}

export async function openSession(spec: SessionSpec): Promise<{ session: InferenceSession; outcome: ProviderOutcome }> {
  let reason: ProviderReason | null = null;
  const messages: string[] = [];
  for (const provider of spec.providers) {
    const { name, batchSize, sessions = 1 } = provider;
    try {
      const session = await InferenceSession.create(spec.path, sessionOptions(provider, spec));
      return { session, outcome: { provider: name, batchSize, sessions: name === 'cpu' ? sessions : 1, reason } };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      messages.push(message);
      reason ??= couldNotStart(name, message);
    }
  }
  throw new Error(messages.join(' '));
}

/** COREML_FLAG_CREATE_MLPROGRAM of coreml_provider_factory.h: the newer of the two formats, which knows more operators. */
const coreMlProgram = 0x10;

/**
 * An arena keeps the memory of the largest run for ever. Images come in few shapes, so it holds what the next run needs, and a run of 8
 * costs half the processor time that it costs without one; texts come in many. No spinning, since threads that spin between two
 * operations take the processor from decoding and searching. DirectML wants no memory pattern and operators one after the other (its
 * page in the documentation of ONNX Runtime).
 */
function sessionOptions({ name, threads }: Provider, { texts }: SessionSpec): InferenceSession.SessionOptions {
  return {
    executionProviders: executionProviders(name),
    graphOptimizationLevel: 'all',
    enableCpuMemArena: texts === undefined,
    ...(name === 'dml' ? { enableMemPattern: false, executionMode: 'sequential' } : {}),
    interOpNumThreads: 1,
    intraOpNumThreads: threads,
    logSeverityLevel: name === 'cpu' ? 3 : 4,
    extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
  };
}

/** What TensorRT leaves out of its engines is for CUDA; what any provider leaves out is for the CPU, without being asked. */
function executionProviders(name: ProviderName): InferenceSession.ExecutionProviderConfig[] {
  if (name === 'tensorrt') return [name, 'cuda'];
  return [name === 'coreml' ? { name, coreMlFlags: coreMlProgram } : name];
}

/**
 * Answers [count x dimensions].
 * @throws {Error} when the model does not take or give what `model.json` says, with what to change there
 */
export async function runSession(
  session: InferenceSession,
  spec: SessionSpec,
  gate: NativeGate,
  { data, count }: Batch,
): Promise<Float32Array> {
  const expected: Expected = { path: spec.path, count, dimensions: spec.dimensions };
  const run = async (feeds: Feeds, output: string): Promise<Tensor> => {
    checkNames(session, spec.path, Object.keys(feeds), output);
    const outputs = await throughGate(gate, () => session.run(feeds, [output]));
    return outputs[output] as Tensor;
  };
  if (data instanceof Uint8Array) {
    if (spec.images === undefined) throw new Error(`${spec.path} reads texts and no pictures.`);
    const output = await run(imageFeeds(spec.images, data, count), spec.images.outputs.embedding);
    return imageVectors(spec.images, output, expected);
  }
  if (spec.texts === undefined) throw new Error(`${spec.path} reads pictures and no texts.`);
  const rows = textRows(data, count);
  const output = await run(textFeeds(spec.texts, rows), spec.texts.outputs.embedding);
  return textVectors(spec.texts, output, rows, expected);
}

/** ONNX Runtime would say it too, but not what to do about it. */
function checkNames(session: InferenceSession, path: string, fed: readonly string[], output: string): void {
  const has = (names: readonly string[]): string => `It has ${names.map((name) => `"${name}"`).join(', ')}.`;
  const { inputNames, outputNames } = session;
  const unknown = fed.find((name) => !inputNames.includes(name));
  if (unknown !== undefined) {
    throw new Error(`${path} has no input "${unknown}". ${has(inputNames)} Correct the names in model.json.`);
  }
  const missing = inputNames.find((name) => !fed.includes(name));
  if (missing !== undefined) {
    throw new Error(`${path} wants the input "${missing}" too. Name it in model.json, or say there what fills it.`);
  }
  if (!outputNames.includes(output)) {
    throw new Error(`${path} has no output "${output}". ${has(outputNames)} Correct the name in model.json.`);
  }
}

/**
 * The batch as the provider is to see it. Providers other than the CPU prepare programs, memory or whole engines for each shape that they
 * meet, so only two are ever shown to them: one input, for a query, and the batch that calibration found best, whose last input is
 * repeated where it is not full.
 */
export function padded({ count, data }: Batch, { provider, batchSize }: ProviderOutcome): Batch {
  if (provider === 'cpu' || count <= 1 || count >= batchSize) return { count, data };
  const perInput = data.length / count;
  const whole = new (data instanceof Uint8Array ? Uint8Array : Int32Array)(perInput * batchSize);
  whole.set(data);
  for (let at = data.length; at < whole.length; at += perInput)
    whole.copyWithin(at, data.length - perInput, data.length);
  return { count: batchSize, data: whole };
}

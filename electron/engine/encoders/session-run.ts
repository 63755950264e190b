/** One run of a session: the bytes or ids of a message become tensors, and the output becomes vectors. */
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { type NativeGate, throughGate } from '../threads/native-gate.ts';
import { type Feeds, pictureFeeds, textFeeds, textRows } from './session-inputs.ts';
import { type Expected, pictureVectors, textVectors } from './session-outputs.ts';
import type { SessionSpec, ToWorker } from './session-protocol.ts';

export type Run = Extract<ToWorker, { type: 'run' }>;

/**
 * Answers [count x dimensions].
 * @throws {Error} when the model does not take or give what `model.json` says, with what to change there
 */
export async function execute(
  session: InferenceSession,
  spec: SessionSpec,
  gate: NativeGate,
  { data, count }: Run,
): Promise<Float32Array> {
  const expected: Expected = { path: spec.path, count, dimensions: spec.dimensions };
  const run = async (feeds: Feeds, output: string): Promise<Tensor> => {
    checkNames(session, spec.path, Object.keys(feeds), output);
    const outputs = await throughGate(gate, () => session.run(feeds, [output]));
    return outputs[output] as Tensor;
  };
  if (data instanceof Uint8Array) {
    if (spec.pictures === undefined) throw new Error(`${spec.path} reads texts and no pictures.`);
    const output = await run(pictureFeeds(spec.pictures, data, count), spec.pictures.outputs.embedding);
    return pictureVectors(spec.pictures, output, expected);
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

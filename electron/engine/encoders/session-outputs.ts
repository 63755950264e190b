/** What a run gets from the model: one vector an input, pooled here where the model left that to its user. */
import type { Tensor } from 'onnxruntime-node';
import type { TextRows } from './session-inputs.ts';
import type { PictureTask, TextTask } from './session-protocol.ts';

export interface Expected {
  /** The ONNX file, for messages. */
  readonly path: string;
  readonly count: number;
  readonly dimensions: number;
}

/** Pictures have a class token first, if any; the mean is over all tokens. Answers [count x dimensions]. */
export function pictureVectors(task: PictureTask, output: Tensor, expected: Expected): Float32Array {
  const { embedding, pooling } = task.outputs;
  const { values, tokens } = checked(embedding, pooling, output, expected);
  if (pooling === 'none') return values;
  return pool(values, tokens, expected, () => (pooling === 'cls' ? [0, 1] : [0, tokens]));
}

/** Padding has no part in the vector of a text, whatever the pooling. Answers [count x dimensions]. */
export function textVectors(task: TextTask, output: Tensor, rows: TextRows, expected: Expected): Float32Array {
  const { embedding, pooling, eosId } = task.outputs;
  const { values, tokens } = checked(embedding, pooling, output, expected);
  if (pooling === 'none') return values;
  if (tokens !== rows.length) {
    throw new Error(
      `${expected.path} gave ${tokens} tokens as "${embedding}" for texts of ${rows.length}: they cannot be pooled. Name another output in model.json.`,
    );
  }
  return pool(values, tokens, expected, (row) => {
    const length = Math.max(1, rows.lengths[row] as number);
    if (pooling === 'mean') return [0, length];
    if (pooling === 'cls') return [0, 1];
    const start = row * rows.length;
    const end = pooling === 'eos' ? rows.ids.subarray(start, start + length).indexOf(eosId ?? Number.NaN) : -1;
    const at = end === -1 ? length - 1 : end;
    return [at, at + 1];
  });
}

/** The mean of a span of tokens of each input; a span of one is that token. */
function pool(
  values: Float32Array,
  tokens: number,
  { count, dimensions }: Expected,
  spanOf: (row: number) => readonly [from: number, to: number],
): Float32Array {
  const pooled = new Float32Array(count * dimensions);
  for (let row = 0; row < count; row++) {
    const [from, to] = spanOf(row);
    const vector = pooled.subarray(row * dimensions, (row + 1) * dimensions);
    for (let token = from; token < to; token++) {
      const start = (row * tokens + token) * dimensions;
      for (let i = 0; i < dimensions; i++) vector[i] = (vector[i] as number) + (values[start + i] as number);
    }
    for (let i = 0; i < dimensions; i++) vector[i] = (vector[i] as number) / (to - from);
  }
  return pooled;
}

/**
 * The numbers of an output that has the form it should have: [count, dimensions] when it is pooled already (dimensions of 1 between
 * the two do not matter), else [count, tokens, dimensions], where tokens may be several dimensions.
 * @throws {Error} saying what was found and what to change in model.json
 */
function checked(
  name: string,
  pooling: string,
  { dims, data, type }: Tensor,
  { path, count, dimensions }: Expected,
): { values: Float32Array; tokens: number } {
  const found = `${path} gave ${type} [${dims.join(', ')}] as "${name}" for ${count} inputs`;
  const values = floatsOf(data);
  if (values === undefined) throw new Error(`${found}, which are not vectors. Name another output in model.json.`);
  const [first, last] = [dims[0], dims.at(-1)];
  if (dims.length < 2 || first !== count) {
    throw new Error(`${found}; [${count}, ${dimensions}] was expected. Name another output in model.json.`);
  }
  if (last !== dimensions) {
    throw new Error(`${found}, where model.json says "dimensions": ${dimensions}. Correct it, or name another output.`);
  }
  const tokens = values.length / (count * dimensions);
  if (pooling === 'none' && tokens !== 1) {
    const remedy = 'Name the pooled output in model.json, or say there how to pool this one.';
    throw new Error(`${found}: a vector for each of ${tokens} tokens. ${remedy}`);
  }
  if (pooling !== 'none' && dims.length === 2) {
    throw new Error(`${found}, which is pooled already. Set "pooling" of this output to "none" in model.json.`);
  }
  return { values, tokens };
}

/** A copy, since the numbers may lie in memory of ONNX Runtime; undefined for what is no floating-point number. */
function floatsOf(data: Tensor['data']): Float32Array | undefined {
  if (data instanceof Float32Array) return data.slice();
  if (data instanceof Float16Array || data instanceof Float64Array) return new Float32Array(data);
  return undefined;
}

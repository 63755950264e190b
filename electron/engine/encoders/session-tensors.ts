/**
 * What a run gives to the model and gets from it: bytes and ids become the tensors that `model.json` names, a combined file gets its
 * fillers, and the output becomes one vector an input, pooled here where the model left that to its user.
 */
import { Tensor } from 'onnxruntime-node';
import type { Filler } from '../../contract/model-manifest.ts';
import type { ImageTask, TextTask } from './session-spec.ts';
import { normalisePlanar } from './tensors.ts';

export type Feeds = Record<string, Tensor>;

/** `bytes`: RGB [count x height x width x 3]. */
export function imageFeeds(task: ImageTask, bytes: Uint8Array, count: number): Feeds {
  const { name, width, height, type } = task.input;
  const planar = normalisePlanar(bytes, count, width * height, task.normalise);
  return { [name]: floatTensor(type, planar, [count, 3, height, width]), ...fillerFeeds(task.fillers, count) };
}

/** Texts of one run: how many ids each has, and the ids [count x length] with padding on the right. */
export interface TextRows {
  readonly lengths: Int32Array;
  readonly ids: Int32Array;
  readonly length: number;
}

/** Takes apart the data of a run of texts. */
export function textRows(data: Int32Array, count: number): TextRows {
  const width = data.length / count;
  const length = width - 1;
  const lengths = new Int32Array(count);
  const ids = new Int32Array(count * length);
  for (let row = 0; row < count; row++) {
    lengths[row] = data[row * width] as number;
    ids.set(data.subarray(row * width + 1, (row + 1) * width), row * length);
  }
  return { lengths, ids, length };
}

export function textFeeds(task: TextTask, { lengths, ids, length }: TextRows): Feeds {
  const { input, fillers } = task;
  const count = lengths.length;
  const feeds: Feeds = {};
  const give = (name: string | undefined, valueAt: (row: number, column: number) => number): void => {
    if (name === undefined) return;
    const values = Int32Array.from(ids, (_, i) => valueAt(Math.floor(i / length), i % length));
    feeds[name] = idTensor(input.type, values, [count, length]);
  };
  feeds[input.ids] = idTensor(input.type, ids, [count, length]);
  give(input.attentionMask, (row, column) => (column < (lengths[row] as number) ? 1 : 0));
  give(input.tokenTypeIds, () => 0);
  give(input.positionIds, (_, column) => column);
  return { ...feeds, ...fillerFeeds(fillers, count) };
}

function fillerFeeds(fillers: readonly Filler[], count: number): Feeds {
  return Object.fromEntries(fillers.map((filler) => [filler.name, fillerTensor(filler, count)]));
}

function fillerTensor({ type, shape, batch, value }: Filler, count: number): Tensor {
  const dims = batch ? [count, ...shape.slice(1)] : [...shape];
  const size = dims.reduce((product, dim) => product * dim, 1);
  if (type === 'bool') return new Tensor('bool', new Uint8Array(size).fill(value), dims);
  if (type === 'int64' || type === 'int32') return idTensor(type, new Int32Array(size).fill(value), dims);
  return floatTensor(type, new Float32Array(size).fill(value), dims);
}

function idTensor(type: 'int64' | 'int32', ids: Int32Array, dims: readonly number[]): Tensor {
  if (type === 'int32') return new Tensor('int32', ids, dims);
  return new Tensor('int64', BigInt64Array.from(ids, BigInt), dims);
}

/**
 * Half precision goes in as the 16 bits of each number. `Tensor` would make a Float16Array of them, whose length the binding takes for 0
 * (microsoft/onnxruntime pull request 32323), so what it reads of a tensor is given as a plain object.
 */
function floatTensor(type: 'float32' | 'float16', values: Float32Array, dims: readonly number[]): Tensor {
  if (type === 'float32') return new Tensor('float32', values, dims);
  const data = new Uint16Array(new Float16Array(values).buffer);
  return { type, data, dims, location: 'cpu' } as unknown as Tensor;
}

export interface Expected {
  /** The ONNX file, for messages. */
  readonly path: string;
  readonly count: number;
  readonly dimensions: number;
}

/** Images have a class token first, if any; the mean is over all tokens. Answers [count x dimensions]. */
export function imageVectors(task: ImageTask, output: Tensor, expected: Expected): Float32Array {
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

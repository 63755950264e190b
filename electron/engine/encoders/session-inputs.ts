/** What a run gives to the model: bytes and ids become the tensors that `model.json` names, and a combined file gets its fillers. */
import { Tensor } from 'onnxruntime-node';
import type { Filler } from '../../contract/model-manifest.ts';
import type { PictureTask, TextTask } from './session-protocol.ts';
import { normalisePlanar } from './tensors.ts';

export type Feeds = Record<string, Tensor>;

/** `bytes`: RGB [count x height x width x 3]. */
export function pictureFeeds(task: PictureTask, bytes: Uint8Array, count: number): Feeds {
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

/** Takes apart what `ToWorker` says of texts. */
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

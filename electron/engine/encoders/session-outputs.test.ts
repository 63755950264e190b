/** Pooling, on numbers that can be added up in the head: token t of input n is [10 n + t, 100]. */
import { Tensor } from 'onnxruntime-node';
import { expect, it } from 'vitest';
import type { ImageTask, TextTask } from './session-spec.ts';
import { imageVectors, textRows, textVectors } from './session-tensors.ts';
import { idRows } from './tensors.ts';

const count = 2;
const tokens = 4;
const expected = { path: 'tower.onnx', count, dimensions: 2 };
const sequence = new Tensor(
  'float32',
  Float32Array.from({ length: count * tokens * 2 }, (_, i) =>
    i % 2 === 1 ? 100 : 10 * Math.floor(i / 8) + (Math.floor(i / 2) % 4),
  ),
  [count, tokens, 2],
);
const eos = 9;
// Three ids and one of padding; two ids and two of padding, which has the id of the end as in CLIP.
const rows = textRows(
  idRows(
    [
      [5, 6, eos],
      [7, eos],
    ],
    tokens,
    eos,
  ),
  count,
);

function text(pooling: TextTask['outputs']['pooling'], eosId?: number): TextTask {
  return {
    input: { ids: 'input_ids', type: 'int64' },
    outputs: { embedding: 'x', pooling, ...(eosId === undefined ? {} : { eosId }) },
    fillers: [],
  };
}

function image(pooling: ImageTask['outputs']['pooling']): ImageTask {
  return {
    input: { name: 'p', layout: 'NCHW', width: 1, height: 1, channels: 'RGB', type: 'float32' },
    normalise: { mean: [0, 0, 0], std: [1, 1, 1], scale: 1 },
    outputs: { embedding: 'x', pooling },
    fillers: [],
  };
}

it.each([
  ['cls', undefined, [0, 100, 10, 100]],
  ['last', undefined, [2, 100, 11, 100]],
  ['eos', eos, [2, 100, 11, 100]],
  // The first of several.
  ['eos', 7, [2, 100, 10, 100]],
  // (0 + 1 + 2) / 3 and (10 + 11) / 2.
  ['mean', undefined, [1, 100, 10.5, 100]],
] as const)('pools texts by %s (%s)', (pooling, eosId, vectors) => {
  expect([...textVectors(text(pooling, eosId), sequence, rows, expected)]).toEqual(vectors);
});

it('pools pictures by their class token or by the mean of all tokens', () => {
  expect([...imageVectors(image('cls'), sequence, expected)]).toEqual([0, 100, 10, 100]);
  expect([...imageVectors(image('mean'), sequence, expected)]).toEqual([1.5, 100, 11.5, 100]);
});

it('takes dimensions of one, several dimensions of tokens, and other kinds of float', () => {
  const flat = new Tensor('float64', Float64Array.from([1, 2, 3, 4]), [2, 1, 2]);
  expect([...imageVectors(image('none'), flat, expected)]).toEqual([1, 2, 3, 4]);
  const grid = sequence.reshape([2, 2, 2, 2]);
  expect([...imageVectors(image('mean'), grid, expected)]).toEqual([1.5, 100, 11.5, 100]);
});

it('gives numbers rather than none for rows that only fill a batch up', () => {
  const filled = textRows(Int32Array.from([1, 5, 0, 0, 0, 0, 0, 0, 0, 0]), 2);
  expect([...textVectors(text('mean'), sequence, filled, expected)].every(Number.isFinite)).toBe(true);
});

it.each([
  [new Tensor('float32', new Float32Array(6), [2, 3]), 'none', /\[2, 3\] as "x".*"dimensions": 2.*Correct it/],
  [new Tensor('float32', new Float32Array(8), [4, 2]), 'none', /\[2, 2\] was expected/],
  [new Tensor('int64', new BigInt64Array(4), [2, 2]), 'none', /not vectors/],
  [sequence, 'none', /a vector for each of 4 tokens/],
  [new Tensor('float32', new Float32Array(4), [2, 2]), 'cls', /pooled already/],
] as const)('says what is wrong with %o', (tensor, pooling, message) => {
  expect(() => imageVectors(image(pooling), tensor, expected)).toThrow(message);
});

it('does not pool texts by tokens that are not theirs', () => {
  const longer = textRows(idRows([[5], [6]], 7, 0), 2);
  expect(() => textVectors(text('mean'), sequence, longer, expected)).toThrow(/4 tokens.*texts of 7/);
});

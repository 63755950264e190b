/** The tensors of a run, against numbers worked out by hand. */
import type { Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import type { ImageTask, TextTask } from './session-spec.ts';
import { imageFeeds, textFeeds, textRows } from './session-tensors.ts';
import { idRows } from './tensors.ts';
import { normaliseOf } from './testing/preprocessing.ts';

const rounded = (tensor: Tensor | undefined): number[] =>
  Array.from(tensor?.data as Float32Array, (value) => Number(value.toFixed(4)));

describe('pictures', () => {
  function taskOf(family: 'clip' | 'siglip' | 'chinese-clip', changes: Partial<ImageTask> = {}): ImageTask {
    return {
      input: { name: 'pixel_values', layout: 'NCHW', width: 2, height: 1, channels: 'RGB', type: 'float32' },
      normalise: normaliseOf(family),
      outputs: { embedding: 'image_embeds', pooling: 'none' },
      fillers: [],
      ...changes,
    };
  }
  // Two pixels: 255 128 0 and 0 0 255.
  const bytes = Uint8Array.from([255, 128, 0, 0, 0, 255]);

  it.each(['clip', 'chinese-clip'] as const)('are normalised by the mean and deviation of %s', (family) => {
    const { pixel_values } = imageFeeds(taskOf(family), bytes, 1);
    expect(pixel_values?.dims).toEqual([1, 3, 1, 2]);
    // Red (1 - 0.48145466) / 0.26862954 and (0 - 0.48145466) / 0.26862954; green (128 / 255 - 0.4578275) / 0.26130258 and
    // -0.4578275 / 0.26130258; blue -0.40821073 / 0.27577711 and (1 - 0.40821073) / 0.27577711.
    expect(rounded(pixel_values)).toEqual([1.9303, -1.7923, 0.1689, -1.7521, -1.4802, 2.1459]);
  });

  it('lie between -1 and 1 for SigLIP', () => {
    // 128 / 255 * 2 - 1 = 0.0039.
    expect(rounded(imageFeeds(taskOf('siglip'), bytes, 1).pixel_values)).toEqual([1, -1, 0.0039, -1, -1, 1]);
  });

  it('go in as 16 bits each where the file wants half precision', () => {
    const { input } = taskOf('siglip');
    const { pixel_values } = imageFeeds(taskOf('siglip', { input: { ...input, type: 'float16' } }), bytes, 1);
    expect(pixel_values?.type).toBe('float16');
    // 1 and -1 in IEEE 754 binary16; 0.0039 = 1.004 * 2^-8, so exponent 7 and 4 of 1024.
    expect(Array.from(pixel_values?.data as unknown as Uint16Array)).toEqual([
      0x3c00, 0xbc00, 0x1c04, 0xbc00, 0xbc00, 0x3c00,
    ]);
  });

  it('come with the fillers of a file of both towers', () => {
    const fillers: ImageTask['fillers'] = [
      { name: 'input_ids', type: 'int64', shape: [1, 3], batch: false, value: 7 },
      { name: 'attention_mask', type: 'bool', shape: [1, 2], batch: true, value: 1 },
      { name: 'scale', type: 'float16', shape: [1], batch: false, value: 2 },
    ];
    const feeds = imageFeeds(taskOf('clip', { fillers }), Uint8Array.from([...bytes, ...bytes]), 2);
    expect(feeds.pixel_values?.dims).toEqual([2, 3, 1, 2]);
    expect(feeds.input_ids).toMatchObject({ type: 'int64', dims: [1, 3], data: BigInt64Array.from([7n, 7n, 7n]) });
    expect(feeds.attention_mask).toMatchObject({ type: 'bool', dims: [2, 2], data: Uint8Array.from([1, 1, 1, 1]) });
    expect(feeds.scale).toMatchObject({ type: 'float16', dims: [1], data: Uint16Array.from([0x4000]) });
  });
});

describe('texts', () => {
  const rows = textRows(idRows([[2, 9, 3], [2]], 4, 1), 2);
  const taskOf = (input: Partial<TextTask['input']>): TextTask => {
    return {
      input: { ids: 'input_ids', type: 'int64', ...input },
      outputs: { embedding: 'x', pooling: 'none' },
      fillers: [],
    };
  };

  it('are ids alone where model.json names nothing else', () => {
    const feeds = textFeeds(taskOf({}), rows);
    expect(Object.keys(feeds)).toEqual(['input_ids']);
    expect(feeds.input_ids).toMatchObject({
      type: 'int64',
      dims: [2, 4],
      data: BigInt64Array.from([2n, 9n, 3n, 1n, 2n, 1n, 1n, 1n]),
    });
  });

  it('come with mask, types and positions under the names that it gives', () => {
    const feeds = textFeeds(taskOf({ type: 'int32', attentionMask: 'm', tokenTypeIds: 't', positionIds: 'p' }), rows);
    expect(feeds.input_ids).toMatchObject({ type: 'int32', data: Int32Array.from([2, 9, 3, 1, 2, 1, 1, 1]) });
    expect(feeds.m).toMatchObject({ type: 'int32', dims: [2, 4], data: Int32Array.from([1, 1, 1, 0, 1, 0, 0, 0]) });
    expect(feeds.t).toMatchObject({ data: new Int32Array(8) });
    expect(feeds.p).toMatchObject({ data: Int32Array.from([0, 1, 2, 3, 0, 1, 2, 3]) });
  });
});

import { expect, it } from 'vitest';
import type { ModelManifest } from '../../contract/model-manifest.ts';
import { encodeQueries, encodeQuery } from './encode-queries.ts';
import type { Encoder } from './types.ts';

const unit = (...values: number[]): Float32Array => Float32Array.from(values, (value) => value / Math.hypot(...values));

it('puts each text into every prompt as it is', async () => {
  const asked: string[][] = [];
  const encoder = {
    manifest: { text: { prompts: ['{}', 'a photo of a {}'] } } as unknown as ModelManifest,
    encodeTexts: async (texts: readonly string[]) => {
      asked.push([...texts]);
      return texts.map((_, i) => (i % 2 === 0 ? unit(1, 0) : unit(0, 1)));
    },
  } as unknown as Encoder;
  expect(await encodeQueries(encoder, ['red', '$& dress'])).toHaveLength(2);
  expect([...(await encodeQuery(encoder, 'hat'))]).toEqual([
    expect.closeTo(Math.SQRT1_2, 6),
    expect.closeTo(Math.SQRT1_2, 6),
  ]);
  expect(await encodeQueries(encoder, [])).toEqual([]);
  expect(asked).toEqual([
    ['red', 'a photo of a red', '$& dress', 'a photo of a $& dress'],
    ['hat', 'a photo of a hat'],
  ]);
});

/** Vectors of texts and images by the starter model, as a library has them, and of words. */
import { fileURLToPath } from 'node:url';
import { readModelFolder } from '../../electron/engine/encoders/manifest.ts';
import { type OnnxEncoder, openEncoder } from '../../electron/engine/encoders/onnx-encoder.ts';
import { decodeForModel } from '../../electron/engine/images/index.ts';
import { dot } from '../../electron/engine/numbers/vectors.ts';
import type { Features } from '../../electron/engine/recommendations/feature-map.ts';
import { joinedVectors, wordVectors } from '../../electron/engine/recommendations/word-vectors.ts';

const starter = fileURLToPath(new URL('../../models/starter', import.meta.url));

async function withEncoder<T>(work: (encoder: OnnxEncoder) => Promise<T>): Promise<T> {
  const encoder = await openEncoder(await readModelFolder(starter), { threads: 2 });
  try {
    return await work(encoder);
  } finally {
    await encoder.close();
  }
}

/** The vector of a text beside that of its words. */
export async function textFeatures(texts: readonly string[]): Promise<Float32Array[]> {
  const encoded = await withEncoder((encoder) => encoder.encodeTexts(texts, { priority: 'background' }));
  const words = wordVectors(texts);
  return encoded.map((vector, i) => joinedVectors([vector, words[i] as Float32Array]));
}

export async function imageFeatures(files: readonly string[]): Promise<Float32Array[]> {
  return withEncoder(async (encoder) => {
    const pixels: Uint8Array[] = [];
    for (const file of files) pixels.push(await decodeForModel(file, encoder.manifest.vision));
    return encoder.encodeImages(pixels, { priority: 'background' });
  });
}

/** How alike the vector of each item is to the mean of some: 0 for those without one. */
export function likenessTo(features: Features, items: ArrayLike<number>): Float64Array {
  const length = features.find((vector) => vector !== undefined)?.length ?? 0;
  const sum = new Float32Array(length);
  for (const item of Array.from(items)) {
    const vector = features[item];
    if (vector !== undefined) for (let d = 0; d < length; d++) sum[d] = (sum[d] as number) + (vector[d] as number);
  }
  return Float64Array.from(features, (vector) => (vector === undefined ? 0 : Math.max(0, dot(sum, vector))));
}

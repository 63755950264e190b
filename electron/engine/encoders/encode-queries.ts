/**
 * Words as a query: a model answers best when a short text is put into the sentences that it was trained on, its
 * prompts.
 */
import { meanVector } from '../numbers/vectors.ts';
import type { EncodeOptions, Encoder } from './types.ts';

/**
 * One vector [dimensions] a text, L2-normalised: the mean over the model's prompts. @throws {AppError} `MODEL_FAILED`,
 * `CANCELLED`
 */
export async function encodeQueries(
  encoder: Encoder,
  texts: readonly string[],
  options?: EncodeOptions,
): Promise<Float32Array[]> {
  if (texts.length === 0) return [];
  const { prompts } = encoder.manifest.text;
  const prompted = texts.flatMap((text) => prompts.map((prompt) => prompt.replace('{}', () => text)));
  const vectors = await encoder.encodeTexts(prompted, options);
  return texts.map((_, i) => meanVector(vectors.slice(i * prompts.length, (i + 1) * prompts.length)));
}

/** One text; see `encodeQueries`. */
export async function encodeQuery(encoder: Encoder, text: string, options?: EncodeOptions): Promise<Float32Array> {
  const [vector] = await encodeQueries(encoder, [text], options);
  return vector as Float32Array;
}

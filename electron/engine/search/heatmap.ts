/**
 * Which regions of an image made it match: the similarity lost when each one is covered (occlusion sensitivity, Zeiler &
 * Fergus 2014).
 */
import type { MethodResult } from '../../contract/contract.ts';
import type { Encoder } from '../encoders/types.ts';
import { decodeForModel, imageArea, occlusions, readHeader, readImageFile } from '../images/index.ts';
import { dot } from '../numbers/vectors.ts';

/**
 * `drops` is row-major [grid x grid] over the image as a person sees it, without the margins a model may add: cosine to
 * `query` of the whole image minus that with the region covered. @throws {AppError} those of reading an image
 */
export async function occlusionHeatmap(
  file: string,
  query: Float32Array,
  grid: number,
  encoder: Encoder,
  signal: AbortSignal,
): Promise<MethodResult<'search.heatmap'>> {
  const { vision } = encoder.manifest;
  const image = await readImageFile(file, signal);
  const { width, height } = await readHeader(image);
  const pixels = await decodeForModel(image, vision, signal);
  const area = imageArea(vision, width, height);
  const covered = occlusions(pixels, vision.input.width, vision.input.height, grid, grid, area);
  const [whole, ...parts] = await encoder.encodeImages([pixels, ...covered], { signal });
  const similarity = whole === undefined ? 0 : dot(query, whole);
  return { rows: grid, columns: grid, similarity, drops: parts.map((vector) => similarity - dot(query, vector)) };
}

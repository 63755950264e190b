/** Which regions of a photo made it match: the similarity lost when each one is covered (occlusion sensitivity, Zeiler & Fergus 2014). */
import type { MethodResult } from '../../contract/contract.ts';
import type { Encoder } from '../encoders/types.ts';
import { decodeForModel, occlusions } from '../images/index.ts';
import { dot } from './candidates.ts';

/** `drops` is row-major [grid x grid]: cosine to `query` of the whole photo minus that with the region covered. */
export async function occlusionHeatmap(
  file: string,
  query: Float32Array,
  grid: number,
  encoder: Encoder,
  signal: AbortSignal,
): Promise<MethodResult<'search.heatmap'>> {
  const { vision } = encoder.manifest;
  const pixels = await decodeForModel(file, vision, signal);
  const covered = occlusions(pixels, vision.input.width, vision.input.height, grid, grid);
  const [whole, ...parts] = await encoder.encodeImages([pixels, ...covered], { signal });
  const similarity = whole === undefined ? 0 : dot(query, whole);
  return { rows: grid, columns: grid, similarity, drops: parts.map((vector) => similarity - dot(query, vector)) };
}

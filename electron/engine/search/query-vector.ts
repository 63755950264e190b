/**
 * From the parts of a query to one vector: `q = normalise(sum w_i * e_i)`, and how similarities to that mixture are
 * read.
 */
import type { ModelScales, SimilarityScale } from '../encoders/similarity.ts';
import { lengthOf } from '../numbers/vectors.ts';

/** A part with its vector [dimensions], L2-normalised. */
export interface EncodedPart {
  readonly kind: 'text' | 'image';
  readonly weight: number;
  readonly vector: Float32Array;
}

export interface QueryVector {
  /** [dimensions], L2-normalised. */
  readonly vector: Float32Array;
  readonly picture: SimilarityScale;
  readonly listing: SimilarityScale;
}

/** Mixes the parts. `null` when they cancel each other out. */
export function mixParts(parts: readonly EncodedPart[], model: ModelScales): QueryVector | null {
  const dimensions = parts[0]?.vector.length ?? 0;
  const mixed = new Float32Array(dimensions);
  const gains = parts.map((part) => {
    const kind = part.kind === 'image' ? gainBesideText(parts, model) : 1;
    return part.weight * kind * (part.weight < 0 ? model.minusGain : 1);
  });
  parts.forEach((part, index) => {
    const gain = gains[index] ?? 0;
    for (let i = 0; i < dimensions; i++) mixed[i] = (mixed[i] ?? 0) + gain * (part.vector[i] ?? 0);
  });
  const norm = lengthOf(mixed);
  if (norm < 1e-6) return null;
  for (let i = 0; i < dimensions; i++) mixed[i] = (mixed[i] ?? 0) / norm;
  return {
    vector: mixed,
    picture: mixScales(parts, gains, norm, model.textToImage, model.imageToImage),
    listing: mixScales(parts, gains, norm, model.textToText, model.imageToText),
  };
}

function gainBesideText(parts: readonly EncodedPart[], model: ModelScales): number {
  return parts.some((part) => part.kind === 'text') ? model.imageGain : 1;
}

/**
 * cos(q, x) = sum g_i cos(e_i, x) / |sum g_i e_i|, so the even-odds point of the mixture is the same sum over the
 * parts' centres. Parts with a minus sign pull an unrelated product neither up nor down and do not count. The slope is
 * the average by weight.
 */
function mixScales(
  parts: readonly EncodedPart[],
  gains: readonly number[],
  norm: number,
  text: SimilarityScale,
  image: SimilarityScale,
): SimilarityScale {
  let centre = 0;
  let slope = 0;
  let total = 0;
  parts.forEach((part, index) => {
    const gain = gains[index] ?? 0;
    const own = part.kind === 'text' ? text : image;
    if (gain > 0) centre += (gain * own.centre) / norm;
    slope += Math.abs(gain) * own.slope;
    total += Math.abs(gain);
  });
  return { slope: slope / total, centre };
}

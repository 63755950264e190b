/** Many pictures laid over one another at once, as numbers that a thread can be sent and can send back. */
import { signatureBytes } from '../../images/index.ts';
import { type Overlay, overlay } from '../picture/align.ts';
import { type Look, lookFrom } from '../picture/look.ts';

export interface OverlayTask {
  /** Signatures, one after the other. */
  readonly signatures: Uint8Array<ArrayBuffer>;
  /** Two positions in `signatures` a pair: left, right. */
  readonly pairs: Uint32Array<ArrayBuffer>;
}

const fields = ['luma', 'detail', 'agreeing', 'closely', 'rich', 'colour', 'cast', 'overlap'] as const;
const width = fields.length + 1;

/** `width` numbers a pair; see `overlayAt`. */
export function layAll({ signatures, pairs }: OverlayTask): Float64Array<ArrayBuffer> {
  const looks: Look[] = [];
  const lookAt = (position: number): Look => {
    const from = position * signatureBytes;
    looks[position] ??= lookFrom(signatures.subarray(from, from + signatureBytes));
    return looks[position];
  };
  const results = new Float64Array((pairs.length / 2) * width);
  for (let pair = 0; pair * 2 < pairs.length; pair++) {
    const laid = overlay(lookAt(pairs[pair * 2] as number), lookAt(pairs[pair * 2 + 1] as number));
    results[pair * width] = laid.mirrored ? 1 : 0;
    for (const [i, field] of fields.entries()) results[pair * width + 1 + i] = laid[field];
  }
  return results;
}

export function overlayAt(results: Float64Array, pair: number): Overlay {
  const from = pair * width;
  const values = Object.fromEntries(fields.map((field, i) => [field, results[from + 1 + i]]));
  return { mirrored: results[from] === 1, ...(values as Omit<Overlay, 'mirrored'>) };
}

/** Many images laid over one another at once, as numbers that a thread can be sent and can send back. */

import { type Pyramid, pyramidOf } from '../../identity/registration/pyramid.ts';
import { type Registration, registerImages } from '../../identity/registration/register-images.ts';
import { signatureBytes } from '../../images/index.ts';

export interface RegistrationTask {
  /** Signatures, one after the other. */
  readonly signatures: Uint8Array<ArrayBuffer>;
  /** Two positions in `signatures` a pair: left, right. */
  readonly pairs: Uint32Array<ArrayBuffer>;
}

const fields = ['luma', 'detail', 'agreeing', 'closely', 'rich', 'colour', 'cast', 'overlap', 'plain'] as const;
const width = fields.length + 1;

/** Registers pair after pair and stops after each; answers `width` numbers a pair in the end, see `registrationAt`. */
export function* registering({ signatures, pairs }: RegistrationTask): Generator<void, Float64Array<ArrayBuffer>> {
  const results = new Float64Array((pairs.length / 2) * width);
  const pyramids: Pyramid[] = [];
  const pyramidAt = (position: number): Pyramid => {
    const from = position * signatureBytes;
    pyramids[position] ??= pyramidOf(signatures.subarray(from, from + signatureBytes));
    return pyramids[position];
  };
  for (let pair = 0; pair * 2 < pairs.length; pair++) {
    const found = registerImages(pyramidAt(pairs[pair * 2] as number), pyramidAt(pairs[pair * 2 + 1] as number));
    results[pair * width] = found.mirrored ? 1 : 0;
    for (const [i, field] of fields.entries()) results[pair * width + 1 + i] = found[field];
    yield;
  }
  return results;
}

export function registerAll(task: RegistrationTask): Float64Array<ArrayBuffer> {
  const work = registering(task);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

export function registrationAt(results: Float64Array, pair: number): Registration {
  const from = pair * width;
  const values = Object.fromEntries(fields.map((field, i) => [field, results[from + 1 + i]]));
  return { mirrored: results[from] === 1, ...(values as Omit<Registration, 'mirrored'>) };
}

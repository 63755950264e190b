/** Keeps the evidence of many pairs, number beside number: as objects those of 100,000 pairs would weigh 60 MB, five times as much. */
import { type Evidence, evidenceWidth, listEvidence, unpackEvidence } from './evidence.ts';

/** Space is taken for so many at once. */
const perSlab = 2048;

export class EvidenceStore {
  readonly #slabs: Float64Array[] = [];
  #size = 0;

  /** Answers its place. */
  add(evidence: Evidence): number {
    const place = this.#size++;
    const from = (place % perSlab) * evidenceWidth;
    if (from === 0) this.#slabs.push(new Float64Array(perSlab * evidenceWidth));
    const slab = this.#slabs.at(-1) as Float64Array;
    const values = listEvidence(evidence);
    for (let i = 0; i < evidenceWidth; i++) slab[from + i] = values[i] ?? Number.NaN;
    return place;
  }

  at(place: number): Evidence {
    const from = (place % perSlab) * evidenceWidth;
    const slab = this.#slabs[Math.floor(place / perSlab)] as Float64Array;
    const values = slab.subarray(from, from + evidenceWidth);
    return unpackEvidence(Array.from(values, (value) => (Number.isNaN(value) ? null : value)));
  }
}

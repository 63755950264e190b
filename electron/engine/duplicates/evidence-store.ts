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
    this.#slabs[Math.floor(place / perSlab)] ??= new Float64Array(perSlab * evidenceWidth);
    this.#numbersAt(place).set(listEvidence(evidence).map((value) => value ?? Number.NaN));
    return place;
  }

  at(place: number): Evidence {
    return unpackEvidence(Array.from(this.#numbersAt(place), (value) => (Number.isNaN(value) ? null : value)));
  }

  #numbersAt(place: number): Float64Array {
    const from = (place % perSlab) * evidenceWidth;
    return (this.#slabs[Math.floor(place / perSlab)] as Float64Array).subarray(from, from + evidenceWidth);
  }
}

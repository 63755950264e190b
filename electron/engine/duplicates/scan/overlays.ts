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

/** The pictures of a task laid over one another, some pairs at a time. */
export class Laying {
  /** `width` numbers a pair; see `overlayAt`. */
  readonly results: Float64Array<ArrayBuffer>;
  readonly #task: OverlayTask;
  readonly #looks: Look[] = [];
  #next = 0;

  constructor(task: OverlayTask) {
    this.#task = task;
    this.results = new Float64Array((task.pairs.length / 2) * width);
  }

  get done(): boolean {
    return this.#next * 2 >= this.#task.pairs.length;
  }

  lay(count: number): void {
    const { pairs } = this.#task;
    const end = Math.min(this.#next + count, pairs.length / 2);
    for (; this.#next < end; this.#next++) {
      const pair = this.#next;
      const laid = overlay(this.#look(pairs[pair * 2] as number), this.#look(pairs[pair * 2 + 1] as number));
      this.results[pair * width] = laid.mirrored ? 1 : 0;
      for (const [i, field] of fields.entries()) this.results[pair * width + 1 + i] = laid[field];
    }
  }

  #look(position: number): Look {
    const from = position * signatureBytes;
    this.#looks[position] ??= lookFrom(this.#task.signatures.subarray(from, from + signatureBytes));
    return this.#looks[position];
  }
}

export function layAll(task: OverlayTask): Float64Array<ArrayBuffer> {
  const laying = new Laying(task);
  laying.lay(Number.POSITIVE_INFINITY);
  return laying.results;
}

export function overlayAt(results: Float64Array, pair: number): Overlay {
  const from = pair * width;
  const values = Object.fromEntries(fields.map((field, i) => [field, results[from + 1 + i]]));
  return { mirrored: results[from] === 1, ...(values as Omit<Overlay, 'mirrored'>) };
}

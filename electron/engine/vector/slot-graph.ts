/**
 * An HNSW graph over slots. A slot is used once: replacing or deleting a label retires its slot, which keeps routing searches but never
 * answers them. So the graph never meets hnswlib's in-place update, which leaves points unreachable, and what it has lost is the share
 * of its retired slots.
 */
import type { NativeAddon, NativeGraph } from './addon.ts';

/**
 * Measured on 50,000 x 256 (bench/ann.ts): recall@10 >= 0.99 with room to spare, while more links or a longer construction list cost
 * building time and memory and win nothing.
 */
export const graphParameters = { m: 16, efConstruction: 200, randomSeed: 100 } as const;

const retired = -1;

export function makeGraph(addon: NativeAddon, dimensions: number, capacity: number): NativeGraph {
  const native = new addon.HierarchicalNSW('ip', dimensions);
  native.initIndex({ maxElements: capacity, ...graphParameters });
  return native;
}

export class SlotGraph {
  readonly #native: NativeGraph;
  /** By slot: its label, or `retired`. */
  readonly #labels: number[];
  readonly #slots = new Map<number, number>();
  #capacity: number;
  #writing = false;
  #unmarked: number[] = [];

  /** `labels` are those of the slots that `native` holds, `-1` for slots already retired in it. */
  constructor(native: NativeGraph, labels: Iterable<number>) {
    this.#native = native;
    this.#labels = Array.from(labels);
    this.#labels.forEach((label, slot) => {
      if (label !== retired) this.#slots.set(label, slot);
    });
    this.#capacity = native.getMaxElements();
  }

  /** Reads a graph written by `write`. @throws {Error} when the file is not one, or does not fit `labels` and `dimensions` */
  static async read(
    addon: NativeAddon,
    dimensions: number,
    file: string,
    labels: ArrayLike<number>,
  ): Promise<SlotGraph> {
    const native = new addon.HierarchicalNSW('ip', dimensions);
    await native.readIndex(file);
    if (native.getCurrentCount() !== labels.length) {
      throw new Error(`it holds ${native.getCurrentCount()} vectors instead of ${labels.length}`);
    }
    return new SlotGraph(native, Array.from(labels));
  }

  /** Slots, retired ones among them. */
  get count(): number {
    return this.#labels.length;
  }

  get retired(): number {
    return this.#labels.length - this.#slots.size;
  }

  get labels(): readonly number[] {
    return this.#labels;
  }

  has(label: number): boolean {
    return this.#slots.has(label);
  }

  /** Some 0.3 ms. Must not be called while the graph is being written. */
  add(label: number, vector: Float32Array): void {
    this.retire(label);
    const slot = this.#labels.length;
    if (slot >= this.#capacity) {
      this.#capacity = Math.ceil(this.#capacity * 1.5) + 1024;
      this.#native.resizeIndex(this.#capacity);
    }
    this.#native.addPoint(Array.from(vector), slot);
    this.#labels.push(label);
    this.#slots.set(label, slot);
  }

  retire(label: number): void {
    const slot = this.#slots.get(label);
    if (slot === undefined) return;
    this.#slots.delete(label);
    this.#labels[slot] = retired;
    if (this.#writing) this.#unmarked.push(slot);
    else this.#native.markDelete(slot);
  }

  /** Labels of about the `k` nearest, in no order; `ef` is how many candidates the search keeps on its way. */
  search(query: Float32Array, k: number, ef: number, accept?: (label: number) => boolean): number[] {
    const wanted = Math.min(this.#labels.length, k + Math.min(this.#unmarked.length, 100));
    if (wanted === 0) return [];
    this.#native.setEf(Math.max(ef, wanted));
    const filter = accept && ((slot: number) => accept(this.#labels[slot] as number));
    const { neighbors } = this.#native.searchKnn(Array.from(query), wanted, filter);
    return neighbors.map((slot) => this.#labels[slot] as number).filter((label) => label !== retired);
  }

  /** Writes in another thread. The graph can be searched and labels be retired meanwhile; what is retired then is not in the file. */
  async write(file: string): Promise<void> {
    this.#writing = true;
    try {
      await this.#native.writeIndex(file);
    } finally {
      this.#writing = false;
      for (const slot of this.#unmarked) this.#native.markDelete(slot);
      this.#unmarked = [];
    }
  }
}

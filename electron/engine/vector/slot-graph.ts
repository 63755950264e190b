/**
 * An HNSW graph over slots. A slot is used once: when its last label goes or gets another vector it is retired, keeps routing searches
 * and never answers them. So the graph never meets hnswlib's in-place update, which leaves points unreachable, and what it has lost is
 * the share of its retired slots. Labels with the very same vector share a slot: an image that thousands of products show ("no image
 * yet") would else fill all links around it with itself and cut the graph in two.
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
  /** By slot: its first label, or `retired`. */
  readonly #labels: number[] = [];
  /** By slot: the fingerprint of its vector. */
  readonly #fingerprints: number[] = [];
  /** By slot: its other labels, when there are any. */
  readonly #twins = new Map<number, Set<number>>();
  readonly #slots = new Map<number, number>();
  readonly #byFingerprint = new Map<number, number>();
  #retired = 0;
  #capacity: number;
  #writing = false;
  #unmarked: number[] = [];

  /** @param labels one a slot that `native` holds, -1 for slots that it holds as deleted; `fingerprints` alike */
  constructor(native: NativeGraph, labels: ArrayLike<number>, fingerprints: ArrayLike<number>) {
    this.#native = native;
    this.#capacity = native.getMaxElements();
    for (let slot = 0; slot < labels.length; slot++) this.#enter(labels[slot] ?? retired, fingerprints[slot] ?? 0);
  }

  /** Reads a graph written by `write`. @throws {Error} when the file is not one, or does not fit `labels` and `dimensions` */
  static async read(
    addon: NativeAddon,
    dimensions: number,
    file: string,
    slots: { readonly labels: ArrayLike<number>; readonly fingerprints: ArrayLike<number> },
  ): Promise<SlotGraph> {
    const native = new addon.HierarchicalNSW('ip', dimensions);
    await native.readIndex(file);
    if (native.getCurrentCount() !== slots.labels.length) {
      throw new Error(`it holds ${native.getCurrentCount()} vectors instead of ${slots.labels.length}`);
    }
    return new SlotGraph(native, slots.labels, slots.fingerprints);
  }

  /** Slots, retired ones among them. */
  get count(): number {
    return this.#labels.length;
  }

  get retired(): number {
    return this.#retired;
  }

  /** By slot: its first label, or -1. */
  get labels(): readonly number[] {
    return this.#labels;
  }

  /** By slot. */
  get fingerprints(): readonly number[] {
    return this.#fingerprints;
  }

  has(label: number): boolean {
    return this.#slots.has(label);
  }

  /** A label that may have the vector of this fingerprint. */
  candidateTwin(fingerprint: number): number | undefined {
    const slot = this.#byFingerprint.get(fingerprint);
    return slot === undefined ? undefined : this.#labels[slot];
  }

  /** Puts a label that the graph does not hold into the slot of its twin. */
  join(label: number, twin: number): void {
    const slot = this.#slots.get(twin);
    if (slot === undefined) throw new Error(`The graph does not hold ${twin}.`);
    const twins = this.#twins.get(slot) ?? new Set();
    this.#twins.set(slot, twins.add(label));
    this.#slots.set(label, slot);
  }

  /** Takes in a label that the graph does not hold; 0.1 to 0.4 ms. Must not be called while the graph is being written. */
  add(label: number, vector: Float32Array, fingerprint: number): void {
    const slot = this.#labels.length;
    if (slot >= this.#capacity) {
      this.#capacity = Math.ceil(this.#capacity * 1.5) + 1024;
      this.#native.resizeIndex(this.#capacity);
    }
    this.#native.addPoint(Array.from(vector), slot);
    this.#enter(label, fingerprint);
  }

  retire(label: number): void {
    const slot = this.#slots.get(label);
    if (slot === undefined) return;
    this.#slots.delete(label);
    const twins = this.#twins.get(slot);
    if (twins?.delete(label)) return;
    const [heir] = twins ?? [];
    if (heir === undefined) this.#retireSlot(slot);
    else {
      twins?.delete(heir);
      this.#labels[slot] = heir;
    }
  }

  /** Labels of about the `k` nearest slots, in no order; `ef` is how many candidates the search keeps on its way. */
  search(query: Float32Array, k: number, ef: number, accept?: (label: number) => boolean): number[] {
    const wanted = Math.min(this.#labels.length, k + Math.min(this.#unmarked.length, 100));
    if (wanted <= 0) return [];
    this.#native.setEf(Math.max(ef, wanted));
    const filter = accept && ((slot: number) => this.#labelsOf(slot).some(accept));
    const { neighbors } = this.#native.searchKnn(Array.from(query), wanted, filter);
    return neighbors.flatMap((slot) => this.#labelsOf(slot));
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

  #enter(label: number, fingerprint: number): void {
    const slot = this.#labels.length;
    this.#labels.push(label);
    this.#fingerprints.push(fingerprint);
    if (label === retired) {
      this.#retired++;
      return;
    }
    this.#slots.set(label, slot);
    if (!this.#byFingerprint.has(fingerprint)) this.#byFingerprint.set(fingerprint, slot);
  }

  #retireSlot(slot: number): void {
    const fingerprint = this.#fingerprints[slot] as number;
    if (this.#byFingerprint.get(fingerprint) === slot) this.#byFingerprint.delete(fingerprint);
    this.#labels[slot] = retired;
    this.#retired++;
    if (this.#writing) this.#unmarked.push(slot);
    else this.#native.markDelete(slot);
  }

  #labelsOf(slot: number): number[] {
    const first = this.#labels[slot] as number;
    const twins = this.#twins.get(slot);
    if (first === retired) return [];
    return twins === undefined ? [first] : [first, ...twins];
  }
}

/**
 * Nearest neighbours over an HNSW graph that follows its vectors at a distance. The matrix always holds every vector; the graph holds most
 * of them. What it does not hold yet is compared one by one, so a change counts at once and costs a copy. Between other work the graph
 * takes in what is pending, a few milliseconds at a time; when too much has changed, a worker thread builds a new one.
 */

import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { NativeAddon } from './addon.ts';
import { backgroundOf } from './background.ts';
import { exactSearch } from './exact.ts';
import { checkVector, VectorMatrix } from './matrix.ts';
import { buildGraph } from './rebuild.ts';
import type { SlotGraph } from './slot-graph.ts';
import { TopK } from './top-k.ts';
import type { Neighbour, VectorIndex } from './types.ts';

/** Measured by bench/ann.ts; tests set smaller ones. */
export const defaultTuning = {
  /** From this size on a graph is kept; below, comparing all takes no longer than a millisecond. */
  graphFrom: 4000,
  /** Candidates kept by a search, when `k` asks for no more. */
  ef: 400,
  /** A filtered set up to this size is compared one by one. */
  exactAmong: 12_000,
  /** Share of retired slots at which the graph is built anew. */
  retiredShare: 0.2,
  /** More pending than this, and than half the graph, is built by the worker. */
  pendingLimit: 2000,
  /** Milliseconds that taking in pending vectors may hold the thread. */
  slice: 4,
};
export type Tuning = typeof defaultTuning;

export interface HnswOptions {
  readonly addon: NativeAddon;
  readonly dimensions: number;
  /** Where the worker leaves its result for a moment. */
  readonly scratch?: string;
  readonly tuning?: Partial<Tuning>;
  readonly log?: (line: string) => void;
  /** Leaves the graph alone until `start`: for filling from a library that may have a cache. */
  readonly held?: boolean;
}

let scratchNumber = 0;

export class HnswIndex implements VectorIndex {
  readonly kind = 'hnsw';
  readonly dimensions: number;
  readonly #addon: NativeAddon;
  readonly #tuning: Tuning;
  readonly #scratch: string;
  readonly #log: (line: string) => void;
  readonly #matrix: VectorMatrix;
  readonly #stop = new AbortController();
  /** Labels whose vector the graph does not hold; empty while there is no graph. */
  readonly #pending = new Set<number>();
  /** Labels set or deleted since the running rebuild took its snapshot. */
  #changedMeanwhile: Set<number> | undefined;
  #graph: SlotGraph | undefined;
  #work: Promise<void> | undefined;
  #saving: Promise<void> | undefined;
  #rebuildFailed = false;
  #held: boolean;
  #version = 0;

  constructor(options: HnswOptions) {
    this.dimensions = options.dimensions;
    this.#addon = options.addon;
    this.#tuning = { ...defaultTuning, ...options.tuning };
    this.#scratch = options.scratch ?? tmpdir();
    this.#log = options.log ?? console.warn;
    this.#held = options.held ?? false;
    this.#matrix = new VectorMatrix(options.dimensions);
  }

  get size(): number {
    return this.#matrix.size;
  }

  /** Grows with every change of vectors or graph. */
  get version(): number {
    return this.#version;
  }

  /** Whether there are enough vectors for a graph. */
  get large(): boolean {
    return this.size >= this.#tuning.graphFrom;
  }

  /** Whether a new graph is being built or about to be. */
  get rebuilding(): boolean {
    return this.#changedMeanwhile !== undefined || this.#due() === 'rebuild';
  }

  /** Vectors that are compared one by one until the graph holds them. */
  get pending(): number {
    return this.#graph === undefined ? this.size : this.#pending.size;
  }

  has(label: number): boolean {
    return this.#matrix.has(label);
  }

  get(label: number): Float32Array | undefined {
    return this.#matrix.get(label);
  }

  background(): number | undefined {
    return backgroundOf(this.#matrix);
  }

  set(label: number, vector: Float32Array): void {
    if (this.#matrix.holds(label, vector)) return;
    this.#matrix.set(label, vector);
    this.#graph?.retire(label);
    if (this.#graph !== undefined) this.#pending.add(label);
    this.#noteChange(label);
  }

  delete(label: number): boolean {
    if (!this.#matrix.delete(label)) return false;
    this.#graph?.retire(label);
    this.#pending.delete(label);
    this.#noteChange(label);
    return true;
  }

  search(query: Float32Array, k: number, among?: ReadonlySet<number>, ef = this.#tuning.ef): Neighbour[] {
    checkVector(query, this.dimensions);
    if (k < 1) return [];
    const { exactAmong } = this.#tuning;
    const graph = this.#graph;
    const few = among !== undefined && among.size <= exactAmong;
    const most = k * 8 >= this.size;
    if (graph === undefined || few || most) return exactSearch(this.#matrix, query, k, among);
    const accept = among && ((label: number) => among.has(label));
    const best = new TopK(k);
    for (const labels of [graph.search(query, k, Math.max(ef, k * 2), accept), this.#pending]) {
      for (const label of labels) {
        if (among !== undefined && !among.has(label)) continue;
        const similarity = this.#matrix.similarity(label, query);
        if (similarity !== undefined) best.offer(label, similarity);
      }
    }
    return best.sorted();
  }

  /**
   * Takes over a graph from a cache; call it once, when the vectors are in and before `start`. Slots whose fingerprint is not that of their
   * label's vector are retired, and what is missing is pending.
   */
  adopt(graph: SlotGraph): { outdated: number; missing: number } {
    const before = graph.retired;
    graph.labels.forEach((label, slot) => {
      if (this.#matrix.fingerprint(label) !== graph.fingerprints[slot]) graph.retire(label);
    });
    this.#swapIn(graph);
    return { outdated: graph.retired - before, missing: this.#pending.size };
  }

  /** Ends what `held` began. */
  start(): void {
    this.#held = false;
    this.#wake();
  }

  /** Resolves when no graph work is waiting or running. */
  async idle(): Promise<void> {
    while (this.#work !== undefined || this.#saving !== undefined) await (this.#work ?? this.#saving);
  }

  /** Lets `write` store the graph, when there is one, and says whether; nothing is taken in meanwhile, and a running rebuild is awaited. */
  async store(write: (graph: SlotGraph) => Promise<void>): Promise<boolean> {
    while (this.#saving !== undefined) await this.#saving;
    const saving = this.#store(write);
    this.#saving = saving.then(
      () => undefined,
      () => undefined,
    );
    try {
      return await saving;
    } finally {
      this.#saving = undefined;
      this.#wake();
    }
  }

  /** Stops background work; the index can still be searched and stored. */
  async stop(): Promise<void> {
    this.#stop.abort();
    while (this.#work !== undefined) await this.#work;
  }

  async #store(write: (graph: SlotGraph) => Promise<void>): Promise<boolean> {
    while (this.#work !== undefined) await this.#work;
    if (this.#graph === undefined) return false;
    await write(this.#graph);
    return true;
  }

  #noteChange(label: number): void {
    this.#version++;
    this.#changedMeanwhile?.add(label);
    this.#wake();
  }

  #wake(): void {
    if (this.#held || this.#work !== undefined || this.#saving !== undefined || this.#stop.signal.aborted) return;
    if (this.#due() === undefined) return;
    this.#work = this.#catchUp().finally(() => {
      this.#work = undefined;
      this.#wake();
    });
  }

  #due(): 'rebuild' | 'take in' | undefined {
    const { graphFrom, retiredShare, pendingLimit } = this.#tuning;
    const graph = this.#graph;
    if (!this.#rebuildFailed) {
      if (graph === undefined) return this.size >= graphFrom ? 'rebuild' : undefined;
      if (graph.retired > retiredShare * graph.count) return 'rebuild';
      if (this.#pending.size > Math.max(pendingLimit, graph.count / 2)) return 'rebuild';
    }
    return graph !== undefined && this.#pending.size > 0 ? 'take in' : undefined;
  }

  async #catchUp(): Promise<void> {
    for (;;) {
      // First a turn of the event loop: whoever is filling the index gets done before the work is weighed.
      await nextTurn();
      const due = this.#due();
      if (due === undefined || this.#stop.signal.aborted || this.#saving !== undefined) return;
      if (due === 'take in') this.#takeIn();
      else await this.#rebuild();
    }
  }

  #takeIn(): void {
    const until = performance.now() + this.#tuning.slice;
    for (const label of this.#pending) {
      this.#pending.delete(label);
      if (this.#graph !== undefined && !this.#joinTwin(this.#graph, label)) {
        const fingerprint = this.#matrix.fingerprint(label) as number;
        this.#graph.add(label, this.#matrix.get(label) as Float32Array, fingerprint);
      }
      if (performance.now() >= until) break;
    }
    this.#version++;
  }

  async #rebuild(): Promise<void> {
    if (this.size < this.#tuning.graphFrom) {
      this.#graph = undefined;
      this.#pending.clear();
      this.#version++;
      return;
    }
    const changed = new Set<number>();
    this.#changedMeanwhile = changed;
    try {
      const file = path.join(this.#scratch, `rebuild-${process.pid}-${++scratchNumber}.tmp`);
      const graph = await buildGraph(this.#addon, this.dimensions, this.#matrix.distinct(), file, this.#stop.signal);
      for (const label of changed) graph.retire(label);
      this.#swapIn(graph);
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.#rebuildFailed = true;
      this.#log(`The vector index could not be rebuilt and searches more slowly: ${String(error)}`);
    } finally {
      this.#changedMeanwhile = undefined;
    }
  }

  /** From now on searches use `graph`; what it does not hold is pending. */
  #swapIn(graph: SlotGraph): void {
    this.#graph = graph;
    this.#pending.clear();
    for (const label of this.#matrix.labels) {
      if (!graph.has(label) && !this.#joinTwin(graph, label)) this.#pending.add(label);
    }
    this.#version++;
  }

  /** Puts a label into the slot of another with the very same vector, when there is one. */
  #joinTwin(graph: SlotGraph, label: number): boolean {
    const twin = graph.candidateTwin(this.#matrix.fingerprint(label) as number);
    if (twin === undefined || !this.#matrix.holds(twin, this.#matrix.get(label) as Float32Array)) return false;
    graph.join(label, twin);
    return true;
  }
}

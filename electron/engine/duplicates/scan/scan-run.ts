/** Looks for pairs of products worth comparing and compares them, in small pieces so that searching goes on beside it. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { throwIfCancelled } from '../../../contract/errors.ts';
import { untilQuiet } from '../../jobs/foreground.ts';
import type { VectorsPort } from '../../vector/types.ts';
import type { ComparedPair } from '../evidence.ts';
import { Likeness } from '../likeness.ts';
import { PairModel } from '../pair-model.ts';
import { PairComparer } from './compare-pair.ts';
import type { ShelvedProduct, Shelves } from './shelf.ts';

/** Neighbours asked of the index of photos and of the index of texts. */
const photoNeighbours = 10;
const textNeighbours = 6;
/** Candidates a graph search keeps: near copies are the first to be found, so few will do. */
const ef = 48;
const leastPhotoCosine = 0.5;
const leastTextCosine = 0.9;
/** Pairs less probable than this under the shipped weights are forgotten. */
const keptFrom = 0.02;
/** From here on a pair is a link by which others are found: if A is like B and B like C, A and C are compared too. */
const linkFrom = 0.3;
const linksFollowed = 12;
/** Milliseconds of work between two turns of the event loop. */
const sliceMs = 8;

export interface ScanOptions {
  readonly shelves: Shelves;
  readonly vectors: Pick<VectorsPort, 'modelId' | 'images' | 'texts'>;
  readonly signature: (hash: string) => Uint8Array | undefined;
  /** Products to compare with all others. */
  readonly products: readonly ShelvedProduct[];
  /** Pairs known from before of products that need no comparing, by which others are found. */
  readonly known?: readonly ComparedPair[];
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number) => void;
  /** Keeps every pair compared, however improbable: for fitting and measuring. */
  readonly keepAll?: boolean;
}

export class ScanRun {
  readonly #options: ScanOptions;
  readonly #comparer: PairComparer;
  readonly #likeness: Likeness;
  readonly #model = new PairModel();
  readonly #compared = new Set<number>();
  readonly #pairs: ComparedPair[] = [];
  readonly #links = new Map<number, number[]>();
  #sliceStart = performance.now();

  constructor(options: ScanOptions) {
    this.#options = options;
    this.#likeness = new Likeness(options.vectors);
    this.#comparer = new PairComparer(options.shelves, options.vectors, options.signature);
  }

  /** The pairs in the order of their ids. @throws {AppError} `CANCELLED` */
  async run(): Promise<ComparedPair[]> {
    const { products, known = [], onProgress } = this.#options;
    for (const pair of known) this.#note(pair);
    for (const [done, product] of products.entries()) {
      for (const id of this.#candidates(product)) await this.#compare(product.id, id);
      await this.#breathe();
      onProgress?.(done + 1);
    }
    await this.#followLinks();
    return this.#pairs.sort((a, b) => a.left - b.left || a.right - b.right);
  }

  /** How many pairs were compared. */
  get compared(): number {
    return this.#compared.size;
  }

  *#candidates(product: ShelvedProduct): Generator<number> {
    const { shelves, vectors } = this.#options;
    for (const { imageId, hash } of product.photos) {
      const vector = vectors.images.get(imageId);
      if (vector === undefined || shelves.isPlaceholder(hash)) continue;
      for (const { label, similarity } of vectors.images.search(vector, photoNeighbours + 1, undefined, ef)) {
        const id = shelves.productOfImage.get(label);
        if (this.#likeness.ofPhotos(similarity) >= leastPhotoCosine && id !== undefined) yield id;
      }
    }
    yield* shelves.neighbours(product);
    const text = product.words.terms.size === 0 ? undefined : vectors.texts.get(product.id);
    if (text === undefined) return;
    for (const { label, similarity } of vectors.texts.search(text, textNeighbours + 1, undefined, ef)) {
      if (this.#likeness.ofTexts(similarity) >= leastTextCosine) yield label;
    }
  }

  async #compare(a: number, b: number): Promise<void> {
    if (a === b) return;
    const key = pairKey(a, b);
    if (this.#compared.has(key)) return;
    this.#compared.add(key);
    const { products } = this.#options.shelves;
    const left = products.get(Math.min(a, b));
    const right = products.get(Math.max(a, b));
    if (left === undefined || right === undefined) return;
    const pair = this.#comparer.compare(left, right);
    if (this.#note(pair) || this.#options.keepAll) this.#pairs.push(pair);
    await this.#breathe();
  }

  /** Answers whether the pair is worth keeping. */
  #note(pair: ComparedPair): boolean {
    const probability = this.#model.probability(pair.evidence, pair.veto);
    if (probability >= linkFrom) {
      for (const [from, to] of [
        [pair.left, pair.right],
        [pair.right, pair.left],
      ] as const) {
        const links = this.#links.get(from);
        if (links === undefined) this.#links.set(from, [to]);
        else links.push(to);
      }
    }
    return probability >= keptFrom;
  }

  async #followLinks(): Promise<void> {
    for (const [, links] of [...this.#links].sort(([a], [b]) => a - b)) {
      const near = [...links].sort((a, b) => a - b).slice(0, linksFollowed);
      for (const [i, a] of near.entries()) for (const b of near.slice(i + 1)) await this.#compare(a, b);
    }
  }

  async #breathe(): Promise<void> {
    if (performance.now() - this.#sliceStart < sliceMs) return;
    throwIfCancelled(this.#options.signal);
    await nextTurn();
    await untilQuiet();
    this.#sliceStart = performance.now();
  }
}

/** Product ids stay far below 2^26, so that a pair is one exact number. */
function pairKey(a: number, b: number): number {
  return Math.min(a, b) * 2 ** 26 + Math.max(a, b);
}

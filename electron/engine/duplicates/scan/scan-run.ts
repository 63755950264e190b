/**
 * Looks for pairs of products worth comparing and compares them: this thread finds candidates and reads their words,
 * another lays their images over one another, and both stand back for people who search. What was found is handed over
 * bit by bit, in an order that is always the same.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { throwIfCancelled } from '../../../contract/errors.ts';
import { type ComparedPair, packEvidence, unpackEvidence } from '../../identity/evidence.ts';
import { likenessOf } from '../../identity/likeness.ts';
import { PairModel } from '../../identity/pair-model.ts';
import { untilQuiet } from '../../jobs/foreground.ts';
import type { BlockingIndex, ComparableProduct, ComparedVectors } from './blocking-index.ts';
import { candidatesOf } from './candidates.ts';
import { type BegunPair, finishPair, PairComparer } from './compare-pair.ts';
import { PairSet } from './pair-set.ts';
import { type RegistrationTask, registering, registrationAt } from './registration-batch.ts';
import { RegistrationThread } from './registration-thread.ts';

/** Pairs less probable than this under the shipped weights are forgotten: others beside them hardly lift them so far that they are in a group. */
const keptFrom = 0.02;
/** From here on a pair is a link by which others are found: if A is like B and B like C, A and C are compared too. */
const linkFrom = 0.5;
const linksFollowed = 12;
/** Pairs registered at once, tens of milliseconds of work. Beyond the thread's few batches this one does it itself. */
const batchPairs = 192;
const batchesAhead = 3;
/** Batches that may wait for one before them to be handed over. */
const batchesWaiting = 12;
/** Pairs in all, most of which need no registration, at which a batch is full all the same. */
const batchLight = 2000;
/** Fewer products than this are compared before a thread has started. */
const worthThread = 40;
/** Milliseconds of work between two turns of the event loop. */
const sliceMs = 8;

export interface FoundPairs {
  readonly pairs: readonly ComparedPair[];
  /** Products all of whose candidates are compared; none while links are followed. */
  readonly products: readonly ComparableProduct[];
}

type KnownPair = Pick<ComparedPair, 'left' | 'right' | 'evidence' | 'veto'>;

export interface ScanOptions {
  readonly blocks: BlockingIndex;
  readonly vectors: ComparedVectors;
  /** Signatures of the images with these contents, one after the other; all zero for one that has none. */
  readonly signatures: (hashes: readonly string[]) => Uint8Array<ArrayBuffer>;
  /** Products to compare with all others. */
  readonly products: readonly ComparableProduct[];
  /** Pairs known from before, which are not compared again and by which others are found. */
  readonly known?: Iterable<KnownPair>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number) => void;
  readonly onFound: (found: FoundPairs) => void;
  /** Keeps every pair compared, however improbable: for fitting and measuring. */
  readonly keepAll?: boolean;
}

interface Batch {
  readonly pairs: BegunPair[];
  readonly products: ComparableProduct[];
  toRegister: number;
}

const emptyBatch = (): Batch => ({ pairs: [], products: [], toRegister: 0 });

export class ScanRun {
  readonly #options: ScanOptions;
  readonly #comparer: PairComparer;
  readonly #model = new PairModel();
  readonly #compared = new PairSet();
  readonly #links = new Map<number, number[]>();
  readonly #thread: RegistrationThread | undefined;
  /** Sent and not yet handed over, in the order they were sent. */
  readonly #ahead: Promise<void>[] = [];
  #answered = false;
  #batch = emptyBatch();
  #known = 0;
  #sliceStart = performance.now();

  constructor(options: ScanOptions) {
    this.#options = options;
    this.#comparer = new PairComparer(options.blocks, options.vectors);
    this.#thread = options.products.length < worthThread ? undefined : new RegistrationThread();
  }

  /** @throws {AppError} `CANCELLED` */
  async run(): Promise<void> {
    const { products, blocks, vectors, known = [], onProgress } = this.#options;
    const likeness = likenessOf(vectors);
    try {
      for (const pair of known) this.#remember(pair);
      for (const [done, product] of products.entries()) {
        for (const id of candidatesOf(product, blocks, vectors.images, likeness)) await this.#compare(product.id, id);
        this.#batch.products.push(product);
        await this.#breathe();
        onProgress?.(done + 1);
      }
      await this.#finish();
      await this.#followLinks();
      await this.#finish();
    } finally {
      await this.#thread?.close();
    }
  }

  /** How many pairs were compared. */
  get compared(): number {
    return this.#compared.size - this.#known;
  }

  #remember(pair: KnownPair): void {
    if (!this.#compared.add(pair.left, pair.right)) return;
    this.#known++;
    this.#note(pair);
  }

  async #compare(a: number, b: number): Promise<void> {
    if (a === b || !this.#compared.add(a, b)) return;
    const { products } = this.#options.blocks;
    const left = products.get(Math.min(a, b));
    const right = products.get(Math.max(a, b));
    if (left === undefined || right === undefined) return;
    const pair = this.#comparer.begin(left, right);
    this.#batch.pairs.push(pair);
    if (pair.toRegister !== undefined) this.#batch.toRegister++;
    if (this.#batch.toRegister >= batchPairs || this.#batch.pairs.length >= batchLight) await this.#send();
    await this.#breathe();
  }

  /** Each product's links as they stood when all candidates were compared: what this finds opens no further way. */
  async #followLinks(): Promise<void> {
    const links = [...this.#links].sort(([a], [b]) => a - b);
    const near = links.map(([, others]) => Uint32Array.from(others).sort().subarray(0, linksFollowed));
    for (const others of near) {
      for (const [i, a] of others.entries()) for (const b of others.subarray(i + 1)) await this.#compare(a, b);
    }
  }

  async #finish(): Promise<void> {
    await this.#send();
    await Promise.all(this.#ahead);
    throwIfCancelled(this.#options.signal);
  }

  async #send(): Promise<void> {
    const batch = this.#batch;
    this.#batch = emptyBatch();
    const before = this.#ahead.at(-1);
    const busy = this.#ahead.length >= batchesAhead;
    // A thread that is still starting is waited for: what is found so far would be lost if the scan were stopped.
    if (this.#ahead.length >= (this.#answered ? batchesWaiting : batchesAhead)) await this.#ahead[0];
    await untilQuiet();
    throwIfCancelled(this.#options.signal);
    const task = this.#taskOf(batch);
    const here = busy || this.#thread === undefined || task.pairs.length === 0;
    const results = here ? this.#registerHere(task) : this.#thread.register(task);
    const handedOver = Promise.all([results, before]).then(([registrations]) => {
      this.#ahead.shift();
      if (this.#options.signal?.aborted !== true) this.#handOver(batch, registrations);
    });
    // Waited for by whoever sends next; an error must not pass for one that nobody hears of.
    handedOver.catch(() => undefined);
    this.#ahead.push(handedOver);
    if (busy) await results;
  }

  async #registerHere(task: RegistrationTask): Promise<Float64Array> {
    const work = registering(task);
    for (;;) {
      const { done, value } = work.next();
      if (done) return value;
      await this.#breathe();
    }
  }

  #taskOf({ pairs }: Batch): RegistrationTask {
    const matches = pairs.flatMap(({ toRegister }) => toRegister ?? []);
    const hashes = [...new Set(matches.flatMap(({ left, right }) => [left.hash, right.hash]))];
    const positions = new Map(hashes.map((hash, at) => [hash, at]));
    return {
      signatures: this.#options.signatures(hashes),
      pairs: Uint32Array.from(
        matches.flatMap(({ left, right }) => [positions.get(left.hash) as number, positions.get(right.hash) as number]),
      ),
    };
  }

  #handOver({ pairs, products }: Batch, registrations: Float64Array): void {
    this.#answered = true;
    const found: ComparedPair[] = [];
    let at = 0;
    for (const begun of pairs) {
      const pair = asStored(finishPair(begun, begun.toRegister && registrationAt(registrations, at++)));
      if (this.#note(pair) || this.#options.keepAll) found.push(pair);
    }
    this.#options.onFound({ pairs: found, products });
  }

  /** Answers whether the pair is worth keeping. */
  #note({ left, right, evidence, veto }: KnownPair): boolean {
    const probability = this.#model.probability(evidence, veto);
    if (probability >= linkFrom) {
      this.#link(left, right);
      this.#link(right, left);
    }
    return probability >= keptFrom;
  }

  #link(from: number, to: number): void {
    const links = this.#links.get(from);
    if (links === undefined) this.#links.set(from, [to]);
    else links.push(to);
  }

  async #breathe(): Promise<void> {
    if (performance.now() - this.#sliceStart < sliceMs) return;
    throwIfCancelled(this.#options.signal);
    await nextTurn();
    await untilQuiet();
    this.#sliceStart = performance.now();
  }
}

/**
 * A scan that goes on reads what it found before from the database: both must see the same numbers, or a pair near
 * `linkFrom` is a link for one and none for the other.
 */
function asStored(pair: ComparedPair): ComparedPair {
  return { ...pair, evidence: unpackEvidence(packEvidence(pair.evidence)) };
}

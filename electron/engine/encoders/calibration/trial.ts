/** One execution provider on one model: is it right, and how fast is it for which batch size? In workers of its own. */
import type { ProviderTrial } from '../../../contract/encoders.ts';
import { AppError, throwIfCancelled } from '../../../contract/errors.ts';
import { untilQuiet } from '../../jobs/foreground.ts';
import { couldNotRun, couldNotStart, disagrees, leastAgreement } from '../provider-reasons.ts';
import type { Provider } from '../providers.ts';
import type { SessionSpec } from '../session-spec.ts';
import { SessionThread } from '../session-thread.ts';
import { agreementOf, fixedBatch, fixedImages } from './fixed-batch.ts';

/** The image tower that is measured. */
export interface Subject {
  readonly spec: Omit<SessionSpec, 'providers'>;
  readonly width: number;
  readonly height: number;
}

export interface Limits {
  /** Batch sizes, ascending. */
  readonly sizes: readonly number[];
  /** A provider that has not answered for this long hangs [ms]. */
  readonly silenceMs: number;
  /** How long one batch size is measured once the first run of it is over [ms]. */
  readonly perSizeMs: number;
  /** No further batch size is begun after this long [ms]. */
  readonly totalMs: number;
}

export const usualLimits: Limits = {
  sizes: [1, 2, 4, 8, 16, 32],
  silenceMs: 60_000,
  perSizeMs: 250,
  totalMs: 20_000,
};

/** A run of several images that lasts longer than this holds up a person's query [ms]. */
const longestBatchMs = 200;
/** Less than this is noise. */
const gain = 1.03;

export type Speed = ProviderTrial['speeds'][number];

export interface TrialOptions {
  /** What the CPU gives for the fixed images [images x dimensions]; null when it is the CPU that is tried. */
  readonly reference: Float32Array | null;
  /** Images a second of the best so far. */
  readonly toBeat: number;
  readonly limits: Limits;
  readonly signal?: AbortSignal | undefined;
  /** Called before each batch size. */
  readonly onSize?: ((size: number) => void) | undefined;
}

export type TrialResult = Omit<ProviderTrial, 'state'> & { readonly reference: Float32Array | null };

/** A provider that fails is an answer with a `reason`. @throws {AppError} `CANCELLED`, and for the CPU `MODEL_*` */
export async function tryProvider(subject: Subject, provider: Provider, options: TrialOptions): Promise<TrialResult> {
  const { name, sessions = 1 } = provider;
  const { limits, signal } = options;
  const started = performance.now();
  const open = (spec: Subject['spec']): SessionThread =>
    // Batch size 1: nothing is padded here.
    new SessionThread({ ...spec, providers: [{ ...provider, batchSize: 1 }] }, limits.silenceMs);
  const first = open(subject.spec);
  const threads = [first];
  const trial = new Trial(subject, threads, options);
  let step = couldNotStart;
  try {
    await unlessCancelled(first.ready, signal);
    // The files are checked by the first.
    while (threads.length < sessions) threads.push(open({ ...subject.spec, files: [] }));
    await unlessCancelled(Promise.all(threads.map(({ ready }) => ready)), signal);
    trial.loadMs = Math.round(performance.now() - started);
    step = couldNotRun;
    await trial.measure();
    // The CPU is what the others are compared with.
    return trial.result(name, name !== 'cpu' && isWrong(trial.agreement));
  } catch (error) {
    throwIfCancelled(signal);
    if (name === 'cpu' && sessions === 1) throw error;
    return { ...trial.result(name, false), reason: step(name, error instanceof Error ? error.message : String(error)) };
  } finally {
    // One that hangs is not waited for.
    for (const thread of threads) void thread.close();
  }
}

class Trial {
  loadMs: number | null = null;
  agreement = Number.NaN;
  readonly #subject: Subject;
  readonly #threads: readonly SessionThread[];
  readonly #options: TrialOptions;
  readonly #speeds: Speed[] = [];
  #reference: Float32Array | null;

  constructor(subject: Subject, threads: readonly SessionThread[], options: TrialOptions) {
    this.#subject = subject;
    this.#threads = threads;
    this.#options = options;
    this.#reference = options.reference;
  }

  result(provider: ProviderTrial['provider'], wrong: boolean): TrialResult {
    return {
      provider,
      sessions: this.#threads.length,
      reason: wrong ? disagrees(provider, this.agreement) : null,
      agreement: Number.isNaN(this.agreement) ? null : this.agreement,
      loadMs: this.loadMs,
      speeds: this.#speeds,
      reference: this.#reference,
    };
  }

  /**
   * Larger batches are tried for as long as that may still gain something. What came out well is measured a second time, so that a busy
   * moment of the machine does not decide.
   */
  async measure(): Promise<void> {
    const { sizes, totalMs } = this.#options.limits;
    const started = performance.now();
    if (this.#reference === null) this.#reference = await this.#run(fixedImages);
    let best = 0;
    let inVain = 0;
    for (const batchSize of sizes) {
      this.#options.onSize?.(batchSize);
      const runMs = await this.#measureSize(batchSize);
      if (runMs === null) return;
      const picturesPerSecond = this.#rateOf(batchSize, runMs);
      this.#speeds.push({ batchSize, picturesPerSecond });
      inVain = picturesPerSecond > best * gain ? 0 : inVain + 1;
      best = Math.max(best, picturesPerSecond);
      const hopeless = picturesPerSecond * ((sizes.at(-1) ?? 1) / batchSize) < this.#options.toBeat;
      if (hopeless || performance.now() - started > totalMs) return;
      if (inVain === 2 || runMs > longestBatchMs) break;
    }
    for (const [i, { batchSize, picturesPerSecond }] of this.#speeds.entries()) {
      if (picturesPerSecond < best / 2) continue;
      const runMs = await this.#measureSize(batchSize);
      if (runMs === null) return;
      this.#speeds[i] = { batchSize, picturesPerSecond: Math.max(picturesPerSecond, this.#rateOf(batchSize, runMs)) };
    }
  }

  /**
   * The time of a run [ms]; null when the results were wrong. The first run, which prepares, is not timed, and of the others the lower
   * quartile counts: what else the machine does only ever makes a run longer.
   */
  async #measureSize(size: number): Promise<number | null> {
    const answers = await Promise.all(this.#threads.map((thread) => this.#run(size, thread)));
    const { dimensions } = this.#subject.spec;
    const agreements = answers.map((vectors) => agreementOf(vectors, this.#reference ?? vectors, dimensions));
    const agreement = Math.min(...agreements);
    this.agreement =
      Number.isNaN(this.agreement) && this.#speeds.length === 0 ? agreement : Math.min(this.agreement, agreement);
    if (isWrong(this.agreement) && this.#options.reference !== null) return null;
    const all = await Promise.all(this.#threads.map((thread) => this.#timesOf(thread, size)));
    const times = all.flat().sort((a, b) => a - b);
    return times[times.length >> 2] ?? Number.POSITIVE_INFINITY;
  }

  /** How long each run of one thread takes [ms]. */
  async #timesOf(thread: SessionThread, size: number): Promise<number[]> {
    const times: number[] = [];
    for (let left = this.#options.limits.perSizeMs; left > 0; ) {
      await untilQuiet();
      const started = performance.now();
      await this.#run(size, thread);
      const took = performance.now() - started;
      times.push(took);
      left -= took;
    }
    return times;
  }

  #run(count: number, thread = this.#threads[0] as SessionThread): Promise<Float32Array> {
    const { signal } = this.#options;
    throwIfCancelled(signal);
    const { width, height } = this.#subject;
    return thread.run(fixedBatch(count, width, height), count, { signal, priority: 'background' });
  }

  /** Images a second of all threads, to hundredths. */
  #rateOf(batchSize: number, runMs: number): number {
    return Math.round((batchSize * this.#threads.length * 100_000) / runMs) / 100;
  }
}

function isWrong(agreement: number): boolean {
  return !(agreement >= leastAgreement);
}

/** The batch size to use: of those that hold nobody up, the smallest that is about as fast as the fastest. */
export function bestOf({ speeds, sessions }: Pick<ProviderTrial, 'speeds' | 'sessions'>): Speed | undefined {
  const [single] = speeds;
  const runMs = ({ batchSize, picturesPerSecond }: Speed): number => (batchSize * sessions * 1000) / picturesPerSecond;
  const fit = speeds.filter((speed) => (speed === single && sessions === 1) || runMs(speed) <= longestBatchMs);
  const fastest = Math.max(...fit.map(({ picturesPerSecond }) => picturesPerSecond));
  return fit.find(({ picturesPerSecond }) => picturesPerSecond * gain >= fastest);
}

async function unlessCancelled<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  throwIfCancelled(signal);
  let stop = (): void => {};
  const cancelled = new Promise<never>((_, reject) => {
    stop = () => reject(new AppError('CANCELLED', 'The work was cancelled.'));
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, cancelled]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

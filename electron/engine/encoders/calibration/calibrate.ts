/** Tries the execution providers of this machine on one model, one after the other, and chooses. */
import type { Calibration, ProviderName, ProviderReason, ProviderTrial } from '../../../contract/encoders.ts';
import { AppError } from '../../../contract/errors.ts';
import type { Candidate } from '../providers.ts';
import type { Machine } from './machine.ts';
import { bestOf, type Limits, type Speed, type Subject, type TrialResult, tryProvider } from './trial.ts';

export interface CalibrationProgress {
  readonly phase: 'measure';
  readonly done: number;
  readonly total: number;
  /** The provider at hand. */
  readonly current: string;
}

export interface CalibrateOptions {
  readonly modelId: string;
  readonly subject: Subject;
  readonly machine: Machine;
  /** Best first, the CPU among them. */
  readonly candidates: readonly Candidate[];
  /** Why some of them must not be tried. */
  readonly barred: Partial<Record<ProviderName, ProviderReason>>;
  readonly limits: Limits;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: CalibrationProgress) => void) | undefined;
  /** Called before a provider is tried; what it answers is called afterwards, unless the process ended meanwhile. */
  readonly beforeTrial?: ((provider: ProviderName) => () => void) | undefined;
}

/**
 * The CPU is measured first: what it gives is the standard, and its speed what others have to beat.
 * @throws {AppError} `CANCELLED`, and what opening the model on the CPU throws
 */
export async function calibrate(options: CalibrateOptions): Promise<Calibration> {
  const { candidates, barred, machine, modelId } = options;
  const others = candidates.filter(({ name }) => name !== 'cpu');
  const toTry = others.filter(({ name, missing }) => missing === null && barred[name] === undefined);
  const progress = new Progress(options, toTry.length + 1);
  const cpu = await run('cpu', null, 0);
  const results: TrialResult[] = [cpu];
  for (const { name, missing } of others) {
    const reason = missing ?? barred[name];
    results.push(
      reason === undefined ? await run(name, cpu.reference, speedOf(results)) : { ...untried, provider: name, reason },
    );
  }
  progress.end();
  const chosen = fastest(results);
  return {
    modelId,
    at: new Date().toISOString(),
    machine: machine.described,
    provider: chosen.provider,
    ...chosen.speed,
    trials: results.map(({ reference: _, ...trial }) => ({ ...trial, state: stateOf(trial, chosen.provider) })),
  };

  async function run(name: ProviderName, reference: Float32Array | null, toBeat: number): Promise<TrialResult> {
    const { limits, signal, beforeTrial } = options;
    const { spec } = options.subject;
    // The files are checked by the first.
    const subject = name === 'cpu' ? options.subject : { ...options.subject, spec: { ...spec, files: [] } };
    progress.begin(name);
    const over = name === 'cpu' ? undefined : beforeTrial?.(name);
    const provider = { name, threads: machine.described.threads, batchSize: 1 };
    try {
      return await tryProvider(subject, provider, {
        reference,
        toBeat,
        limits,
        signal,
        onSize: () => progress.step(name),
      });
    } finally {
      over?.();
    }
  }
}

const untried = { agreement: null, loadMs: null, speeds: [], reference: null };

function speedOf(results: readonly TrialResult[]): number {
  return Math.max(...results.map((result) => usable(result)?.picturesPerSecond ?? 0));
}

function usable({ reason, speeds }: Pick<TrialResult, 'reason' | 'speeds'>): Speed | undefined {
  return reason === null ? bestOf(speeds) : undefined;
}

/** What comes first in the order of trials wins a tie. */
function fastest(results: readonly TrialResult[]): { provider: ProviderName; speed: Speed } {
  let best: { provider: ProviderName; speed: Speed } | undefined;
  for (const result of results) {
    const speed = usable(result);
    if (speed === undefined || speed.picturesPerSecond <= (best?.speed.picturesPerSecond ?? 0)) continue;
    best = { provider: result.provider, speed };
  }
  if (best === undefined) throw new AppError('MODEL_FAILED', 'The model could not be measured on this machine.');
  return best;
}

function stateOf(
  trial: { provider: ProviderName; reason: ProviderReason | null },
  chosen: ProviderName,
): ProviderTrial['state'] {
  if (trial.reason !== null) return 'refused';
  return trial.provider === chosen ? 'chosen' : 'slower';
}

/** A provider is as many steps as there are batch sizes, whether or not all of them are measured. */
class Progress {
  readonly #options: CalibrateOptions;
  readonly #total: number;
  #begun = -1;
  #sizes = 0;

  constructor(options: CalibrateOptions, providers: number) {
    this.#options = options;
    this.#total = providers * options.limits.sizes.length;
  }

  begin(provider: ProviderName): void {
    this.#begun++;
    this.#sizes = 0;
    this.#tell(provider);
  }

  step(provider: ProviderName): void {
    this.#tell(provider);
    this.#sizes++;
  }

  end(): void {
    this.#begun++;
    this.#sizes = 0;
    this.#tell('cpu');
  }

  #tell(current: ProviderName): void {
    const done = Math.min(this.#total, this.#begun * this.#options.limits.sizes.length + this.#sizes);
    this.#options.onProgress?.({ phase: 'measure', done, total: this.#total, current });
  }
}

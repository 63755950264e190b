/** Tries the execution providers of this machine on one model, one after the other, and chooses. */
import type { Calibration, ProviderName, ProviderReason, ProviderTrial } from '../../../contract/encoders.ts';
import { AppError } from '../../../contract/errors.ts';
import { cpuProvider } from '../cpu-sessions.ts';
import type { Provider, ProviderCandidate } from '../providers.ts';
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
  /** Numbers of sessions to try on the CPU: 1 first. */
  readonly sessionCounts: readonly number[];
  /** Best first, the CPU among them. */
  readonly candidates: readonly ProviderCandidate[];
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
  const [, ...moreSessions] = options.sessionCounts;
  const others = candidates.filter(({ name }) => name !== 'cpu');
  const toTry = others.filter(({ name, missing }) => missing === null && barred[name] === undefined);
  // A provider is as many steps as there are batch sizes, whether or not all of them are measured.
  const steps = options.limits.sizes.length;
  const total = steps * (1 + moreSessions.length + toTry.length);
  let done = -steps;
  let sizes = 0;
  const { threads } = machine.described;
  const cpu = await run(cpuProvider(threads, 1), null, 0);
  const results: TrialResult[] = [cpu];
  for (const sessions of moreSessions) {
    results.push(await run(cpuProvider(threads, sessions), cpu.reference, speedOf(results)));
  }
  for (const { name, missing } of others) {
    const reason = missing ?? barred[name];
    results.push(
      reason === undefined
        ? await run({ name, threads, batchSize: 1 }, cpu.reference, speedOf(results))
        : { ...untried, provider: name, reason },
    );
  }
  begin('cpu');
  return {
    modelId,
    at: new Date().toISOString(),
    machine: machine.described,
    ...choose(results.map(withoutReference)),
  };

  function tell(current: ProviderName): void {
    options.onProgress?.({ phase: 'measure', done: Math.min(total, done + sizes), total, current });
  }

  function begin(provider: ProviderName): void {
    done += steps;
    sizes = 0;
    tell(provider);
  }

  async function run(provider: Provider, reference: Float32Array | null, toBeat: number): Promise<TrialResult> {
    const { name } = provider;
    const { limits, signal, beforeTrial } = options;
    const { spec } = options.subject;
    // The files are checked by the first.
    const subject = reference === null ? options.subject : { ...options.subject, spec: { ...spec, files: [] } };
    begin(name);
    const over = name === 'cpu' ? undefined : beforeTrial?.(name);
    try {
      return await tryProvider(subject, provider, {
        reference,
        toBeat,
        limits,
        signal,
        onSize: () => {
          tell(name);
          sizes++;
        },
      });
    } finally {
      over?.();
    }
  }
}

const untried = { sessions: 1, agreement: null, loadMs: null, speeds: [], reference: null };

function withoutReference({ reference: _, ...trial }: TrialResult): Omit<ProviderTrial, 'state'> {
  return trial;
}

function speedOf(results: readonly TrialResult[]): number {
  return Math.max(...results.map((result) => usable(result)?.picturesPerSecond ?? 0));
}

function usable(trial: Pick<ProviderTrial, 'reason' | 'speeds' | 'sessions'>): Speed | undefined {
  return trial.reason === null ? bestOf(trial) : undefined;
}

/** More sessions hold the weights more often: they have to be worth it. */
const worthSessions = 1.1;

/**
 * The fastest of those that were not refused; what was tried first wins a tie.
 * @param mayBe which of them may be chosen; all when left out
 * @throws {AppError} `MODEL_FAILED` when there is none
 */
export function choose(
  trials: readonly Omit<ProviderTrial, 'state'>[],
  mayBe: (trial: Omit<ProviderTrial, 'state'>) => boolean = () => true,
): Pick<Calibration, 'provider' | 'sessions' | 'batchSize' | 'picturesPerSecond' | 'trials'> {
  let best: { trial: Omit<ProviderTrial, 'state'>; speed: Speed } | undefined;
  for (const trial of trials.filter(mayBe)) {
    const speed = usable(trial);
    const toBeat = (best?.speed.picturesPerSecond ?? 0) * (trial.sessions > 1 ? worthSessions : 1);
    if (speed !== undefined && speed.picturesPerSecond > toBeat) best = { trial, speed };
  }
  if (best === undefined) throw new AppError('MODEL_FAILED', 'The model could not be measured on this machine.');
  const { trial: chosen, speed } = best;
  const { provider, sessions } = chosen;
  return {
    provider,
    sessions,
    ...speed,
    trials: trials.map((trial) => ({ ...trial, state: stateOf(trial, trial === chosen) })),
  };
}

function stateOf({ reason }: Pick<ProviderTrial, 'reason'>, isChosen: boolean): ProviderTrial['state'] {
  if (reason !== null) return 'refused';
  return isChosen ? 'chosen' : 'slower';
}

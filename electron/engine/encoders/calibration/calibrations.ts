/** Where each model runs on this machine: what was measured, what was given up since, and measuring anew. */
import { join } from 'node:path';
import type { Calibration, ProviderName, ProviderReason, ProviderTrial } from '../../../contract/encoders.ts';
import type { ModelManifest } from '../../../contract/model-manifest.ts';
import { cpuProvider, sessionCounts, usualCpuProvider } from '../cpu-sessions.ts';
import type { ModelFolder } from '../manifest.ts';
import { crashed } from '../provider-reasons.ts';
import { candidates, type Provider, type ProviderCandidate } from '../providers.ts';
import { sessionSpecs } from '../session-spec.ts';
import { type CalibrationProgress, calibrate, choose } from './calibrate.ts';
import { describeMachine, type Machine } from './machine.ts';
import { type Mark, Marks } from './marks.ts';
import { CalibrationStore } from './store.ts';
import { type Limits, usualLimits } from './trial.ts';

export interface CalibrationsOptions {
  /** The application's home; without one nothing is remembered. */
  readonly home?: string | undefined;
  readonly threads: number;
  /** What is tried; the providers of this platform when left out. */
  readonly candidates?: readonly ProviderCandidate[] | undefined;
  readonly limits?: Partial<Limits> | undefined;
}

export interface MeasureOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: CalibrationProgress) => void) | undefined;
  /** A person asked: what crashed before gets another chance. */
  readonly retryCrashed?: boolean | undefined;
}

/** A crash while it is tried bars a provider at once; a crash while it is in use, which may have other causes, the second time. */
const barredAt = 2;

export class Calibrations {
  readonly #options: CalibrationsOptions;
  readonly #store: CalibrationStore;
  readonly #marks: Marks;
  readonly #using = new Map<string, { provider: ProviderName; release: () => void }>();
  #machine: Promise<Machine> | undefined;

  constructor(options: CalibrationsOptions) {
    const { home } = options;
    this.#options = options;
    this.#store = new CalibrationStore(home === undefined ? undefined : join(home, 'calibration.json'));
    this.#marks = new Marks(home === undefined ? undefined : join(home, 'at-work'));
  }

  /** The last one of this model on this machine. */
  async get(manifest: ModelManifest): Promise<Calibration | null> {
    return this.#store.get(keyOf(manifest, await this.#describe()));
  }

  /** Where to run it, in order; the CPU is always the last. */
  async providers(manifest: ModelManifest): Promise<readonly Provider[]> {
    const calibration = await this.get(manifest);
    const bars = await this.#barredOrMissing();
    return providersOf(manifest, calibration, this.#options.threads).filter(({ name }) => bars[name] === undefined);
  }

  /** Why a provider that once was measured and found good is not in use; null when none is. */
  async reason(manifest: ModelManifest): Promise<ProviderReason | null> {
    const calibration = await this.get(manifest);
    if (calibration === null) return null;
    const bars = await this.#barredOrMissing();
    const barred = bars[calibration.provider];
    if (barred !== undefined) return barred;
    return calibration.trials.find(({ state, speeds }) => state === 'refused' && speeds.length > 0)?.reason ?? null;
  }

  /** Tries the providers of this machine and remembers what came out. @throws {AppError} `CANCELLED`, `MODEL_*` */
  async measure(
    model: ModelFolder,
    { signal, onProgress, retryCrashed = false }: MeasureOptions = {},
  ): Promise<Calibration> {
    const { manifest } = model;
    const machine = await this.#describe();
    const bars = retryCrashed ? {} : await this.#barred();
    const { width, height } = manifest.vision.input;
    const { images } = await sessionSpecs(model);
    const calibration = await calibrate({
      modelId: manifest.id,
      subject: { spec: images, width, height },
      machine,
      sessionCounts: sessionCounts(manifest, this.#options.threads),
      candidates: this.#candidates(),
      barred: bars,
      limits: { ...usualLimits, ...this.#options.limits },
      signal,
      onProgress,
      beforeTrial: (provider) => this.#mark(provider, machine, 'trying'),
    });
    this.#store.set(keyOf(manifest, machine), calibration);
    return calibration;
  }

  /** Remembers that a provider failed at work, so that it stays unused until it is measured again. */
  async drop(manifest: ModelManifest, provider: ProviderName, reason: ProviderReason): Promise<void> {
    const calibration = await this.get(manifest);
    if (calibration === null || calibration.provider !== provider) return;
    const trials = calibration.trials.map((trial) => (trial.provider === provider ? { ...trial, reason } : trial));
    const changed: Calibration = { ...calibration, ...choose(trials, isOnCpu) };
    this.#store.set(keyOf(manifest, await this.#describe()), changed);
  }

  /** To be told before a model begins to use a provider and when it has ended; `null` for the latter. */
  async using(modelId: string, provider: ProviderName | null): Promise<void> {
    const now = this.#using.get(modelId);
    if ((now?.provider ?? null) === (provider === 'cpu' ? null : provider)) return;
    this.#using.delete(modelId);
    now?.release();
    if (provider === null || provider === 'cpu') return;
    const release = this.#mark(provider, await this.#describe(), 'using');
    this.#using.set(modelId, { provider, release });
  }

  /** To be called before a provider is at work; what it answers when the process has outlived it, which forgives crashes. */
  #mark(provider: ProviderName, described: Machine, phase: Mark['phase']): () => void {
    const machine = machineKey(described);
    const takeAway = this.#marks.put({ provider, machine, phase });
    return () => {
      takeAway();
      if ((this.#store.crashes(machine)[provider] ?? 0) > 0) this.#store.setCrashes(machine, provider, 0);
    };
  }

  async #barred(): Promise<Partial<Record<ProviderName, ProviderReason>>> {
    const machine = machineKey(await this.#describe());
    const bars: Partial<Record<ProviderName, ProviderReason>> = {};
    for (const [name, count] of Object.entries(this.#store.crashes(machine)) as [ProviderName, number][]) {
      if (count >= barredAt) bars[name] = crashed(name);
    }
    return bars;
  }

  /** What was measured may have lost its files since, by a new version of a package for example. */
  async #barredOrMissing(): Promise<Partial<Record<ProviderName, ProviderReason>>> {
    const missing = this.#candidates().flatMap((it) => (it.missing === null ? [] : [[it.name, it.missing]]));
    return { ...Object.fromEntries(missing), ...(await this.#barred()) };
  }

  #candidates(): readonly ProviderCandidate[] {
    return this.#options.candidates ?? candidates();
  }

  /** With the first question the notes of crashed processes are counted. */
  #describe(): Promise<Machine> {
    this.#machine ??= describeMachine(this.#options.threads).then((machine) => {
      for (const { machine: where, provider, phase } of this.#marks.takeAbandoned()) {
        const count = this.#store.crashes(where)[provider] ?? 0;
        this.#store.setCrashes(where, provider, count + (phase === 'trying' ? barredAt : 1));
      }
      return machine;
    });
    return this.#machine;
  }
}

const isOnCpu = ({ provider }: Pick<ProviderTrial, 'provider'>): boolean => provider === 'cpu';

/** Where a calibration says that the model is to run, and the CPU. */
export function providersOf(
  manifest: ModelManifest,
  calibration: Calibration | null,
  threads: number,
): readonly Provider[] {
  if (calibration === null) return [usualCpuProvider(manifest, threads)];
  const { sessions, batchSize } = choose(calibration.trials, isOnCpu);
  const cpu = cpuProvider(threads, sessions, batchSize);
  if (calibration.provider === 'cpu') return [cpu];
  return [{ name: calibration.provider, threads, batchSize: calibration.batchSize }, cpu];
}

function keyOf({ id, pipelineVersion }: ModelManifest, machine: Machine): string {
  return `${id} ${pipelineVersion} | ${machineKey(machine)}`;
}

function machineKey({ described: { processor, threads, platform, runtime }, graphics }: Machine): string {
  return `${platform} | ${processor} x ${threads} | ONNX Runtime ${runtime} | ${graphics}`;
}

/**
 * Keeps an engine process alive. Pure over `spawn`, so that forked Node children and Electron's utility processes are supervised by
 * the same rules: an end that was asked for, or with code 0, is an exit; anything else is a crash and is repaired by a new process,
 * at most 3 times in 5 minutes. One that gives no sign of life for long is ended, and one that somebody wants started anew is, whatever
 * it is at.
 */
import { AppError, toAppError } from '../../contract/errors.ts';
import type { EngineState } from '../../contract/host.ts';
import { type Client, createClient } from '../../contract/rpc/client.ts';
import { createMultiplexer, type Multiplexer } from '../../contract/rpc/multiplex.ts';
import type { Transport, Unsubscribe } from '../../contract/rpc/transport.ts';
import { type HeartbeatBounds, usualBounds, watchHeartbeat } from './heartbeat.ts';

export interface EngineProcess {
  readonly transport: Transport;
  /** Calls the listener once, with the exit code or the name of the signal that ended the process. */
  onExit(listener: (code: number | null, signal: string | null) => void): void;
  /** Ends it at once, without its consent. */
  kill(): void;
}

export interface SupervisorOptions {
  spawn(): EngineProcess;
  /** Runs on every new engine before anyone else may connect, for example to open a library. Its failure is final. */
  prepare?(client: Client): Promise<void>;
  readonly maxRestarts?: number;
  /** [ms] */
  readonly window?: number;
  /** Pauses before the first, second, ... restart [ms]. */
  readonly pauses?: readonly number[];
  /** How long a process may take to end by itself [ms]. */
  readonly grace?: number;
  /** How long one that is to start again may take to say that it is alive [ms]. */
  readonly patience?: number;
  readonly heartbeat?: HeartbeatBounds;
}

interface Running {
  readonly process: EngineProcess;
  readonly multiplexer: Multiplexer;
  readonly exited: Promise<void>;
  /** Why it must not be started again, once that is known. */
  refusal: AppError | undefined;
  /** It is to be started anew when it has ended. */
  again: boolean;
  /** Why it was ended, where that is not what its end says. */
  endedBecause: string | undefined;
  unwatch: () => void;
}

export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #maxRestarts: number;
  readonly #window: number;
  readonly #pauses: readonly number[];
  readonly #grace: number;
  readonly #patience: number;
  readonly #listeners = new Set<(state: EngineState) => void>();
  #state: EngineState = { state: 'stopped', restarts: 0, reason: null, answering: true };
  #running: Running | undefined;
  #stopping = false;
  #restartTimes: number[] = [];
  #restartTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#maxRestarts = options.maxRestarts ?? 3;
    this.#window = options.window ?? 5 * 60_000;
    this.#pauses = options.pauses ?? [100, 500, 2000];
    this.#grace = options.grace ?? 5000;
    this.#patience = options.patience ?? 1000;
  }

  get state(): EngineState {
    return this.#state;
  }

  /** Called at once with the present state, then on each change. */
  onState(listener: (state: EngineState) => void): Unsubscribe {
    this.#listeners.add(listener);
    listener(this.#state);
    return () => this.#listeners.delete(listener);
  }

  /** Starts the engine unless it runs. After `failed` or `stopped` the count of restarts begins anew. */
  start(): void {
    if (this.#running !== undefined || this.#state.state === 'restarting') return;
    this.#restartTimes = [];
    this.#stopping = false;
    this.#launch('starting', null);
  }

  /** Ends the engine, by force where it does not end by itself in time, and starts it anew. */
  restart(): void {
    const running = this.#running;
    if (running === undefined) this.start();
    if (running === undefined || running.again || this.#stopping) return;
    running.again = true;
    running.endedBecause = 'it was asked to start again';
    const { state, answering } = this.#state;
    this.#setState('restarting', running.endedBecause);
    if (state === 'ready') this.#endIfAlive(running, answering ? this.#patience : 0);
    else running.process.transport.close(running.endedBecause);
  }

  /** Lets an engine end in order if it gives a sign of life in time; who does not could not do that either. */
  #endIfAlive({ process, multiplexer, exited, endedBecause }: Running, patience: number): void {
    const timer = setTimeout(() => process.kill(), patience);
    const off = multiplexer.onBeat(() => {
      off();
      clearTimeout(timer);
      process.transport.close(endedBecause);
    });
    void exited.then(() => clearTimeout(timer));
    multiplexer.beat();
  }

  /** A connection of its own to the engine. @throws {AppError} `ENGINE_GONE` while it is not ready */
  connect(): Transport {
    if (this.#running === undefined || this.#state.state !== 'ready') {
      throw new AppError('ENGINE_GONE', 'The catalog engine is not running at the moment. Try again in a few seconds.');
    }
    return this.#running.multiplexer.open();
  }

  /** Resolves once it is ready. @throws {AppError} `ENGINE_GONE` when it fails or stops instead */
  ready(): Promise<void> {
    return new Promise((resolve, reject) => {
      const off = this.onState(({ state, reason }) => {
        if (state === 'starting' || state === 'restarting') return;
        queueMicrotask(() => off());
        if (state === 'ready') resolve();
        else reject(new AppError('ENGINE_GONE', reason ?? 'The catalog engine has stopped.'));
      });
    });
  }

  /** Closes the line to the engine, so that it ends by itself; kills it when that takes longer than the grace. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#restartTimer);
    const running = this.#running;
    if (running !== undefined) {
      running.process.transport.close('the application is closing');
      await running.exited;
    }
    this.#setState('stopped', null);
  }

  #launch(state: 'starting' | 'restarting', reason: string | null): void {
    let process: EngineProcess;
    try {
      process = this.#options.spawn();
    } catch (error) {
      this.#setState('failed', `It could not be started: ${toAppError(error).message}`);
      return;
    }
    const { promise: exited, resolve } = Promise.withResolvers<void>();
    const running: Running = {
      process,
      multiplexer: createMultiplexer(process.transport),
      exited,
      refusal: undefined,
      again: false,
      endedBecause: undefined,
      unwatch: () => {},
    };
    this.#running = running;
    this.#setState(state, reason);
    let deadline: ReturnType<typeof setTimeout> | undefined;
    process.transport.onClose(() => {
      running.unwatch();
      deadline = setTimeout(() => process.kill(), this.#grace);
    });
    process.onExit((code, signal) => {
      process.transport.close(describeEnd(code, signal));
      clearTimeout(deadline);
      this.#running = undefined;
      resolve();
      this.#ended(running, code, signal);
    });
    void this.#whenReady(running);
  }

  async #whenReady(running: Running): Promise<void> {
    try {
      await running.multiplexer.ready;
      this.#watch(running);
      if (this.#options.prepare !== undefined) {
        const client = createClient(running.multiplexer.open());
        await this.#options.prepare(client).finally(() => client.close());
      }
      if (this.#running === running && !this.#stopping && !running.again) this.#setState('ready', null);
    } catch (error) {
      const failure = toAppError(error);
      if (failure.code === 'ENGINE_GONE') return;
      running.refusal = failure;
      running.process.transport.close(failure.message);
    }
  }

  #watch(running: Running): void {
    const { heartbeat = usualBounds } = this.#options;
    running.unwatch = watchHeartbeat(running.multiplexer, heartbeat, {
      onAnswering: (answering) => this.#tell({ ...this.#state, answering }),
      onHung: () => {
        const minutes = Math.round((heartbeat.every * heartbeat.hungAfter) / 60_000);
        running.endedBecause = `it gave no sign of life for ${minutes} minutes`;
        running.process.kill();
      },
    });
  }

  #ended(running: Running, code: number | null, signal: string | null): void {
    if (this.#stopping) return;
    if (running.refusal !== undefined) {
      this.#setState('failed', running.refusal.message);
      return;
    }
    const reason = running.endedBecause ?? describeEnd(code, signal);
    if (running.again) {
      this.#restartTimes = [];
      this.#launch('restarting', reason);
      return;
    }
    if (code === 0 && signal === null) {
      this.#setState('stopped', reason);
      return;
    }
    const now = Date.now();
    this.#restartTimes = this.#restartTimes.filter((time) => now - time < this.#window);
    if (this.#restartTimes.length >= this.#maxRestarts) {
      this.#setState(
        'failed',
        `It crashed ${this.#restartTimes.length + 1} times in a short while; the last time, ${reason}.`,
      );
      return;
    }
    const pause = this.#pauses[Math.min(this.#restartTimes.length, this.#pauses.length - 1)] ?? 0;
    this.#restartTimes.push(now);
    this.#setState('restarting', reason);
    this.#restartTimer = setTimeout(() => this.#launch('restarting', reason), pause);
  }

  #setState(state: EngineState['state'], reason: string | null): void {
    this.#tell({ state, restarts: this.#restartTimes.length, reason, answering: true });
  }

  #tell(next: EngineState): void {
    const { state, reason, answering } = this.#state;
    this.#state = next;
    if (next.state === state && next.reason === reason && next.answering === answering) return;
    for (const listener of [...this.#listeners]) listener(this.#state);
  }
}

function describeEnd(code: number | null, signal: string | null): string {
  if (signal !== null) return `it was ended by the signal ${signal}`;
  return code === 0 ? 'it ended by itself' : `it ended with the code ${code}`;
}

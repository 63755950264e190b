/**
 * Runs long work one piece at a time in each lane, in the order it was asked for, and keeps it in SQLite so that it can be watched, stopped and
 * gone on with, also after the process was killed. What kills the engine again and again without getting further is given up.
 */
import type { z } from 'zod';
import { AppError, type ErrorPayload, toAppError } from '../../contract/errors.ts';
import type { Job } from '../../contract/jobs.ts';
import type { EventHub } from '../../contract/rpc/event-hub.ts';
import type { Database } from '../db/database.ts';
import { diskFull, passing } from '../db/storage-error.ts';
import type { WriteAccess } from '../db/write-access.ts';
import { ActiveRun } from './active-run.ts';
import { type JobEnd, type JobRow, JobsRepo, toJob } from './job-repo.ts';
import { type Lane, laneOf, lanes } from './lanes.ts';
import type { JobContext, JobRunner } from './types.ts';

type JobKind = Job['kind'];

const publishMs = 100;
const keptJobs = 200;
const shownEnded = 5;
/** Runs in a row that may end with a dead process without getting further. */
const maxAttempts = 3;

interface Registration {
  readonly runner: JobRunner<never>;
  readonly params: z.ZodType | undefined;
}

export interface StartOptions {
  /** Queues the work once more when the same is running already, because what it has to see may have come too late for that run. */
  readonly afterRunning?: boolean;
}

export class Jobs {
  readonly #repo: JobsRepo;
  readonly #writing: WriteAccess;
  readonly #stopListening: () => void;
  readonly #hub: EventHub;
  readonly #registrations = new Map<JobKind, Registration>();
  readonly #unwritten = new Map<number, { readonly state: Job['state']; readonly end: JobEnd }>();
  readonly #active = new Map<Lane, ActiveRun>();
  readonly #pumping = new Set<Lane>();
  #timer: NodeJS.Timeout | undefined;
  #publishedAt = 0;
  #closed = false;

  /** Takes up the jobs of an open library: those that were running when the process ended become `interrupted`, or `failed` for good. */
  constructor(database: Database, hub: EventHub) {
    this.#repo = new JobsRepo(database);
    this.#hub = hub;
    this.#writing = database.writing;
    this.#stopListening = database.writing.onChange(() => {
      if (database.writing.reason === undefined) this.#writeEnds();
    });
    if (database.readOnly) return;
    for (const row of this.#repo.inState('running')) {
      if (row.attempts >= maxAttempts) this.#end(row.id, 'failed', { error: gaveUp(row) });
      else this.#end(row.id, 'interrupted', {});
    }
    this.#writing.whenFree(() => this.#repo.prune(keptJobs));
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Says who does the work of `kind`. `params` checks what was stored before it is handed to the runner. */
  register<P>(kind: JobKind, runner: JobRunner<P>, params?: z.ZodType<P>): void {
    this.#registrations.set(kind, { runner: runner as JobRunner<never>, params });
  }

  /** Queues work and answers its job; the same work that waits or runs already is answered instead of doing it twice. */
  start(kind: JobKind, title: string, params: unknown, options: StartOptions = {}): Job {
    this.#assertOpen();
    this.#writeEnds();
    if (!this.#registrations.has(kind)) throw new Error(`No runner is registered for jobs of kind "${kind}"`);
    const stored = JSON.stringify(params);
    const existing = this.#repo.findOpen(kind, stored);
    const enough = existing?.state === 'queued' || (existing?.state === 'running' && !options.afterRunning);
    const id = existing !== undefined && enough ? existing.id : this.#repo.insert(kind, title, stored);
    this.#wake();
    return this.get(id);
  }

  /** As `start`, for work that nobody waits for: queued as soon as it can be stored. */
  startLater(kind: JobKind, title: string, params: unknown, options: StartOptions = {}): void {
    this.#writing.whenFree(() => {
      if (!this.#closed) this.start(kind, title, params, options);
    });
  }

  /** Queues the interrupted jobs again, oldest first, except those whose work waits already. To be called once the runners are registered. */
  resumeInterrupted(): void {
    this.#assertOpen();
    this.#writing.whenFree(() => this.#resumeInterrupted());
  }

  #resumeInterrupted(): void {
    if (this.#closed) return;
    for (const row of this.#repo.inState('interrupted')) {
      if (this.#repo.findOpen(row.kind, row.params) !== undefined) {
        this.#repo.end(row.id, 'cancelled', {});
      } else {
        this.#repo.queue(row.id, row.attempts);
      }
    }
    this.#wake();
  }

  /** Newest first: all that wait or run, and up to `limit` that ended. */
  list(limit = 20): Job[] {
    return this.#repo.list(limit).map((row) => this.#shown(row));
  }

  /** @throws {AppError} `NOT_FOUND` */
  get(id: number): Job {
    return this.#shown(this.#row(id));
  }

  /** Asks a job to stop. One that waits or was interrupted ends at once, one that runs after the piece at hand; an ended one is left alone. */
  cancel(id: number): Job {
    this.#assertOpen();
    const row = this.#row(id);
    const active = this.#running(row);
    if (active !== undefined) {
      active.stop ??= 'cancel';
      active.controller.abort();
    } else if (row.state === 'queued' || row.state === 'interrupted') {
      this.#repo.end(id, 'cancelled', {});
      this.#publishSoon();
    }
    return this.get(id);
  }

  /** Goes on with a job that was cancelled, interrupted or failed. @throws {AppError} `NOT_FOUND`, `CONFLICT` when it is done */
  resume(id: number): Job {
    this.#assertOpen();
    this.#writeEnds();
    const row = this.#row(id);
    if (row.state === 'queued' || (row.state === 'running' && this.#running(row)?.stop === undefined))
      return this.#shown(row);
    if (row.state === 'done') {
      throw new AppError('CONFLICT', 'This job is finished already. Start it again to look for changes.');
    }
    if (row.state === 'running') {
      throw new AppError('CONFLICT', 'This job is still stopping. Try again in a moment.');
    }
    const same = this.#repo.findOpen(row.kind, row.params);
    if (same !== undefined) return this.#shown(same);
    this.#repo.queue(id, 0);
    this.#wake();
    return this.get(id);
  }

  /** Whether work of this kind runs or waits. */
  isOpen(kind: JobKind): boolean {
    return [...this.#repo.inState('running'), ...this.#repo.inState('queued')].some((row) => row.kind === kind);
  }

  /** Resolves when no job runs or waits. */
  async idle(): Promise<void> {
    while (!this.#closed && (this.#active.size > 0 || lanes.some((lane) => this.#next(lane) !== undefined))) {
      const [active] = this.#active.values();
      await (active?.finished ?? new Promise((resolve) => setImmediate(resolve)));
    }
  }

  /** Stops what runs, which becomes `interrupted` so that the next opening goes on with it, and waits for it. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopListening();
    const active = [...this.#active.values()];
    for (const run of active) {
      run.stop ??= 'close';
      run.controller.abort();
    }
    await Promise.all(active.map(({ finished }) => finished));
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #assertOpen(): void {
    if (this.#closed) throw new AppError('NO_LIBRARY', 'The library has been closed. Open it again first.');
  }

  #row(id: number): JobRow {
    const row = this.#repo.get(id);
    if (row === undefined) throw new AppError('NOT_FOUND', `There is no job ${id}. It may have been cleared away.`);
    return row;
  }

  #shown(row: JobRow): Job {
    const job = toJob(row);
    const ended = this.#unwritten.get(row.id);
    if (ended !== undefined) return { ...job, state: ended.state, error: ended.end.error ?? null };
    return this.#running(row)?.shown(job) ?? job;
  }

  #running({ id, kind }: JobRow): ActiveRun | undefined {
    const active = this.#active.get(laneOf(kind));
    return active?.id === id ? active : undefined;
  }

  #wake(): void {
    this.#publishSoon();
    for (const lane of lanes) {
      if (this.#pumping.has(lane)) continue;
      this.#pumping.add(lane);
      setImmediate(() => void this.#pump(lane));
    }
  }

  async #pump(lane: Lane): Promise<void> {
    try {
      while (!this.#closed) {
        const next = this.#next(lane);
        if (next === undefined) return;
        await this.#run(next, lane);
      }
    } finally {
      this.#pumping.delete(lane);
    }
  }

  #next(lane: Lane): JobRow | undefined {
    const queued = this.#repo.inState('queued');
    return queued.find(
      ({ id, kind }) => laneOf(kind) === lane && this.#registrations.has(kind) && !this.#unwritten.has(id),
    );
  }

  async #run(row: JobRow, lane: Lane): Promise<void> {
    const run = new ActiveRun(row);
    this.#active.set(lane, run);
    try {
      const result = await this.#writing.run(() => {
        this.#repo.begin(row.id, run.attempts);
        this.#publishSoon();
        return this.#execute(row, run);
      }, run.controller.signal);
      this.#save(run);
      this.#end(row.id, 'done', { result });
    } catch (error) {
      this.#endUnfinished(run, error);
    } finally {
      this.#active.delete(lane);
      if (this.#closed) this.#publish();
      else this.#publishSoon();
      run.end();
    }
  }

  async #execute(row: JobRow, run: ActiveRun): Promise<Record<string, unknown>> {
    const registration = this.#registrations.get(row.kind) as Registration;
    const raw: unknown = JSON.parse(row.params);
    const params = registration.params === undefined ? raw : registration.params.parse(raw);
    const context: JobContext = {
      jobId: row.id,
      signal: run.controller.signal,
      report: (progress) => {
        run.report(progress);
        this.#publishSoon();
      },
    };
    return registration.runner(params as never, context);
  }

  #endUnfinished(run: ActiveRun, error: unknown): void {
    const failure = diskFull(error) ?? toAppError(error);
    if (run.stop === 'close') run.attempts = 0;
    this.#save(run);
    if (run.stop === 'close') this.#end(run.id, 'interrupted', {});
    else if (run.stop === 'cancel' || failure.code === 'CANCELLED') this.#end(run.id, 'cancelled', {});
    else this.#end(run.id, 'failed', { error: failure.toPayload() });
  }

  /** Where even this cannot be written for the moment, it is kept in mind and written later. */
  #end(id: number, state: Job['state'], end: JobEnd): void {
    this.#unwritten.set(id, { state, end });
    this.#writeEnds();
  }

  #writeEnds(): void {
    for (const [id, { state, end }] of this.#unwritten) {
      try {
        this.#repo.end(id, state, end);
        this.#unwritten.delete(id);
      } catch (error) {
        if (passing(error) === undefined) throw error;
        this.#writing.hindered(error);
        return;
      }
    }
  }

  /** Best effort: what hinders writing for the moment must not keep a job from ending. */
  #save(run: ActiveRun): void {
    try {
      this.#repo.progress(run.id, run.stored());
    } catch (error) {
      if (passing(error) === undefined) throw error;
      this.#writing.hindered(error);
    }
  }

  /** At most ten times a second: the first at once, then the latest state at the end of each pause. */
  #publishSoon(): void {
    if (this.#timer !== undefined) return;
    const wait = Math.max(0, this.#publishedAt + publishMs - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#publish();
    }, wait);
  }

  #publish(): void {
    this.#publishedAt = performance.now();
    for (const run of this.#active.values()) this.#save(run);
    this.#hub.emit('jobs.changed', this.list(shownEnded));
  }
}

/** Work in which a file that is read may be what ends the process. */
const readingImages: readonly JobKind[] = ['import', 'index', 'fetch'];

/** What is said of work that ended with a dead process again and again without getting further. */
function gaveUp(row: JobRow): ErrorPayload {
  const reads = readingImages.includes(row.kind);
  const advice = reads
    ? 'Look for a damaged picture there, then resume the job.'
    : 'Close what takes much memory and resume the job; if it is stopped again, restart the computer or report it.';
  return new AppError(
    'INTERNAL',
    `"${row.title}" was stopped by a crash ${row.attempts} times in a row at the same place and is not tried again by itself. ${advice}`,
    { details: { why: reads ? 'gave-up' : 'gave-up-at-work', name: row.title, times: row.attempts } },
  ).toPayload();
}

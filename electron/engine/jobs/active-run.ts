/** What only the run at hand knows of its job: how far it is, how fast, and how it is to be stopped. */
import type { Job } from '../../contract/jobs.ts';
import type { JobProgress, JobRow } from './job-repo.ts';
import { RateMeter } from './rate.ts';
import type { JobContext } from './types.ts';

export class ActiveRun {
  readonly id: number;
  readonly controller = new AbortController();
  /** Resolves when the job has ended and is stored. */
  readonly finished: Promise<void>;
  readonly end: () => void;
  stop: 'cancel' | 'close' | undefined;
  /** Runs in a row, this one included, that have not got further than any before. */
  attempts: number;
  readonly #meter = new RateMeter();
  readonly #marks: Record<string, number>;
  #phase = '';
  #done = 0;
  #total: number | null = null;
  #current: string | null = null;
  #failures = 0;

  constructor(row: JobRow) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.finished = promise;
    this.end = resolve;
    this.id = row.id;
    this.attempts = row.attempts + 1;
    this.#marks = JSON.parse(row.marks) as Record<string, number>;
  }

  report(progress: Parameters<JobContext['report']>[0]): void {
    if (progress.phase !== undefined && progress.phase !== this.#phase) {
      this.#phase = progress.phase;
      this.#done = 0;
      this.#total = null;
      this.#meter.reset();
    }
    if (progress.done !== undefined) this.#done = progress.done;
    if (progress.total !== undefined) this.#total = progress.total;
    if (progress.current !== undefined) this.#current = progress.current;
    if (progress.failures !== undefined) this.#failures = progress.failures;
    this.#meter.update(this.#done, performance.now());
    if (this.#done > (this.#marks[this.#phase] ?? 0)) {
      this.#marks[this.#phase] = this.#done;
      this.attempts = 0;
    }
  }

  stored(): JobProgress {
    return {
      phase: this.#phase,
      done: this.#done,
      total: this.#total,
      failures: this.#failures,
      marks: JSON.stringify(this.#marks),
      attempts: this.attempts,
    };
  }

  /** The stored job with what is known now. */
  shown(job: Job): Job {
    return {
      ...job,
      phase: this.#phase,
      done: this.#done,
      total: this.#total,
      failures: this.#failures,
      current: this.#current,
      ratePerSecond: this.#meter.perSecond ?? null,
      secondsLeft: this.#meter.secondsLeft(this.#done, this.#total) ?? null,
    };
  }
}

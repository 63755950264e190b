/** What only the run at hand knows of its job: how far it is, how fast, and how it is to be stopped. */
import type { Job } from '../../contract/jobs.ts';
import type { JobProgress, JobRow } from './job-repo.ts';
import { RateMeter } from './rate.ts';

type Reported = Pick<Job, 'phase' | 'done' | 'total' | 'current' | 'failures'>;

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
  #progress: Reported = { phase: '', done: 0, total: null, current: null, failures: 0 };

  constructor(row: JobRow) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.finished = promise;
    this.end = resolve;
    this.id = row.id;
    this.attempts = row.attempts + 1;
    this.#marks = JSON.parse(row.marks) as Record<string, number>;
  }

  report(progress: Partial<Reported>): void {
    if (progress.phase !== undefined && progress.phase !== this.#progress.phase) {
      this.#progress = { ...this.#progress, done: 0, total: null };
      this.#meter.reset();
    }
    this.#progress = { ...this.#progress, ...progress };
    const { phase, done } = this.#progress;
    this.#meter.update(done, performance.now());
    if (done > (this.#marks[phase] ?? 0)) {
      this.#marks[phase] = done;
      this.attempts = 0;
    }
  }

  stored(): JobProgress {
    const { phase, done, total, failures } = this.#progress;
    return { phase, done, total, failures, marks: JSON.stringify(this.#marks), attempts: this.attempts };
  }

  /** The stored job with what is known now. */
  shown(job: Job): Job {
    const { done, total } = this.#progress;
    return {
      ...{ ...job, ...this.#progress },
      ratePerSecond: this.#meter.perSecond ?? null,
      secondsLeft: this.#meter.secondsLeft(done, total) ?? null,
    };
  }
}

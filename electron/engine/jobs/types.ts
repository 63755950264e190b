/** How long work is written so that it can be stored, watched, stopped and gone on with. */
import type { Job } from '../../contract/jobs.ts';

export interface JobContext {
  readonly jobId: number;
  /** Aborted by cancel and by closing the library. Check it between pieces of work. */
  readonly signal: AbortSignal;
  /** Cheap; written to SQLite and sent to the UI at most ten times a second. */
  report(progress: Partial<Pick<Job, 'phase' | 'done' | 'total' | 'current' | 'failures'>>): void;
}

/**
 * Does the work of one kind of job. It must be able to run again from the start after a kill at any point, finding what is done
 * already and doubling nothing. Its return value becomes the job's `result`. What it throws fails the job, except `CANCELLED`: work that there is
 * no call for any more ends as cancelled.
 */
export type JobRunner<P> = (params: P, context: JobContext) => Promise<Record<string, unknown>>;

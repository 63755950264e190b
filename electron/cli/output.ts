/** What goes to which stream: one JSON value on standard output, everything else on standard error. */
import type { ErrorPayload } from '../contract/errors.ts';
import type { Job } from '../contract/jobs.ts';

export interface Progress {
  show(text: string): void;
  /** Ends the line that is written over, so that what follows starts on its own. */
  end(): void;
}

interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const clearLine = '\r\u001b[2K';
/** Lines for a log file come at most so often [ms]. */
const lineInterval = 2000;

/** On a terminal one line that is written over; elsewhere a line now and then. */
export function createProgress(stream: ProgressStream, now: () => number = Date.now): Progress {
  const overwrites = stream.isTTY === true;
  let open = false;
  let lastLine = Number.NEGATIVE_INFINITY;
  return {
    show(text) {
      if (overwrites) {
        stream.write(clearLine + text);
        open = true;
      } else if (now() - lastLine >= lineInterval) {
        stream.write(`${text}\n`);
        lastLine = now();
      }
    },
    end() {
      if (open) stream.write('\n');
      open = false;
    },
  };
}

/** `import encode 120/210, 35 a second, 3 s left, 2 failed`. */
export function describeJob(job: Job): string {
  const parts = [
    `${job.kind} ${job.phase === '' ? job.state : job.phase} ${job.done}${job.total === null ? '' : `/${job.total}`}`,
  ];
  if (job.ratePerSecond !== null && job.ratePerSecond > 0) parts.push(`${job.ratePerSecond.toFixed(0)} a second`);
  if (job.secondsLeft !== null) parts.push(`${Math.ceil(job.secondsLeft)} s left`);
  if (job.failures > 0) parts.push(`${job.failures} failed`);
  return parts.join(', ');
}

export function formatError({ code, message }: ErrorPayload): string {
  return JSON.stringify({ error: { code, message } });
}

/** Resolves when the text has left this process; a reader that went away is no failure. */
export function writeOut(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(text, () => resolve());
  });
}

/** What goes to which stream: one JSON value on standard output, everything else on standard error. */
import type { ErrorPayload } from '../contract/errors.ts';

export interface Progress {
  /** `share`: what is done, 0..1; null while nobody knows. On a terminal it is drawn before the text. */
  show(text: string, share?: number | null): void;
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
    show(text, share = null) {
      if (overwrites) {
        stream.write(`${clearLine}${share === null ? '' : `${barOf(share)} `}${text}`);
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

const barCells = 24;

/** `█████░░░  62 %`. */
function barOf(share: number): string {
  const done = Math.min(1, Math.max(0, share));
  const cells = Math.round(done * barCells);
  return `${'█'.repeat(cells)}${'░'.repeat(barCells - cells)} ${String(Math.floor(done * 100)).padStart(3)} %`;
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

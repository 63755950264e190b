/** Counts what a file of events says and what is not taken, and keeps where the first of each kind stand. */
import type { EventsResult, LeftOutReason } from '../../contract/events.ts';

const linesKept = 3;

export class LeftOut {
  readonly #found = new Map<LeftOutReason, { count: number; readonly lines: number[] }>();
  /** The line of the file that is being read, counted from 1. */
  line = 0;

  add(why: LeftOutReason): void {
    const found = this.#found.get(why) ?? { count: 0, lines: [] };
    this.#found.set(why, found);
    found.count++;
    if (found.lines.length < linesKept && found.lines.at(-1) !== this.line) found.lines.push(this.line);
  }

  list(): EventsResult['leftOut'] {
    return [...this.#found].map(([why, { count, lines }]) => ({ why, count, lines }));
  }
}

/** What the parts of this benchmark share: the model, the clock, and processes that are asked things. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const starterDir = fileURLToPath(new URL('../../models/starter', import.meta.url));
export const threads = availableParallelism();
/** Images read at once, as indexing does. */
export const readers = threads + 1;

export function round(value: number, digits = 1): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low = Number.NaN, high = Number.NaN] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return (low + high) / 2;
}

/** Items a second. */
export async function rateOf(count: number, work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return round((count * 1000) / (performance.now() - start));
}

/** Does something with every item, as many at a time as indexing has. */
export async function forEachAtOnce<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const iterator = items.values();
  const worker = async (): Promise<void> => {
    for (const item of iterator) await work(item);
  };
  await Promise.all(Array.from({ length: readers }, worker));
}

/** A process that answers one message with one message. */
export class Child {
  readonly #process: ChildProcess;

  constructor(file: string, args: readonly string[]) {
    this.#process = fork(path.join(import.meta.dirname, file), args);
  }

  /** What it says of itself, then the answer to each question. @throws when it ends instead */
  async next<T>(question?: object): Promise<T> {
    const listening = new AbortController();
    const answered = once(this.#process, 'message', listening);
    const ended = once(this.#process, 'exit', listening).then(([code]) => {
      throw new Error(`A process of the benchmark ended with the code ${code}.`);
    });
    ended.catch(() => undefined);
    if (question !== undefined) this.#process.send(question);
    try {
      const [answer] = await Promise.race([answered, ended]);
      return answer as T;
    } finally {
      listening.abort();
    }
  }

  end(): void {
    this.#process.disconnect();
  }
}

export interface RoundAnswer {
  readonly ms: number;
  /** Processor time of the whole process, all threads [ms]. */
  readonly cpuMs: number;
  /** Most memory the process has ever held [MB]. */
  readonly peakMb: number;
  readonly vectors: number[][];
}

/** In a child: resolves when its parent says that all is there. */
export async function toStart(): Promise<void> {
  await once(process, 'message');
}

/** In a child: says that it is ready, and answers questions until its parent lets go. */
export function answerRounds(work: (files: string[]) => Promise<number[][]>): void {
  process.on('message', async ({ files }: { files: string[] }) => {
    const before = process.cpuUsage();
    const start = performance.now();
    const vectors = await work(files);
    const ms = performance.now() - start;
    const used = process.cpuUsage(before);
    const answer: RoundAnswer = {
      ms,
      cpuMs: (used.user + used.system) / 1000,
      peakMb: process.resourceUsage().maxRSS / 1024,
      vectors,
    };
    process.send?.(answer);
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ ready: true });
}

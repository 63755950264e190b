/**
 * Fetches many images from many hosts, gently: few connections to each and few in all, each host at the pace that it asks for. What passes
 * is tried again after a while, and a host that gives nothing is left alone with the rest of its addresses.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { throwIfCancelled } from '../../contract/errors.ts';
import type { FetchFailure, FetchOutcome } from './fetch-outcome.ts';

export interface Wanted {
  readonly id: number;
  readonly address: string;
  readonly known?: { readonly etag: string | null; readonly lastModified: string | null } | undefined;
}

export interface FetchAllOptions<W extends Wanted> {
  /** Hosts that have something to fetch now. */
  hosts(): readonly string[];
  /** The next addresses of a host with higher ids than `after`. */
  page(host: string, after: number): readonly W[];
  fetch(wanted: W): Promise<FetchOutcome>;
  /** What finally came of an address. */
  ended(wanted: W, outcome: FetchOutcome): void;
  /** The host is left alone for now: so are its addresses that came to no end. */
  givenUp(host: string, failure: FetchFailure): void;
  /** Whether more may come to be fetched later. */
  more(): boolean;
  readonly pace: Pace;
  readonly signal: AbortSignal;
}

export interface Pace {
  readonly perHost: number;
  readonly overall: number;
  /** Before the first new try; each further one waits four times as long [ms]. */
  readonly retryMs: number;
  readonly tries: number;
  /** A host that asks to be left alone for longer is given up for now [ms]. */
  readonly longestWaitMs: number;
  /** Failures of a host in a row, without anything else, after which it is given up: when it cannot be reached or is busy, and when it fails otherwise. */
  readonly awayInRow: number;
  readonly failedInRow: number;
  /** Between two looks whether more has come [ms]. */
  readonly lookMs: number;
}

export const usualPace: Pace = {
  perHost: 4,
  overall: 16,
  retryMs: 1000,
  tries: 3,
  longestWaitMs: 10 * 60_000,
  awayInRow: 8,
  failedInRow: 40,
  lookMs: 500,
};

/** Addresses of a host that wait for a further try, after which they go before others. */
const mostWaiting = 500;

interface Try<W> {
  readonly wanted: W;
  /** Tries that failed before, and all tries: a host that is busy says nothing against an address for a while. */
  readonly failures: number;
  readonly asked: number;
  /** Not before [ms of the monotonic clock]. */
  readonly at: number;
}

class Host<W extends Wanted> {
  readonly name: string;
  active = 0;
  /** Connections that it bears for now. */
  limit: number;
  notBefore = 0;
  awayInRow = 0;
  failedInRow = 0;
  goodInRow = 0;
  readonly again: Try<W>[] = [];
  #fresh: W[] = [];
  #last = 0;
  #ended = false;

  constructor(name: string, limit: number) {
    this.name = name;
    this.limit = limit;
  }

  /** What can be asked for now: what failed before comes after the rest, so that one bad address does not hold up the others. */
  next(now: number, page: FetchAllOptions<W>['page']): Try<W> | undefined {
    const due = this.again.findIndex(({ at }) => at <= now);
    if (due !== -1 && this.again.length >= mostWaiting) return this.again.splice(due, 1)[0];
    if (this.#fresh.length === 0 && !this.#ended) {
      this.#fresh = [...page(this.name, this.#last)].reverse();
      this.#last = this.#fresh[0]?.id ?? this.#last;
      this.#ended = this.#fresh.length === 0;
    }
    const wanted = this.#fresh.pop();
    if (wanted !== undefined) return { wanted, failures: 0, asked: 0, at: 0 };
    return due === -1 ? undefined : this.again.splice(due, 1)[0];
  }

  get done(): boolean {
    return this.#ended && this.active === 0 && this.again.length === 0 && this.#fresh.length === 0;
  }

  /** When there may be something to do, were a connection free. */
  wakeAt(): number {
    const soonest = this.#fresh.length > 0 || !this.#ended ? 0 : Math.min(...this.again.map(({ at }) => at));
    return Math.max(this.notBefore, soonest);
  }

  empty(): void {
    this.again.length = 0;
    this.#fresh = [];
    this.#ended = true;
  }
}

/** Resolves when nothing is left to fetch. @throws {AppError} `CANCELLED`, and what `fetch` throws */
export async function fetchAll<W extends Wanted>(options: FetchAllOptions<W>): Promise<void> {
  const { pace, signal } = options;
  const hosts = new Map<string, Host<W>>();
  const givenUp = new Set<string>();
  let running = 0;
  /** When hosts that came to be named meanwhile are looked for. */
  let lookAt = performance.now() + 10 * pace.lookMs;
  let failure: { readonly error: unknown } | undefined;
  let wake = (): void => {};
  const run = async (host: Host<W>, attempt: Try<W>): Promise<void> => {
    try {
      const outcome = await options.fetch(attempt.wanted);
      if (!givenUp.has(host.name)) take(host, attempt, outcome);
      else if (outcome.kind !== 'failed') options.ended(attempt.wanted, outcome);
    } catch (error) {
      failure ??= { error };
    } finally {
      host.active--;
      running--;
      wake();
    }
  };
  const take = (host: Host<W>, attempt: Try<W>, outcome: FetchOutcome): void => {
    const given = note(host, outcome, pace);
    if (given !== undefined) {
      givenUp.add(host.name);
      host.empty();
      options.givenUp(host.name, given);
      return;
    }
    if (outcome.kind === 'failed' && outcome.passing) {
      const failures = attempt.failures + (outcome.host === 'busy' ? 0 : 1);
      const asked = attempt.asked + 1;
      const wait = outcome.waitMs ?? pace.retryMs * 4 ** attempt.failures * (0.75 + Math.random() / 2);
      if (failures < pace.tries && asked < pace.tries * 4 && wait <= pace.longestWaitMs) {
        host.again.push({ wanted: attempt.wanted, failures, asked, at: performance.now() + wait });
        return;
      }
    }
    options.ended(attempt.wanted, outcome);
  };
  try {
    for (;;) {
      throwIfCancelled(signal);
      if (failure !== undefined) throw failure.error;
      for (const [name, host] of hosts) if (host.done) hosts.delete(name);
      const mayHaveMore = performance.now() > lookAt && options.more();
      if (hosts.size === 0 || mayHaveMore) {
        lookAt = performance.now() + 10 * pace.lookMs;
        for (const name of options.hosts())
          if (!givenUp.has(name) && !hosts.has(name)) hosts.set(name, new Host(name, pace.perHost));
        if (hosts.size === 0 && running === 0) {
          if (!mayHaveMore && !options.more()) return;
          await pause(pace.lookMs, undefined, { signal }).catch(() => {});
          continue;
        }
      }
      let started = false;
      for (const host of hosts.values()) {
        if (running >= pace.overall) break;
        const now = performance.now();
        if (host.active >= host.limit || host.notBefore > now) continue;
        const attempt = host.next(now, options.page);
        if (attempt === undefined) continue;
        host.active++;
        running++;
        started = true;
        void run(host, attempt);
      }
      if (started) continue;
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const free = [...hosts.values()].filter(({ active, limit }) => active < limit);
      const soonest = Math.min(pace.lookMs, ...free.map((host) => host.wakeAt() - performance.now()));
      await Promise.race([woken, pause(Math.max(5, soonest), undefined, { signal }).catch(() => {})]);
    }
  } finally {
    // Nothing of it goes on behind the back of who asked.
    while (running > 0) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
}

/** Adapts the pace to how the host takes it; answers why it is given up, if it is. */
function note<W extends Wanted>(host: Host<W>, outcome: FetchOutcome, pace: Pace): FetchFailure | undefined {
  if (outcome.kind !== 'failed' || (!outcome.passing && outcome.host === undefined)) {
    host.awayInRow = 0;
    host.failedInRow = 0;
    if (++host.goodInRow >= 10 && host.limit < pace.perHost) {
      host.limit++;
      host.goodInRow = 0;
    }
    return undefined;
  }
  host.goodInRow = 0;
  host.failedInRow++;
  if (outcome.host !== undefined) host.awayInRow++;
  if (outcome.host !== undefined && !outcome.passing) return outcome;
  if (outcome.host === 'busy') {
    host.limit = Math.max(1, Math.floor(host.limit / 2));
    const wait = outcome.waitMs ?? Math.min(pace.longestWaitMs, pace.retryMs * 2 ** Math.min(10, host.awayInRow));
    if (wait > pace.longestWaitMs) return outcome;
    host.notBefore = Math.max(host.notBefore, performance.now() + wait);
  }
  return host.awayInRow >= pace.awayInRow || host.failedInRow >= pace.failedInRow ? outcome : undefined;
}

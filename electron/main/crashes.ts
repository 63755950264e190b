/** What to do when the page's process is gone or hangs. The engine has a supervisor of its own. */

/** Electron's reasons for a process that is gone. */
export type GoneReason =
  | 'clean-exit'
  | 'abnormal-exit'
  | 'killed'
  | 'crashed'
  | 'oom'
  | 'launch-failed'
  | 'integrity-failure'
  | 'memory-eviction';

export type Remedy = 'nothing' | 'reload' | 'ask';

const mostReloads = 3;
/** [ms] */
const shortWhile = 60_000;

/** Counts crashes: a window is loaded again by itself, but not for ever. */
export class WindowCrashes {
  #times: number[] = [];

  /** @param now [ms] */
  remedyFor(reason: GoneReason, now: number): Remedy {
    if (reason === 'clean-exit') return 'nothing';
    // Loading it again would not help, and a program that was tampered with must not go on.
    if (reason === 'launch-failed' || reason === 'integrity-failure') return 'ask';
    this.#times = [...this.#times.filter((time) => now - time < shortWhile), now];
    return this.#times.length > mostReloads ? 'ask' : 'reload';
  }

  forget(): void {
    this.#times = [];
  }
}

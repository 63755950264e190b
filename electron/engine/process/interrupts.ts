/**
 * Ctrl-C, for programs that want to end in order. A terminal sends it to every process in front, and launchers pass on what they get, so
 * one key press may arrive several times; only a later one is a second wish.
 */

/** Signals that come within this time are one [ms]. */
const onePress = 500;

/** Calls `first` once, at the first request to end, and `again` at each later one. */
export function onInterrupt(first: () => void, again: () => void, now: () => number = Date.now): void {
  let begun: number | undefined;
  const onSignal = (): void => {
    if (begun === undefined) {
      begun = now();
      first();
    } else if (now() - begun > onePress) {
      again();
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
}

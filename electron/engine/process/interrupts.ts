/**
 * Ctrl-C, for programs that want to end in order. A terminal sends it to every process in front, and launchers pass on what they get, so
 * one key press may arrive several times; only a later one is a second wish.
 */

/** Signals that come within this time are one [ms]. */
const onePress = 500;

export interface InterruptOptions {
  /** Where signals come from; this process by default. */
  readonly source?: Pick<NodeJS.EventEmitter, 'on'>;
  /** [ms] */
  readonly now?: () => number;
}

/** Calls `first` once, at the first request to end, and `again` at each later one. */
export function onInterrupt(
  first: () => void,
  again: () => void,
  { source = process, now = Date.now }: InterruptOptions = {},
): void {
  let begun: number | undefined;
  const onSignal = (): void => {
    if (begun === undefined) {
      begun = now();
      first();
    } else if (now() - begun > onePress) {
      again();
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) source.on(signal, onSignal);
}

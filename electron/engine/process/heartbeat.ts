/**
 * Tells an engine that hangs from one that works. Its main thread answers beats, since that is what answers calls; native code (SQLite,
 * reading a graph) may hold it for a while and is no fault. So there are two bounds: after the first people are told and may start it
 * anew, after the second, far beyond anything that the engine does in one piece, it is ended. Beats are counted rather than seconds, so
 * that a machine which slept has not been silent.
 */
import type { Multiplexer } from '../../contract/rpc/multiplex.ts';

export interface HeartbeatBounds {
  /** Between two beats [ms]. */
  readonly every: number;
  /** Beats without an answer after which it counts as silent. */
  readonly silentAfter: number;
  /** Beats without an answer after which it counts as hung. */
  readonly hungAfter: number;
}

/** Silent after a quarter of a minute, hung after ten minutes. */
export const usualBounds: HeartbeatBounds = { every: 2000, silentAfter: 8, hungAfter: 300 };

export interface HeartbeatListener {
  /** Called when it falls silent, and when it answers again. */
  onAnswering(answering: boolean): void;
  onHung(): void;
}

/** Answers what ends the watch. */
export function watchHeartbeat(line: Multiplexer, bounds: HeartbeatBounds, listener: HeartbeatListener): () => void {
  let unanswered = 0;
  const off = line.onBeat(() => {
    if (unanswered >= bounds.silentAfter) listener.onAnswering(true);
    unanswered = 0;
  });
  const timer = setInterval(() => {
    unanswered++;
    if (unanswered === bounds.silentAfter) listener.onAnswering(false);
    if (unanswered === bounds.hungAfter) listener.onHung();
    line.beat();
  }, bounds.every);
  timer.unref();
  return () => {
    off();
    clearInterval(timer);
  };
}

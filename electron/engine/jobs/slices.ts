/** Cuts long work on the engine's own thread into turns between which other work gets in, people's first. */
import { untilQuiet } from './foreground.ts';

/** Work that people wait for themselves gives way after so long [ms]. */
const turnMs = 12;
/** Background work gives way sooner: what it takes, a search waits for. */
const backgroundTurnMs = 6;

/** To be awaited between two small pieces of work; lets other work in whenever the turn has lasted long enough. */
export function createPause(): () => Promise<void> {
  return turns(turnMs, async () => {});
}

/** The same for background work: it also waits while a person's request is under way. */
export function createGentlePause(): () => Promise<void> {
  return turns(backgroundTurnMs, untilQuiet);
}

function turns(length: number, between: () => Promise<void>): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < length) return;
    await new Promise((resolve) => setImmediate(resolve));
    await between();
    since = performance.now();
  };
}

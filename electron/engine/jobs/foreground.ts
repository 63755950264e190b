/**
 * Lets background work make way for people. A request someone waits for is many short steps with turns of the event loop between; work that
 * takes its slice in each of those turns would multiply the wait.
 */
import { setTimeout as pause } from 'node:timers/promises';

/** After this long, background work goes on beside people, so that it is never starved. */
const longestWaitMs = 250;
const stepMs = 5;

let requests = 0;

/** Runs what a person waits for. */
export async function inForeground<T>(work: () => Promise<T>): Promise<T> {
  requests++;
  try {
    return await work();
  } finally {
    requests--;
  }
}

/** Resolves when no one waits; to be asked between two slices of background work. */
export async function untilQuiet(): Promise<void> {
  for (let waited = 0; requests > 0 && waited < longestWaitMs; waited += stepMs) await pause(stepMs);
}

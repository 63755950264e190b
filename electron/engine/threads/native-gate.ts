/**
 * Keeps a worker from being ended while native code runs in it: a native addon answers that by aborting the whole process. Memory
 * shared by both threads says whether native code runs and whether it still may.
 */

/** [running, shut], each 0 or 1. */
export type NativeGate = Int32Array<SharedArrayBuffer>;

const running = 0;
const shut = 1;
/** Longer than any run; after it the process ends all the same. */
const longestRunMs = 10_000;

const gates = new Set<NativeGate>();

export function createGate(): NativeGate {
  const gate = new Int32Array(new SharedArrayBuffer(8));
  if (gates.size === 0) process.on('exit', shutAllNow);
  gates.add(gate);
  return gate;
}

/** In the worker: runs native code, unless the gate has been shut. */
export async function throughGate<T>(gate: NativeGate, work: () => Promise<T>): Promise<T> {
  Atomics.store(gate, running, 1);
  try {
    if (Atomics.load(gate, shut) === 1) throw new Error('The thread is being ended.');
    return await work();
  } finally {
    Atomics.store(gate, running, 0);
    Atomics.notify(gate, running);
  }
}

/** In the engine: lets nothing more through, waits for what runs, and answers whether the worker may be ended. */
export async function shutGate(gate: NativeGate): Promise<boolean> {
  Atomics.store(gate, shut, 1);
  return (await Atomics.waitAsync(gate, running, 1, longestRunMs).value) !== 'timed-out';
}

/** To be called when the worker has ended, in whatever way. */
export function dropGate(gate: NativeGate): void {
  Atomics.store(gate, running, 0);
  Atomics.notify(gate, running);
  gates.delete(gate);
  if (gates.size === 0) process.off('exit', shutAllNow);
}

/** When the process exits there is no turn of the event loop left to wait in, so the thread itself waits. */
function shutAllNow(): void {
  for (const gate of gates) Atomics.store(gate, shut, 1);
  for (const gate of gates) Atomics.wait(gate, running, 1, longestRunMs);
}

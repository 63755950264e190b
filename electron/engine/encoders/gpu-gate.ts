/**
 * One piece of work on the graphics card at a time, across all threads of the process: two runs of the WebGPU provider that overlap end
 * the process (onnxruntime issues 31627 and 32561), whichever sessions they belong to. Memory shared by all threads says which of them is
 * at it.
 */

/** [thread at work], 0 when there is none. */
export type GpuGate = Int32Array<SharedArrayBuffer>;

/** Longer than any run; a thread that waited this long goes on without the graphics card. */
const longestWaitMs = 90_000;

let ofProcess: GpuGate | undefined;

/** The gate of this process, for the engine's thread to hand to its workers. */
export function gpuGate(): GpuGate {
  ofProcess ??= new Int32Array(new SharedArrayBuffer(4));
  return ofProcess;
}

/** In a worker: waits, blocking the thread, until no other thread is at it. `thread` is its `threadId`, never 0 in a worker. */
export async function throughGpuGate<T>(gate: GpuGate, thread: number, work: () => Promise<T>): Promise<T> {
  for (let holder = take(gate, thread); holder !== 0; holder = take(gate, thread)) {
    if (Atomics.wait(gate, 0, holder, longestWaitMs) === 'timed-out') {
      throw new Error('The graphics card has not ended other work.');
    }
  }
  try {
    return await work();
  } finally {
    freeGpuGate(gate, thread);
  }
}

/** To be called as well when a thread has ended, in whatever way. */
export function freeGpuGate(gate: GpuGate, thread: number): void {
  if (Atomics.compareExchange(gate, 0, thread, 0) === thread) Atomics.notify(gate, 0);
}

/** Answers 0 when it was free and is now taken, or who has it. */
function take(gate: GpuGate, thread: number): number {
  return Atomics.compareExchange(gate, 0, 0, thread);
}

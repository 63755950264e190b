/** Lets calls through, holds them up for the short time in which what answers them is replaced, and waits for those under way before that. */

const stepMs = 20;

export class CallGate {
  #running = 0;
  #shut: Promise<void> | undefined;

  run<T>(work: () => T | Promise<T>): T | Promise<T> {
    if (this.#shut !== undefined) return this.#shut.then(() => this.run(work));
    this.#running++;
    let result: T | Promise<T>;
    try {
      result = work();
    } catch (error) {
      this.#running--;
      throw error;
    }
    if (!(result instanceof Promise)) {
      this.#running--;
      return result;
    }
    return result.finally(() => {
      this.#running--;
    });
  }

  /**
   * Does `work` while nothing else is under way. For up to `patienceMs`, or until `signal`, it waits for a moment at which nothing is,
   * letting calls in, so that a long one does not hold up the others; then it lets none in and waits for the last.
   */
  async alone<T>(work: () => Promise<T>, options: { patienceMs: number; signal: AbortSignal }): Promise<T> {
    const until = performance.now() + options.patienceMs;
    while (this.#running > 0 && performance.now() < until && !options.signal.aborted) await pause();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#shut = promise;
    try {
      while (this.#running > 0) await pause();
      return await work();
    } finally {
      this.#shut = undefined;
      resolve();
    }
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, stepMs));
}

/** Has images laid over one another in a thread; where no thread can be had, in this one. */
import { Worker } from 'node:worker_threads';
import { type RegistrationTask, registerAll } from './registration-batch.ts';

/** Plenty for a batch: without a limit garbage would pile up beside that of the engine. */
const resourceLimits = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 8 };

interface Waiting {
  readonly task: RegistrationTask;
  readonly resolve: (results: Float64Array) => void;
}

export class RegistrationThread {
  /** In the order they were sent, which is the order of the answers. */
  readonly #waiting: Waiting[] = [];
  #worker: Worker | undefined;
  #failed = false;

  /** See `registerAll`. */
  register(task: RegistrationTask): Promise<Float64Array> {
    return new Promise((resolve) => {
      this.#worker ??= this.#start();
      if (this.#worker === undefined) {
        resolve(registerAll(task));
        return;
      }
      this.#waiting.push({ task, resolve });
      this.#worker.postMessage(task);
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker | undefined {
    if (this.#failed) return undefined;
    const worker = new Worker(new URL('./registration-worker.ts', import.meta.url), { execArgv: [], resourceLimits });
    worker.unref();
    worker.on('message', (results: Float64Array) => this.#waiting.shift()?.resolve(results));
    worker.on('error', () => this.#giveUp());
    return worker;
  }

  #giveUp(): void {
    this.#failed = true;
    this.#worker = undefined;
    for (const { task, resolve } of this.#waiting.splice(0)) resolve(registerAll(task));
  }
}

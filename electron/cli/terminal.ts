/** What commands work with: an engine inside this process, and the streams of the terminal. */
import path from 'node:path';
import { type Client, createClient } from '../contract/rpc/client.ts';
import { createMemoryPair } from '../contract/rpc/memory.ts';
import { serve } from '../contract/rpc/server.ts';
import { homeAt } from '../engine/library/home.ts';
import { onInterrupt } from '../engine/process/interrupts.ts';
import { createProgress, type Progress, writeOut } from './output.ts';

/** Read: beside an app that may be running; create: makes the library when it is missing. */
export type Access = 'read' | 'write' | 'create';

export class Terminal {
  readonly #place: { readonly home: string; readonly modelsDir: string };

  constructor(place = { home: homeAt().dir, modelsDir: path.join(import.meta.dirname, '..', '..', 'models') }) {
    this.#place = place;
  }

  log(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  /**
   * Starts an engine for the time that `use` takes, which asks it through the same client as everywhere else.
   * @throws {AppError} `LIBRARY_*` and what `use` throws
   */
  async ask<T>(use: (client: Client) => Promise<T>, library?: string, access: Access = 'read'): Promise<T> {
    // Only what asks something waits for the engine to be read; help and a wrong command line do not.
    const { createEngine } = await import('../engine/engine.ts');
    const engine = await createEngine({
      ...this.#place,
      ...(library === undefined ? {} : { library: path.resolve(library) }),
      create: access === 'create',
      readOnly: access === 'read',
      log: this.log,
    });
    const [near, far] = createMemoryPair();
    serve(far, engine.handlers, engine.hub);
    const client = createClient(near);
    try {
      return await use(client);
    } finally {
      client.close();
      await engine.close();
    }
  }

  /** As `ask`; prints the answer. */
  async print(use: (client: Client) => Promise<unknown>, library?: string, access?: Access): Promise<void> {
    await this.printJson(await this.ask(use, library, access));
  }

  async printJson(value: unknown): Promise<void> {
    await this.printText(`${JSON.stringify(value)}\n`);
  }

  printText(text: string): Promise<void> {
    return writeOut(text);
  }

  progress(): Progress {
    return createProgress(process.stderr);
  }

  /** Aborted by the first Ctrl-C, which asks to stop in order; the second ends at once. */
  signal(): AbortSignal {
    const controller = new AbortController();
    const first = (): void => {
      this.log('Stopping; what is done is kept. Press Ctrl-C again to end at once.');
      controller.abort();
    };
    onInterrupt(first, () => process.exit(130));
    return controller.signal;
  }
}

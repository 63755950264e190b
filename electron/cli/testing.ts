/** For tests: terminals that keep what they are told, over a real engine or over one that only records what it is asked. */
import type { MethodName } from '../contract/contract.ts';
import type { Client } from '../contract/rpc/client.ts';
import type { Progress } from './output.ts';
import { createProgram } from './program.ts';
import { type Access, Terminal } from './terminal.ts';

export class QuietTerminal extends Terminal {
  readonly printed: unknown[] = [];
  readonly shown: string[] = [];
  readonly controller = new AbortController();

  override log(): void {}

  override async printJson(value: unknown): Promise<void> {
    this.printed.push(value);
  }

  override async printText(text: string): Promise<void> {
    this.printed.push(text);
  }

  override progress(): Progress {
    return { show: (text) => void this.shown.push(text), end: () => {} };
  }

  override signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Does what a command line says. */
  async run(...args: string[]): Promise<void> {
    const program = createProgram(this);
    const quiet = (command: typeof program): void => {
      command.exitOverride().configureOutput({ writeErr: () => {} });
      for (const own of command.commands) quiet(own);
    };
    quiet(program);
    await program.parseAsync(['node', 'lookalike', ...args]);
  }
}

type Answers = Partial<Record<MethodName, (params: never) => unknown>>;

/** `answers`: what the engine says; nothing to methods that are not among them. */
export class RecordingTerminal extends QuietTerminal {
  readonly #answers: Answers;
  /** Which library, and whether it is changed. */
  readonly opened: unknown[] = [];
  readonly calls: [name: string, params: unknown][] = [];

  constructor(answers: Answers = {}) {
    super({ home: '', modelsDir: '' });
    this.#answers = answers;
  }

  override ask<T>(use: (client: Client) => Promise<T>, library?: string, access: Access = 'read'): Promise<T> {
    this.opened.push(library, access);
    const call = async (name: MethodName, params: never): Promise<unknown> => {
      this.calls.push([name, params]);
      return this.#answers[name]?.(params);
    };
    return use({ call, on: () => () => {}, pendingCalls: 0, close: () => {} } as unknown as Client);
  }
}

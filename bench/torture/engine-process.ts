/** An engine process that can be killed at any moment. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Job } from '../../electron/contract/jobs.ts';
import { createIpcTransport } from '../../electron/contract/rpc/child-process.ts';
import { type Client, createClient } from '../../electron/contract/rpc/client.ts';
import { createMultiplexer } from '../../electron/contract/rpc/multiplex.ts';
import { formatProcessArgs } from '../../electron/engine/process/options.ts';

const project = path.join(import.meta.dirname, '../..');

export class EngineProcess {
  readonly client: Client;
  readonly ended: Promise<unknown>;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, client: Client) {
    this.#child = child;
    this.client = client;
    this.ended = once(child, 'exit');
  }

  static async start(home: string): Promise<EngineProcess> {
    const args = formatProcessArgs({ home, modelsDir: path.join(project, 'models') });
    const child = fork(path.join(project, 'electron/engine/entry.ts'), args, {
      execArgv: [],
      serialization: 'json',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: { ...process.env, LOOKALIKE_NO_WATCH: '1' },
    });
    const multiplexer = createMultiplexer(createIpcTransport(child));
    await multiplexer.ready;
    return new EngineProcess(child, createClient(multiplexer.open()));
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  /** Lets it end in order. */
  async stop(): Promise<void> {
    this.#child.disconnect();
    await this.ended;
  }

  /** Resolves when no job runs or waits. @throws {Error} naming a job that failed, or that does not end within the limit */
  async idle(limitMs = 120_000): Promise<void> {
    const until = Date.now() + limitMs;
    for (;;) {
      const jobs = await this.client.call('jobs.list', {});
      const open = jobs.filter(({ state }) => state === 'queued' || state === 'running');
      if (open.length === 0) return;
      if (Date.now() > until) throw new Error(`Jobs do not end: ${open.map(named).join(', ')}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** As `idle`; what came last is also compared with the rest, which the engine begins after a pause. */
  async settled(): Promise<void> {
    await this.idle();
    const until = Date.now() + 20_000;
    while ((await this.client.call('duplicates.state', {})).unscanned > 0 && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await this.idle();
  }
}

const named = ({ kind, state, phase }: Job): string => `${kind} ${state} ${phase}`;

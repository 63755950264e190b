/** An engine process that can be killed at any moment. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Job } from '../../electron/contract/jobs.ts';
import { createIpcTransport } from '../../electron/contract/rpc/child-process.ts';
import { type Client, createClient } from '../../electron/contract/rpc/client.ts';
import { createMultiplexer } from '../../electron/contract/rpc/multiplex.ts';
import { writeFamilyModel } from '../../electron/engine/encoders/testing/index.ts';
import { formatProcessArgs } from '../../electron/engine/process/options.ts';
import { compileCacheDir } from '../../electron/server/project.ts';

const project = path.join(import.meta.dirname, '../..');

export const otherModel = 'other';

/** Two small models, one to start with: what is killed is the way to a model and back. */
export async function writeModels(dir: string): Promise<void> {
  await writeFamilyModel(path.join(dir, 'starter'), 'clip', { image: 16, id: 'first' });
  await writeFamilyModel(path.join(dir, 'other'), 'siglip', { image: 16, id: otherModel });
}

export interface EnginePlace {
  readonly home: string;
  readonly models: string;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

export class EngineProcess {
  readonly client: Client;
  readonly ended: Promise<unknown>;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, client: Client) {
    this.#child = child;
    this.client = client;
    this.ended = once(child, 'exit');
  }

  get isGone(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** The process id of the engine. */
  get pid(): number {
    return this.#child.pid ?? 0;
  }

  static async start({ home, models, env = {} }: EnginePlace): Promise<EngineProcess> {
    const args = formatProcessArgs({ home, modelsDir: models });
    const child = fork(path.join(project, 'electron/engine/entry.ts'), args, {
      execArgv: [],
      serialization: 'json',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: { NODE_COMPILE_CACHE: compileCacheDir, ...process.env, LOOKALIKE_NO_WATCH: '1', ...env },
    });
    const multiplexer = createMultiplexer(createIpcTransport(child));
    await Promise.race([multiplexer.ready, once(child, 'exit')]);
    return new EngineProcess(child, createClient(multiplexer.open()));
  }

  async kill(): Promise<void> {
    if (!this.isGone) this.#child.kill('SIGKILL');
    await this.ended;
  }

  /** Lets it end in order. */
  async stop(): Promise<void> {
    this.#child.disconnect();
    await this.ended;
  }

  /** Resolves when no job runs or waits. @throws {Error} naming a job that failed, or that does not end within the limit */
  async idle(limitMs = 120_000): Promise<void> {
    let open: Job[] = [];
    await this.until(
      'jobs end',
      async () => {
        const jobs = await this.client.call('jobs.list', {});
        open = jobs.filter(({ state }) => state === 'queued' || state === 'running');
        return open.length === 0;
      },
      limitMs,
    ).catch((error) => {
      throw open.length === 0 ? error : new Error(`Jobs do not end: ${open.map(named).join(', ')}`);
    });
  }

  /** @throws {Error} when it does not come true within the limit, or the engine ends meanwhile */
  async until(what: string, isSo: (client: Client) => Promise<boolean>, limitMs = 120_000): Promise<void> {
    const limit = Date.now() + limitMs;
    while (!(await isSo(this.client))) {
      if (Date.now() > limit) throw new Error(`Not within ${limitMs / 1000} s: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** As `idle`; what came last is also compared with the rest, which the engine begins after a pause. */
  async untilIdle(): Promise<void> {
    await this.idle();
    const until = Date.now() + 20_000;
    while ((await this.client.call('duplicates.state', {})).unscanned > 0 && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await this.idle();
  }
}

const named = ({ kind, state, phase }: Job): string => `${kind} ${state} ${phase}`;

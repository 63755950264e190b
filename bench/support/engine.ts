/** An engine in this process for benchmarks, asked through the contract like any other. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MethodInput, MethodName, MethodResult } from '../../electron/contract/contract.ts';
import type { Job } from '../../electron/contract/jobs.ts';
import { invoke } from '../../electron/contract/rpc/server.ts';
import { createEngine } from '../../electron/engine/engine.ts';

export interface BenchEngine {
  call<M extends MethodName>(method: M, params: MethodInput<M>): Promise<MethodResult<M>>;
  close(): Promise<void>;
}

/** One for all engines of a bench: an index cache is believed only by the installation that wrote it. */
const home = mkdtempSync(path.join(tmpdir(), 'lookalike-home-'));
const shippedModels = fileURLToPath(new URL('../../models', import.meta.url));

export async function openBenchEngine(library: string, modelsDir = shippedModels): Promise<BenchEngine> {
  const engine = await createEngine({
    home,
    modelsDir,
    library,
    create: true,
  });
  const never = new AbortController().signal;
  return {
    call: async <M extends MethodName>(method: M, params: MethodInput<M>) =>
      (await invoke(engine.handlers, method, params, never)) as MethodResult<M>,
    close: () => engine.close(),
  };
}

/** Stops what the library does by itself, such as looking for duplicates, so that only what is measured runs. */
export async function quiet(engine: BenchEngine): Promise<void> {
  for (let still = 0; still < 10; still++) {
    for (const { id, state } of await engine.call('jobs.list', {})) {
      if (state !== 'queued' && state !== 'running') continue;
      await engine.call('jobs.cancel', { id });
      still = 0;
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Imports and waits for the end. @throws when the job does not end well */
export async function importAndWait(engine: BenchEngine, request: MethodInput<'ingest.start'>): Promise<Job> {
  const { jobId } = await engine.call('ingest.start', request);
  return jobEnded(engine, { id: jobId });
}

/** Waits for a job. @throws when it does not end well */
export async function jobEnded(engine: BenchEngine, { id }: Pick<Job, 'id'>): Promise<Job> {
  for (;;) {
    const job = await engine.call('jobs.get', { id });
    if (job.state === 'done') return job;
    if (job.state !== 'queued' && job.state !== 'running')
      throw new Error(`${job.kind} ${job.state}: ${job.error?.message}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

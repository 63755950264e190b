/**
 * Mixed work over one library for as long as one likes, by one engine: imports of a table that changes to and fro, searches, corrections,
 * exports, compactions. Its memory must not grow: the middle of the last quarter of all samples is held to that of the second.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { seededRandom } from '../../electron/engine/numbers/random.ts';
import type { TortureCatalog } from './catalog.ts';
import { type EnginePlace, EngineProcess, writeModels } from './engine-process.ts';
import { stepsOver } from './steps.ts';

export interface SoakOptions {
  /** An empty folder to work in. */
  readonly dir: string;
  readonly catalog: TortureCatalog;
  readonly minutes: number;
  readonly seed: number;
  readonly log?: (text: string) => void;
}

export interface SoakReport {
  readonly minutes: number;
  readonly work: Readonly<Record<string, number>>;
  /** Resident memory of the engine [MB]. */
  readonly memory: { readonly second: number; readonly last: number; readonly peak: number; readonly samples: number };
  readonly faults: readonly string[];
}

/** What the last quarter may lie above the second: caches of SQLite, of V8 and of the allocator still fill up. */
const allowedGrowth = 1.1;
const sampleMs = 2000;

/** Left out of the rounds: they are done once, and a round goes on from what they leave. */
const once = new Set(['another model', 'source taken out', 'products edited and taken out']);

export async function soak({ dir, catalog, minutes, seed, log = () => undefined }: SoakOptions): Promise<SoakReport> {
  const place: EnginePlace = { home: path.join(dir, 'home'), models: path.join(dir, 'models') };
  await writeModels(place.models);
  const engine = await EngineProcess.start(place);
  const { client } = engine;
  await client.call('library.create', { name: 'Soak', dir: path.join(dir, 'library') });
  const random = seededRandom(seed);
  const until = Date.now() + minutes * 60_000;
  const samples: number[] = [];
  const sampling = setInterval(() => samples.push(residentMegabytes(engine.pid)), sampleMs);
  const work: Record<string, number> = {};
  const faults: string[] = [];
  const did = (name: string): void => {
    work[name] = (work[name] ?? 0) + 1;
  };
  const steps = stepsOver(catalog).filter(({ name }) => !once.has(name));
  const searches = async (): Promise<void> => {
    for (let n = 0; n < 20; n++) {
      const text = `${['red', 'blue', 'green'][n % 3]} thing ${Math.floor(random() * 1000)}`;
      await client.call('search.run', { parts: [{ kind: 'text', text }], limit: 50, remember: true });
      did('search');
    }
    const { hash } = await client.call('search.addImage', { path: catalog.photo });
    await client.call('search.run', { parts: [{ kind: 'image', hash }] });
    await client.call('search.lookUp', { hash });
    did('search by photo');
  };
  try {
    for (let round = 0; Date.now() < until && !engine.isGone; round++) {
      for (const step of steps) {
        await step.run(engine).catch((error) => faults.push(`round ${round}, ${step.name}: ${String(error)}`));
        did(step.name);
        await searches();
        if (Date.now() > until) break;
      }
      await client.call('operations.undo', {}).catch(() => undefined);
      log(`${round + 1} rounds, ${samples.at(-1)?.toFixed(0)} MB`);
    }
    if (engine.isGone) faults.push('the engine ended');
  } finally {
    clearInterval(sampling);
    await engine.stop();
  }
  const memory = judge(samples);
  if (memory.last > memory.second * allowedGrowth)
    faults.push(`memory grew from ${memory.second} MB in the second quarter to ${memory.last} MB in the last`);
  return { minutes, work, memory, faults };
}

export function judge(samples: readonly number[]): SoakReport['memory'] {
  const quarter = (n: number): number => {
    const part = samples.slice((samples.length * n) / 4, (samples.length * (n + 1)) / 4).toSorted((a, b) => a - b);
    return Math.round(part[Math.floor(part.length / 2)] ?? 0);
  };
  return { second: quarter(1), last: quarter(3), peak: Math.round(Math.max(0, ...samples)), samples: samples.length };
}

function residentMegabytes(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

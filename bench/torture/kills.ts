/**
 * Kills the engine with SIGKILL at random moments of everything that people do to a library, does each step again until it is done, and
 * compares the library with one that was never killed. What was answered must not be lost, and nothing may be doubled or left behind.
 */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { TortureCatalog } from './catalog.ts';
import { EngineProcess } from './engine-process.ts';
import { damageOf, differences, type LibraryState, stateOf } from './library-state.ts';
import { type Step, stepsOver } from './steps.ts';

export interface TortureOptions {
  /** An empty folder to work in. */
  readonly dir: string;
  readonly catalog: TortureCatalog;
  readonly kills: number;
  readonly seed: number;
  readonly minutes: number;
  /** Names of steps; all when left out. */
  readonly only?: readonly string[];
  readonly log?: (text: string) => void;
}

export interface TortureReport {
  readonly kills: number;
  readonly rounds: number;
  readonly byStep: Readonly<Record<string, number>>;
  /** Empty when the killed libraries are as the other one. */
  readonly faults: readonly string[];
  readonly seconds: number;
}

/** Kills of one step in a row: a job that gets nowhere three times is given up by design. */
const killsInARow = 2;

export async function torture(options: TortureOptions): Promise<TortureReport> {
  const { dir, catalog, kills, minutes, log = () => undefined } = options;
  const started = Date.now();
  const random = numbersFrom(options.seed);
  const steps = stepsOver(catalog).filter(({ name }) => options.only?.includes(name) ?? true);
  const home = path.join(dir, 'home');
  const undisturbed = path.join(dir, 'undisturbed');
  const { times, expected } = await reference(home, undisturbed, steps);
  log(
    `Not killed: ${Object.entries(expected)
      .map(([name, lines]) => `${lines.length} ${name}`)
      .join(', ')}`,
  );
  const byStep: Record<string, number> = {};
  const faults: string[] = [];
  let told = 0;
  let done = 0;
  let rounds = 0;
  while (done < kills && Date.now() - started < minutes * 60_000) {
    const library = path.join(dir, 'killed');
    rmSync(library, { recursive: true, force: true });
    const plan = steps.map((step) => Math.min(killsInARow, Math.round(random() * step.weight)));
    let engine = await opened(home, library);
    for (const [n, step] of steps.entries()) {
      for (let left = plan[n] ?? 0; left > 0 && done < kills; left--) {
        await killWithin(engine, step, random() * 1.15 * (times[n] ?? 0));
        done++;
        byStep[step.name] = (byStep[step.name] ?? 0) + 1;
        faults.push(...damageOf(library).map((damage) => `${step.name}: ${damage}`));
        engine = await opened(home, library);
      }
      await step.run(engine).catch((error) => faults.push(`${step.name}, after its kills: ${String(error)}`));
    }
    await engine.settled().catch((error) => faults.push(String(error)));
    await engine.stop();
    const found = differences(expected, stateOf(library)).map((difference) => `round ${rounds}: ${difference}`);
    faults.push(...found);
    if (found.length > 0) cpSync(library, path.join(dir, `fault-${rounds}`), { recursive: true });
    rounds++;
    log(`${done} kills, ${rounds} rounds, ${faults.length} faults`);
    for (const fault of faults.slice(told)) log(fault);
    told = faults.length;
  }
  return { kills: done, rounds, byStep, faults, seconds: Math.round((Date.now() - started) / 1000) };
}

async function reference(home: string, library: string, steps: readonly Step[]) {
  const engine = await opened(home, library);
  const times: number[] = [];
  for (const step of steps) {
    const since = performance.now();
    await step.run(engine);
    times.push(performance.now() - since);
  }
  await engine.settled();
  await engine.stop();
  const expected: LibraryState = stateOf(library);
  return { times, expected };
}

/** An engine over the library, which it makes when there is none. */
async function opened(home: string, library: string): Promise<EngineProcess> {
  mkdirSync(home, { recursive: true });
  const engine = await EngineProcess.start(home);
  await engine.client.call('library.create', { name: 'Torture', dir: library });
  return engine;
}

/** Kills the engine that many milliseconds after the step began, which may have ended by then. */
async function killWithin(engine: EngineProcess, step: Step, ms: number): Promise<void> {
  const work = step.run(engine).catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, ms));
  await engine.kill();
  await work;
}

/** Mulberry32: the same numbers between 0 and 1 for the same seed. */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

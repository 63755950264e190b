/**
 * Interrupts the engine at random moments of everything that people do to a library (SIGKILL, a torn write, a full disk), does each step
 * again until it is done, and compares the library with one that was left in peace. What was answered must not be lost, and nothing may be
 * doubled or left behind.
 */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { TortureCatalog } from './catalog.ts';
import { type EnginePlace, EngineProcess, writeModels } from './engine-process.ts';
import { type InterruptionName, interrupt, preparePlace } from './interruptions.ts';
import { damageOf, differences, type LibraryState, stateOf } from './library-state.ts';
import { type Step, stepsOver } from './steps.ts';

export interface TortureOptions {
  /** An empty folder to work in. */
  readonly dir: string;
  readonly catalog: TortureCatalog;
  /** How many times work is interrupted, in whichever way. */
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
  readonly byWay: Readonly<Record<InterruptionName, number>>;
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
  const models = path.join(dir, 'models');
  await writeModels(models);
  const undisturbed = { home: path.join(dir, 'home'), models };
  const { times, expected } = await reference(undisturbed, path.join(dir, 'undisturbed'), steps);
  const place = preparePlace(dir, log);
  const shaky: EnginePlace = { home: path.join(dir, 'killed-home'), models, env: place.env };
  log(
    `Not killed: ${Object.entries(expected)
      .map(([name, lines]) => `${lines.length} ${name}`)
      .join(', ')}`,
  );
  const byStep: Record<string, number> = {};
  const byWay: Record<InterruptionName, number> = { kill: 0, tear: 0, fill: 0 };
  const faults: string[] = [];
  let told = 0;
  let done = 0;
  let rounds = 0;
  while (done < kills && Date.now() - started < minutes * 60_000) {
    const library = path.join(dir, 'disk', 'killed');
    for (const old of [library, shaky.home]) rmSync(old, { recursive: true, force: true });
    const plan = steps.map((step) => Math.min(killsInARow, Math.round(random() * step.weight)));
    let engine = await opened(shaky, library);
    for (const [n, step] of steps.entries()) {
      for (let left = plan[n] ?? 0; left > 0 && done < kills; left--) {
        const way = place.ways[Math.floor(random() * place.ways.length)] ?? 'kill';
        const found = await interrupt(way, place, engine, step, random() * 1.15 * (times[n] ?? 0));
        done++;
        byWay[way]++;
        byStep[step.name] = (byStep[step.name] ?? 0) + 1;
        if (engine.isGone) {
          found.push(...damageOf(library));
          engine = await opened(shaky, library);
        }
        faults.push(...found.map((fault) => `${step.name}, ${way}: ${fault}`));
      }
      await step.run(engine).catch((error) => faults.push(`${step.name}, after its interruptions: ${String(error)}`));
    }
    await engine.untilIdle().catch((error) => faults.push(String(error)));
    await engine.stop();
    const found = differences(expected, stateOf(library)).map((difference) => `round ${rounds}: ${difference}`);
    faults.push(...found);
    if (found.length > 0) cpSync(library, path.join(dir, `fault-${rounds}`), { recursive: true });
    rounds++;
    log(`${done} kills, ${rounds} rounds, ${faults.length} faults`);
    for (const fault of faults.slice(told)) log(fault);
    told = faults.length;
  }
  place.close();
  return { kills: done, rounds, byStep, byWay, faults, seconds: Math.round((Date.now() - started) / 1000) };
}

async function reference(place: EnginePlace, library: string, steps: readonly Step[]) {
  const engine = await opened(place, library);
  const times: number[] = [];
  for (const step of steps) {
    const since = performance.now();
    await step.run(engine);
    times.push(performance.now() - since);
  }
  await engine.untilIdle();
  await engine.stop();
  const expected: LibraryState = stateOf(library);
  return { times, expected };
}

/** An engine over the library, which it makes when there is none. */
async function opened(place: EnginePlace, library: string): Promise<EngineProcess> {
  mkdirSync(place.home, { recursive: true });
  const engine = await EngineProcess.start(place);
  await engine.client.call('library.create', { name: 'Torture', dir: library });
  return engine;
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

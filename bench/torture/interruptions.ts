/** The ways in which the work of an engine is cut short: a kill, a write that is torn in the middle, a disk that is full for a while. */
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { mountSmall, unmount } from '../../electron/engine/db/testing.ts';
import type { EngineProcess } from './engine-process.ts';
import type { Step } from './steps.ts';

export type InterruptionName = 'kill' | 'tear' | 'fill';

/** Where the killed library lies, and what can be done to it there. */
export interface Place {
  readonly dir: string;
  readonly ways: readonly InterruptionName[];
  /** For engines whose writes are to be torn. */
  readonly env: Readonly<Record<string, string>>;
  close(): void;
}

const diskSize = '400m';

/** @param said what cannot be done on this machine */
export function preparePlace(dir: string, said: (text: string) => void): Place {
  const disk = path.join(dir, 'disk');
  const isSmall = mountSmall(disk, diskSize);
  if (!isSmall) said('No disk is filled: mounting one is not permitted here.');
  const library = path.join(dir, 'tear.so');
  const source = path.join(import.meta.dirname, 'tear.c');
  const built = process.platform === 'linux' && spawnSync('cc', ['-shared', '-fPIC', '-o', library, source, '-ldl']);
  const canTear = built !== false && built.status === 0;
  if (!canTear) said('No write is torn: there is no C compiler for Linux here.');
  const ways: InterruptionName[] = [
    'kill',
    ...(canTear ? ['tear' as const] : []),
    ...(isSmall ? ['fill' as const] : []),
  ];
  const env = { LD_PRELOAD: library, TEAR_FLAG: flagOf(dir), TEAR_BELOW: disk };
  return { dir, ways, env: canTear ? env : {}, close: () => (isSmall ? unmount(disk) : undefined) };
}

const flagOf = (dir: string): string => path.join(dir, 'tear-now');
const fillerOf = (dir: string): string => path.join(dir, 'disk', 'filler');

/** Interrupts the step that many milliseconds after it began; it may have ended by then. Answers what went wrong with the engine. */
export async function interrupt(
  way: InterruptionName,
  { dir }: Place,
  engine: EngineProcess,
  step: Step,
  ms: number,
): Promise<string[]> {
  const work = step.run(engine).catch(() => undefined);
  await pause(ms);
  if (way === 'fill') return await withFullDisk(dir, engine, work);
  if (way === 'tear') {
    writeFileSync(flagOf(dir), '');
    // What writes nothing any more ends like the others.
    await Promise.race([engine.ended, work.then(() => pause(50))]);
  }
  await engine.kill();
  rmSync(flagOf(dir), { force: true });
  await work;
  return [];
}

async function withFullDisk(dir: string, engine: EngineProcess, work: Promise<unknown>): Promise<string[]> {
  const faults: string[] = [];
  fill(fillerOf(dir));
  const ended = engine.ended.then(() => 'ended');
  const answer = engine.client.call('search.run', { parts: [{ kind: 'text', text: 'red thing' }] }).then(
    () => 'answered',
    (error: unknown) => String(error),
  );
  const outcome = await Promise.race([ended, answer, pause(30_000).then(() => 'no answer in 30 s')]);
  if (outcome !== 'answered') faults.push(`a search on a full disk: ${outcome}`);
  await pause(300);
  rmSync(fillerOf(dir));
  if ((await Promise.race([ended, work])) === 'ended') faults.push('the engine ended over a full disk');
  return faults;
}

function fill(file: string): void {
  const filler = openSync(file, 'w');
  for (const size of [1 << 20, 4096, 1]) {
    const block = Buffer.alloc(size);
    try {
      for (;;) writeSync(filler, block);
    } catch {
      // No room for another one.
    }
  }
  closeSync(filler);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

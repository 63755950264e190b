/**
 * Times the search for duplicates in a large library: the job as a user starts it, in a copy of the library, with what
 * it takes of both processors and of memory and how long it keeps others waiting; then, in processor time, all groups
 * alone, and the groups again after a verdict.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { VerdictGraph } from '../../electron/contract/duplicates.ts';
import { openDatabase } from '../../electron/engine/db/open-database.ts';
import { ComparedPairRepo } from '../../electron/engine/duplicates/compared-pair-repo.ts';
import { countKinds, GroupIndex } from '../../electron/engine/duplicates/groups/group-index.ts';
import type { GivenVerdict } from '../../electron/engine/duplicates/groups/judgements.ts';
import type { ComparedPair } from '../../electron/engine/identity/evidence.ts';
import { PairModel } from '../../electron/engine/identity/pair-model.ts';
import { type BenchEngine, openBenchEngine, quiet } from '../support/engine.ts';
import { pause } from '../support/large-library.ts';
import { percentiles } from '../support/percentiles.ts';
import { residentMb } from '../support/process-memory.ts';

/** After opening and a first search garbage is still being collected. */
const restMs = 3000;
const lookEveryMs = 100;

export async function timeLibrary(library: string) {
  const copy = mkdtempSync(path.join(tmpdir(), 'lookalike-duplicates-'));
  try {
    cpSync(library, copy, { recursive: true });
    const job = await timeJob(copy);
    return { job, grouping: timeGroups(copy) };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

async function timeJob(dir: string) {
  const engine = await openBenchEngine(dir);
  try {
    await engine.call('search.run', { parts: [{ kind: 'text', text: 'red' }], limit: 60 });
    while ((await engine.call('library.info', {})).index.rebuilding) await pause(lookEveryMs);
    await quiet(engine);
    await pause(restMs);
    return await timeScan(engine);
  } finally {
    await engine.close();
  }
}

async function timeScan(engine: BenchEngine) {
  const [residentAtRest, anonymousAtRest] = [residentMb('VmRSS'), residentMb('RssAnon')];
  let [residentPeak, anonymousPeak] = [residentAtRest, anonymousAtRest];
  const turns = watchTurns();
  const [started, cpu, machine] = [performance.now(), process.cpuUsage(), machineSeconds()];
  const { jobId } = await engine.call('duplicates.scan', { full: true });
  let groupedFrom = Number.NaN;
  for (;;) {
    const { state, phase, error } = await engine.call('jobs.get', { id: jobId });
    if (phase === 'group' && Number.isNaN(groupedFrom)) groupedFrom = performance.now();
    residentPeak = Math.max(residentPeak, residentMb('VmRSS'));
    anonymousPeak = Math.max(anonymousPeak, residentMb('RssAnon'));
    if (state === 'done') break;
    if (state !== 'queued' && state !== 'running') throw new Error(`The scan ${state}: ${error?.message}`);
    await pause(lookEveryMs);
  }
  const { counts } = await engine.call('duplicates.list', { limit: 60 });
  const ended = performance.now();
  const { p95, max } = percentiles(turns());
  const cpuSeconds = cpuSince(cpu);
  const { result } = await engine.call('jobs.get', { id: jobId });
  return {
    ...result,
    groups: counts,
    seconds: round((ended - started) / 1000),
    ofThemAfterComparing: round((ended - groupedFrom) / 1000),
    cpuSeconds: round(cpuSeconds),
    /** Large where the machine was busy with other things: then `seconds` says little. */
    cpuSecondsOfOthers: round(machineSeconds() - machine - cpuSeconds),
    memoryMb: {
      resident: { atRest: residentAtRest, peak: residentPeak },
      anonymous: { atRest: anonymousAtRest, peak: anonymousPeak, growth: anonymousPeak - anonymousAtRest },
    },
    /** How long the event loop was held up. */
    turnMs: { p95, max },
  };
}

function timeGroups(dir: string) {
  const database = openDatabase(dir, { readOnly: true });
  const pairs: ComparedPair[] = [...new ComparedPairRepo(database).pairs()];
  database.close();
  const started = process.cpuUsage();
  const index = new GroupIndex(new PairModel(), String);
  for (const pair of pairs) index.put(pair);
  const keyOf = new Map(Array.from(index.pairs.products(), (id) => [id, id]));
  const groupsAfter = (verdicts: readonly GivenVerdict[]) => {
    const graph = new VerdictGraph(verdicts);
    for (const _ of index.update({ verdicts, graph, keyOf, productOf: keyOf, survivorOf: new Map() }));
    return index.openAt(0.5);
  };
  const groupsAtHalf = countKinds(groupsAfter([]));
  const cpuSeconds = cpuSince(started);
  const judged = process.cpuUsage();
  const sure = [...index.pairs].filter(({ probability }) => probability > 0.9).slice(0, 20);
  for (const { left, right } of sure) {
    groupsAfter([{ leftKey: left, rightKey: right, value: 'same', decidedAt: '', by: 'person', shown: null }]);
  }
  const afterVerdictCpuSeconds = cpuSince(judged) / Math.max(1, sure.length);
  return { pairs: pairs.length, groupsAtHalf, cpuSeconds, afterVerdictCpuSeconds };
}

/**
 * How long [ms] each turn of the event loop was, a timer of 2 ms at its end; `monitorEventLoopDelay` misses turns of
 * seconds.
 */
function watchTurns(): () => readonly number[] {
  const lengths: number[] = [];
  let last = performance.now();
  const look = (): void => {
    lengths.push(performance.now() - last);
    last = performance.now();
    timer = setTimeout(look, 2);
  };
  let timer = setTimeout(look, 2);
  return () => {
    clearTimeout(timer);
    return lengths;
  };
}

/** Processor time, user and system: the machine may be busy with other things. */
function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Processor time of everything on this machine since it was started. */
function machineSeconds(): number {
  const ms = cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
  return ms / 1000;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

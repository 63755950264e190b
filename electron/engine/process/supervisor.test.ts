/** The rules of the supervisor, on real processes that crash, leave, refuse and hang. */
import { fork } from 'node:child_process';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { AppError } from '../../contract/errors.ts';
import type { EngineState } from '../../contract/host.ts';
import { createIpcTransport } from '../../contract/rpc/child-process.ts';
import { createClient } from '../../contract/rpc/client.ts';
import { type EngineProcess, Supervisor, type SupervisorOptions } from './supervisor.ts';

const fixture = path.join(import.meta.dirname, 'fixtures', 'fake-engine.ts');
const kills: number[] = [];
let supervisor: Supervisor;
let pids: number[] = [];

function spawn(behaviour: string): EngineProcess {
  const child = fork(fixture, [behaviour], { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  if (child.pid !== undefined) pids.push(child.pid);
  return {
    transport: createIpcTransport(child),
    onExit: (listener) => child.on('exit', listener),
    kill: () => {
      kills.push(child.pid ?? 0);
      child.kill('SIGKILL');
    },
  };
}

function supervise(behaviour: string, options: Partial<SupervisorOptions> = {}): EngineState[] {
  pids = [];
  kills.length = 0;
  supervisor = new Supervisor({ spawn: () => spawn(behaviour), pauses: [1], grace: 3000, ...options });
  const states: EngineState[] = [];
  supervisor.onState((state) => states.push(state));
  supervisor.start();
  return states;
}

/** Lets the engine end itself with the code, as a crash or a bug would. */
async function endEngine(code: number): Promise<void> {
  const client = createClient(supervisor.connect());
  await expect(client.call('jobs.cancel', { id: code })).rejects.toMatchObject({ code: 'ENGINE_GONE' });
}

const names = (states: EngineState[]): string[] => states.map(({ state }) => state);

afterEach(() => supervisor.stop());

test('a ready engine serves connections that are apart, and stops without being killed', async () => {
  const states = supervise('serve');
  expect(() => supervisor.connect()).toThrow(AppError);
  await supervisor.ready();
  const [one, two] = [createClient(supervisor.connect()), createClient(supervisor.connect())];
  await one.call('library.recent', {});
  one.close();
  await two.call('library.recent', {});
  await supervisor.stop();
  expect(names(states)).toEqual(['stopped', 'starting', 'ready', 'stopped']);
  expect(kills).toEqual([]);
  await expect(two.call('library.recent', {})).rejects.toMatchObject({ code: 'ENGINE_GONE' });
});

test('a crash is repaired, with its reason told meanwhile', async () => {
  const states = supervise('serve');
  await supervisor.ready();
  process.kill(pids[0] ?? 0, 'SIGKILL');
  await expect.poll(() => supervisor.state.restarts).toBe(1);
  expect(supervisor.state).toMatchObject({ state: 'restarting', reason: 'it was ended by the signal SIGKILL' });
  await supervisor.ready();
  expect(supervisor.state).toEqual({ state: 'ready', restarts: 1, reason: null, answering: true });
  expect(names(states)).toEqual(['stopped', 'starting', 'ready', 'restarting', 'ready']);
  expect(await createClient(supervisor.connect()).call('library.recent', {})).toHaveLength(2);
});

test('after three repairs it gives up, and begins anew when told to', async () => {
  supervise('serve');
  for (let crash = 1; crash <= 4; crash++) {
    await supervisor.ready();
    await endEngine(9);
    await expect.poll(() => supervisor.state.state).not.toBe('ready');
  }
  expect(supervisor.state).toMatchObject({ state: 'failed', restarts: 3 });
  expect(supervisor.state.reason).toContain('crashed 4 times');
  expect(supervisor.state.reason).toContain('the code 9');
  expect(pids).toHaveLength(4);
  await expect(supervisor.ready()).rejects.toMatchObject({ code: 'ENGINE_GONE' });

  supervisor.start();
  await supervisor.ready();
  expect(supervisor.state.restarts).toBe(0);
});

test('crashes long ago do not count', async () => {
  supervise('serve', { maxRestarts: 1, window: 1 });
  for (let crash = 1; crash <= 3; crash++) {
    await supervisor.ready();
    await endEngine(9);
    await expect.poll(() => supervisor.state.state).not.toBe('ready');
  }
  await supervisor.ready();
  expect(pids).toHaveLength(4);
});

test('an engine that ends with code 0 is left alone', async () => {
  supervise('serve');
  await supervisor.ready();
  await endEngine(0);
  await expect
    .poll(() => supervisor.state)
    .toMatchObject({ state: 'stopped', restarts: 0, reason: 'it ended by itself' });
  expect(pids).toHaveLength(1);
});

test('an engine that dies while starting counts as a crash', async () => {
  supervise('fail', { maxRestarts: 2 });
  await expect(supervisor.ready()).rejects.toMatchObject({ code: 'ENGINE_GONE' });
  expect(supervisor.state.state).toBe('failed');
  expect(pids).toHaveLength(3);
});

test('a refusal is final and keeps its words', async () => {
  const states = supervise('refuse');
  await expect(supervisor.ready()).rejects.toThrow('Put the starter model back.');
  expect(names(states)).toEqual(['stopped', 'starting', 'failed']);
  expect(pids).toHaveLength(1);
});

test('nobody connects before the engine is prepared; a failed preparation is final', async () => {
  let prepared = 0;
  supervise('serve', {
    prepare: async (client) => {
      expect(() => supervisor.connect()).toThrow(AppError);
      await client.call('library.recent', {});
      prepared++;
      if (prepared === 2) throw new AppError('LIBRARY_LOCKED', 'It is open elsewhere.');
    },
  });
  await supervisor.ready();
  await endEngine(9);
  await expect.poll(() => supervisor.state).toMatchObject({ state: 'failed', reason: 'It is open elsewhere.' });
  expect(prepared).toBe(2);
});

test('an engine that hangs on stop is killed after the grace', async () => {
  supervise('hang', { grace: 50 });
  await supervisor.ready();
  await supervisor.stop();
  expect(kills).toEqual(pids);
  expect(supervisor.state.state).toBe('stopped');
});

/** Does nothing more until it is woken, as an endless loop does. */
const freeze = (): void => void process.kill(pids.at(-1) ?? 0, 'SIGSTOP');
const wake = (): void => void process.kill(pids.at(-1) ?? 0, 'SIGCONT');
const onPosix = test.skipIf(process.platform === 'win32');

onPosix('an engine that falls silent is told of, and may answer again', async () => {
  supervise('serve', { heartbeat: { every: 20, silentAfter: 3, hungAfter: 1e9 } });
  await supervisor.ready();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(supervisor.state.answering).toBe(true);
  freeze();
  await expect.poll(() => supervisor.state).toMatchObject({ state: 'ready', answering: false });
  wake();
  await expect.poll(() => supervisor.state.answering).toBe(true);
  expect(pids).toHaveLength(1);
});

onPosix('an engine that hangs is ended and started anew', async () => {
  const states = supervise('serve', { heartbeat: { every: 20, silentAfter: 3, hungAfter: 20 } });
  await supervisor.ready();
  freeze();
  await expect.poll(() => pids).toHaveLength(2);
  await supervisor.ready();
  expect(kills).toEqual([pids[0]]);
  expect(supervisor.state).toEqual({ state: 'ready', restarts: 1, reason: null, answering: true });
  expect(states.map(({ reason }) => reason).join()).toContain('no sign of life');
});

test('a restart that is asked for happens, in order where the engine can, and counts as no crash', async () => {
  const states = supervise('serve', { patience: 20_000, grace: 20_000 });
  supervisor.restart();
  await supervisor.ready();
  const client = createClient(supervisor.connect());
  supervisor.restart();
  supervisor.restart();
  await expect(client.call('library.recent', {})).rejects.toMatchObject({ code: 'ENGINE_GONE' });
  expect(() => supervisor.connect()).toThrow(AppError);
  await supervisor.ready();
  expect(kills).toEqual([]);
  expect(supervisor.state).toMatchObject({ state: 'ready', restarts: 0 });
  expect(new Set(pids).size).toBe(pids.length);
  expect(names(states)).toContain('restarting');
  await supervisor.stop();
  supervisor.restart();
  await supervisor.ready();
});

test('a restart ends an engine that lives and does not end', async () => {
  supervise('hang', { grace: 50, patience: 20_000 });
  await supervisor.ready();
  supervisor.restart();
  await supervisor.ready();
  expect([kills, pids.length]).toEqual([[pids[0]], 2]);
});

onPosix('a restart ends an engine that hangs, at once when that is known', async () => {
  supervise('serve', { patience: 100 });
  await supervisor.ready();
  freeze();
  supervisor.restart();
  await supervisor.ready();
  expect([kills, pids.length]).toEqual([[pids[0]], 2]);
  await supervisor.stop();

  supervise('serve', { patience: 60_000, heartbeat: { every: 20, silentAfter: 3, hungAfter: 1e9 } });
  await supervisor.ready();
  freeze();
  await expect.poll(() => supervisor.state.answering).toBe(false);
  supervisor.restart();
  await supervisor.ready();
  expect(supervisor.state.answering).toBe(true);
  expect(kills).toEqual([pids[0]]);
});

test('stopping during the pause before a restart starts nothing', async () => {
  supervise('serve', { pauses: [60_000] });
  await supervisor.ready();
  await endEngine(9);
  await expect.poll(() => supervisor.state.state).toBe('restarting');
  await supervisor.stop();
  expect(pids).toHaveLength(1);
});

test('a process that cannot be made is told', () => {
  supervisor = new Supervisor({
    spawn: () => {
      throw new Error('no such file');
    },
  });
  supervisor.start();
  expect(supervisor.state).toMatchObject({ state: 'failed', reason: 'It could not be started: no such file' });
});

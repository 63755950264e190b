/** A second start over the library of a host that runs: real engines and real HTTP, and notes that must not be believed. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine } from '../engine/engine.ts';
import { firstLibrary } from '../engine/process/first-library.ts';
import { Supervisor } from '../engine/process/supervisor.ts';
import { forkEngine } from './fork-engine.ts';
import { createHost, type Host } from './host.ts';
import { modelsDir } from './project.ts';
import { findRunning, leaveNote } from './running.ts';

const dir = mkdtempSync(path.join(os.tmpdir(), 'lookalike-running-'));
const home = path.join(dir, 'home');
const library = path.join(dir, 'library');
const notes = path.join(home, 'running');
let first: Supervisor;
let host: Host;

const start = (): Supervisor => {
  const supervisor = new Supervisor({
    spawn: () => forkEngine({ home, modelsDir }),
    prepare: firstLibrary({ library, sampleLibrary: null, makeSample: () => Promise.reject(), log: () => {} }),
  });
  supervisor.start();
  return supervisor;
};

beforeAll(async () => {
  mkdirSync(path.join(dir, 'ui'));
  await (await createEngine({ home, modelsDir, library, create: true })).close();
  first = start();
  await first.ready();
  host = await createHost({ engine: first, staticDir: path.join(dir, 'ui'), port: 0 });
  leaveNote(home, host.address);
});
afterAll(async () => {
  await host?.close();
  await first?.stop();
  rmSync(dir, { recursive: true, force: true });
});

const redeem = async (address: string): Promise<number> => {
  const { origin, hash } = new URL(address);
  const headers = { origin, authorization: `Bearer ${hash.replace('#token=', '')}` };
  return (await fetch(`${origin}/session`, { method: 'POST', headers })).status;
};

test('the library is refused to the second, which finds the first and gets an address that works once', async () => {
  const second = start();
  await expect(second.ready()).rejects.toMatchObject({ message: expect.stringContaining('open in another Lookalike') });
  const running = await findRunning(home, library);
  expect(running?.address).toBe(host.address);
  expect(await redeem(running?.launchAddress ?? '')).toBe(204);
  expect(await redeem(running?.launchAddress ?? '')).toBe(401);
  await second.stop();
});

test('nobody else can read the note', () => {
  if (process.platform === 'win32') return;
  const [name = ''] = readdirSync(notes);
  expect(statSync(path.join(notes, name)).mode & 0o777).toBe(0o600);
});

test('another library, a wrong token and processes that are gone count for nothing', async () => {
  expect(await findRunning(home, path.join(dir, 'other'))).toBeUndefined();
  expect(await findRunning(path.join(dir, 'elsewhere'), library)).toBeUndefined();
  const other = path.join(dir, 'other-home');
  mkdirSync(path.join(other, 'running'), { recursive: true });
  const note = (name: string, content: unknown): string => {
    const file = path.join(other, 'running', name);
    writeFileSync(file, JSON.stringify(content));
    return file;
  };
  const dead = note('999999.json', { pid: 999_999, address: host.address });
  const torn = note('1.json', { pid: 'x' });
  const stranger = note('2.json', { pid: process.pid, address: `http://127.0.0.1:${host.port}/#token=wrong` });
  const nobody = note('3.json', { pid: process.pid, address: 'http://127.0.0.1:9/#token=x' });
  expect(await findRunning(other, library)).toBeUndefined();
  expect([dead, torn, stranger, nobody].map((file) => existsSync(file))).toEqual([false, false, true, true]);
});

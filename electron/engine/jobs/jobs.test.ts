import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { AppError, throwIfCancelled } from '../../contract/errors.ts';
import { type Job, jobSchema } from '../../contract/jobs.ts';
import { EventHub } from '../../contract/rpc/event-hub.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/open-database.ts';
import { Jobs } from './jobs.ts';
import { RateMeter } from './rate.ts';
import type { JobContext } from './types.ts';

let dir: string;
let database: Database;
let hub: EventHub;
const opened: Jobs[] = [];

function openJobs(): Jobs {
  const jobs = new Jobs(database, hub);
  opened.push(jobs);
  return jobs;
}

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'lookalike-jobs-'));
  database = openDatabase(dir, { create: true, pauses: { LIBRARY_BUSY: 5, DISK_FULL: 5 } });
  hub = new EventHub();
});

afterEach(async () => {
  for (const jobs of opened.splice(0)) await jobs.close();
  database.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Leaves the row as a killed process would: still `running`. */
function killed(id: number): void {
  database.run("UPDATE jobs SET state = 'running', finished_at = NULL WHERE id = ?", id);
}

/** Works until it is stopped. */
async function endless(_params: unknown, { signal, report }: JobContext): Promise<Record<string, unknown>> {
  for (let done = 1; ; done++) {
    throwIfCancelled(signal);
    report({ phase: 'encode', done, total: 1000 });
    await sleep(2);
  }
}

async function until(condition: () => boolean): Promise<void> {
  await vi.waitFor(() => expect(condition()).toBe(true), { timeout: 60_000, interval: 5 });
}

describe('Jobs', () => {
  it('does not let what a person asked for wait for an import', async () => {
    const jobs = openJobs();
    jobs.register('import', endless);
    const order: string[] = [];
    jobs.register('tags', async (name) => {
      order.push(name as string);
      await sleep(5);
      return {};
    });
    const { id } = jobs.start('import', '/a', {});
    await until(() => jobs.get(id).state === 'running');
    const [first, second] = [jobs.start('tags', '', 'first'), jobs.start('tags', '', 'second')];
    await until(() => jobs.get(second.id).state === 'done');
    expect(order).toEqual(['first', 'second']);
    expect([jobs.get(first.id).state, jobs.get(id).state]).toEqual(['done', 'running']);
    jobs.cancel(id);
    await jobs.idle();
    expect(jobs.get(id).state).toBe('cancelled');
  });

  it('runs a job to its result and keeps it', async () => {
    const jobs = openJobs();
    jobs.register(
      'import',
      async ({ sourceId }, { report }) => {
        report({ phase: 'scan', done: 3, total: 3, failures: 1 });
        return { sourceId, images: 3 };
      },
      z.object({ sourceId: z.int() }),
    );
    const { id } = jobs.start('import', '/photos', { sourceId: 7 });
    await jobs.idle();
    const job = jobs.get(id);
    expect(jobSchema.parse(job)).toMatchObject({
      state: 'done',
      phase: 'scan',
      done: 3,
      total: 3,
      failures: 1,
      title: '/photos',
      result: { sourceId: 7, images: 3 },
    });
    expect(job.finishedAt).not.toBeNull();
    await jobs.close();
    expect(openJobs().get(id).result).toEqual({ sourceId: 7, images: 3 });
  });

  it('refuses stored params that do not fit the runner', async () => {
    const jobs = openJobs();
    jobs.register('import', async () => ({}), z.object({ sourceId: z.int() }));
    const { id } = jobs.start('import', 'x', { sourceId: 'seven' });
    await jobs.idle();
    expect(jobs.get(id).state).toBe('failed');
  });

  it('shows progress with its rate while it runs, and no guess of the time left in the first moments', async () => {
    const jobs = openJobs();
    jobs.register('import', endless);
    const { id } = jobs.start('import', 'x', {});
    await until(() => jobs.get(id).ratePerSecond !== null);
    const job = jobs.get(id);
    expect(job.done).toBeGreaterThan(0);
    expect(job.secondsLeft).toBeNull();
    await jobs.close();
  });

  it('runs one job at a time in the order asked for', async () => {
    const jobs = openJobs();
    const log: string[] = [];
    jobs.register('import', async ({ name }: { name: string }) => {
      log.push(`${name} starts`);
      await sleep(10);
      log.push(`${name} ends`);
      return {};
    });
    jobs.start('import', 'a', { name: 'a' });
    jobs.start('import', 'b', { name: 'b' });
    jobs.start('import', 'c', { name: 'c' });
    await jobs.idle();
    expect(log).toEqual(['a starts', 'a ends', 'b starts', 'b ends', 'c starts', 'c ends']);
  });

  it('answers the job that waits or runs already instead of doing the work twice', async () => {
    const jobs = openJobs();
    let runs = 0;
    jobs.register('import', async () => {
      runs++;
      await sleep(20);
      return {};
    });
    const first = jobs.start('import', 'a', { sourceId: 1 });
    expect(jobs.start('import', 'a', { sourceId: 1 }).id).toBe(first.id);
    await until(() => jobs.get(first.id).state === 'running');
    expect(jobs.start('import', 'a', { sourceId: 1 }).id).toBe(first.id);
    const again = jobs.start('import', 'a', { sourceId: 1 }, { afterRunning: true });
    expect(again.id).not.toBe(first.id);
    expect(jobs.start('import', 'a', { sourceId: 1 }, { afterRunning: true }).id).toBe(again.id);
    await jobs.idle();
    expect(runs).toBe(2);
    expect(jobs.start('import', 'a', { sourceId: 1 }).id).not.toBe(again.id);
    await jobs.close();
  });

  it('cancels a running and a waiting job, and resumes under the same id', async () => {
    const jobs = openJobs();
    let stop = true;
    jobs.register('import', (params: { name: string }, context) =>
      stop ? endless(params, context) : Promise.resolve({ name: params.name }),
    );
    const running = jobs.start('import', 'a', { name: 'a' });
    const waiting = jobs.start('import', 'b', { name: 'b' });
    await until(() => jobs.get(running.id).done > 2);
    expect(jobs.cancel(waiting.id).state).toBe('cancelled');
    jobs.cancel(running.id);
    expect(() => jobs.resume(running.id)).toThrow(/still stopping/);
    await jobs.idle();
    expect(jobs.get(running.id)).toMatchObject({ state: 'cancelled', error: null });
    expect(jobs.get(running.id).done).toBeGreaterThan(2);

    stop = false;
    expect(jobs.resume(running.id)).toMatchObject({ id: running.id, state: 'queued' });
    await jobs.idle();
    expect(jobs.get(running.id)).toMatchObject({ state: 'done', result: { name: 'a' } });
    expect(() => jobs.resume(running.id)).toThrow(AppError);
    expect(() => jobs.get(999)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  });

  it('keeps the code and message of an error, and goes on with the next job', async () => {
    const jobs = openJobs();
    const failures: Record<string, Error> = {
      app: new AppError('FILE_MISSING', 'The folder is gone.', { details: { path: '/x' } }),
      bug: new TypeError('undefined is not a function'),
      disk: Object.assign(new Error('write failed'), { code: 'ENOSPC' }),
      sqlite: Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 }),
    };
    jobs.register('import', async ({ name }: { name: string }) => {
      throw failures[name];
    });
    const ids = Object.keys(failures).map((name) => jobs.start('import', name, { name }).id);
    await jobs.idle();
    const errors = ids.map((id) => jobs.get(id).error);
    expect(ids.map((id) => jobs.get(id).state)).toEqual(['failed', 'failed', 'failed', 'failed']);
    expect(errors[0]).toEqual({ code: 'FILE_MISSING', message: 'The folder is gone.', details: { path: '/x' } });
    expect(errors.slice(1).map((error) => error?.code)).toEqual(['INTERNAL', 'DISK_FULL', 'DISK_FULL']);
  });

  it('ends work that there is no call for any more as cancelled, without an error', async () => {
    const jobs = openJobs();
    jobs.register('learn', async () => {
      throw new AppError('CANCELLED', 'This was for another model.');
    });
    const { id } = jobs.start('learn', 'grades', {});
    await jobs.idle();
    expect(jobs.get(id)).toMatchObject({ state: 'cancelled', error: null });
  });

  it('waits with a job while the disk is full, also with its end, and goes on by itself', async () => {
    const jobs = openJobs();
    let runs = 0;
    jobs.register('import', async () => {
      runs++;
      database.transaction(() => {
        database.run("INSERT OR REPLACE INTO settings VALUES ('large', ?)", 'x'.repeat(100_000));
      });
      return {};
    });
    const { id } = jobs.start('import', 'x', {});
    database.exec('PRAGMA max_page_count = 1');
    await expect.poll(() => database.writing.reason?.code).toBe('DISK_FULL');
    await sleep(50);
    expect(jobs.get(id).state).toBe('running');
    expect(runs).toBe(1);
    database.exec('PRAGMA max_page_count = 100000');
    await jobs.idle();
    expect(jobs.get(id)).toMatchObject({ state: 'done', error: null });
    expect(runs).toBe(2);
  });

  it('waits for another program, and can be cancelled meanwhile', async () => {
    const jobs = openJobs();
    const other = new DatabaseSync(path.join(dir, 'library.sqlite'));
    jobs.register('import', async () => {
      database.run("INSERT OR REPLACE INTO settings VALUES ('x', '1')");
      return {};
    });
    const [first, second] = [jobs.start('import', 'a', { n: 1 }), jobs.start('import', 'b', { n: 2 })];
    other.exec('BEGIN IMMEDIATE');
    jobs.startLater('import', 'c', { n: 3 });
    await expect.poll(() => database.writing.reason?.code).toBe('LIBRARY_BUSY');
    await sleep(200);
    jobs.cancel(first.id);
    await sleep(200);
    expect(jobs.list()).toHaveLength(2);
    other.exec('ROLLBACK');
    other.close();
    await expect
      .poll(() => jobs.list().map(({ title, state }) => `${title} ${state}`))
      .toEqual(['c done', 'b done', 'a cancelled']);
    expect(second.state).toBe('queued');
  });

  it('goes on after a kill, and gives up on what is killed three times at the same place', async () => {
    let jobs = openJobs();
    let reach = 5;
    const runner = async (_params: unknown, { report }: JobContext) => {
      report({ phase: 'encode', done: reach });
      await sleep(1);
      return {};
    };
    const runAndKill = async (id: number): Promise<string> => {
      await jobs.idle();
      expect(jobs.get(id).state).toBe('done');
      killed(id);
      await jobs.close();
      jobs = openJobs();
      jobs.register('import', runner);
      const { state } = jobs.get(id);
      if (state === 'interrupted') jobs.resumeInterrupted();
      return state;
    };
    jobs.register('import', runner);
    const { id } = jobs.start('import', 'x', {});
    expect(await runAndKill(id)).toBe('interrupted');
    expect(await runAndKill(id)).toBe('interrupted');
    expect(await runAndKill(id)).toBe('interrupted');
    reach = 6;
    expect(await runAndKill(id)).toBe('interrupted');
    expect(await runAndKill(id)).toBe('interrupted');
    expect(await runAndKill(id)).toBe('interrupted');
    expect(await runAndKill(id)).toBe('failed');
    expect(jobs.get(id).error).toMatchObject({
      message: expect.stringContaining('3 times in a row'),
      details: { why: 'gave-up' },
    });
    jobs.resumeInterrupted();
    expect(jobs.get(id).state).toBe('failed');

    expect(jobs.resume(id).state).toBe('queued');
    await jobs.idle();
    expect(jobs.get(id).state).toBe('done');
  });

  it('blames no picture where none is read', async () => {
    const jobs = openJobs();
    jobs.register('duplicates', async () => ({}));
    const { id } = jobs.start('duplicates', 'duplicates', {});
    await jobs.idle();
    await jobs.close();
    database.run("UPDATE jobs SET state = 'running', attempts = 3 WHERE id = ?", id);
    const { error } = openJobs().get(id);
    expect(error).toMatchObject({ details: { why: 'gave-up-at-work', times: 3 } });
    expect(error?.message).not.toContain('picture');
  });

  it('lets go of a failure once the same work was done, and of no other', async () => {
    const jobs = openJobs();
    let fails = true;
    jobs.register('import', async () => {
      if (fails) throw new AppError('NOT_FOUND', 'The folder is gone.');
      return {};
    });
    const [one, other] = [jobs.start('import', 'x', { sourceId: 1 }), jobs.start('import', 'y', { sourceId: 2 })];
    await jobs.idle();
    fails = false;
    const again = jobs.start('import', 'x', { sourceId: 1 });
    await jobs.idle();
    expect(jobs.list().map(({ id, state }) => [id, state])).toEqual([
      [again.id, 'done'],
      [other.id, 'failed'],
    ]);
    expect(() => jobs.get(one.id)).toThrow(AppError);
  });

  it('interrupts the running job on close and goes on with it at the next opening', async () => {
    const jobs = openJobs();
    jobs.register('import', endless);
    const { id } = jobs.start('import', 'x', {});
    const waiting = jobs.start('import', 'y', { y: 1 });
    await until(() => jobs.get(id).done > 2);
    await jobs.close();
    expect(database.all('SELECT id, state FROM jobs ORDER BY id')).toEqual([
      { id, state: 'interrupted' },
      { id: waiting.id, state: 'queued' },
    ]);
    expect(() => jobs.start('import', 'x', {})).toThrow(AppError);

    const next = openJobs();
    next.register('import', async () => ({ again: true }));
    next.resumeInterrupted();
    await next.idle();
    expect(next.get(id)).toMatchObject({ state: 'done', result: { again: true } });
    expect(next.get(waiting.id).state).toBe('done');
  });

  it('sends at most ten changes a second and always the last one', async () => {
    const jobs = openJobs();
    const seen: { at: number; jobs: Job[] }[] = [];
    hub.on('jobs.changed', (list) => seen.push({ at: performance.now(), jobs: list }));
    jobs.register('import', async (_params, { report }) => {
      const end = performance.now() + 450;
      for (let done = 1; performance.now() < end; done++) {
        report({ phase: 'encode', done, total: null, current: `file ${done}` });
        await new Promise((resolve) => setImmediate(resolve));
      }
      return { last: true };
    });
    const { id } = jobs.start('import', 'x', {});
    await jobs.idle();
    await sleep(150);
    const gaps = seen.slice(1).map(({ at }, index) => at - (seen[index] as { at: number }).at);
    expect(seen.length).toBeGreaterThan(2);
    expect(Math.min(...gaps)).toBeGreaterThan(90);
    expect(seen.at(-1)?.jobs.find((job) => job.id === id)).toMatchObject({ state: 'done', result: { last: true } });
    await jobs.close();
  });
});

describe('RateMeter', () => {
  it('smooths jumps and starts again when the count goes back', () => {
    const meter = new RateMeter();
    for (let second = 0; second <= 2; second++) meter.update(second * 100, second * 1000);
    expect(meter.secondsLeft(200, 1000)).toBeUndefined();
    for (let second = 3; second <= 10; second++) meter.update(second * 100, second * 1000);
    expect(meter.secondsLeft(1000, 1500)).toBeCloseTo(5);
    expect(meter.perSecond).toBeCloseTo(100);
    meter.update(1900, 11_000);
    expect(meter.perSecond).toBeGreaterThan(150);
    expect(meter.perSecond).toBeLessThan(400);
    expect(meter.secondsLeft(1900, 1900)).toBe(0);
    expect(meter.secondsLeft(0, null)).toBeUndefined();
  });
});

/** When duplicates are looked for by themselves. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { EventHub } from '../../contract/rpc/event-hub.ts';
import { openDatabase } from '../db/open-database.ts';
import { Jobs } from '../jobs/jobs.ts';
import { Scans, type ScansDependencies } from './scans.ts';
import { openDuplicatesBench } from './testing.ts';

/** Counts how often it was asked whether a job is open. */
class AskedJobs extends Jobs {
  asked = 0;

  override isOpen(...args: Parameters<Jobs['isOpen']>): boolean {
    this.asked++;
    return super.isOpen(...args);
  }
}

it.each(['import', 'fetch'] as const)('waits for a job of kind %s, and looks once when it has ended', async (kind) => {
  const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-scans-'));
  const database = openDatabase(dir, { create: true });
  const jobs = new AskedJobs(database, new EventHub());
  const scans = new Scans({ database, jobs, afterMs: 20 } as unknown as ScansDependencies);
  let looked = 0;
  jobs.register('duplicates', async () => ({ looked: ++looked }));
  const ending = Promise.withResolvers<Record<string, unknown>>();
  jobs.register(kind, () => ending.promise);
  try {
    jobs.start(kind, 'photos', {});
    scans.productsChanged([1], []);
    await expect.poll(() => jobs.asked).toBeGreaterThan(5);
    expect(jobs.list().map(({ kind }) => kind)).toEqual([kind]);
    scans.productsChanged([2], []);
    ending.resolve({});
    await expect.poll(() => looked).toBe(1);
    // As long as ten pauses: who would look again would have by now.
    await sleep(200);
    expect(looked).toBe(1);
  } finally {
    scans.close();
    await jobs.close();
    database.close();
    rmSync(dir, { recursive: true, force: true });
  }
});

it('does not look a second time where somebody asked right after an import', { timeout: 60_000 }, async () => {
  const bench = await openDuplicatesBench();
  const looked = async (): Promise<number> =>
    (await bench.call('jobs.list', {})).filter(({ kind }) => kind === 'duplicates').length;
  try {
    for (let seed = 0; seed < 6; seed++) await bench.draw(`photos/${seed}.jpg`, seed);
    await bench.import('photos');
    // Longer than it waits for a catalog to come to rest.
    await sleep(2600);
    expect(await looked()).toBe(1);
    await bench.draw('photos/7.jpg', 7);
    const { jobId } = await bench.call('ingest.start', { path: path.join(bench.root, 'photos') });
    await expect.poll(async () => (await bench.call('jobs.get', { id: jobId })).state).toBe('done');
    await expect.poll(looked, { timeout: 10_000 }).toBe(2);
  } finally {
    await bench.close();
  }
});

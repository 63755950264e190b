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

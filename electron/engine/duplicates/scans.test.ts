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

it.each(['import', 'fetch'] as const)(
  'waits for a job of kind %s, and looks once when it has ended',
  { timeout: 60_000 },
  async (kind) => {
    const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-scans-'));
    const database = openDatabase(dir, { create: true });
    const jobs = new Jobs(database, new EventHub());
    const scans = new Scans({ database, jobs } as unknown as ScansDependencies);
    let looked = 0;
    jobs.register('duplicates', async () => ({ looked: ++looked }));
    const ending = Promise.withResolvers<Record<string, unknown>>();
    jobs.register(kind, () => ending.promise);
    try {
      jobs.start(kind, 'photos', {});
      scans.productsChanged([1], []);
      await sleep(4500);
      expect(jobs.list().map(({ kind }) => kind)).toEqual([kind]);
      scans.productsChanged([2], []);
      ending.resolve({});
      await expect.poll(() => looked).toBe(1);
      await sleep(2500);
      expect(looked).toBe(1);
    } finally {
      scans.close();
      await jobs.close();
      database.close();
      rmSync(dir, { recursive: true, force: true });
    }
  },
);

/** Waiting for an import: progress, its end, cancelling, and mappings from a file. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { MethodParams } from '../contract/contract.ts';
import type { Job } from '../contract/jobs.ts';
import { createClient } from '../contract/rpc/client.ts';
import { partialHandlers } from '../contract/rpc/conformance-peer.ts';
import { EventHub } from '../contract/rpc/event-hub.ts';
import { createMemoryPair } from '../contract/rpc/memory.ts';
import { serve } from '../contract/rpc/server.ts';
import { readMap, readMapping, runImport } from './import-command.ts';
import { describeJob } from './jobs.ts';
import { createProgress } from './output.ts';

const dir = mkdtempSync(path.join(os.tmpdir(), 'lookalike-cli-'));
afterAll(() => rmSync(dir, { recursive: true }));

const result = { products: 2, images: 3, encoded: 3, skipped: 0, removed: 0, failed: [], seconds: 1 };
const job = (changes: Partial<Job>): Job => ({
  id: 1,
  kind: 'import',
  title: '/p',
  state: 'running',
  phase: 'encode',
  done: 1,
  total: 3,
  ratePerSecond: null,
  secondsLeft: null,
  current: null,
  failures: 0,
  error: null,
  result: null,
  createdAt: '',
  startedAt: null,
  finishedAt: null,
  ...changes,
});

function fixture() {
  let jobs: Job[] = [job({})];
  let unscanned = 0;
  const hub = new EventHub();
  const started: MethodParams<'ingest.start'>[] = [];
  const [near, far] = createMemoryPair();
  const become = (...next: Job[]): void => {
    jobs = next;
    hub.emit('jobs.changed', jobs);
  };
  const handlers = partialHandlers({
    'ingest.start': (params) => {
      started.push(params);
      return { jobId: 1, sourceId: 1 };
    },
    'jobs.list': () => jobs,
    'duplicates.state': () => ({
      version: 1,
      scannedAt: null,
      unscanned,
      counts: { exact: 0, near: 0, listing: 0, variant: 0 },
      lastCheck: null,
    }),
    'duplicates.scan': () => {
      unscanned = 0;
      become(...jobs, job({ id: 3, kind: 'duplicates' }));
      setTimeout(() => become(...jobs.map((one) => ({ ...one, state: 'done' as const }))), 30);
      return { jobId: 3 };
    },
    'jobs.get': ({ id }) => jobs.find((one) => one.id === id) ?? job({}),
    'jobs.cancel': () => {
      become(job({ state: 'cancelled' }));
      return job({ state: 'cancelled' });
    },
  });
  serve(far, handlers, hub);
  const shown: string[] = [];
  const progress = { show: (text: string) => shown.push(text), end: () => {} };
  const controller = new AbortController();
  const run = (options = {}, source = 'photos') =>
    runImport(createClient(near), source, options, progress, controller.signal);
  const leave = (count: number): void => {
    unscanned = count;
  };
  return { become, leave, started, shown, controller, run };
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 60));

test('waits for the import and for the job that follows it', async () => {
  const { become, started, shown, run } = fixture();
  let ended = false;
  const importing = run({ layout: 'folder' }).finally(() => {
    ended = true;
  });
  await expect.poll(() => shown.length).toBeGreaterThan(0);
  become(job({ state: 'done', result }), job({ id: 2, kind: 'index' }));
  await pause();
  expect(ended).toBe(false);
  become(job({ state: 'done', result }), job({ id: 2, kind: 'index', state: 'done' }));
  expect(await importing).toEqual(result);
  expect(started).toEqual([{ path: path.resolve('photos'), layout: 'folder' }]);
  expect(shown[0]).toBe('import encode 1/3');
  expect(shown.at(-1)).toContain('index');
});

test('a job that failed fails with its error', async () => {
  const { become, run } = fixture();
  const importing = run();
  await pause();
  become(job({ state: 'failed', error: { code: 'DISK_FULL', message: 'Make room.' } }));
  await expect(importing).rejects.toMatchObject({ code: 'DISK_FULL' });
});

test('an interrupt cancels the job', async () => {
  const { controller, run } = fixture();
  const importing = run();
  await pause();
  controller.abort();
  await expect(importing).rejects.toMatchObject({ code: 'CANCELLED', message: expect.stringContaining('1 of 3') });
});

test('a mapping file is checked before anything is imported', async () => {
  const write = (name: string, text: string): string => {
    writeFileSync(path.join(dir, name), text);
    return path.join(dir, name);
  };
  const good = { delimiter: ';', mapping: [{ column: 'Nr', role: 'sku' }] };
  const { started, run, become } = fixture();
  const importing = run({ mapping: write('good.json', JSON.stringify(good)) });
  await pause();
  become(job({ state: 'done', result }));
  await importing;
  expect(started[0]?.table).toEqual(good);
  for (const bad of ['{', '{"mapping": [{"column": "a", "role": "colour"}]}', '{"separator": ";"}', '[]']) {
    await expect(readMapping(write('bad.json', bad))).rejects.toMatchObject({ code: 'TABLE_MAPPING' });
  }
  await expect(readMapping(path.join(dir, 'none.json'))).rejects.toMatchObject({ code: 'TABLE_MAPPING' });
});

test('what is said of columns, sheet and encoding goes before the mapping file', async () => {
  const file = path.join(dir, 'before.json');
  const mapping = [
    { column: 'Nr', role: 'sku' },
    { column: 'Titel', role: 'title' },
  ];
  writeFileSync(file, JSON.stringify({ encoding: 'utf-8', mapping }));
  const { started, run, become } = fixture();
  const map = ['ignore=Titel', 'tag:colour=Farbe', 'tag=Saison', 'description=a=b'].map(readMap);
  const importing = run({ mapping: file, map, encoding: 'gb18030', sheet: 'Products', delimiter: ';' });
  await pause();
  become(job({ state: 'done', result }));
  await importing;
  expect(started[0]?.table).toEqual({
    encoding: 'gb18030',
    sheet: 'Products',
    delimiter: ';',
    mapping: [
      { column: 'Nr', role: 'sku' },
      { column: 'Titel', role: 'ignore' },
      { column: 'Farbe', role: 'tag', group: 'colour' },
      { column: 'Saison', role: 'tag', group: 'Saison' },
      { column: 'a=b', role: 'description' },
    ],
  });
  for (const bad of ['title', '=Name', 'title=', 'name=Title', 'title:x=Name']) expect(() => readMap(bad)).toThrow();
  expect(() => readMap('name=Title')).toThrow(/Roles are sku, title/);
});

test('how a table is read is refused for a folder', async () => {
  const { run } = fixture();
  await expect(run({ sheet: 'Products' }, dir)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

test('progress is one line on a terminal and a line now and then elsewhere', () => {
  const written: string[] = [];
  const terminal = createProgress({ isTTY: true, write: (text: string) => written.push(text) });
  terminal.show('a');
  terminal.show('b');
  terminal.end();
  terminal.end();
  expect(written.join('')).toBe('\r\u001b[2Ka\r\u001b[2Kb\n');

  written.length = 0;
  terminal.show('half', 0.5);
  terminal.show('beyond', 1.2);
  terminal.end();
  expect(written.join('')).toBe(
    `\r\u001b[2K${'█'.repeat(12)}${'░'.repeat(12)}  50 % half\r\u001b[2K${'█'.repeat(24)} 100 % beyond\n`,
  );

  written.length = 0;
  let time = 0;
  const file = createProgress({ write: (text: string) => written.push(text) }, () => time);
  for (time = 0; time < 5000; time += 500) file.show(`at ${time}`);
  file.end();
  expect(written).toEqual(['at 0\n', 'at 2000\n', 'at 4000\n']);
});

test('a job is described by what is known of it', () => {
  expect(describeJob(job({ total: null, phase: 'scan' }))).toBe('import scan 1');
  expect(describeJob(job({ state: 'queued', phase: '', done: 0, total: null }))).toBe('import queued 0');
  expect(describeJob(job({ ratePerSecond: 34.6, secondsLeft: 2.1, failures: 2 }))).toBe(
    'import encode 1/3, 35 a second, 3 s left, 2 failed',
  );
});

test('compares what an earlier run left to be compared, before it ends', async () => {
  const { become, leave, shown, run } = fixture();
  leave(5);
  const importing = run();
  await pause();
  become(job({ state: 'done', result }));
  expect(await importing).toEqual(result);
  expect(shown.some((text) => text.startsWith('duplicates'))).toBe(true);
});

/** `events` over a real library, and what is refused. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RecordingTerminal } from './testing.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'lookalike-cli-events-'));
  writeFileSync(path.join(dir, 'orders.csv'), 'order,time,sku\n1,2026-01-01,A\n');
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const preview = { form: 'table', kind: 'purchase', columns: [{ name: 'order', role: 'order', samples: [] }] };

test('import shows how the columns were read, and what came of it', async () => {
  const terminal = new RecordingTerminal({
    'events.preview': () => preview,
    'events.import': () => ({ jobId: 4 }),
    'jobs.get': () => ({ id: 4, state: 'done', result: { rows: 1, added: 1 } }),
  });
  const file = path.join(dir, 'orders.csv');
  await terminal.run('events', 'import', file, '--library', 'L', '--map', 'customer=Buyer', '--kind', 'purchase');
  const asked = { path: file, reading: { kind: 'purchase', mapping: [{ column: 'Buyer', role: 'customer' }] } };
  expect(terminal.opened).toEqual(['L', 'write']);
  expect(terminal.calls.slice(0, 2)).toEqual([
    ['events.preview', asked],
    ['events.import', asked],
  ]);
  const mapping = [{ column: 'order', role: 'order' }];
  expect(terminal.printed).toEqual([{ form: 'table', kind: 'purchase', mapping, rows: 1, added: 1 }]);
});

test('what is kept can be told, shortened and forgotten', async () => {
  const terminal = new RecordingTerminal({ 'events.forget': () => ({ removed: 2 }) });
  const run = (...args: string[]) => terminal.run('events', ...args, '--library', 'L');
  await run('info');
  await run('unmatched', '--limit', '5');
  await run('forget', 'ann@mail.example');
  await run('keep', '365');
  await run('keep', 'always');
  await run('remove', '--file', '3');
  await run('remove', '--all');
  await run('forget-key');
  expect(terminal.calls).toEqual([
    ['events.summary', {}],
    ['events.unmatched', { limit: 5 }],
    ['events.forget', { customer: 'ann@mail.example' }],
    ['events.setRetention', { days: 365 }],
    ['events.setRetention', { days: null }],
    ['events.remove', { fileId: 3 }],
    ['events.remove', {}],
    ['events.forgetKey', {}],
  ]);
});

test.each([
  [['import', 'a.csv', '--map', 'buyer=Name'], /role=column/],
  [['import', 'a.csv', '--kind', 'visit'], /Allowed choices/],
  [['remove'], /--file/],
  [['keep', 'long'], /whole number/],
])('%j is refused', async (args, why) => {
  await expect(new RecordingTerminal().run('events', ...args, '--library', 'L')).rejects.toThrow(why);
});

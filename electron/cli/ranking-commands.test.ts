/** The commands about tags, judgements and rankers: what each option asks the engine for. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { RecordingTerminal } from './testing.ts';

const dir = mkdtempSync(path.join(os.tmpdir(), 'lookalike-cli-ranking-'));
const file = path.join(dir, 'f.csv');
const queries = path.join(dir, 'q');
writeFileSync(file, 'judged');
writeFileSync(queries, 'q1\tred dress\n');
afterAll(() => rmSync(dir, { recursive: true }));

async function run(line: string) {
  const terminal = new RecordingTerminal({
    'search.run': () => ({ hits: Array.from({ length: 7 }, (_, id) => ({ id, sku: `S-${id}`, title: '' })) }),
    'tags.suggest': () => ({ products: [] }),
    'tags.applySuggestions': () => ({ job: null }),
    'tags.review': () => ({ total: 0, items: [] }),
    'labels.sets': () => [{ id: 3, name: 'S' }],
    'labels.export': () => ({ text: 'judged', judgements: 1 }),
    'evaluation.run': () => ({ text: 'ranked' }),
    'evaluation.rankers': () => [{ name: 'learned 1', active: true }],
    'evaluation.learn': () => ({ id: 8 }),
    'jobs.get': () => ({ state: 'done', result: { report: 9 } }),
  });
  await terminal.run(...line.split(' '));
  return terminal;
}

const judgements = { format: 'qrels', text: 'judged', queries: 'q1\tred dress\n' };

test.each([
  [
    'tags suggest --library L --group colour --min 0.5 --k 7',
    'read',
    ['tags.suggest', { group: 'colour', minConfidence: 0.5, productIds: [0, 1, 2, 3, 4, 5, 6] }],
  ],
  ['tags apply --library L --dry-run', 'read', ['tags.applySuggestions', { minConfidence: 0.9, dryRun: true }]],
  ['tags apply --library L --min 0.1', 'write', ['tags.applySuggestions', { minConfidence: 0.5, dryRun: false }]],
  ['tags suspicious --library L', 'read', ['tags.review', { order: 'suspicious', offset: 0, limit: 50 }]],
  [
    `judge import ${file} --library L --format quepid --judge Ann --set S`,
    'write',
    ['labels.import', { format: 'quepid', text: 'judged', judge: 'Ann', setName: 'S' }],
  ],
  [
    `judge import ${file} --library L`,
    'write',
    ['labels.import', { format: 'qrels', text: 'judged', judge: 'imported', setName: 'f' }],
  ],
  ['judge export --library L', 'read', ['labels.export', { format: 'qrels' }]],
  [
    `evaluate --library L --qrels ${file} --queries ${queries} --ranker default --k 5`,
    'read',
    ['evaluation.evaluate', { judgements, system: { kind: 'ranker', name: 'default' }, k: 5 }],
  ],
  [
    `run --library L --queries ${queries}`,
    'read',
    ['evaluation.run', { queries: [{ key: 'q1', text: 'red dress' }], k: 100 }],
  ],
  [
    'evaluate --library L --model m',
    'read',
    ['evaluation.evaluate', { system: { kind: 'ranker', name: 'default', modelId: 'm' }, k: 10 }],
  ],
  ['evaluate --library L --set S', 'read', ['evaluation.evaluate', { setId: 3, k: 10 }]],
  [
    'compare --library L --model m --metric MRR',
    'read',
    [
      'evaluation.compare',
      {
        a: { kind: 'ranker', name: 'learned 1' },
        b: { kind: 'ranker', name: 'default', modelId: 'm' },
        ...{ metric: 'MRR', k: 10 },
      },
    ],
  ],
])('%s', async (line, access, call) => {
  const { opened, calls } = await run(line);
  expect(opened).toEqual(['L', access]);
  expect(calls.at(-1)).toEqual(call);
});

test('learning waits for its job and prints the report', async () => {
  const { opened, calls } = await run('learn --library L --set S --dry-run');
  expect(opened).toEqual(['L', 'write']);
  expect(calls[1]).toEqual(['evaluation.learn', { adopt: false, setId: 3 }]);
  expect(calls.at(-1)).toEqual(['evaluation.learning', { id: 9 }]);
  expect((await run('learn --library L')).calls[0]).toEqual(['evaluation.learn', { adopt: true }]);
});

test('what is text already is printed as it is', async () => {
  expect((await run(`run --library L --queries ${queries}`)).printed).toEqual(['ranked']);
  expect((await run('judge export --library L')).printed).toEqual(['judged']);
});

test.each([
  ['no library', 'learn'],
  ['a share above 1', 'tags apply --library L --min 2'],
  ['an unknown format', 'judge import f --library L --format xml'],
  ['no file', 'judge import --library L'],
  ['half a result', 'run --library L --k 0.5'],
])('refuses %s', async (_, line) => {
  await expect(run(line)).rejects.toMatchObject({ name: 'CommanderError' });
});

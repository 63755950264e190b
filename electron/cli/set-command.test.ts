/** `set`: what it asks the engine for, and what it refuses. */
import { expect, test } from 'vitest';
import { campaignBriefSchema } from '../contract/campaigns.ts';
import { RecordingTerminal } from './testing.ts';

const brief = campaignBriefSchema.parse({ text: 'red shoes', words: 'red shoes', count: 12 });
const item = {
  id: 5,
  sku: 'A',
  title: 'Red shoe',
  price: null,
  brand: null,
  stock: null,
  margin: null,
  why: [],
  breaks: [],
};
const found = { fitting: 1, short: [{ limit: 'words', more: 3 }], unapplied: [] };

const terminalOf = () =>
  new RecordingTerminal({
    'campaigns.read': () => ({ brief, unapplied: [] }),
    'campaigns.propose': () => ({ items: [item], ...found }),
    'campaigns.save': () => ({ id: 2, version: 1 }),
    'campaigns.sets': () => [{ id: 2, name: 'Spring' }],
    'campaigns.open': () => ({ id: 2, name: 'Spring', versions: [], places: [{ sku: 'A', state: 'here', item }] }),
    'campaigns.export': () => ({
      name: 'Spring.csv',
      mime: 'text/csv',
      text: 'Handle\nA\n',
      path: null,
      products: 1,
      without: [],
    }),
  });

test('a brief is read, proposed for and kept, and prints what it lacks', async () => {
  const terminal = terminalOf();
  await terminal.run('set', '--brief', 'red shoes', '--count', '4', '--save', 'Spring', '--library', 'L', '--json');
  expect(terminal.opened).toEqual(['L', 'write']);
  expect(terminal.calls.map(([method]) => method)).toEqual(['campaigns.read', 'campaigns.propose', 'campaigns.save']);
  expect(terminal.calls[1]?.[1]).toMatchObject({ brief: { words: 'red shoes', count: 4 } });
  expect(terminal.calls[2]?.[1]).toMatchObject({ name: 'Spring', places: [{ productId: 5, locked: false }] });
  expect(terminal.printed).toEqual([
    { brief: { ...brief, count: 4 }, ...found, saved: { name: 'Spring', id: 2, version: 1 }, items: [item] },
  ]);
});

test('a kept set is given to the shop under its name', async () => {
  const terminal = terminalOf();
  await terminal.run('set', '--set', 'spring', '--form', 'google', '--label', '2', '--library', 'L');
  expect(terminal.calls.at(-1)).toEqual([
    'campaigns.export',
    { name: 'spring', productIds: [5], form: 'google', label: 2 },
  ]);
});

test('what does not go together is refused before anything is opened', async () => {
  for (const args of [[], ['--brief', 'a', '--list'], ['--list', '--save', 'x'], ['--brief', 'a', '--out', 'x.csv']]) {
    const terminal = terminalOf();
    await expect(terminal.run('set', ...args, '--library', 'L')).rejects.toThrow();
    expect(terminal.opened).toEqual([]);
  }
});

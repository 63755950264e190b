/** A short part of `npm run torture`: two kills, and that a fault would be seen. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { drawCatalog } from './catalog.ts';
import { torture } from './kills.ts';
import { differences } from './library-state.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'lookalike-torture-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('a library whose engine was killed twice is as one that was not', async () => {
  const catalog = await drawCatalog(path.join(dir, 'catalog'), 12);
  const only = ['import of a table', 'grades', 'import of the changed table'];
  const report = await torture({ dir, catalog, kills: 2, seed: 11, minutes: 1, only });
  expect(report).toMatchObject({ kills: 2, faults: [] });
});

test('what is lost, doubled or left behind is a difference', () => {
  const state = { products: ['a', 'b'], tags: ['x'], leftovers: [] };
  expect(differences(state, state)).toEqual([]);
  expect(differences(state, { products: ['a'], tags: ['x', 'x'], leftovers: ['t.part'] })).toEqual([
    'products: 1 lost, 0 extra; b',
    'tags: 0 lost, 1 extra; x',
    'leftovers: 0 lost, 1 extra; t.part',
  ]);
});

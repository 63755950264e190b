/** Each rule is shown to refuse what it is for, and to let pass what stands beside it. */
import { describe, expect, test } from 'vitest';
import { circles, drawings, findings, folderGraph, violation } from './check.ts';
import { importsOf } from './imports.ts';
import { houses } from './rules.ts';

const refused = [
  ['electron/contract/jobs.ts', 'node:fs'],
  ['electron/contract/rpc/client.ts', 'ws'],
  ['electron/contract/jobs.ts', 'electron/engine/engine.ts'],
  ['renderer/search/bar.tsx', 'node:path'],
  ['renderer/search/bar.tsx', 'electron/contract/catalog.ts'],
  ['renderer/app.tsx', 'electron/engine/engine.ts'],
  ['renderer/search/bar.tsx', 'renderer/tags/page.tsx'],
  ['renderer/ui/card.tsx', 'renderer/search/bar.tsx'],
  ['renderer/state/query.ts', 'renderer/ui/card.tsx'],
  ['renderer/search/bar.tsx', 'renderer/shell/shell.tsx'],
  ['electron/engine/search/rank.ts', 'electron/server/host.ts'],
  ['electron/engine/search/rank.ts', 'electron'],
  ['electron/engine/search/rank.ts', 'ws'],
  ['electron/engine/search/rank.ts', 'sharp'],
  ['electron/engine/search/rank.ts', 'hnswlib-node'],
  ['electron/engine/search/rank.ts', 'onnxruntime-node'],
  ['electron/engine/models/installed.ts', 'undici'],
  ['electron/engine/models/download/hub.ts', 'node:http'],
  ['electron/engine/encoders/session.ts', 'sharp'],
  ['electron/engine/search/rank.ts', 'electron/engine/catalog/product-repo.ts'],
  ['electron/engine/search/methods.ts', 'electron/engine/search/words-repo.ts'],
  ['electron/engine/search/words-repo.ts', 'electron/engine/search/methods.ts'],
  ['electron/engine/tags/review.ts', 'electron/engine/labels/grading.ts'],
  ['electron/engine/vector/hnsw.ts', 'electron/engine/search/rank.ts'],
  ['electron/engine/catalog/catalog.ts', 'electron/engine/tags/review.ts'],
  ['electron/engine/brand-new/thing.ts', 'electron/engine/db/database.ts'],
  ['electron/engine/catalog/catalog.ts', 'electron/engine/engine.ts'],
  ['electron/server/host.ts', 'electron/cli/main.ts'],
  ['electron/server/host.ts', 'renderer/app.tsx'],
  ['electron/cli/main.ts', 'electron'],
  ['electron/main/main.ts', 'electron/server/host.ts'],
] as const;

const allowed = [
  ['electron/contract/jobs.ts', 'zod'],
  ['electron/contract/rpc/client.ts', 'electron/contract/errors.ts'],
  ['renderer/search/bar.tsx', 'electron/contract/index.ts'],
  ['renderer/search/bar.tsx', 'renderer/ui/card.tsx'],
  ['renderer/shell/shell.tsx', 'renderer/search/bar.tsx'],
  ['electron/engine/search/history.ts', 'electron/engine/search/words-repo.ts'],
  ['electron/engine/tags/review.ts', 'electron/engine/search/rank.ts'],
  ['electron/engine/search/rank.ts', 'electron/contract/rpc/server.ts'],
  ['electron/engine/encoders/session.ts', 'onnxruntime-node'],
  ['electron/engine/vector/hnsw.ts', 'hnswlib-node'],
  ['electron/engine/images/decode.ts', 'sharp'],
  ['electron/engine/models/download/network.ts', 'undici'],
  ['electron/engine/entry.ts', 'electron/engine/process/options.ts'],
  ['electron/server/host.ts', 'electron/engine/engine.ts'],
  ['electron/main/main.ts', 'electron'],
] as const;

test.each(refused)('%s may not import %s', (file, target) => {
  expect(violation({ file, target })).toEqual(expect.any(String));
});

test.each(allowed)('%s may import %s', (file, target) => {
  expect(violation({ file, target })).toBeUndefined();
});

test('sees every way to import', () => {
  const text = [
    "import a, { type B } from './x.ts';",
    "export * from '../y.ts';",
    "import 'zod';",
    "const c = await import('./z.ts');",
    'import type { D } from "sharp";',
    "type E = import('./types.ts').E;",
  ].join('\n');
  expect(importsOf('electron/engine/search/rank.ts', text).map(({ target }) => target)).toEqual([
    'electron/engine/search/x.ts',
    'zod',
    'sharp',
    'electron/engine/y.ts',
    'electron/engine/search/z.ts',
    'electron/engine/search/types.ts',
  ]);
});

describe('circles of folders', () => {
  const engine = houses[0] as (typeof houses)[number];
  const graphOf = (...pairs: [string, string][]) =>
    folderGraph(
      engine,
      pairs.map(([from, to]) => ({ file: `electron/engine/${from}/a.ts`, target: `electron/engine/${to}/b.ts` })),
    );

  test('are found through other folders', () => {
    expect(circles(graphOf(['images', 'text'], ['text', 'jobs'], ['jobs', 'images'], ['vector', 'db']))).toEqual([
      'images',
      'jobs',
      'text',
    ]);
  });

  test('are none where imports only lead down', () => {
    expect(circles(graphOf(['search', 'vector'], ['vector', 'db'], ['search', 'db']))).toEqual([]);
  });
});

test('SQL outside a repository is told', () => {
  const read = (): string => 'const rows = db.all(`SELECT id FROM products`);';
  expect(findings(['electron/engine/search/rank.ts'], [], read)).toEqual([expect.stringContaining('holds SQL')]);
  expect(findings(['electron/engine/search/words-repo.ts'], [], read)).toEqual([]);
});

test('a drawing has a dot where a folder imports from another', () => {
  const dots = (target: string): number => {
    const [engine = ''] = drawings([{ file: 'electron/engine/search/a.ts', target }]).values();
    return [...engine.matchAll(/<circle/g)].length;
  };
  expect(dots('electron/engine/catalog/b.ts')).toBe(1);
  expect(dots('electron/engine/search/b.ts')).toBe(0);
});

/**
 * Who may call whom. The lint rules in biome.json say it while one writes; the first half of these tests proves that each of them fires.
 * They see import paths as they are written, so the second half checks where the imports of the real files lead.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '..');
const biome = path.join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');

type Case = readonly [file: string, specifier: string];

/**
 * The cases that biome's import rule refuses, found by linting files made for them: one a path, with an import a line, in a folder
 * under the same configuration.
 */
function refusedByLint(cases: readonly Case[]): Set<string> {
  const dir = mkdtempSync(path.join(realpathSync(os.tmpdir()), 'lookalike-lint-'));
  try {
    const config = JSON.parse(readFileSync(path.join(root, 'biome.json'), 'utf8'));
    writeFileSync(path.join(dir, 'biome.json'), JSON.stringify({ ...config, vcs: { enabled: false } }));
    const lines = Map.groupBy(cases, ([file]) => file);
    for (const [file, imports] of lines) {
      mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
      writeFileSync(path.join(dir, file), imports.map(([, specifier]) => `import '${specifier}';\n`).join(''));
    }
    const args = [biome, 'lint', '--only=style/noRestrictedImports', '--reporter=github', '--max-diagnostics=none'];
    const { stdout } = spawnSync(process.execPath, args, { cwd: dir, encoding: 'utf8' });
    const found = stdout.matchAll(/noRestrictedImports,file=([^,]+),line=(\d+)/g);
    return new Set(
      [...found].map(([, absolute = '', line]) => {
        const file = path.relative(dir, absolute).split(path.sep).join('/');
        return `${file} ${lines.get(file)?.[Number(line) - 1]?.[1]}`;
      }),
    );
  } finally {
    rmSync(dir, { recursive: true });
  }
}

const refusedCases: readonly Case[] = [
  ['electron/contract/jobs.ts', 'node:fs'],
  ['electron/contract/rpc/client.ts', 'ws'],
  ['electron/contract/jobs.ts', '../engine/engine.ts'],
  ['renderer/search/bar.tsx', 'node:path'],
  ['renderer/search/bar.tsx', '../../electron/contract/index.ts'],
  ['renderer/app.tsx', '../electron/engine/engine.ts'],
  ['electron/engine/search/rank.ts', '../../server/host.ts'],
  ['electron/engine/search/rank.ts', 'electron'],
  ['electron/engine/search/rank.ts', 'ws'],
  ['electron/engine/search/rank.ts', 'sharp'],
  ['electron/engine/search/rank.ts', 'hnswlib-node'],
  ['electron/engine/search/rank.ts', 'onnxruntime-node'],
  ['electron/engine/search/rank.ts', 'undici'],
  ['electron/engine/models/service.ts', 'undici'],
  ['electron/engine/models/download/hub.ts', 'node:http'],
  ['electron/engine/models/download/hub.ts', 'onnxruntime-node'],
  ['electron/engine/encoders/session.ts', 'sharp'],
  ['electron/engine/vector/hnsw.ts', 'onnxruntime-node'],
  ['electron/engine/images/decode.ts', 'hnswlib-node'],
  ['electron/engine/search/rank.ts', '../catalog/repo.ts'],
  ['electron/engine/ingest/scan/table.ts', '../../catalog/repo.ts'],
  ['electron/engine/search/handlers.ts', './repo.ts'],
  ['electron/engine/search/service.ts', './handlers.ts'],
  ['electron/engine/search/repo.ts', './service.ts'],
  ['electron/server/host.ts', '../cli/main.ts'],
  ['electron/server/host.ts', '../../renderer/app.tsx'],
  ['electron/cli/main.ts', '../server/host.ts'],
  ['electron/cli/main.ts', 'electron'],
  ['electron/main/main.ts', '../server/host.ts'],
];

const allowedCases: readonly Case[] = [
  ['electron/contract/jobs.ts', 'zod'],
  ['electron/contract/rpc/client.ts', '../errors.ts'],
  ['renderer/search/bar.tsx', '@contract'],
  ['electron/engine/search/service.ts', './repo.ts'],
  ['electron/engine/search/handlers.ts', './service.ts'],
  ['electron/engine/search/rank.ts', '../../contract/rpc/server.ts'],
  ['electron/engine/encoders/session.ts', 'onnxruntime-node'],
  ['electron/engine/vector/hnsw.ts', 'hnswlib-node'],
  ['electron/engine/images/decode.ts', 'sharp'],
  ['electron/engine/models/download/network.ts', 'undici'],
  ['electron/engine/images/decode.test.ts', 'sharp'],
  ['electron/server/host.ts', '../engine/engine.ts'],
  ['electron/main/main.ts', 'electron'],
];

describe('lint rules', () => {
  let refused: Set<string>;
  beforeAll(() => {
    refused = refusedByLint([...refusedCases, ...allowedCases]);
  });

  test.each(refusedCases)('%s may not import %s', (file, specifier) => {
    expect(refused).toContain(`${file} ${specifier}`);
  });

  test.each(allowedCases)('%s may import %s', (file, specifier) => {
    expect(refused).not.toContain(`${file} ${specifier}`);
  });
});

interface Import {
  readonly file: string;
  /** A file of the project, relative to its root, or the name of a package. */
  readonly target: string;
}

function sourceFiles(): string[] {
  const listed = execFileSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', 'electron', 'renderer'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  return listed.split('\n').filter((file) => /\.(ts|tsx|mjs)$/.test(file));
}

const importPattern =
  /(?:^|[\s;}])(?:import|export)\s(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;

function importsOf(file: string, text: string): Import[] {
  return [...text.matchAll(importPattern)].map((match) => {
    const specifier = match[1] ?? match[2] ?? '';
    const target = specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : specifier;
    return { file, target: target === '@contract' ? 'electron/contract/index.ts' : target };
  });
}

const isTest = (file: string): boolean => /\.test\.tsx?$|(^|\/)(testing|[\w-]+-samples)\.ts$/.test(file);
const within = (file: string, ...folders: string[]): boolean => folders.some((folder) => file.startsWith(`${folder}/`));
const domainOf = (file: string): string | undefined => /^electron\/engine\/([^/]+)\//.exec(file)?.[1];

/** Why the import is against the plan; undefined when it is not. */
function violation({ file, target }: Import): string | undefined {
  const isFile = target.startsWith('electron/') || target.startsWith('renderer/') || target.startsWith('../');
  if (within(file, 'electron/contract') && target !== 'zod' && !within(target, 'electron/contract')) return 'contract';
  if (
    within(file, 'renderer') &&
    (target.startsWith('node:') || (isFile && !within(target, 'renderer', 'electron/contract')))
  )
    return 'renderer';
  if (within(file, 'electron/engine') && isFile && !within(target, 'electron/engine', 'electron/contract'))
    return 'engine';
  for (const host of ['main', 'server', 'cli'].map((name) => `electron/${name}`)) {
    const others = ['electron/main', 'electron/preload', 'electron/server', 'electron/cli', 'renderer'];
    if (within(file, host) && within(target, ...others.filter((other) => other !== host))) return 'hosts';
  }
  if (/(^|\/)repo\.ts$/.test(target) && domainOf(target) !== domainOf(file)) return 'repo of another domain';
  const homes: Record<string, string[]> = {
    electron: ['electron/main', 'electron/preload'],
    'onnxruntime-node': ['electron/engine/encoders'],
    'hnswlib-node': ['electron/engine/vector'],
    sharp: ['electron/engine/images'],
    undici: ['electron/engine/models/download'],
  };
  const allowed = Object.hasOwn(homes, target) ? homes[target] : undefined;
  return allowed !== undefined && !within(file, ...allowed) ? `${target} outside its folder` : undefined;
}

describe('the real files', () => {
  const files = sourceFiles().filter((file) => !isTest(file));
  const imports = files.flatMap((file) => importsOf(file, readFileSync(path.join(root, file), 'utf8')));

  test('lead only where they may', () => {
    expect(imports.length).toBeGreaterThan(200);
    expect(imports.map((one) => ({ ...one, why: violation(one) })).filter(({ why }) => why !== undefined)).toEqual([]);
  });

  test('every import of the engine names a file that is there', () => {
    const known = new Set(sourceFiles());
    const missing = imports.filter(({ target }) => /^electron\/.*\.tsx?$/.test(target) && !known.has(target));
    expect(missing).toEqual([]);
  });

  test('SQL is written in repo.ts and db/ only', () => {
    const sql = /['"`]\s*(SELECT\s[\s\S]+?\sFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM)\s/;
    const holders = files.filter((file) => sql.test(readFileSync(path.join(root, file), 'utf8')));
    expect(holders.length).toBeGreaterThan(2);
    expect(holders.filter((file) => !/\/repo\.ts$|^electron\/engine\/db\//.test(file))).toEqual([]);
  });

  test('the check sees every way to import', () => {
    const text = `import a, {\n  type B,\n} from './x.ts';\nexport * from '../y.ts';\nimport 'zod';\nconst c = await import('./z.ts');\nimport type { D } from "sharp";`;
    expect(importsOf('electron/engine/search/rank.ts', text).map(({ target }) => target)).toEqual([
      'electron/engine/search/x.ts',
      'electron/engine/y.ts',
      'zod',
      'electron/engine/search/z.ts',
      'sharp',
    ]);
    const bad = (file: string, target: string) => violation({ file, target });
    expect(bad('electron/engine/search/rank.ts', 'electron/engine/catalog/repo.ts')).toBe('repo of another domain');
    expect(bad('electron/engine/search/deep/rank.ts', 'electron/engine/search/repo.ts')).toBeUndefined();
    expect(bad('electron/server/host.ts', 'electron/cli/main.ts')).toBe('hosts');
    expect(bad('electron/contract/a.ts', 'ws')).toBe('contract');
    expect(bad('electron/engine/a/b.ts', 'assets/sample/generate.ts')).toBeUndefined();
  });
});

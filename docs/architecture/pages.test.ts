/** The Markdown pages: lines that fit a screen, and links that lead somewhere. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { projectDir, readSource } from './imports.ts';

const listSources = (glob: string): string[] =>
  execFileSync('git', ['ls-files', glob], { cwd: projectDir, encoding: 'utf8' }).split('\n').filter(Boolean);
/** The model card in models/starter came with the model and stays as its maker wrote it. */
const pages = listSources('*.md').filter((file) => !file.startsWith('models/starter/'));

test.each(pages)('%s has lines of at most 120 characters', (page) => {
  const long = readSource(page)
    .split('\n')
    .flatMap((line, index) => ([...line].length > 120 ? [index + 1] : []));
  expect(long).toEqual([]);
});

test.each(pages)('%s links to what is there', (page) => {
  const links = [...readSource(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1] ?? '');
  const dead = links.filter((link) => !existsSync(path.join(projectDir, path.dirname(page), link)));
  expect(dead).toEqual([]);
});

test.each(pages)('%s names files that are there', (page) => {
  const named = [...readSource(page).matchAll(/`([\w-]+(?:\/[\w.-]+)*\/[\w-]+\.(?:ts|tsx|json|md))`/g)].map(
    (match) => match[1] ?? '',
  );
  const homes = ['', 'electron', 'electron/engine', 'renderer'];
  const gone = named.filter((file) => !homes.some((home) => existsSync(path.join(projectDir, home, file))));
  expect(gone).toEqual([]);
});

const architecture = readSource('docs/architecture.md');

test('the architecture names every table of a library', () => {
  const created = listSources('electron/engine/db/migrations/*.ts').flatMap((file) =>
    [...readSource(file).matchAll(/CREATE (?:VIRTUAL )?TABLE (\w+)/g)].map((match) => match[1] ?? ''),
  );
  expect(created.length).toBeGreaterThan(40);
  const unnamed = created.filter(
    (table) => !/_so_far$|_new$|_old$/.test(table) && !architecture.includes(`\`${table}\``),
  );
  expect(unnamed).toEqual([]);
});

test('the architecture names whoever listens to changes of the catalog, and nobody else', () => {
  const listening = listSources('electron/engine/*.ts')
    .filter((file) => !/\.test\.ts$/.test(file))
    .filter((file) => /catalog\.on(?:Change|Upsert)\(/.test(readSource(file)))
    .map((file) => file.replace('electron/engine/', ''));
  const [, section = ''] = /## Who listens to changes of the catalog\n([\s\S]*?)\n## /.exec(architecture) ?? [];
  const named = [...section.matchAll(/`([\w-]+\/[\w-]+\.ts)`/g)].map((match) => match[1] ?? '');
  const called = ['catalog/merged-view.ts', 'catalog/change-feed.ts', 'tags/contradictions.ts'];
  const homes = ['library/library.ts', 'library/domains.ts'];
  expect(named.filter((file) => !called.includes(file) && !homes.includes(file)).sort()).toEqual(listening.sort());
});

/** The Markdown pages: lines that fit a screen, and links that lead somewhere. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { projectDir, readSource } from './imports.ts';

const listed = execFileSync('git', ['ls-files', '*.md'], { cwd: projectDir, encoding: 'utf8' });
/** The model card in models/starter came with the model and stays as its maker wrote it. */
const pages = listed.split('\n').filter((file) => file !== '' && !file.startsWith('models/starter/'));

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

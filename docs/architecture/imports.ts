/** Reads which files import what, with the parser that builds the UI. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path/posix';
import { parseSync } from 'vite';

export const projectDir = path.join(import.meta.dirname, '..', '..');

export interface Import {
  readonly file: string;
  /** A file of the project, relative to its root, or the name of a package. */
  readonly target: string;
}

/** The source files of `electron` and `renderer`, those not yet in git included. */
export function sourceFiles(): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', 'electron', 'renderer'];
  const listed = execFileSync('git', args, { cwd: projectDir, encoding: 'utf8' });
  return [...new Set(listed.split('\n'))].filter((file) => /\.(ts|tsx|mjs)$/.test(file));
}

export function readSource(file: string): string {
  return readFileSync(path.join(projectDir, file), 'utf8');
}

/** All that a file imports, in whatever way: for its values, for its types, to pass it on, or when it runs. */
export function importsOf(file: string, text: string): Import[] {
  const { module } = parseSync(file, text);
  const specifiers = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) => entries.map(({ moduleRequest }) => moduleRequest?.value)),
    ...[...text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)].map((match) => match[1]),
  ];
  return [...new Set(specifiers.filter((specifier) => specifier !== undefined))].map((specifier) => {
    const target = specifier.startsWith('.')
      ? path.join(path.dirname(file), specifier.replace(/\?.*$/, ''))
      : specifier;
    return { file, target: target === '@contract' ? 'electron/contract/index.ts' : target };
  });
}

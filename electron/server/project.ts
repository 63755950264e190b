/** Where the parts of the project lie, seen from this host. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const projectDir = path.join(import.meta.dirname, '..', '..');
export const modelsDir = path.join(projectDir, 'models');
export const builtUiDir = path.join(projectDir, 'dist', 'renderer');
/**
 * Where Node keeps what it compiled of the sources (NODE_COMPILE_CACHE), so that they are stripped of their types once. Beside the code:
 * whoever could write there could change the code too, which is not so of a folder for temporary files.
 */
export const compileCacheDir = path.join(projectDir, 'node_modules', '.cache', 'compiled');

/** The `electron` package is only a downloader; the program itself is there when its download was possible. */
export function hasElectron(electronDir: string = path.join(projectDir, 'node_modules', 'electron')): boolean {
  const pointer = path.join(electronDir, 'path.txt');
  return existsSync(pointer) && existsSync(path.join(electronDir, 'dist', readFileSync(pointer, 'utf8').trim()));
}

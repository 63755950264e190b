/** Where the parts of the project lie, seen from this host. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const projectDir = path.join(import.meta.dirname, '..', '..');
export const modelsDir = path.join(projectDir, 'models');
export const builtUiDir = path.join(projectDir, 'dist', 'renderer');

/** The `electron` package is only a downloader; the program itself is there when its download was possible. */
export function hasElectron(electronDir: string = path.join(projectDir, 'node_modules', 'electron')): boolean {
  const pointer = path.join(electronDir, 'path.txt');
  return existsSync(pointer) && existsSync(path.join(electronDir, 'dist', readFileSync(pointer, 'utf8').trim()));
}

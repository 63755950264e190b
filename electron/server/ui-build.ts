/** Builds the UI when a fresh clone is started, and again when its sources have changed since. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { AppError } from '../contract/errors.ts';
import { builtUiDir, projectDir } from './project.ts';

const sources = ['renderer', 'electron/contract', 'assets/icons', 'vite.config.ts', 'package.json'];

export async function ensureUi(log: (text: string) => void): Promise<string> {
  const built = path.join(builtUiDir, 'index.html');
  const newest = Math.max(...sources.map((source) => newestChange(path.join(projectDir, source))));
  if (!existsSync(built) || statSync(built).mtimeMs < newest) {
    log('Building the user interface (needed once, and after changes) ...');
    await buildUi();
  }
  return builtUiDir;
}

/** In a process of its own: what a build takes in memory would otherwise stay with the server, most of a gigabyte. */
export async function buildUi(): Promise<void> {
  const vite = path.join(projectDir, 'node_modules', 'vite', 'bin', 'vite.js');
  try {
    await promisify(execFile)(process.execPath, [vite, 'build', '--logLevel', 'error'], { cwd: projectDir });
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    const reason = stderr?.trim() || message;
    throw new AppError(
      'INTERNAL',
      `The user interface could not be built: ${reason}\nRun "npm install" and try again.`,
    );
  }
}

/** The latest modification time of a file, or of what a folder holds [ms since 1970]; 0 when there is none. */
export function newestChange(target: string): number {
  if (!existsSync(target)) return 0;
  const own = statSync(target);
  if (!own.isDirectory()) return own.mtimeMs;
  const names = readdirSync(target, { recursive: true, encoding: 'utf8' });
  return names.reduce((latest, name) => Math.max(latest, statSync(path.join(target, name)).mtimeMs), own.mtimeMs);
}

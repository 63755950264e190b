/** Which of the two hosts `npm start` takes, and why. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { hasElectron, projectDir } from './project.ts';

export interface Situation {
  /** What a person asked for; undefined when they left the choice. */
  readonly wanted: 'desktop' | 'browser' | undefined;
  readonly electron: boolean;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether the program runs with all rights. */
  readonly root: boolean;
}

export interface Choice {
  readonly shell: 'desktop' | 'browser';
  readonly why: string;
}

/** The desktop app where it can run, the browser everywhere else. */
export function chooseShell({ wanted, electron, platform, env, root }: Situation): Choice {
  if (wanted === 'browser') return { shell: 'browser', why: 'The app opens in your browser, as you asked.' };
  const obstacle = obstacleOf(electron, platform, env, root);
  if (obstacle === undefined) return { shell: 'desktop', why: 'The app opens in its own window, with Electron.' };
  return { shell: 'browser', why: `${obstacle}, so the app opens in your browser.` };
}

function obstacleOf(
  electron: boolean,
  platform: NodeJS.Platform,
  env: Situation['env'],
  root: boolean,
): string | undefined {
  if (!electron)
    return `Electron's program is not installed here ("npx install-electron" downloads it from github.com)`;
  if (platform !== 'linux') return undefined;
  if ((env.DISPLAY ?? '') === '' && (env.WAYLAND_DISPLAY ?? '') === '') return 'There is no screen for a window here';
  return root ? 'Electron does not run in its sandbox as root' : undefined;
}

export function presentSituation(wanted: Situation['wanted']): Situation {
  const { platform, env } = process;
  return { wanted, electron: hasElectron(), platform, env, root: process.getuid?.() === 0 };
}

/** Electron's program. @throws when it is not installed */
export function electronProgram(electronDir: string = path.join(projectDir, 'node_modules', 'electron')): string {
  return path.join(electronDir, 'dist', readFileSync(path.join(electronDir, 'path.txt'), 'utf8').trim());
}

/** Shows the desktop app of this project until it ends; answers its exit code. */
export function runDesktop(args: readonly string[]): Promise<number> {
  const child = spawn(electronProgram(), [projectDir, ...args], { stdio: 'inherit' });
  // Ctrl-C reaches the app as well, which ends in order.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

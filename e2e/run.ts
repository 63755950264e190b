/** `npm run test:e2e`: sees to it that there is a browser, then runs Playwright. Further arguments are passed on to it. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { findBrowser } from './find-browser.ts';

const root = path.join(import.meta.dirname, '..');
const playwright = path.join(root, 'node_modules', '@playwright', 'test', 'cli.js');

/** How long a download or a package manager may take [ms]. */
const installLimit = 5 * 60_000;

function run(command: string, args: readonly string[], timeout?: number): number {
  const { status } = spawnSync(command, [...args], {
    cwd: root,
    stdio: 'inherit',
    ...(timeout === undefined ? {} : { timeout }),
  });
  return status ?? 1;
}

/** Playwright's own download first; where it cannot be reached, the distribution's package. */
function installBrowser(): void {
  console.log('No Chromium found; installing one.');
  if (run(process.execPath, [playwright, 'install', 'chromium'], installLimit) === 0 && findBrowser() !== undefined)
    return;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !existsSync('/usr/bin/apt-get')) return;
  console.log("Playwright's download cannot be reached; taking the distribution's Chromium.");
  const packages = ['install', '--yes', '--no-install-recommends', 'chromium'];
  if (run('apt-get', packages, installLimit) === 0) return;
  run('apt-get', ['update'], installLimit);
  run('apt-get', packages, installLimit);
}

if (findBrowser() === undefined) installBrowser();
if (findBrowser() === undefined) {
  console.error('The browser tests need a Chromium, Chrome or Edge. Install one, or name it in LOOKALIKE_CHROMIUM.');
  process.exit(1);
}
process.exit(run(process.execPath, [playwright, 'test', '-c', 'e2e/playwright.config.ts', ...process.argv.slice(2)]));

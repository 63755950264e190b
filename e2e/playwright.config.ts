/**
 * One suite, two ways to show the app: `browser` against the loopback host, `electron` in the desktop shell. The second one reports
 * its tests as skipped where Electron's program is not installed.
 */
import { defineConfig, devices } from '@playwright/test';
import { findBrowser } from './find-browser.ts';
import type { AppOptions } from './fixtures/test.ts';

const browser = findBrowser();

export default defineConfig<AppOptions>({
  testDir: './specs',
  outputDir: '../test-results',
  globalSetup: './fixtures/prepare.ts',
  fullyParallel: true,
  workers: 2,
  // A second try on a busy machine; the report names what needed it.
  retries: 1,
  forbidOnly: process.env.CI !== undefined,
  // These end what hangs, also on a machine that does ten things at once; nothing waits longer than what it waits for.
  timeout: 900_000,
  expect: { timeout: 120_000 },
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    colorScheme: 'light',
    contextOptions: { reducedMotion: 'reduce' },
    // The tests of a worker take turns in one emptied tab: a new one starts a process and reads the app's scripts anew, half of a short test.
    reuseContext: true,
    // A press or a click that waits so long waits for what will not come.
    actionTimeout: 120_000,
    // Recording costs a third of the time; LOOKALIKE_TRACE=1 turns it on when a failure needs it.
    trace: process.env.LOOKALIKE_TRACE === undefined ? 'off' : 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(browser === undefined ? {} : { executablePath: browser }),
      args: [
        '--disable-quic',
        '--disable-gpu',
        '--disable-background-networking',
        // One process for all pages of a worker, which starts once and knows the app's scripts by the second page.
        '--renderer-process-limit=1',
        '--disable-site-isolation-trials',
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    },
  },
  projects: [
    { name: 'browser', use: { shell: 'browser' } },
    { name: 'electron', use: { shell: 'electron' } },
  ],
});

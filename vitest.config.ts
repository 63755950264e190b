/** Unit and integration tests sit beside the code; the browser tests in e2e/ have their own runner. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { compileCacheDir } from './electron/server/project.ts';

const files = '{electron,renderer,assets,models,bench,docs}/**/*.test.{ts,tsx}';

/** They replace modules, which others must not find replaced. */
const alone = globSync(files, { cwd: import.meta.dirname }).filter((file) =>
  /\bvi\.(do)?mock\(/i.test(readFileSync(path.join(import.meta.dirname, file), 'utf8')),
);

export default defineConfig({
  resolve: { alias: { '@contract': fileURLToPath(new URL('electron/contract/index.ts', import.meta.url)) } },
  test: {
    // All cores: much of the time is spent waiting for child processes.
    maxWorkers: '100%',
    // The first for tests that load ONNX Runtime in their own thread (encoders/quiet-runtime.ts), the second for processes that tests start.
    env: { ORT_DISABLE_TELEMETRY: '1', NODE_COMPILE_CACHE: compileCacheDir },
    // Real processes and a real model on a machine that is busy: these limits end what hangs, they measure nothing.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: [files],
          exclude: alone,
          // Most of a short test file is loading what it tests; files that run one after the other in a process load it once.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'alone', include: alone } },
    ],
  },
});

/** Unit and integration tests sit beside the code; the browser tests in e2e/ have their own runner. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@contract': fileURLToPath(new URL('electron/contract/index.ts', import.meta.url)) } },
  test: {
    include: ['{electron,renderer,assets,models,bench,docs}/**/*.test.{ts,tsx}'],
    // All cores: much of the time is spent waiting for child processes.
    maxWorkers: '100%',
    // For tests that load ONNX Runtime in their own thread; see encoders/quiet-runtime.ts.
    env: { ORT_DISABLE_TELEMETRY: '1' },
    // Real processes and a real model on a machine that is busy: these limits end what hangs, they measure nothing.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
  },
});

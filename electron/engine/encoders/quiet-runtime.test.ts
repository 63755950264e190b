/** What leaves traces here would have been sent where there is a network. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '../../..');

/** The environment of a person: what tells ONNX Runtime that it is tested, or to be quiet, is left out. */
function environment(dir: string): NodeJS.ProcessEnv {
  const { CI, GITHUB_ACTIONS, TF_BUILD, VITEST, ORT_DISABLE_TELEMETRY, ORT_RUNNING_UNIT_TESTS, ...rest } = process.env;
  return { ...rest, HOME: dir, XDG_CACHE_HOME: path.join(dir, 'cache'), TMPDIR: path.join(dir, 'tmp') };
}

test('a model is opened and run, and its runtime notes nothing down to send to anybody', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-quiet-'));
  try {
    for (const folder of ['cache', 'tmp']) mkdirSync(path.join(dir, folder));
    const script = `
      import { Encoders } from './electron/engine/encoders/index.ts';
      import { EventHub } from './electron/contract/rpc/event-hub.ts';
      const encoders = new Encoders({ modelsDir: 'models', hub: new EventHub() });
      const encoder = await encoders.model().active();
      console.log((await encoder.encodeTexts(['red dress'])).length);
      await encoders.close();`;
    const args = ['--input-type=module', '--eval', script];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env: environment(dir) });
    expect(stdout).toBe('1\n');
    expect(readdirSync(dir, { recursive: true }).sort()).toEqual(['cache', 'tmp']);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

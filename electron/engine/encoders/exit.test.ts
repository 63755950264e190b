import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');

/** Opens the starter model in a process of its own, has it work, and ends in the given way; answers the exit code. */
async function exitCodeOf(ending: string): Promise<number> {
  const script = `
    import { Encoders } from './electron/engine/encoders/index.ts';
    import { EventHub } from './electron/contract/rpc/event-hub.ts';
    const encoders = new Encoders({ modelsDir: 'models', hub: new EventHub() });
    const encoder = await encoders.model().active();
    const work = encoder.encodeImages(new Array(40).fill(new Uint8Array(160 * 160 * 3))).catch(() => undefined);
    ${ending}`;
  const args = ['--input-type=module', '--eval', script];
  return promisify(execFile)(process.execPath, args, { cwd: root }).then(
    () => 0,
    (error: { code: number | string; signal: string | null }) => Number(error.code ?? Number.NaN),
  );
}

it('a process that exits while a model works does so with its own code', async () => {
  expect(await exitCodeOf('setTimeout(() => process.exit(3), 50);')).toBe(3);
});

it('a model that is not closed does not keep the process', async () => {
  expect(await exitCodeOf('await work;')).toBe(0);
});

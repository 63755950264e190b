import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { hostArguments } from '../fixtures/app-host.ts';
import { expect, test } from '../fixtures/test.ts';

const startFile = path.join(import.meta.dirname, '..', '..', 'electron', 'server', 'start.ts');

test.use({ alone: true });

test('a second start opens the app that has the library already', async ({ host, folders, shell }) => {
  test.skip(shell === 'electron', 'The desktop app sees to it by its single instance.');
  const args = [
    startFile,
    ...hostArguments({ home: folders.home, library: folders.library }),
    '--browser',
    '--no-open',
  ];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  expect(stdout).toContain('runs already');
  expect(stdout).toContain(host.address);
  await host.stop();
  expect(await readdir(path.join(folders.home, 'running'))).toEqual([]);
});

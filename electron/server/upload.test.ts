import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { removeLeftUploads } from './upload.ts';

test('what killed hosts left of uploads goes, what may be in use and what is not ours stays', async () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'lookalike-left-'));
  for (const name of ['lookalike-upload-a', 'other']) {
    mkdirSync(path.join(dir, name));
    writeFileSync(path.join(dir, name, 'picture'), 'x');
  }
  const there = () => ['lookalike-upload-a', 'other'].filter((name) => existsSync(path.join(dir, name)));
  await removeLeftUploads(dir);
  expect(there()).toEqual(['lookalike-upload-a', 'other']);
  await removeLeftUploads(dir, Date.now() + 2 * 60 * 60_000);
  expect(there()).toEqual(['other']);
  await removeLeftUploads(path.join(dir, 'nowhere'));
  rmSync(dir, { recursive: true });
});

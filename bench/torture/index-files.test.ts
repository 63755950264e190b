import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { run } from './index-files.ts';

test('index files made to harm are built anew', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-index-files-'));
  try {
    expect(await run({ dir, seed: 3, forged: 2 })).toEqual({ forged: 2, rebuilt: 2, faults: [] });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

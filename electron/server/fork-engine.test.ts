import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { allocatorSettings } from '../engine/process/allocator.ts';
import { forkProcess } from './fork-engine.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-fork-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it('starts the engine with what makes the C library give memory back', async () => {
  const file = path.join(dir, 'child.mjs');
  const settings = JSON.stringify(allocatorSettings);
  writeFileSync(
    file,
    `const told = Object.entries(${settings}).every(([name, value]) => process.env[name] === value);\nprocess.exit(told ? 7 : 1);\n`,
  );
  const child = forkProcess(file, []);
  const code = await new Promise((resolve) => child.onExit((ended) => resolve(ended)));
  expect(code).toBe(7);
});

import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { secretAt } from './secret-file.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'lookalike-secret-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

test('a secret is made once, and only its owner may read it', () => {
  const file = path.join(dir, 'home', 'index-key');
  const secret = secretAt(file);
  expect(secret).toHaveLength(32);
  expect(secretAt(file)).toEqual(secret);
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(secretAt(path.join(dir, 'other'))).not.toEqual(secret);
});

test.skipIf(process.platform === 'win32')(
  'one that others may read, cut short, or led to by a link is made anew',
  () => {
    const file = path.join(dir, 'index-key');
    const first = secretAt(file);
    chmodSync(file, 0o644);
    const second = secretAt(file);
    expect(second).not.toEqual(first);
    writeFileSync(file, 'half');
    const third = secretAt(file);
    expect(secretAt(file)).toEqual(third);
    rmSync(file);
    writeFileSync(path.join(dir, 'planted'), 'ab'.repeat(32), { mode: 0o600 });
    symlinkSync(path.join(dir, 'planted'), file);
    expect(Buffer.from(secretAt(file)).toString('hex')).not.toBe('ab'.repeat(32));
    expect(readFileSync(path.join(dir, 'planted'), 'utf8')).toBe('ab'.repeat(32));
  },
);

test('a home that cannot be written to has a secret for the time being', () => {
  mkdirSync(path.join(dir, 'index-key'));
  const secret = secretAt(path.join(dir, 'index-key'));
  expect(secret).toHaveLength(32);
  expect(secretAt(path.join(dir, 'index-key'))).not.toEqual(secret);
});

import path from 'node:path';
import { expect, test } from 'vitest';
import { fileIn, isFileName } from './file-in.ts';

test('ids that are plain names become files of their folder', () => {
  for (const name of ['starter', 'clip-vit-b32.image.hnsw', 'a'.repeat(64), '_x', 'console.json']) {
    expect(fileIn('/lib/index', name)).toBe(path.join('/lib/index', name));
  }
});

test.each([
  '../../x',
  '..',
  '.',
  '',
  '.hidden',
  'a/b',
  'a\\b',
  'C:x',
  'x\0.json',
  'a b',
  'nul',
  'COM1.tags',
  'x.',
  'a'.repeat(201),
])('%j is no name of a file', (name) => {
  expect(isFileName(name)).toBe(false);
  expect(() => fileIn('/lib/index', name)).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }));
});

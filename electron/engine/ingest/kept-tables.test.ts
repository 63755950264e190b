import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepTable } from './kept-tables.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'lookalike-kept-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

it('keeps each content under its name, the same one in the same place', async () => {
  const upload = path.join(dir, 'picture');
  const keep = (content: string, name: string): Promise<string> => {
    writeFileSync(upload, content);
    return keepTable(path.join(dir, 'tables'), upload, name).then((kept) => kept.path);
  };
  const first = await keep('sku,title\nA,Mug\n', 'products.csv');
  expect(path.basename(first)).toBe('products.csv');
  expect(await keep('sku,title\nA,Mug\n', 'products.csv')).toBe(first);
  const other = await keep('sku,title\nB,Cup\n', 'products.csv');
  expect(other).not.toBe(first);
  expect(readFileSync(first, 'utf8')).toBe('sku,title\nA,Mug\n');
  expect(path.relative(path.join(dir, 'tables'), await keep('x', '../../out.csv'))).toMatch(/^[0-9a-f]{16}.out\.csv$/);
  await expect(keep('x', 'photo.jpg')).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

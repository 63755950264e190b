/** `lookup` over an engine that says what each photo shows: rows, counts, the table, and what one bad photo costs. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppError } from '../contract/errors.ts';
import { photosAt } from './lookup-command.ts';
import { RecordingTerminal } from './testing.ts';

const dir = mkdtempSync(path.join(os.tmpdir(), 'lookalike-cli-lookup-'));
const at = (...parts: string[]): string => path.join(dir, ...parts);

beforeAll(() => {
  mkdirSync(at('shelf', 'lower'), { recursive: true });
  mkdirSync(at('empty'));
  for (const name of ['b.jpg', 'a.JPG', 'note.txt', 'lower/c.png']) writeFileSync(at('shelf', name), name);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const candidate = (sku: string, probability: number) => ({ product: { sku, title: `=Title, ${sku}` }, probability });
const likely = [candidate('S-1', 0.9), candidate('S-2', 0.05), candidate('S-3', 0.03)];
const coded = [candidate('S-2', 1), candidate('S-1', 0.9), candidate('S-3', 0.03)];

const left = { x: 0, y: 0.2, width: 0.5, height: 0.6 };

function terminal() {
  return new RecordingTerminal({
    'lookups.photo': ({ path: file, parts }: { path: string; parts: boolean }) => {
      const name = path.basename(file, '.jpg');
      if (name === 'bad') throw new AppError('IMAGE_DAMAGED', 'bad.jpg: It ends too early.');
      if (name === 'lost') throw new AppError('MODEL_MISSING', 'The model is not installed.');
      const row = { answer: name, region: null, candidates: likely, confirmed: name === 'one', unknownBarcodes: [] };
      if (name === 'barcode') return [{ ...row, candidates: coded, unknownBarcodes: ['4711'] }];
      return parts
        ? [
            { ...row, region: left },
            { ...row, answer: 'none' },
          ]
        : [row];
    },
  });
}

test('one row a photo, in the order of the photos; a bad one costs its own row', async () => {
  const shell = terminal();
  await shell.run('lookup', 'one.jpg', 'bad.jpg', 'few.jpg', 'none.jpg', 'barcode.jpg', '--library', 'L');
  expect(shell.opened).toEqual(['L', 'read']);
  const [answer] = shell.printed as [{ rows: Record<string, unknown>[] }];
  expect(answer).toMatchObject({ photos: 5, named: 2, unsure: 1, notListed: 1, failed: 1 });
  expect(answer.rows.map(({ photo, answer: is, sku, probability }) => [photo, is, sku, probability])).toEqual([
    ['one.jpg', 'one', 'S-1', 0.9],
    ['bad.jpg', 'failed', null, null],
    ['few.jpg', 'few', 'S-1', 0.9],
    ['none.jpg', 'none', null, null],
    ['barcode.jpg', 'barcode', 'S-2', 1],
  ]);
  expect(answer.rows[1]?.error).toEqual({ code: 'IMAGE_DAMAGED', message: 'bad.jpg: It ends too early.' });
  const next = answer.rows.map((row) => (row.next as { sku: string }[]).map(({ sku }) => sku));
  expect(next).toEqual([['S-2', 'S-3'], [], ['S-2', 'S-3'], ['S-1', 'S-2', 'S-3'], ['S-1', 'S-3']]);
  expect(answer.rows[4]?.unknownBarcodes).toEqual(['4711']);
});

test('several products on a photo are rows of their own, and are counted', async () => {
  const shell = terminal();
  await shell.run('lookup', 'one.jpg', 'few.jpg', '--library', 'L', '--regions');
  const [answer] = shell.printed as [{ photos: number; rows: Record<string, unknown>[] }];
  expect(answer.photos).toBe(2);
  expect(answer.rows.map(({ photo, region, answer: is }) => [photo, region, is])).toEqual([
    ['one.jpg', left, 'one'],
    ['one.jpg', null, 'none'],
    ['few.jpg', left, 'few'],
    ['few.jpg', null, 'none'],
  ]);
  await shell.run('lookup', 'one.jpg', 'few.jpg', 'barcode.jpg', '--library', 'L', '--count', '--csv');
  expect(String(shell.printed[1]).split('\n')).toEqual([
    'sku,title,count,confirmed,to check',
    'S-1,"\'=Title, S-1",2,1,1',
    'S-2,"\'=Title, S-2",1,0,1',
    '',
  ]);
});

test('a table that no spreadsheet runs', async () => {
  const shell = terminal();
  await shell.run('lookup', 'one.jpg', 'bad.jpg', '--library', 'L', '--csv');
  expect(shell.printed).toEqual([
    [
      'photo,part,answer,sku,title,probability,confirmed,next,unknown barcodes,error',
      'one.jpg,,one,S-1,"\'=Title, S-1",0.900,yes,"S-2 (0.050), S-3 (0.030)",,',
      'bad.jpg,,failed,,,,,,,bad.jpg: It ends too early.',
      '',
    ].join('\n'),
  ]);
});

test('a folder stands for the photos in it, and one without any says so', async () => {
  expect(await photosAt([at('shelf'), 'x.jpg', at('shelf', 'b.jpg')])).toEqual([
    ...[at('shelf', 'a.JPG'), at('shelf', 'b.jpg'), at('shelf', 'lower', 'c.png'), 'x.jpg'],
  ]);
  await expect(photosAt([at('empty')])).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('what would go wrong with every photo ends it, and so does a person', async () => {
  const shell = terminal();
  await expect(shell.run('lookup', 'lost.jpg', '--library', 'L')).rejects.toMatchObject({ code: 'MODEL_MISSING' });
  shell.controller.abort();
  await expect(shell.run('lookup', 'one.jpg', '--library', 'L')).rejects.toMatchObject({ code: 'CANCELLED' });
});

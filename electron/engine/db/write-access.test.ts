/** What hinders writing: a real lock of another connection, and a database that may not grow. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppError } from '../../contract/errors.ts';
import type { Database } from './database.ts';
import { openDatabase } from './open-database.ts';
import { sqliteError } from './storage-error.ts';

let dir: string;
let database: Database;
let changes: (string | undefined)[];

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'lookalike-writing-'));
  database = openDatabase(dir, { create: true, pauses: { LIBRARY_BUSY: 20, DISK_FULL: 20 } });
  changes = [];
  database.writing.onChange(() => changes.push(database.writing.reason?.code));
});
afterEach(() => {
  database.close();
  rmSync(dir, { recursive: true, force: true });
});

const put = (key: string, value = '1') =>
  database.run('INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)', key, value);
const keys = () => database.all<{ key: string }>('SELECT key FROM settings ORDER BY key').map(({ key }) => key);

/** Takes the write lock as a backup or a viewer does; answers what lets go of it. */
function foreignLock(): () => void {
  const other = new DatabaseSync(path.join(dir, 'library.sqlite'));
  other.exec('BEGIN IMMEDIATE');
  return () => {
    other.exec('ROLLBACK');
    other.close();
  };
}
/** As a full disk: the file may not grow. */
const fillUp = () => database.exec('PRAGMA max_page_count = 1');
const makeRoom = () => database.exec('PRAGMA max_page_count = 1000000');
const large = 'x'.repeat(100_000);

it('keeps searching while another program writes, waits with what was asked for, and does it once', async () => {
  const release = foreignLock();
  let attempts = 0;
  const asked = database.writing.call(() => {
    attempts++;
    return database.transaction(() => put('asked').changes);
  });
  const start = performance.now();
  expect(keys()).toEqual([]);
  expect(performance.now() - start).toBeLessThan(1000);
  await expect.poll(() => changes).toEqual(['LIBRARY_BUSY']);
  expect(database.writing.reason?.message).toMatch(/Another program holds .*library\.sqlite/);
  release();
  expect(await asked).toBe(1);
  expect(attempts).toBe(2);
  expect(keys()).toEqual(['asked']);
  await expect.poll(() => changes).toEqual(['LIBRARY_BUSY', undefined]);
});

it('does not repeat what has stored a part already, nor what nobody waits for any more', async () => {
  let release: (() => void) | undefined;
  const twice = database.writing.call(() => {
    put('first');
    release ??= foreignLock();
    put('second');
  });
  await expect(twice).rejects.toMatchObject({ code: 'LIBRARY_BUSY' });
  const stopped = new AbortController();
  const asked = database.writing.call(() => put('third'), stopped.signal);
  stopped.abort();
  await expect(asked).rejects.toMatchObject({ code: 'CANCELLED' });
  release?.();
  expect(keys()).toEqual(['first']);
});

it('names a full disk, rolls back, and does what waits once there is room', async () => {
  put('before');
  fillUp();
  const fill = () =>
    database.transaction(() => {
      put('half');
      put('large', large);
    });
  expect(fill).toThrow(
    expect.objectContaining({ code: 'DISK_FULL', message: expect.stringContaining('Free some space') }),
  );
  expect(keys()).toEqual(['before']);
  database.writing.whenFree(fill);
  let runs = 0;
  const run = database.writing.run(async () => {
    runs++;
    put('run', large);
    return 'done';
  }, new AbortController().signal);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect({ keys: keys(), runs }).toEqual({ keys: ['before'], runs: 1 });
  makeRoom();
  expect(await run).toBe('done');
  await expect.poll(keys).toEqual(['before', 'half', 'large', 'run']);
  expect(changes).toEqual(['DISK_FULL', undefined]);
});

it('tells of a row that was handed out and not stored, and lets memory forget what was rolled back', () => {
  const returning = 'INSERT INTO settings (key, value) VALUES (?, ?) RETURNING key';
  fillUp();
  expect(() => database.put(returning, 'returned', large)).toThrow(expect.objectContaining({ code: 'DISK_FULL' }));
  const forgotten: string[] = [];
  const change = (key: string, value: string) =>
    database.transaction(() => {
      database.afterRollback(() => forgotten.push(key));
      put(key, value);
    });
  expect(() => change('large', large)).toThrow(/full/);
  makeRoom();
  change('small', '1');
  expect(forgotten).toEqual(['large']);
  expect(database.put(returning, 'returned', large)).toEqual({ key: 'returned' });
  expect(() => database.get(returning.replace('settings', 'settings '), 'x', '1')).toThrow(/put/);
  expect(keys()).toEqual(['returned', 'small']);
});

it('gives up work that finds some room each time and never enough', async () => {
  let runs = 0;
  const work = async () => {
    runs++;
    throw new AppError('DISK_FULL', 'The index does not fit.');
  };
  await expect(database.writing.run(work, new AbortController().signal)).rejects.toThrow('does not fit');
  expect(runs).toBe(3);
});

it('tells every error of SQLite that is not a fault of the application by its name', () => {
  const named = (errcode: number) => sqliteError(Object.assign(new Error('said'), { errcode }), dir)?.code;
  expect([5, 261, 517, 6, 8, 776, 10, 266, 11, 267, 13, 14, 26, 7, 3].map(named)).toEqual([
    ...['LIBRARY_BUSY', 'LIBRARY_BUSY', 'LIBRARY_BUSY', 'LIBRARY_BUSY', 'LIBRARY_READ_ONLY', 'LIBRARY_READ_ONLY'],
    ...['DISK_FAILED', 'DISK_FAILED', 'LIBRARY_DAMAGED', 'LIBRARY_DAMAGED', 'DISK_FULL', 'LIBRARY_FORBIDDEN'],
    ...['LIBRARY_DAMAGED', 'OUT_OF_MEMORY', 'LIBRARY_FORBIDDEN'],
  ]);
  expect([1, 19, 2067, 21].map(named)).toEqual([undefined, undefined, undefined, undefined]);
});

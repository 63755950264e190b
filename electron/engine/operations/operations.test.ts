import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { EventHub } from '../../contract/rpc/event-hub.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/open-database.ts';
import { Operations } from './operations.ts';

let dir: string;
let database: Database;
let hub: EventHub;
let operations: Operations;
let number: number;

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'lookalike-operations-'));
  database = openDatabase(dir, { create: true });
  hub = new EventHub();
  operations = new Operations(database, hub);
  number = 0;
  operations.register('number.set', z.object({ before: z.number() }), ({ before }) => {
    number = before;
  });
});

afterEach(() => {
  database.close();
  rmSync(dir, { recursive: true, force: true });
});

const set = (value: number) =>
  operations.perform('number.set', `to ${value}`, () => {
    if (number === value) return null;
    const before = number;
    number = value;
    return { before };
  });

it('takes back the latest change that stands, one after the other', () => {
  set(1);
  set(2);
  expect(operations.undo()).toMatchObject({ label: 'to 2', undoneAt: expect.any(String) });
  expect(number).toBe(1);
  operations.undo();
  expect(number).toBe(0);
  expect(() => operations.undo()).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
});

it('logs nothing for a change that changed nothing', () => {
  set(1);
  expect(set(1)).toBeNull();
  expect(operations.list(10)).toHaveLength(1);
});

it('refuses to undo twice', () => {
  const first = set(1);
  operations.undo(first?.id);
  expect(() => operations.undo(first?.id)).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
});

it('logs nothing when the change fails', () => {
  expect(() =>
    operations.perform('number.set', 'fails', () => {
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(operations.list(10)).toEqual([]);
});

it('tells what can be taken back', () => {
  const seen: (string | undefined)[] = [];
  hub.on('operations.changed', (operation) => seen.push(operation?.label));
  set(1);
  operations.undo();
  expect(seen).toEqual([undefined, 'to 1', undefined]);
});

it('survives closing the library', () => {
  set(3);
  database.close();
  database = openDatabase(dir);
  operations = new Operations(database, hub);
  operations.register('number.set', z.object({ before: z.number() }), ({ before }) => {
    number = before;
  });
  expect(operations.undo().label).toBe('to 3');
  expect(number).toBe(0);
});

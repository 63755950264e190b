import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppError } from '../../contract/errors.ts';
import type { Database } from './database.ts';
import { type Migration, migrate, schemaVersion } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { type OpenOptions, openDatabase } from './open-database.ts';

let dir: string;
const opened: Database[] = [];

function open(options: OpenOptions = { create: true }): Database {
  const database = openDatabase(dir, options);
  opened.push(database);
  return database;
}

function close(database: Database): void {
  opened.splice(opened.indexOf(database), 1);
  database.close();
}

function failure(work: () => unknown): AppError | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error as AppError;
  }
}

const version = (database: Database) => database.get<{ user_version: number }>('PRAGMA user_version')?.user_version;
const schema = (database: Database) =>
  database.all(`SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name`);
const file = () => path.join(dir, 'library.sqlite');

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'lookalike-db-'));
});

afterEach(() => {
  for (const database of opened.splice(0)) database.close();
  rmSync(dir, { recursive: true, force: true });
});

describe('openDatabase', () => {
  it('brings an empty library to the newest schema, with every table STRICT', () => {
    const database = open();
    expect(version(database)).toBe(schemaVersion);
    const lax = database.all(
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'`,
    );
    expect(lax).toEqual([]);
    expect(database.get('PRAGMA journal_mode')).toEqual({ journal_mode: 'wal' });
    expect(database.get('PRAGMA foreign_keys')).toEqual({ foreign_keys: 1 });
  });

  it('leaves schema and rows alone when opened again', () => {
    const first = open();
    const before = schema(first);
    first.run('INSERT INTO settings VALUES (?, ?)', 'colour', 'blue');
    close(first);
    const second = open({});
    expect(schema(second)).toEqual(before);
    expect(second.all('SELECT * FROM settings')).toEqual([{ key: 'colour', value: 'blue' }]);
  });

  it('makes no library unless asked to', () => {
    expect(failure(() => open({}))?.code).toBe('LIBRARY_MISSING');
    expect(failure(() => open({ readOnly: true, create: true }))?.code).toBe('LIBRARY_MISSING');
  });

  it('refuses a library of a newer version and leaves it as it is', () => {
    const database = open();
    database.exec(`PRAGMA user_version = ${schemaVersion + 10}`);
    close(database);
    const error = failure(() => open({}));
    expect(error?.code).toBe('LIBRARY_NEWER');
    expect(error?.details).toMatchObject({ found: schemaVersion + 10, known: schemaVersion });
    expect(failure(() => open({ readOnly: true }))?.code).toBe('LIBRARY_NEWER');
  });

  it('lets one process write and others read beside it', () => {
    const writer = open();
    expect(failure(() => open())?.code).toBe('LIBRARY_LOCKED');
    const reader = open({ readOnly: true });
    writer.run('INSERT INTO settings VALUES (?, ?)', 'a', '1');
    expect(reader.all('SELECT value FROM settings')).toEqual([{ value: '1' }]);
    expect(() => reader.run('INSERT INTO settings VALUES (?, ?)', 'b', '2')).toThrow(/opened for reading only/);
    close(writer);
    close(reader);
    expect(() => open({})).not.toThrow();
  });

  it('gives the lock back when opening fails', () => {
    writeFileSync(file(), 'no database at all, but long enough to look like one '.repeat(40));
    expect(failure(() => open({}))?.code).toBe('LIBRARY_DAMAGED');
    rmSync(file());
    expect(() => open()).not.toThrow();
  });

  it.each([
    ['text', () => writeFileSync(file(), 'this is not a database '.repeat(100))],
    ['a file cut short', () => writeFileSync(file(), readFileSync(file()).subarray(0, 1500))],
    [
      'a first page overwritten',
      () => {
        const handle = openSync(file(), 'r+');
        writeSync(handle, Buffer.alloc(3000, 0xff), 0, 3000, 100);
        closeSync(handle);
      },
    ],
  ])('calls %s damaged', (_, damage) => {
    close(open());
    damage();
    const error = failure(() => open({}));
    expect(error?.code).toBe('LIBRARY_DAMAGED');
    expect(error?.message).toContain(file());
  });
});

describe('afterCommit', () => {
  const settings = (database: Database) =>
    database.all<{ key: string }>('SELECT key FROM settings').map(({ key }) => key);
  const put = (database: Database, key: string) => database.run('INSERT INTO settings VALUES (?, ?)', key, '');

  it('runs at once when no transaction is open', () => {
    const ran: string[] = [];
    open().afterCommit(() => ran.push('now'));
    expect(ran).toEqual(['now']);
  });

  it('runs in order once the outermost transaction is committed', () => {
    const database = open();
    const ran: string[] = [];
    const answer = database.transaction(() => {
      database.afterCommit(() => ran.push(`first, ${settings(database)}`));
      database.transaction(() => {
        put(database, 'inner');
        database.afterCommit(() => ran.push('second'));
      });
      expect(ran).toEqual([]);
      put(database, 'outer');
      database.afterCommit(() => ran.push('third'));
      return 'answer';
    });
    expect(answer).toBe('answer');
    expect(ran).toEqual(['first, inner,outer', 'second', 'third']);
    database.transaction(() => {});
    expect(ran.length).toBe(3);
  });

  it('never runs after a rollback', () => {
    const database = open();
    const ran: string[] = [];
    const failing = () =>
      database.transaction(() => {
        database.afterCommit(() => ran.push('lost'));
        throw new Error('no');
      });
    expect(failing).toThrow('no');
    database.transaction(() => database.afterCommit(() => ran.push('kept')));
    expect(ran).toEqual(['kept']);
  });

  it('runs everything when some of it throws, leaves the commit standing and throws the first error', () => {
    const database = open();
    const ran: string[] = [];
    const failing = () =>
      database.transaction(() => {
        put(database, 'committed');
        database.afterCommit(() => {
          throw new Error('first');
        });
        database.afterCommit(() => {
          throw new Error('second');
        });
        database.afterCommit(() => ran.push('last'));
      });
    expect(failing).toThrow('first');
    expect(ran).toEqual(['last']);
    expect(settings(database)).toEqual(['committed']);
  });

  it('runs the same function once, where it was registered first', () => {
    const database = open();
    const ran: string[] = [];
    const again = () => ran.push('again');
    database.transaction(() => {
      database.afterCommit(again);
      database.afterCommit(() => ran.push('other'));
      database.afterCommit(again);
    });
    expect(ran).toEqual(['again', 'other']);
  });

  it('lets what runs open a transaction with its own', () => {
    const database = open();
    const ran: string[] = [];
    database.transaction(() => {
      database.afterCommit(() =>
        database.transaction(() => {
          database.afterCommit(() => ran.push('nested'));
          put(database, 'later');
        }),
      );
      database.afterCommit(() => ran.push(`last, ${settings(database)}`));
    });
    expect(ran).toEqual(['nested', 'last, later']);
  });
});

describe('migrate', () => {
  const failing: Migration = {
    version: schemaVersion + 10,
    name: 'half',
    sql: `CREATE TABLE half (id INTEGER PRIMARY KEY) STRICT; INSERT INTO settings VALUES ('half', 'done'); INSERT INTO nowhere VALUES (1);`,
  };

  it('leaves the library as it was when a migration fails, and can go on later', () => {
    const database = open();
    const before = schema(database);
    const options = { readOnly: false, file: file() };
    expect(() => migrate(database, options, [...migrations, failing])).toThrow(/nowhere/);
    expect(version(database)).toBe(schemaVersion);
    expect(schema(database)).toEqual(before);
    expect(database.all('SELECT * FROM settings')).toEqual([]);

    const mended = { ...failing, sql: 'CREATE TABLE nowhere (id INTEGER PRIMARY KEY) STRICT;' };
    migrate(database, options, [...migrations, mended]);
    expect(version(database)).toBe(mended.version);
    expect(schema(database).length).toBe(before.length + 1);
  });

  it('makes suspects again of images that were condemned because the process was ended twice', () => {
    const database = open();
    database.run(
      `INSERT INTO files (path, bytes, modified_ms, failure_code, failure_reason, failures) VALUES
       ('/a.jpg', 1, 1, 'IMAGE_DAMAGED', 'Reading this picture stopped the application twice. Save it again …', 0),
       ('/b.jpg', 1, 1, 'IMAGE_DAMAGED', 'It ends too early.', 0), ('/c.jpg', 1, 1, NULL, NULL, 2)`,
    );
    const healing = migrations.filter(({ name }) => name === 'suspects');
    database.exec('PRAGMA user_version = 80');
    migrate(database, { readOnly: false, file: file() }, healing);
    expect(database.all('SELECT path, failure_code, failures FROM files ORDER BY path')).toEqual([
      { path: '/a.jpg', failure_code: null, failures: 1 },
      { path: '/b.jpg', failure_code: 'IMAGE_DAMAGED', failures: 0 },
      { path: '/c.jpg', failure_code: null, failures: 1 },
    ]);
  });

  it('asks for the app when a library opened for reading is from an older version', () => {
    open();
    const reader = open({ readOnly: true });
    expect(failure(() => migrate(reader, { readOnly: true, file: file() }, [...migrations, failing]))?.code).toBe(
      'LIBRARY_OLDER',
    );
  });

  it('is numbered upwards', () => {
    const versions = migrations.map((migration) => migration.version);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
  });
});

/**
 * `library.sqlite` as the engine uses it: statements prepared once, values always bound, and every error of SQLite told by its own name. What is
 * hindered for a while (a full disk, another program's lock) is told to `writing`.
 */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { AppError } from '../../contract/errors.ts';
import type { FileLock } from './file-lock.ts';
import { folderError, sqliteError } from './storage-error.ts';
import { WriteAccess } from './write-access.ts';

export type Row = Record<string, unknown>;

export interface DatabaseParts {
  readonly sqlite: DatabaseSync;
  /** The library folder. */
  readonly dir: string;
  /** Absent for a library that is only read. */
  readonly lock?: FileLock | undefined;
  /** Why it is only read, where that was not asked for. */
  readonly closedBecause?: AppError | undefined;
  /** Between two looks whether writing is possible again [ms]. */
  readonly pauses?: { readonly LIBRARY_BUSY: number; readonly DISK_FULL: number } | undefined;
}

/** What has to fit for work to go on [bytes]. */
const roomBytes = 1024 * 1024;

export class Database {
  readonly writing: WriteAccess;
  readonly closedBecause: AppError | undefined;
  readonly #sqlite: DatabaseSync;
  readonly #dir: string;
  readonly #lock: FileLock | undefined;
  readonly #statements = new Map<string, StatementSync>();
  #inTransaction = false;
  #afterCommit = new Set<() => void>();
  readonly #afterRollback = new Set<() => void>();

  constructor({ sqlite, dir, lock, closedBecause, pauses }: DatabaseParts) {
    this.#sqlite = sqlite;
    this.#dir = dir;
    this.#lock = lock;
    this.closedBecause = closedBecause;
    this.writing = new WriteAccess({ probe: () => this.#tryWriting(), ...(pauses === undefined ? {} : { pauses }) });
  }

  get readOnly(): boolean {
    return this.#lock === undefined;
  }

  /** The prepared statement of `sql`, made once. */
  statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      if (!this.#inTransaction && /^(?!EXPLAIN).*\bRETURNING\b/s.test(sql))
        throw new Error(`To be asked with "put": ${sql}`);
      statement = this.#named(() => this.#sqlite.prepare(sql));
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  all<T = Row>(sql: string, ...values: SQLInputValue[]): T[] {
    const statement = this.statement(sql);
    return this.#named(() => statement.all(...values)) as T[];
  }

  /** Rows as arrays of their columns: for many rows of few. */
  tuples<T extends unknown[]>(sql: string, ...values: SQLInputValue[]): T[] {
    const name = `/* tuples */ ${sql}`;
    const isNew = !this.#statements.has(name);
    const statement = this.statement(name);
    if (isNew) statement.setReturnArrays(true);
    return this.#named(() => statement.all(...values)) as unknown as T[];
  }

  get<T = Row>(sql: string, ...values: SQLInputValue[]): T | undefined {
    const statement = this.statement(sql);
    return this.#named(() => statement.get(...values)) as T | undefined;
  }

  /** Rows one by one, for results too long to hold. The statement must not be used again before the end. */
  *iterate<T = Row>(sql: string, ...values: SQLInputValue[]): Generator<T, void, undefined> {
    try {
      yield* this.#sqlite.prepare(sql).iterate(...values) as IterableIterator<T>;
    } catch (error) {
      throw this.#name(error);
    }
  }

  run(sql: string, ...values: SQLInputValue[]): { changes: number; lastInsertRowid: number } {
    const statement = this.statement(sql);
    const { changes, lastInsertRowid } = this.#named(() => statement.run(...values));
    if (!this.#inTransaction) this.writing.stored();
    return { changes: Number(changes), lastInsertRowid: Number(lastInsertRowid) };
  }

  /**
   * The row that a writing statement returns. Outside of a transaction SQLite commits only after the row was handed out, and what fails then
   * would be told to nobody: so it has a transaction of its own.
   */
  put<T = Row>(sql: string, ...values: SQLInputValue[]): T | undefined {
    return this.transaction(() => this.get<T>(sql, ...values));
  }

  /** Runs several statements without values: migrations and pragmas only. */
  exec(sql: string): void {
    this.#named(() => this.#sqlite.exec(sql));
  }

  /** All or nothing. Nested calls join the outer transaction. `work` must not await. */
  transaction<T>(work: () => T): T {
    if (this.#inTransaction) return work();
    let result: T;
    this.exec('BEGIN IMMEDIATE');
    this.#inTransaction = true;
    try {
      result = work();
      this.exec('COMMIT');
    } catch (error) {
      this.#afterCommit.clear();
      const forget = [...this.#afterRollback];
      this.#afterRollback.clear();
      for (const work of forget) work();
      // Where the disk is full or fails, SQLite has rolled back by itself.
      if (this.#sqlite.isTransaction) this.#sqlite.exec('ROLLBACK');
      throw error;
    } finally {
      this.#inTransaction = false;
    }
    this.#afterRollback.clear();
    this.writing.stored();
    this.#committed();
    return result;
  }

  /**
   * Runs `work` once the outermost transaction is committed, after what was registered before it; never when that is rolled back, and at
   * once when none is open. The very same function registered again runs once, in its first place. `work` may open a transaction of its
   * own. Everything registered runs, even when some of it throws: `transaction` then throws the first error, with its own work committed.
   */
  afterCommit(work: () => void): void {
    if (this.#inTransaction) this.#afterCommit.add(work);
    else work();
  }

  /**
   * Runs `work` when the open transaction is rolled back, also by a commit that fails: for what was kept in memory meanwhile. The very same
   * function registered again runs once.
   */
  afterRollback(work: () => void): void {
    if (this.#inTransaction) this.#afterRollback.add(work);
  }

  #committed(): void {
    if (this.#afterCommit.size === 0) return;
    const works = this.#afterCommit;
    this.#afterCommit = new Set();
    const errors: unknown[] = [];
    for (const work of works) {
      try {
        work();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }

  /** Whatever hinders writing at the end costs nothing: what is committed is committed. */
  close(): void {
    this.writing.close();
    this.#statements.clear();
    try {
      if (!this.readOnly) this.#sqlite.exec('PRAGMA optimize');
    } catch (error) {
      if (this.#name(error) === error) throw error;
    } finally {
      this.#sqlite.close();
      this.#lock?.close();
    }
  }

  /** Whether another program holds the library, and whether there is room in its file and on its disk. @throws {AppError} when not */
  #tryWriting(): void {
    this.#named(() => {
      this.#sqlite.exec('BEGIN IMMEDIATE');
      try {
        this.#sqlite.exec(`CREATE TABLE room (x); INSERT INTO room VALUES (zeroblob(${roomBytes}))`);
      } finally {
        if (this.#sqlite.isTransaction) this.#sqlite.exec('ROLLBACK');
      }
    });
    const file = path.join(this.#dir, 'library.room');
    try {
      const handle = openSync(file, 'w');
      try {
        writeSync(handle, Buffer.alloc(roomBytes));
      } finally {
        closeSync(handle);
      }
    } catch (error) {
      throw folderError(error, this.#dir) ?? error;
    } finally {
      rmSync(file, { force: true });
    }
  }

  #named<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw this.#name(error);
    }
  }

  #name(error: unknown): unknown {
    const named = sqliteError(error, this.#dir);
    if (named === undefined) return error;
    if (named.code === 'LIBRARY_READ_ONLY' && this.readOnly) return this.closedBecause ?? onlyRead(this.#dir);
    this.writing.hindered(named);
    return named;
  }
}

const onlyRead = (dir: string): AppError =>
  new AppError('LIBRARY_READ_ONLY', `${dir} was opened for reading only. Open it without that to change it.`, {
    details: { dir },
  });

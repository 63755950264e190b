/**
 * Opens `library.sqlite`: WAL, foreign keys, a busy timeout, prepared statements kept, values always bound. A library is written by one
 * process at a time; the lock is SQLite's own on a file beside it, so that a crash leaves none behind.
 */
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { AppError } from '../../contract/errors.ts';
import { type FileLock, takeFileLock } from './file-lock.ts';
import { migrate } from './migrate.ts';

export type Row = Record<string, unknown>;

export class Database {
  readonly #sqlite: DatabaseSync;
  readonly #lock: FileLock | undefined;
  readonly #statements = new Map<string, StatementSync>();
  #inTransaction = false;
  #afterCommit = new Set<() => void>();

  constructor(sqlite: DatabaseSync, lock: FileLock | undefined) {
    this.#sqlite = sqlite;
    this.#lock = lock;
  }

  get readOnly(): boolean {
    return this.#lock === undefined;
  }

  /** The prepared statement of `sql`, made once. */
  statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#sqlite.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  all<T = Row>(sql: string, ...values: SQLInputValue[]): T[] {
    return this.statement(sql).all(...values) as T[];
  }

  get<T = Row>(sql: string, ...values: SQLInputValue[]): T | undefined {
    return this.statement(sql).get(...values) as T | undefined;
  }

  /** Rows one by one, for results too long to hold. The statement must not be used again before the end. */
  iterate<T = Row>(sql: string, ...values: SQLInputValue[]): IterableIterator<T> {
    return this.#sqlite.prepare(sql).iterate(...values) as IterableIterator<T>;
  }

  run(sql: string, ...values: SQLInputValue[]): { changes: number; lastInsertRowid: number } {
    const { changes, lastInsertRowid } = this.statement(sql).run(...values);
    return { changes: Number(changes), lastInsertRowid: Number(lastInsertRowid) };
  }

  /** Runs several statements without values: migrations and pragmas only. */
  exec(sql: string): void {
    this.#sqlite.exec(sql);
  }

  /** All or nothing. Nested calls join the outer transaction. `work` must not await. */
  transaction<T>(work: () => T): T {
    if (this.#inTransaction) return work();
    let result: T;
    this.#sqlite.exec('BEGIN IMMEDIATE');
    this.#inTransaction = true;
    try {
      result = work();
      this.#sqlite.exec('COMMIT');
    } catch (error) {
      this.#afterCommit.clear();
      this.#sqlite.exec('ROLLBACK');
      throw error;
    } finally {
      this.#inTransaction = false;
    }
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

  close(): void {
    this.#statements.clear();
    if (!this.readOnly) this.#sqlite.exec('PRAGMA optimize');
    this.#sqlite.close();
    this.#lock?.close();
  }
}

export interface OpenOptions {
  /** Reads beside a writer: no lock, no migration, no writing. */
  readonly readOnly?: boolean;
  /** Makes the folder and an empty library when there is none. */
  readonly create?: boolean;
}

/**
 * Opens the database of the library folder `dir`.
 * @throws {AppError} `LIBRARY_MISSING`, `LIBRARY_LOCKED` (another process writes it), `LIBRARY_NEWER`, `LIBRARY_DAMAGED`
 */
export function openDatabase(dir: string, options: OpenOptions = {}): Database {
  const file = path.join(dir, 'library.sqlite');
  if (!existsSync(file)) {
    if (!options.create || options.readOnly) {
      throw new AppError(
        'LIBRARY_MISSING',
        `There is no Lookalike library in ${dir}. Import a folder or a table into it first.`,
        {
          details: { why: 'no-library-here', dir },
        },
      );
    }
    mkdirSync(dir, { recursive: true });
  }
  const lock = options.readOnly ? undefined : takeLock(dir);
  let sqlite: DatabaseSync | undefined;
  try {
    sqlite = new DatabaseSync(file, { readOnly: options.readOnly ?? false, timeout: 5000 });
    // Incremental vacuum can only be chosen while there are no tables.
    if (!options.readOnly) {
      sqlite.exec('PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    }
    sqlite.exec(
      'PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 268435456',
    );
    const database = new Database(sqlite, lock);
    migrate(database, { readOnly: options.readOnly ?? false, file });
    return database;
  } catch (error) {
    sqlite?.close();
    lock?.close();
    if (error instanceof AppError) throw error;
    throw new AppError(
      'LIBRARY_DAMAGED',
      `${file} cannot be read as a library: ${error instanceof Error ? error.message : String(error)}. Put back a copy of it, or import into a new library.`,
      { details: { file }, cause: error },
    );
  }
}

function takeLock(dir: string): FileLock {
  let cause: unknown;
  try {
    const lock = takeFileLock(path.join(dir, 'library.lock'));
    if (lock !== undefined) return lock;
  } catch (error) {
    cause = error;
  }
  throw new AppError('LIBRARY_LOCKED', `The library ${dir} is open in another Lookalike. Close that one first.`, {
    details: { dir },
    cause,
  });
}

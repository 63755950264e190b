/**
 * Opens `library.sqlite`: WAL, foreign keys, a short busy timeout. A library is written by one process at a time; the lock is SQLite's own on a
 * file beside it, so that a crash leaves none behind. Where it may only be read, it is opened for reading and says why.
 */
import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { AppError, type ErrorCode } from '../../contract/errors.ts';
import { Database } from './database.ts';
import { type FileLock, takeFileLock } from './file-lock.ts';
import { migrate } from './migrate.ts';
import { folderError, hindrance, sqliteError } from './storage-error.ts';

export interface OpenOptions {
  /** Reads beside a writer: no lock, no migration, no writing. */
  readonly readOnly?: boolean;
  /** Makes the folder and an empty library when there is none. */
  readonly create?: boolean;
  /** See `DatabaseParts`. */
  readonly pauses?: { readonly LIBRARY_BUSY: number; readonly DISK_FULL: number };
}

/** SQLite takes paths up to 512 bytes, and adds an ending of 8 to that of the library. */
const longestFile = 504;
/** While opening, another process may be closing the same library [ms]. */
const openTimeoutMs = 5000;
/** Longer, and a search would wait for what another program does [ms]. */
const busyTimeoutMs = 50;

/**
 * Opens the database of the library folder `dir`. What may only be read is opened for that, and `closedBecause` says why.
 * @throws {AppError} `LIBRARY_MISSING`, `LIBRARY_LOCKED` (another Lookalike writes it), `LIBRARY_BUSY` (another program holds it),
 * `LIBRARY_NEWER`, `LIBRARY_OLDER`, `LIBRARY_DAMAGED`, `LIBRARY_FORBIDDEN`, `LIBRARY_READ_ONLY`, `PATH_TOO_LONG`, `DISK_FULL`, `DISK_FAILED`
 */
export function openDatabase(dir: string, options: OpenOptions = {}): Database {
  const file = path.join(dir, 'library.sqlite');
  const { readOnly = false, create = false, pauses } = options;
  if (process.platform !== 'win32' && Buffer.byteLength(file) > longestFile) throw hindrance('PATH_TOO_LONG', dir);
  const isThere = isLibrary(dir, file);
  if (!isThere) makeFolder(dir, create && !readOnly);
  const hindered = readOnly ? undefined : hinderedWriting(dir, file);
  if (hindered !== undefined && !isThere) throw hindered;
  if (readOnly || hindered !== undefined) return openForReading(dir, file, hindered);
  try {
    return openForWriting(dir, file, pauses);
  } catch (error) {
    const failure = openingError(error, dir);
    if (!isThere || !forbidsWriting.has(failure.code)) throw failure;
    try {
      return openForReading(dir, file, failure);
    } catch {
      throw failure;
    }
  }
}

/** What may still be read where this stands in the way of writing. */
const forbidsWriting: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'DISK_FULL',
  'LIBRARY_READ_ONLY',
  'LIBRARY_FORBIDDEN',
]);

function openForWriting(dir: string, file: string, pauses: OpenOptions['pauses']): Database {
  const lock = takeLock(dir);
  let sqlite: DatabaseSync | undefined;
  try {
    sqlite = new DatabaseSync(file, { timeout: openTimeoutMs });
    // Incremental vacuum can only be chosen while there are no tables.
    sqlite.exec('PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    prepare(sqlite);
    const database = new Database({ sqlite, dir, lock, pauses });
    migrate(database, { readOnly: false, file });
    sqlite.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    return database;
  } catch (error) {
    sqlite?.close();
    lock.close();
    throw error;
  }
}

function prepare(sqlite: DatabaseSync): void {
  sqlite.exec(
    'PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 268435456',
  );
}

function openForReading(dir: string, file: string, closedBecause: AppError | undefined): Database {
  let sqlite: DatabaseSync | undefined;
  try {
    sqlite = readerOf(file);
    prepare(sqlite);
    const database = new Database({ sqlite, dir, closedBecause });
    migrate(database, { readOnly: true, file });
    return database;
  } catch (error) {
    sqlite?.close();
    const unread = closedBecause !== undefined && hasJournal(file) && isAboutFiles(error);
    throw unread ? journalUnread(file, closedBecause, error) : openingError(error, dir);
  }
}

/** READONLY, IOERR and CANTOPEN, as they are met by whoever may not write beside the file. */
const isAboutFiles = (error: unknown): boolean =>
  [8, 10, 14].includes(((error as { errcode?: number }).errcode ?? 0) % 256);

function journalUnread(file: string, { code, details }: AppError, cause: unknown): AppError {
  const message = `The last changes of ${file} are still in its journal, which can only be read where the folder may be written. Copy the whole folder to such a place and open it there.`;
  return new AppError(code, message, { details: { ...details, why: 'journal-unread' }, cause });
}

/** Where the index of the journal can be neither found nor made, a library without a journal is read as it is. */
function readerOf(file: string): DatabaseSync {
  const sqlite = new DatabaseSync(file, { readOnly: true, timeout: openTimeoutMs });
  try {
    sqlite.prepare('SELECT count(*) FROM sqlite_schema').get();
    return sqlite;
  } catch (error) {
    sqlite.close();
    if (!isAboutFiles(error) || hasJournal(file)) throw error;
    const url = pathToFileURL(file);
    url.search = '?mode=ro&immutable=1';
    return new DatabaseSync(url, { readOnly: true });
  }
}

const hasJournal = (file: string): boolean => {
  const stats = statSync(`${file}-wal`, { throwIfNoEntry: false });
  return stats !== undefined && stats.size > 0;
};

function openingError(error: unknown, dir: string): AppError {
  if (error instanceof AppError) return error;
  return sqliteError(error, dir) ?? folderError(error, dir) ?? hindrance('LIBRARY_DAMAGED', dir, error);
}

/** @throws {AppError} when that cannot even be seen */
function isLibrary(dir: string, file: string): boolean {
  try {
    if (statSync(file).isFile()) return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return false;
    if (code === 'ENOTDIR') throw inTheWay(dir, error);
    throw folderError(error, dir) ?? error;
  }
  throw hindrance('LIBRARY_DAMAGED', dir, new Error('it is a folder'));
}

function makeFolder(dir: string, create: boolean): void {
  if (!create) {
    throw new AppError(
      'LIBRARY_MISSING',
      `There is no Lookalike library in ${dir}. Import a folder or a table into it first.`,
      {
        details: { why: 'no-library-here', dir },
      },
    );
  }
  try {
    mkdirSync(dir, { recursive: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTDIR' || code === 'EEXIST') throw inTheWay(dir, error);
    throw folderError(code === 'ENOENT' ? whyNotBelow(dir) : error, dir) ?? error;
  }
}

/** Of a read-only disk Node says only that the folder is not there. */
function whyNotBelow(dir: string): unknown {
  let above = path.dirname(path.resolve(dir));
  while (!existsSync(above)) above = path.dirname(above);
  try {
    accessSync(above, constants.W_OK);
    return undefined;
  } catch (error) {
    return error;
  }
}

function inTheWay(dir: string, cause: unknown): AppError {
  const message = `A library cannot be in ${dir}: a part of that path is a file. Choose a folder.`;
  return new AppError('LIBRARY_MISSING', message, { details: { why: 'file-in-the-way', dir }, cause });
}

/**
 * Why the library can be read and not written; undefined when it can be. Asked without opening anything: to close a file that SQLite has open
 * elsewhere in this process would drop its locks. @throws {AppError} when it cannot be read either
 */
function hinderedWriting(dir: string, file: string): AppError | undefined {
  const theirs = [file, `${file}-wal`, `${file}-shm`, path.join(dir, 'library.lock')].filter((name) =>
    existsSync(name),
  );
  try {
    for (const name of theirs) accessSync(name, constants.R_OK);
  } catch (error) {
    throw folderError(error, dir) ?? error;
  }
  try {
    for (const name of [dir, ...theirs]) accessSync(name, constants.W_OK);
    return undefined;
  } catch (error) {
    const hindered = folderError(error, dir);
    if (hindered === undefined) throw error;
    return hindered;
  }
}

function takeLock(dir: string): FileLock {
  let lock: FileLock | undefined;
  try {
    lock = takeFileLock(path.join(dir, 'library.lock'));
  } catch (error) {
    throw openingError(error, dir);
  }
  if (lock !== undefined) return lock;
  throw new AppError('LIBRARY_LOCKED', `The library ${dir} is open in another Lookalike. Close that one first.`, {
    details: { dir },
  });
}

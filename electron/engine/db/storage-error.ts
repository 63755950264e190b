/** What SQLite and the file system say of a disk, by its own name and with what to do about it. */
import { statfsSync } from 'node:fs';
import path from 'node:path';
import { AppError, type ErrorCode } from '../../contract/errors.ts';

/** Result codes of SQLite, https://www.sqlite.org/rescode.html, without their extensions. */
const sqliteCodes: Readonly<Record<number, ErrorCode>> = {
  3: 'LIBRARY_FORBIDDEN', // PERM
  5: 'LIBRARY_BUSY', // BUSY
  6: 'LIBRARY_BUSY', // LOCKED
  7: 'OUT_OF_MEMORY', // NOMEM
  8: 'LIBRARY_READ_ONLY', // READONLY
  10: 'DISK_FAILED', // IOERR
  11: 'LIBRARY_DAMAGED', // CORRUPT
  13: 'DISK_FULL', // FULL
  14: 'LIBRARY_FORBIDDEN', // CANTOPEN
  15: 'LIBRARY_BUSY', // PROTOCOL: others hold the lock of the journal's index
  22: 'DISK_FAILED', // NOLFS
  26: 'LIBRARY_DAMAGED', // NOTADB
};

const systemCodes: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'DISK_FULL',
  EDQUOT: 'DISK_FULL',
  EROFS: 'LIBRARY_READ_ONLY',
  EACCES: 'LIBRARY_FORBIDDEN',
  EPERM: 'LIBRARY_FORBIDDEN',
  ENAMETOOLONG: 'PATH_TOO_LONG',
  EIO: 'DISK_FAILED',
  ENOMEM: 'OUT_OF_MEMORY',
};

/** An error that passes by itself when somebody makes room or another program is done, as work waits for it; else undefined. */
export function passing(error: unknown): AppError | undefined {
  return error instanceof AppError && error.code === 'LIBRARY_BUSY' ? error : diskFull(error);
}

/** Less is no room [bytes]. */
const noRoom = 256 * 1024;

/** An error of SQLite as what it means for the library in `dir`; undefined when it is none, or a fault of the application. */
export function sqliteError(error: unknown, dir: string): AppError | undefined {
  const errcode = (error as { errcode?: unknown } | null)?.errcode;
  if (typeof errcode !== 'number') return undefined;
  const code = sqliteCodes[errcode % 256];
  if (code === undefined) return undefined;
  // Where there is no room for the index of the journal, SQLite speaks of a failed read or of a file that cannot be opened.
  const full = (code === 'DISK_FAILED' || code === 'LIBRARY_FORBIDDEN') && freeBytes(dir) < noRoom;
  return hindrance(full ? 'DISK_FULL' : code, dir, error);
}

/** An error of the file system about the library folder itself. */
export function folderError(error: unknown, dir: string): AppError | undefined {
  const code = systemCodes[(error as NodeJS.ErrnoException | null)?.code ?? ''];
  return code === undefined ? undefined : hindrance(code, dir, error);
}

/** A full disk, whoever met it, as the error that says what to do about it; else undefined. */
export function diskFull(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error.code === 'DISK_FULL' ? error : diskFull(error.cause);
  if (!(error instanceof Error)) return undefined;
  const { code, errcode } = error as Error & { code?: unknown; errcode?: unknown };
  if (code !== 'ENOSPC' && code !== 'EDQUOT' && errcode !== 13) return undefined;
  return new AppError('DISK_FULL', 'The disk is full. Free some space, then resume; nothing that was done is lost.', {
    cause: error,
  });
}

/** Bytes that this user may still write there; unlimited when it cannot be known. */
function freeBytes(dir: string): number {
  try {
    const { bavail, bsize } = statfsSync(dir);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** The error that tells one of these causes. */
export function hindrance(code: ErrorCode, dir: string, cause?: unknown): AppError {
  const said = cause instanceof Error ? cause.message : '';
  return new AppError(code, words(code, dir, said), { details: { dir }, cause });
}

function words(code: ErrorCode, dir: string, said: string): string {
  const file = path.join(dir, 'library.sqlite');
  switch (code) {
    case 'DISK_FULL':
      return `The disk that holds ${dir} is full. Free some space there: searching goes on, and what waits to be stored goes on by itself.`;
    case 'LIBRARY_BUSY':
      return `Another program holds ${file}, such as a backup or a database viewer. Searching goes on; changes are stored once it lets go.`;
    case 'LIBRARY_READ_ONLY':
      return `The disk or folder of ${dir} allows reading only. The library can be searched, not changed; copy it to another disk to change it.`;
    case 'LIBRARY_FORBIDDEN':
      return `You have no rights to open or change files in ${dir}. Change the rights of the folder, or choose another one.`;
    case 'PATH_TOO_LONG':
      return `The path ${dir} is too long for a library. Choose a folder with a shorter path.`;
    case 'LIBRARY_DAMAGED':
      return `${file} cannot be read as a library: ${said}. Put back a copy of it, or import into a new library.`;
    case 'OUT_OF_MEMORY':
      return `There is not enough memory for the library ${dir}. Close other programs, then try again.`;
    default:
      return `The disk that holds ${dir} reports an error: ${said}. Check the disk and its cable; copy the library elsewhere before anything else.`;
  }
}

/**
 * A lock on a file that other processes see: SQLite's own, which the operating system takes back when the process dies, in whatever way. A
 * process id in a file could belong to another program by now.
 */
import { DatabaseSync } from 'node:sqlite';

export interface FileLock {
  close(): void;
}

/** Undefined while another process, or another holder in this one, has it. The file is made when it is missing. @throws {Error} when it cannot be */
export function takeFileLock(file: string): FileLock | undefined {
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

/** SQLITE_BUSY, whatever the extended part says. */
const isBusy = (error: unknown): boolean => ((error as { errcode?: number }).errcode ?? 0) % 256 === 5;

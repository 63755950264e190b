/** Tells a full disk from other failures, whether SQLite or the file system met it. */
import { AppError } from '../../contract/errors.ts';

/** SQLITE_FULL and ENOSPC as the error that says what to do about them, else undefined. */
export function diskFull(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error.code === 'DISK_FULL' ? error : diskFull(error.cause);
  if (!(error instanceof Error)) return undefined;
  const { code, errcode } = error as Error & { code?: unknown; errcode?: unknown };
  if (code !== 'ENOSPC' && code !== 'EDQUOT' && errcode !== 13) return undefined;
  return new AppError('DISK_FULL', 'The disk is full. Free some space, then resume; nothing that was done is lost.', {
    cause: error,
  });
}

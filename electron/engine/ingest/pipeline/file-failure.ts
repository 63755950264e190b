/** Tells what is wrong with one file, which is noted and passed over, from what must stop the work. */
import { AppError, type ErrorCode } from '../../../contract/errors.ts';
import { diskFull } from '../../db/storage-error.ts';

export interface FileFailure {
  readonly code: ErrorCode;
  readonly reason: string;
}

const fileCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'FILE_MISSING',
  'FILE_UNREADABLE',
  'FILE_EMPTY',
  'FILE_TOO_LARGE',
  'NOT_AN_IMAGE',
  'IMAGE_DAMAGED',
  'IMAGE_TOO_LARGE',
  'LINK_BROKEN',
  'LINK_LOOP',
]);

/** Failures that may pass without the file changing: tried again at every import. */
const passing: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['FILE_MISSING', 'FILE_UNREADABLE']);

export function isPassing(code: ErrorCode): boolean {
  return passing.has(code);
}

/** What to note about the file; undefined when the error is not the file's: cancelled, disk full, model failed. */
export function fileFailureOf(error: unknown): FileFailure | undefined {
  if (diskFull(error) !== undefined) return undefined;
  if (error instanceof AppError)
    return fileCodes.has(error.code) ? { code: error.code, reason: error.message } : undefined;
  if (error instanceof Error && error.name === 'AbortError') return undefined;
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'IMAGE_DAMAGED',
    reason: `The picture could not be read (${message}). Copy it here again from where it came.`,
  };
}

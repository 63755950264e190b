/**
 * Every failure that a person or a caller can meet has a code here. The message says what happened and what to do next;
 * `details` holds what a program needs (paths, limits, row numbers).
 */
import { z } from 'zod';

export const errorCodes = [
  // the call itself
  'BAD_REQUEST',
  'UNKNOWN_METHOD',
  'NOT_FOUND',
  'CONFLICT',
  'CANCELLED',
  'ENGINE_GONE',
  'INTERNAL',
  // the library folder
  'NO_LIBRARY',
  'LIBRARY_MISSING',
  'LIBRARY_NEWER',
  'LIBRARY_OLDER',
  'LIBRARY_LOCKED',
  'LIBRARY_BUSY',
  'LIBRARY_DAMAGED',
  'LIBRARY_READ_ONLY',
  'LIBRARY_FORBIDDEN',
  'PATH_TOO_LONG',
  'DISK_FULL',
  'DISK_FAILED',
  'OUT_OF_MEMORY',
  // product files
  'FILE_MISSING',
  'FILE_UNREADABLE',
  'FILE_EMPTY',
  'FILE_TOO_LARGE',
  'NOT_AN_IMAGE',
  'IMAGE_DAMAGED',
  'IMAGE_TOO_LARGE',
  'CLIP_UNREADABLE',
  'CLIP_READER_MISSING',
  'LINK_BROKEN',
  'LINK_LOOP',
  'FOLDER_UNREADABLE',
  // tables
  'TABLE_UNREADABLE',
  'TABLE_EMPTY',
  'TABLE_MAPPING',
  'ROW_INVALID',
  'SKU_DUPLICATE',
  'IMAGE_REMOTE',
  // images by address
  'WEB_NOT_FOUND',
  'WEB_DENIED',
  'WEB_BUSY',
  'WEB_ANSWER',
  'WEB_UNREACHABLE',
  'WEB_CERTIFICATE',
  'WEB_TOO_SLOW',
  'WEB_BROKEN_OFF',
  'WEB_REDIRECT',
  'WEB_OWN_NETWORK',
  'WEB_NOT_IMAGE',
  'WEB_TOO_LARGE',
  // models
  'MODEL_MISSING',
  'MODEL_DAMAGED',
  'MODEL_FAILED',
  'MODEL_UNSUPPORTED',
  'LICENCE_NOT_ACCEPTED',
  // downloads
  'NETWORK_FAILED',
  'CHECKSUM_WRONG',
] as const;

export const errorCodeSchema = z.enum(errorCodes);
export type ErrorCode = z.infer<typeof errorCodeSchema>;

export const errorPayloadSchema = z.object({
  code: errorCodeSchema,
  message: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
});
export type ErrorPayload = z.infer<typeof errorPayloadSchema>;

/** The one error class of the application; what is not one of these is a bug and travels as `INTERNAL`. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown> | undefined;

  constructor(code: ErrorCode, message: string, options: { details?: Record<string, unknown>; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = options.details;
  }

  toPayload(): ErrorPayload {
    return {
      code: this.code,
      message: this.message,
      ...(this.details === undefined ? {} : { details: this.details }),
    };
  }

  static fromPayload(payload: ErrorPayload): AppError {
    return new AppError(
      payload.code,
      payload.message,
      payload.details === undefined ? {} : { details: payload.details },
    );
  }
}

/** Any thrown value as an `AppError`: aborts become `CANCELLED`, the unexpected becomes `INTERNAL` with its own message. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof Error && error.name === 'AbortError') {
    return new AppError('CANCELLED', 'The work was cancelled.', { cause: error });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new AppError('INTERNAL', message, { cause: error });
}

/** Throws `CANCELLED` when the signal has been aborted. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AppError('CANCELLED', 'The work was cancelled.');
}

import { AppError } from '../../../contract/errors.ts';

/** A folder that holds no model that can be used; `message` says what is missing or wrong, and what to do. */
export function unsupported(message: string, options: { cause?: unknown } = {}): AppError {
  return new AppError('MODEL_UNSUPPORTED', message, options);
}

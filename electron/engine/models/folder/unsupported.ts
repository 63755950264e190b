import { AppError } from '../../../contract/errors.ts';
import type { RemarkValues } from '../../../contract/remark.ts';

/**
 * A folder that holds no model that can be used; `message` says what is missing or wrong, and what to do, and the UI words it by `why` with
 * the `values` of the case.
 */
export function unsupported(
  why: string,
  message: string,
  values: RemarkValues = {},
  options: { cause?: unknown } = {},
): AppError {
  return new AppError('MODEL_UNSUPPORTED', message, { ...options, details: { ...values, why } });
}

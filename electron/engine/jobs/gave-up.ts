/** What is said of work that ended with a dead process again and again without getting further. */
import { AppError, type ErrorPayload } from '../../contract/errors.ts';
import type { JobRow } from './job-repo.ts';

export function gaveUp(row: JobRow): ErrorPayload {
  return new AppError(
    'INTERNAL',
    `"${row.title}" was stopped by a crash ${row.attempts} times in a row at the same place and is not tried again by itself. ` +
      'Look for a damaged picture there, then resume the job.',
    { details: { why: 'gave-up', name: row.title, times: row.attempts } },
  ).toPayload();
}

/** The queries that something can be measured or learned on. */
import { AppError } from '../../contract/errors.ts';
import type { JudgedQuery, Labels } from '../labels/service.ts';

/** @throws {AppError} `BAD_REQUEST` when nothing was judged */
export function gradedQueries(
  labels: Pick<Labels, 'judged'>,
  setId: number | undefined,
  judge: string | undefined,
): JudgedQuery[] {
  const queries = labels.judged(setId, judge).filter(({ grades }) => grades.size > 0);
  if (queries.length > 0) return queries;
  throw new AppError('BAD_REQUEST', 'Nothing has been graded yet. Grade some results, or import judgements first.', {
    details: { why: 'nothing-graded' },
  });
}

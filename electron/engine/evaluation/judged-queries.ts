/** What is measured by and learned from: queries with graded products, handed in by whoever keeps judgements. */
import type { MethodParams } from '../../contract/contract.ts';
import { AppError } from '../../contract/errors.ts';
import type { LabelQuery } from '../../contract/labels.ts';
import type { QueryPart } from '../../contract/search.ts';

export interface JudgedQuery {
  readonly id: number;
  /** Its id in files. */
  readonly key: string;
  readonly label: string;
  readonly parts: readonly QueryPart[];
  /** Product id -> grade 0..3, the mean of the judges where there are several. */
  readonly grades: ReadonlyMap<number, number>;
}

export interface Judgements {
  /** The queries of a set, or all with a judgement; of one judge or of all. @throws {AppError} `NOT_FOUND` */
  judged(setId: number | undefined, judge?: string): JudgedQuery[];
  /** The judgements of a file, which is not kept. @throws {AppError} `TABLE_UNREADABLE` */
  ofFile(file: NonNullable<MethodParams<'evaluation.evaluate'>['judgements']>): JudgedQuery[];
  /** @throws {AppError} `NOT_FOUND` */
  queriesOf(setId: number): LabelQuery[];
  /** Empty for all queries. @throws {AppError} `NOT_FOUND` */
  setName(setId: number | undefined): string;
}

/** @throws {AppError} `NOT_FOUND`, `BAD_REQUEST` when nothing was judged */
export function gradedQueries(judgements: Judgements, setId: number | undefined, judge?: string): JudgedQuery[] {
  const queries = judgements.judged(setId, judge).filter(({ grades }) => grades.size > 0);
  if (queries.length > 0) return queries;
  throw new AppError('BAD_REQUEST', 'Nothing has been graded yet. Grade some results, or import judgements first.', {
    details: { why: 'nothing-graded' },
  });
}

/** Queries that products are graded for: found by id or by what they ask, listed with their counts, and annotated. */
import { z } from 'zod';
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { AppError } from '../../contract/errors.ts';
import type { LabelQuery } from '../../contract/labels.ts';
import { type QueryPart, queryPartSchema } from '../../contract/search.ts';
import { changedSince } from '../operations/operations.ts';
import type { LabelsRepo, QueryRow, SetQueryRow, SetRow } from './judgement-repo.ts';
import type { Labels } from './labels.ts';

export type QueryRef = MethodParams<'labels.grade'>['query'];

/** @throws {AppError} `NOT_FOUND` */
export function queryOf(repo: LabelsRepo, id: number): QueryRow {
  const row = repo.query(id);
  if (row === undefined) throw new AppError('NOT_FOUND', 'That query is no longer there.');
  return row;
}

/** `undefined` for parts that nobody graded anything for. @throws {AppError} `NOT_FOUND` for an id */
export function findQuery(repo: LabelsRepo, query: QueryRef): QueryRow | undefined {
  return 'queryId' in query ? queryOf(repo, query.queryId) : repo.queryByParts(query.parts);
}

export function textParts(text: string): QueryPart[] {
  return [{ kind: 'text', text, weight: 1 }];
}

export function partsOf({ parts }: QueryRow): QueryPart[] {
  return queryPartSchema.array().parse(JSON.parse(parts));
}

/** @throws {AppError} `NOT_FOUND` */
export function setOf(repo: LabelsRepo, setId: number): SetRow {
  const set = repo.set(setId);
  if (set === undefined) throw new AppError('NOT_FOUND', 'That query set is no longer there.');
  return set;
}

/** The queries of a set, or all with a judgement. @throws {AppError} `NOT_FOUND` */
export function queriesOf(repo: LabelsRepo, setId: number | undefined): SetQueryRow[] {
  return setId === undefined ? repo.judgedQueries() : repo.setQueries(setOf(repo, setId).id);
}

/** @throws {AppError} `NOT_FOUND` */
export function labelQueries(repo: LabelsRepo, { setId, judge }: MethodParams<'labels.queries'>): LabelQuery[] {
  return repo.setQueries(setOf(repo, setId).id, judge).map((row) => ({ ...row, parts: partsOf(row) }));
}

const noting = 'labels.noteQuery';
const noteSchema = z.object({ queryId: z.int(), before: z.string(), after: z.string() });

export function registerNotes(labels: Labels): void {
  const { repo } = labels;
  labels.register(noting, noteSchema, ({ queryId, before, after }) => {
    if (repo.query(queryId)?.note !== after) throw changedSince('That note was changed since. Undo that first.');
    repo.noteQuery(queryId, before);
  });
}

/** @throws {AppError} `NOT_FOUND` */
export function noteQuery(
  labels: Labels,
  { queryId, note: after }: MethodParams<'labels.noteQuery'>,
): MethodResult<'labels.noteQuery'> {
  const { label, note: before } = queryOf(labels.repo, queryId);
  labels.perform(noting, label, () => {
    labels.repo.noteQuery(queryId, after);
    return before === after ? null : { queryId, before, after };
  });
  return { queryId };
}

/** Writing grades, each one step of undo, and reading what was said. */
import { z } from 'zod';
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { AppError } from '../../contract/errors.ts';
import type { Grade, Judgement } from '../../contract/labels.ts';
import { changedSince } from '../operations/operations.ts';
import { queryLabel } from '../search/query.ts';
import { type StoredJudgement, storedJudgementSchema } from './judgement-repo.ts';
import type { Labels } from './labels.ts';
import { findQuery, queryOf } from './queries.ts';

const judgementsSchema = z.array(storedJudgementSchema);
const undoSchema = z.object({ before: judgementsSchema, after: judgementsSchema });
type Regrading = z.infer<typeof undoSchema>;

export function registerGrading(labels: Labels): void {
  for (const kind of ['labels.grade', 'labels.clear']) {
    labels.register(kind, undoSchema, ({ before, after }) => {
      assertUnchanged(labels, after, before);
      replaceGrades(labels, { before: after, after: before });
    });
  }
}

/** @throws {AppError} `NOT_FOUND` */
export function grade(labels: Labels, params: MethodParams<'labels.grade'>): MethodResult<'labels.grade'> {
  const { repo, search } = labels;
  const { query, productId, judge, grade } = params;
  const known = findQuery(repo, query)?.id;
  const queryId = known ?? ('parts' in query ? repo.putQuery(query.parts, queryLabel(query.parts)) : -1);
  const sku = search.view.get(productId)?.sku;
  if (sku === undefined) throw new AppError('NOT_FOUND', 'That product is no longer in the catalog.');
  const before = repo.stored(queryId, judge, sku);
  const own = before.find((row) => row.productId === productId) ?? before[0];
  const note = params.note ?? own?.note ?? '';
  let now = own;
  if (grade !== (own?.grade ?? null) || note !== (own?.note ?? '')) {
    const row = { queryId, productId, sku, judge, note, at: new Date().toISOString() };
    now = grade === null ? undefined : { ...row, grade };
    const after = now === undefined ? [] : [now];
    labels.perform('labels.grade', `${queryOf(repo, queryId).label}: ${grade ?? '-'}`, () =>
      replaceGrades(labels, { before, after }),
    );
  }
  if (now === undefined) return { queryId, judgement: null };
  return { queryId, judgement: { queryId, productId, judge, grade: now.grade as Grade, note: now.note, at: now.at } };
}

/** Takes back all grades of a query. @throws {AppError} `NOT_FOUND` */
export function clear(labels: Labels, { queryId, judge }: MethodParams<'labels.clear'>): MethodResult<'labels.clear'> {
  const { label } = queryOf(labels.repo, queryId);
  const before = labels.repo.storedOf(queryId, judge ?? null);
  labels.perform('labels.clear', label, () =>
    before.length === 0 ? null : replaceGrades(labels, { before, after: [] }),
  );
  return { judgements: before.length };
}

/** @throws {AppError} `NOT_FOUND` */
export function judgements({ repo }: Labels, { query, judge }: MethodParams<'labels.judgements'>): Judgement[] {
  const row = findQuery(repo, query);
  return row === undefined ? [] : repo.judgements([row.id], judge);
}

/** To be called inside a transaction. */
export function replaceGrades({ repo }: Labels, { before, after }: Regrading): Regrading {
  for (const row of before) repo.delete(row);
  for (const row of after) repo.put(row);
  return { before, after };
}

/** @throws {AppError} `CONFLICT` when the same products were graded anew since */
function assertUnchanged(
  { repo }: Labels,
  after: readonly StoredJudgement[],
  before: readonly StoredJudgement[],
): void {
  for (const { queryId, judge, sku } of [...after, ...before]) {
    const now = repo.stored(queryId, judge, sku);
    const then = after.filter((row) => row.queryId === queryId && row.judge === judge && row.sku === sku);
    if (JSON.stringify(now.map(({ at }) => at)) !== JSON.stringify(then.map(({ at }) => at)))
      throw changedSince('That product was graded again since. Undo the later grade first.');
  }
}

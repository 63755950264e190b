/** Writing grades, each one step of undo. */
import { z } from 'zod';
import { AppError } from '../../contract/errors.ts';
import type { Grade } from '../../contract/labels.ts';
import type { Database } from '../db/database.ts';
import type { Operations } from '../operations/service.ts';
import type { LabelsRepo, StoredJudgement } from './judgement-repo.ts';

export interface GradingDependencies {
  readonly database: Database;
  readonly repo: LabelsRepo;
  readonly operations: Operations;
  /** Tells everyone, once the transaction at hand is committed. */
  readonly changed: () => void;
}

export interface GradeRequest {
  readonly queryId: number;
  readonly productId: number;
  readonly sku: string;
  readonly judge: string;
  readonly grade: Grade | null;
  readonly note?: string | undefined;
  /** What was asked, for the log. */
  readonly label: string;
}

export const judgementSchema = z.object({
  queryId: z.int(),
  judge: z.string(),
  sku: z.string(),
  productId: z.int(),
  grade: z.int(),
  note: z.string(),
  at: z.string(),
});
const undoSchema = z.object({ before: z.array(judgementSchema), after: z.array(judgementSchema) });
const kinds = ['labels.grade', 'labels.clear'] as const;

export class Grading {
  readonly #deps: GradingDependencies;

  constructor(deps: GradingDependencies) {
    this.#deps = deps;
    for (const kind of kinds) {
      deps.operations.register(kind, undoSchema, ({ before, after }) => {
        this.#assertUnchanged(after, before);
        for (const row of after) deps.repo.delete(row);
        for (const row of before) deps.repo.put(row);
        deps.changed();
      });
    }
  }

  /** Answers what stands now; `null` when the grade was taken back. */
  grade(request: GradeRequest): { grade: Grade; note: string; at: string } | null {
    const { repo, operations, changed } = this.#deps;
    const { queryId, productId, sku, judge, grade, label } = request;
    const before = repo.stored(queryId, judge, sku);
    const own = before.find((row) => row.productId === productId) ?? before[0];
    const note = request.note ?? own?.note ?? '';
    const at = new Date().toISOString();
    if (grade === (own?.grade ?? null) && note === (own?.note ?? '')) {
      return own === undefined ? null : { grade: own.grade as Grade, note: own.note, at: own.at };
    }
    const after = grade === null ? [] : [{ queryId, productId, sku, judge, grade, note, at }];
    operations.perform('labels.grade', `${label}: ${grade ?? '-'}`, () => {
      for (const row of before) repo.delete(row);
      for (const row of after) repo.put(row);
      return { before, after };
    });
    changed();
    return grade === null ? null : { grade, note, at };
  }

  /** Takes back all grades of a query; answers how many. */
  clear(queryId: number, judge: string | undefined, label: string): number {
    const { repo, operations, changed } = this.#deps;
    const before = repo.storedOf(queryId, judge);
    operations.perform('labels.clear', label, () => {
      for (const row of before) repo.delete(row);
      return before.length === 0 ? null : { before, after: [] };
    });
    changed();
    return before.length;
  }

  /** @throws {AppError} `CONFLICT` when the same products were graded anew since */
  #assertUnchanged(after: readonly StoredJudgement[], before: readonly StoredJudgement[]): void {
    const { repo } = this.#deps;
    for (const { queryId, judge, sku } of [...after, ...before]) {
      const now = repo.stored(queryId, judge, sku);
      const then = after.filter((row) => row.queryId === queryId && row.judge === judge && row.sku === sku);
      if (JSON.stringify(now.map(({ at }) => at)) !== JSON.stringify(then.map(({ at }) => at))) {
        throw new AppError('CONFLICT', 'That product was graded again since. Undo the later grade first.', {
          details: { why: 'changed-since' },
        });
      }
    }
  }
}

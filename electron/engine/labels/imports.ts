/** Taking in files of judgements, and taking that back: one step of undo. */
import { z } from 'zod';
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { AppError } from '../../contract/errors.ts';
import type { Operations } from '../operations/service.ts';
import { importJudgements } from './exchange.ts';
import { judgementSchema } from './grading.ts';
import type { LabelsRepo } from './judgement-repo.ts';
import { type QuerySets, snapshotSchema } from './sets.ts';

export interface ImportDependencies {
  readonly repo: LabelsRepo;
  readonly sets: QuerySets;
  readonly operations: Operations;
  /** Tells everyone, once the transaction at hand is committed. */
  readonly changed: () => void;
}

const kind = 'labels.import';
/** What was written is known by judge and moment, so that a file of any size leaves a short note. */
const undoSchema = z.object({
  set: snapshotSchema,
  judge: z.string(),
  at: z.string(),
  written: z.object({ count: z.int(), sum: z.int() }),
  /** Grades of the same judge that gave way. */
  replaced: z.array(judgementSchema),
});

export class LabelImports {
  readonly #deps: ImportDependencies;

  constructor(deps: ImportDependencies) {
    this.#deps = deps;
    const { repo, sets, operations, changed } = deps;
    operations.register(kind, undoSchema, ({ set, judge, at, written, replaced }) => {
      sets.assertStands(set);
      const now = repo.givenAt(judge, at);
      if (now.count !== written.count || now.sum !== written.sum) {
        throw new AppError('CONFLICT', 'Some of the imported grades were changed since. Undo that first.', {
          details: { why: 'changed-since' },
        });
      }
      repo.deleteOf(judge, at);
      for (const row of replaced) repo.put(row);
      repo.removeSet(set.set.id);
      changed();
    });
  }

  /** @throws {AppError} `TABLE_UNREADABLE` */
  import(params: MethodParams<'labels.import'>): MethodResult<'labels.import'> {
    const { repo, sets, operations, changed } = this.#deps;
    let result: MethodResult<'labels.import'> | undefined;
    operations.perform(kind, params.setName, () => {
      const { at, replaced, ...outcome } = importJudgements(repo, params);
      result = outcome;
      const { judge } = params;
      return { set: sets.snapshot(outcome.setId), judge, at, written: repo.givenAt(judge, at), replaced };
    });
    changed();
    return result as MethodResult<'labels.import'>;
  }
}

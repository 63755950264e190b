/** Notes on queries, each one step of undo. */
import { z } from 'zod';
import { AppError } from '../../contract/errors.ts';
import type { Operations } from '../operations/service.ts';
import type { LabelsRepo, QueryRow } from './judgement-repo.ts';

export interface NotesDependencies {
  readonly repo: LabelsRepo;
  readonly operations: Operations;
  /** Tells everyone, once the transaction at hand is committed. */
  readonly changed: () => void;
}

const kind = 'labels.noteQuery';
const undoSchema = z.object({ queryId: z.int(), before: z.string(), after: z.string() });

export class QueryNotes {
  readonly #deps: NotesDependencies;

  constructor(deps: NotesDependencies) {
    this.#deps = deps;
    deps.operations.register(kind, undoSchema, ({ queryId, before, after }) => {
      if (deps.repo.query(queryId)?.note !== after) {
        throw new AppError('CONFLICT', 'That note was changed since. Undo that first.', {
          details: { why: 'changed-since' },
        });
      }
      deps.repo.noteQuery(queryId, before);
      deps.changed();
    });
  }

  write({ id: queryId, label, note: before }: QueryRow, after: string): void {
    const { repo, operations, changed } = this.#deps;
    if (before === after) return;
    operations.perform(kind, label, () => {
      repo.noteQuery(queryId, after);
      return { queryId, before, after };
    });
    changed();
  }
}

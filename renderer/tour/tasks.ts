/** The tasks of the tour, and whether they are done: by what the library says, whichever way a person took. */
import type { Operation } from '@contract';
import type { TourStart } from '../state/tour.ts';

export const tasks = ['photo', 'doubles', 'tag'] as const;
export type Task = (typeof tasks)[number];

export const doublesToSettle = 2;

export interface Facts {
  /** Latest first. */
  readonly operations: readonly Operation[];
  /** Title of the product that the photo of the tour shows; null when the library does not have it any more. */
  readonly photographed: string | null;
  /** Tags that differ from the table. */
  readonly changedTags: number;
}

export interface Progress {
  readonly photo: 'open' | 'other' | 'done';
  /** Doubles settled, as many as are asked for at most. */
  readonly doubles: number;
  readonly tag: boolean;
}

const settles: Readonly<Record<string, number>> = {
  'duplicates.verdict': 1,
  'duplicates.merge': 1,
  'duplicates.rule': doublesToSettle,
};

export function progressOf({ operations, photographed, changedTags }: Facts, start: TourStart): Progress {
  const standing = operations.filter(({ id, undoneAt }) => id > start.operation && undoneAt === null);
  const said = standing.find(({ kind }) => kind === 'search.confirmPhoto');
  const settled = standing.reduce((sum, { kind }) => sum + (settles[kind] ?? 0), 0);
  return {
    photo: said === undefined ? 'open' : said.label === photographed ? 'done' : 'other',
    doubles: Math.min(doublesToSettle, settled),
    tag: changedTags > start.changedTags,
  };
}

export function isDone(task: Task, progress: Progress): boolean {
  if (task === 'photo') return progress.photo === 'done';
  return task === 'doubles' ? progress.doubles >= doublesToSettle : progress.tag;
}

/** undefined when nothing is left to do. */
export function nextTask(
  progress: Progress,
  skipped: readonly string[],
  photographed: string | null,
): Task | undefined {
  return tasks.find(
    (task) => !isDone(task, progress) && !skipped.includes(task) && (task !== 'photo' || photographed !== null),
  );
}

/** What is done in the labelling mode by key. */
import type { Grade } from '@contract';
import { IconArrowBackUp, IconArrowRight } from '@tabler/icons-react';
import { type Action, listKeys } from '../ui/actions.ts';
import type { Pool } from './pool.ts';

export const noteId = 'query-note';

export const gradingActions = {
  grade: {
    listed: 'keys.grade',
    keys: ['0', '1', '2', '3'],
    caps: ['0', '–', '3'],
    run: ({ key }, pool) => pool.grade(Number(key) as Grade),
  },
  notRelevant: { listed: 'keys.notRelevant', keys: ['X'], run: (_, pool) => pool.grade(0) },
  ungrade: { keys: ['Backspace', 'Delete'], run: (_, pool) => pool.grade(null) },
  previous: {
    listed: 'keys.between',
    keys: ['ArrowLeft'],
    caps: ['←', '→'],
    repeats: true,
    run: (_, pool) => pool.go(-1),
  },
  next: { keys: ['ArrowRight'], repeats: true, run: (_, pool) => pool.go(1) },
  nextQuery: {
    name: 'grading.nextQuery',
    listed: 'keys.nextQuery',
    icon: IconArrowRight,
    keys: ['N'],
    run: (_, pool) => pool.nextQuery(),
  },
  note: { listed: 'keys.note', keys: ['T'], run: () => document.getElementById(noteId)?.focus() },
  undo: {
    name: 'common.undo',
    listed: 'keys.undo',
    icon: IconArrowBackUp,
    keys: ['U'],
    run: (_, pool) => pool.undo(),
  },
} satisfies Record<string, Action<Pool>>;

listKeys('gradingMode', gradingActions);

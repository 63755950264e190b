/** What is done with the results by key: with the one that has the focus, and with all of them. */
import type { Grade, Hit } from '@contract';
import { navigate } from 'wouter/use-hash-location';
import { gradeResult, rankWhatIsLeft, toggleGrading, useGrading } from '../state/grading.ts';
import { useGridFocus } from '../state/grid-focus.ts';
import { lookFor } from '../state/query.ts';
import { toggleSelected } from '../state/selection.ts';
import { type Action, listKeys } from '../ui/actions.ts';

interface Cell {
  readonly hit: Hit;
  /** Where the focus goes once it is graded. */
  readonly next: number;
}

const isNotGrading = (): boolean => !useGrading.getState().on;

function grade({ hit, next }: Cell, value: Grade): void {
  void gradeResult(hit.id, value);
  useGridFocus.setState({ active: next, wanted: true });
}

/** While the cell has the focus. */
export const cellActions = {
  open: {
    listed: 'keys.open',
    keys: ['Enter', 'space'],
    caps: ['↵'],
    run: (_, { hit }) => navigate(`/product/${hit.id}`),
  },
  more: { listed: 'keys.more', keys: ['M'], run: (_, { hit }) => lookFor(hit, 1) },
  less: { listed: 'keys.less', keys: ['L'], run: (_, { hit }) => lookFor(hit, -1) },
  select: { listed: 'keys.select', keys: ['S'], run: (_, { hit }) => toggleSelected(hit.id) },
  grade: {
    listed: 'keys.grade',
    keys: ['0', '1', '2', '3'],
    caps: ['0', '–', '3'],
    isOff: isNotGrading,
    run: ({ key }, cell) => grade(cell, Number(key) as Grade),
  },
  notRelevant: { listed: 'keys.notRelevant', keys: ['X'], isOff: isNotGrading, run: (_, cell) => grade(cell, 0) },
  ungrade: {
    listed: 'keys.ungrade',
    keys: ['Backspace', 'Delete'],
    caps: ['⌫'],
    isOff: isNotGrading,
    run: (_, { hit }) => void gradeResult(hit.id, null),
  },
} satisfies Record<string, Action<Cell>>;

/** Wherever the focus is. */
export const gradingActions = {
  toggle: { listed: 'keys.grading', keys: ['G'], run: toggleGrading },
  rerank: {
    listed: 'keys.rerank',
    keys: ['F'],
    isOff: () => useGrading.getState().grades.size === 0,
    run: () => void rankWhatIsLeft(),
  },
} satisfies Record<string, Action>;

const { open, more, less, select, ...grades } = cellActions;
listKeys('results', {
  move: { listed: 'keys.move', keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] },
  open,
  more,
  less,
  ends: { listed: 'keys.ends', keys: ['Home', 'End'] },
  pages: { listed: 'keys.pages', keys: ['PageUp', 'PageDown'] },
  select,
  toggle: gradingActions.toggle,
  ...grades,
  rerank: gradingActions.rerank,
});

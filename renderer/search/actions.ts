/** What is done with the results by key: with the one that has the focus, and with all of them. */
import type { Grade, Hit } from '@contract';
import { navigate } from 'wouter/use-hash-location';
import { compare } from '../state/comparison.ts';
import { gradeResult, rankWhatIsLeft, toggleGrading, useGrading } from '../state/grading.ts';
import { useGridFocus } from '../state/grid-focus.ts';
import { lookFor, useQuery } from '../state/query.ts';
import { toggleSelected, useSelection } from '../state/selection.ts';
import { type Action, listKeys } from '../ui/actions.ts';
import { confirmPhoto, onlyPhotoOf } from './confirm-photo.ts';

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

/** Two that are picked with each other; else the photo that is asked with, or one that is picked, with this one. */
function compareWith({ id }: Hit): void {
  const [left, right, more] = useSelection.getState().ids;
  const hash = onlyPhotoOf(useQuery.getState());
  if (left !== undefined && right !== undefined && more === undefined) compare({ kind: 'products', left, right });
  else if (left !== undefined && right === undefined && left !== id) compare({ kind: 'products', left, right: id });
  else if (hash !== null) compare({ kind: 'photo', hash, productIds: [id], at: 0 });
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
  compare: { listed: 'keys.compare', keys: ['C'], run: (_, { hit }) => compareWith(hit) },
  yes: {
    listed: 'keys.yesThisOne',
    keys: ['Y'],
    isOff: () => onlyPhotoOf(useQuery.getState()) === null,
    run: (_, { hit }) => void confirmPhoto(onlyPhotoOf(useQuery.getState()) as string, hit),
  },
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

const { open, more, less, select, compare: comparing, yes, ...grades } = cellActions;
listKeys('results', {
  move: { listed: 'keys.move', keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] },
  open,
  more,
  less,
  ends: { listed: 'keys.ends', keys: ['Home', 'End'] },
  pages: { listed: 'keys.pages', keys: ['PageUp', 'PageDown'] },
  select,
  compare: comparing,
  yes,
  toggle: gradingActions.toggle,
  ...grades,
  rerank: gradingActions.rerank,
});

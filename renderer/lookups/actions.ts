/** What is said of the row at hand, by key. */
import { type Action, listKeys } from '../ui/actions.ts';

export interface LookupDesk {
  /** The row at hand was looked up and can be decided. */
  readonly open: boolean;
  readonly candidates: number;
  readonly canUndo: boolean;
  choose(candidate: number): void;
  none(): void;
  correct(): void;
  takeBack(): void;
  undo(): void;
  step(by: number): void;
}

const choice = (at: number): Action<LookupDesk> => ({
  keys: [String(at + 1)],
  isOff: ({ open, candidates }) => !open || candidates <= at,
  run: (_, { choose }) => choose(at),
});

export const lookupActions = {
  first: choice(0),
  second: choice(1),
  third: choice(2),
  none: { listed: 'keys.lookupNone', keys: ['N'], isOff: ({ open }) => !open, run: (_, { none }) => none() },
  correct: { listed: 'keys.lookupCorrect', keys: ['F'], isOff: ({ open }) => !open, run: (_, desk) => desk.correct() },
  takeBack: {
    listed: 'keys.lookupTakeBack',
    keys: ['X'],
    isOff: ({ open }) => !open,
    run: (_, desk) => desk.takeBack(),
  },
  undo: {
    listed: 'keys.lookupUndo',
    keys: ['U', 'mod+Z'],
    caps: ['U'],
    isOff: ({ canUndo }) => !canUndo,
    run: (_, { undo }) => undo(),
  },
  next: { keys: ['ArrowDown', 'J'], repeats: true, run: (_, { step }) => step(1) },
  previous: { keys: ['ArrowUp', 'K'], repeats: true, run: (_, { step }) => step(-1) },
} satisfies Record<string, Action<LookupDesk>>;

listKeys('lookups', {
  confirm: { listed: 'keys.lookupConfirm', keys: ['Enter'] },
  choose: { listed: 'keys.lookupChoose', keys: ['1', '2', '3'] },
  ...lookupActions,
  move: { listed: 'keys.lookupMove', keys: ['ArrowUp', 'ArrowDown'], caps: ['↑', '↓'] },
});

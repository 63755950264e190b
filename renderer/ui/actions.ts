/**
 * What a person can do, each with its words, icon, keys and deed in one place. `useActions` makes the keys of a table work while its
 * page is there; buttons, the list of keys and the command palette read the same table.
 */
import { type HotkeyItem, useHotkeys } from '@mantine/hooks';
import type { Icon } from '@tabler/icons-react';
import type { ParseKeys } from 'i18next';
import { type Habit, noteHabit } from '../state/habits.ts';
import { dialogIsOpen, isTyping } from './is-typing.ts';

/** `Desk` is what the deed works with, such as the item on screen; nothing where the stores say it all. */
export interface Action<Desk = void> {
  /** On its button and in the command palette. */
  readonly name?: ParseKeys;
  /** In the list of keys, which leaves it out without. */
  readonly listed?: ParseKeys;
  readonly icon?: Icon;
  /** As `useHotkeys` spells them; buttons show the first. */
  readonly keys: readonly string[];
  /** What the list of keys shows in place of `keys`. */
  readonly caps?: readonly string[];
  /** What clicking its button again and again is: the keys are offered then. */
  readonly habit?: Habit;
  /** Goes on while the key is held down. */
  readonly repeats?: boolean;
  isOff?(desk: Desk): boolean;
  /** Left out where a control sees to the key itself. */
  run?(press: Press, desk: Desk): void;
}

/** A key or a button was pressed. */
export interface Press {
  readonly key?: string;
  readonly shiftKey: boolean;
}

type Table<Name extends string, Desk> = Readonly<Record<Name, Action<Desk>>>;

/** Makes the keys work. @returns the same actions for buttons, at this desk. @param inDialog for a page that is a dialog itself */
export function useActions<Name extends string, Desk>(
  actions: Table<Name, Desk>,
  desk: Desk,
  inDialog = false,
): Record<Name, Action> {
  const isMeant = (event: KeyboardEvent): boolean =>
    !isTyping(event.target) && (inDialog || !dialogIsOpen()) && !keepsArrows(event);
  useHotkeys(hotkeysOf(actions, desk, isMeant), [], true);
  const bound = Object.entries<Action<Desk>>(actions).map(([name, { run, isOff, ...words }]): [string, Action] => [
    name,
    { ...words, isOff: () => isOff?.(desk) === true, run: (press) => run?.(press, desk) },
  ]);
  return Object.fromEntries(bound) as Record<Name, Action>;
}

/** For an element that has keys of its own while it has the focus; see `getHotkeyHandler`. */
export function hotkeysOf<Desk>(
  actions: Table<string, Desk>,
  desk: Desk,
  isMeant: (event: KeyboardEvent) => boolean = () => true,
): HotkeyItem[] {
  return Object.values(actions).flatMap(({ keys, repeats = false, isOff, run }) => {
    const press = (event: KeyboardEvent): void => {
      if (run === undefined || (event.repeat && !repeats) || !isMeant(event) || isOff?.(desk) === true) return;
      event.preventDefault();
      run(event, desk);
    };
    return keys.flatMap(withShift).map((key): HotkeyItem => [key, press, { preventDefault: false }]);
  });
}

/** On some keyboards a sign or a digit is typed with Shift, and letters mean the same either way. */
function withShift(key: string): string[] {
  return key.length === 1 ? [key, `shift+${key}`] : [key];
}

/** Some controls have a use for the arrow keys themselves. */
function keepsArrows({ key, target }: KeyboardEvent): boolean {
  const controls = '[role="slider"], [role="tablist"], [role="radiogroup"], [role="menu"]';
  return key.startsWith('Arrow') && target instanceof HTMLElement && target.closest(controls) !== null;
}

/** For the button of an action: does it, and notices that it was a click where a key would do. */
export function press({ habit, run }: Pick<Action, 'habit' | 'run'>, event: Press & { readonly detail: number }): void {
  // A button that is pressed by key has no clicks to count.
  if (habit !== undefined && event.detail > 0) noteHabit(habit);
  run?.(event);
}

const apple = /Mac|iPhone|iPad/.test(navigator.userAgent);

const signs: Readonly<Record<string, string>> = {
  mod: apple ? '⌘' : 'Ctrl',
  shift: '⇧',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Enter: '↵',
  Backspace: '⌫',
  Escape: 'Esc',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
};

/** How keys are labelled on the keyboard. */
export function capsOf(keys: readonly string[]): string[] {
  return keys.flatMap((key) => key.split('+').map((part) => signs[part] ?? part));
}

/** In the order of the list of keys. */
export const keyGroups = [
  'everywhere',
  'searchBar',
  'results',
  'lookups',
  'map',
  'comparison',
  'answers',
  'product',
  'duplicates',
  'tagReview',
  'describe',
  'sheet',
  'gradingMode',
] as const;
export type KeyGroup = (typeof keyGroups)[number];

type Listed = Pick<Action, 'listed' | 'keys' | 'caps'>;
const lists = new Map<KeyGroup, readonly Listed[]>();

/** Puts a table into the list of keys. */
export function listKeys(group: KeyGroup, actions: Readonly<Record<string, Listed>>): void {
  lists.set(group, Object.values(actions));
}

export function listedKeys(group: KeyGroup): readonly Listed[] {
  return lists.get(group) ?? [];
}

/**
 * Notices when somebody does one kind of thing again and again by the long way, and offers the short one: once, after ten times. What was
 * offered is never offered again, and all offers can be turned off.
 */
import i18next from 'i18next';
import { navigate } from 'wouter/use-hash-location';
import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import { dismiss } from './dismissed.ts';
import { ask } from './engine.ts';
import { notifyWithActions } from './notify.tsx';

/** Each with where the short way is shown. */
const shortWays = {
  verdictKeys: '/help/duplicates/judge',
  answerKeys: '/help/tags/wrong',
  gradeKeys: '/help/grading/set',
  verdictRule: '/help/duplicates/many',
  suggestionsAtOnce: '/help/tags/missing',
  tagsAtOnce: '/help/tags/missing',
  fieldsAtOnce: '/help/sheet/edit',
} as const;
export type Habit = keyof typeof shortWays;

export const timesBefore = 10;

/** How often each was done. */
type Counts = Readonly<Partial<Record<Habit, number>>>;

const useHabits = create<{ readonly counts: Counts }>()(
  persist(() => ({ counts: {} as Counts }), {
    name: 'lookalike.habits',
    storage: createJSONStorage(() => window.localStorage),
  }),
);

/** One more of a kind. Offers the short way at the tenth, unless it was offered before. */
export function noteHabit(habit: Habit): void {
  const times = (useHabits.getState().counts[habit] ?? 0) + 1;
  useHabits.setState(({ counts }) => ({ counts: { ...counts, [habit]: times } }));
  if (times % timesBefore === 0) void offer(habit);
}

const allHints = 'hints';
const nameOf = (habit: Habit): string => `hint:${habit}`;

async function offer(habit: Habit): Promise<void> {
  const dismissed = await ask('library.dismissed', {}).catch(() => [allHints]);
  if (dismissed.includes(allHints) || dismissed.includes(nameOf(habit))) return;
  await dismiss(nameOf(habit));
  notifyWithActions(
    i18next.t('hints.title'),
    i18next.t(`hints.${habit}`),
    [
      { label: i18next.t('hints.show'), act: () => navigate(shortWays[habit]) },
      { label: i18next.t('hints.never'), act: () => void dismiss(allHints) },
    ],
    nameOf(habit),
  );
}

/** Where a person is in the tour of the sample catalog: kept in the browser's storage, so that it goes on after a reload. */
import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import { ask } from './engine.ts';

/** What was done before this counts for nothing. */
export interface TourStart {
  /** Id of the latest operation then. */
  readonly operation: number;
  /** Tags that differed from the table then. */
  readonly changedTags: number;
}

interface TourStore {
  /** Opened once more by hand, although it was put away. */
  readonly again: boolean;
  readonly start: TourStart;
  readonly skipped: readonly string[];
  skip(task: string): void;
  open(start: TourStart): void;
  close(): void;
}

const beginning: TourStart = { operation: 0, changedTags: 0 };

export const useTour = create<TourStore>()(
  persist(
    (set) => ({
      again: false,
      start: beginning,
      skipped: [],
      skip: (task) => set(({ skipped }) => ({ skipped: [...skipped, task] })),
      open: (start) => set({ again: true, start, skipped: [] }),
      close: () => set({ again: false }),
    }),
    { name: 'lookalike.tour', storage: createJSONStorage(() => window.localStorage) },
  ),
);

/** Begins the tour anew. @throws AppError */
export async function openTour(): Promise<void> {
  const [latest] = await ask('operations.list', { limit: 1 });
  useTour.getState().open({ operation: latest?.id ?? 0, changedTags: await countChangedTags() });
}

async function countChangedTags(): Promise<number> {
  const source = (await ask('exchange.sources', {})).find(({ kind }) => kind === 'table');
  if (source === undefined) return 0;
  return (await ask('exchange.changes', { sourceId: source.sourceId, kind: 'tags', limit: 1 })).total;
}

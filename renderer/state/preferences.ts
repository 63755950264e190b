/** How this person likes the window: kept in the browser's storage, never in the library. */
import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';

export type ResultView = 'grid' | 'list';

export const cardSizes = { min: 120, max: 360, default: 196 } as const;

interface Preferences {
  readonly view: ResultView;
  /** Wanted width of a card [px]; columns share what is left over. */
  readonly cardSize: number;
  readonly filtersOpen: boolean;
  /** Facet groups that are folded. */
  readonly folded: readonly string[];
  setView(view: ResultView): void;
  setCardSize(cardSize: number): void;
  toggleFilters(): void;
  toggleFolded(group: string): void;
}

export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      view: 'grid',
      cardSize: cardSizes.default,
      filtersOpen: true,
      folded: [],
      setView: (view) => set({ view }),
      setCardSize: (cardSize) => set({ cardSize: Math.min(cardSizes.max, Math.max(cardSizes.min, cardSize)) }),
      toggleFilters: () => set((state) => ({ filtersOpen: !state.filtersOpen })),
      toggleFolded: (group) =>
        set((state) => ({
          folded: state.folded.includes(group)
            ? state.folded.filter((name) => name !== group)
            : [...state.folded, group],
        })),
    }),
    { name: 'lookalike.preferences', storage: createJSONStorage(() => window.localStorage) },
  ),
);

/** How this person likes the window: kept in the browser's storage, never in the library. */
import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';

export type ResultView = 'grid' | 'list';

const mostChosen = 5;

export const cardSizes = { min: 120, max: 360, default: 196 } as const;

interface Preferences {
  readonly view: ResultView;
  /** Wanted width of a card [px]; columns share what is left over. */
  readonly cardSize: number;
  readonly filtersOpen: boolean;
  /** Whether a photo that is searched by lies open beside the results. */
  readonly photoOpen: boolean;
  /** Facet groups that are folded. */
  readonly folded: readonly string[];
  /** Whether the side bar has names beside its icons; null: by the width of the window. */
  readonly wideNavigation: boolean | null;
  /** Sections of the side bar that are folded. */
  readonly foldedSections: readonly string[];
  /** Share of merged groups that has to be right where many are merged at once, 0..1. */
  readonly bulkPrecision: number;
  /** What was chosen in the command palette, the latest first. */
  readonly lastChosen: readonly string[];
  setView(view: ResultView): void;
  setCardSize(cardSize: number): void;
  setBulkPrecision(share: number): void;
  toggleFilters(): void;
  setPhotoOpen(open: boolean): void;
  toggleFolded(group: string): void;
  setWideNavigation(wide: boolean): void;
  toggleSection(section: string): void;
  chose(entry: string): void;
}

export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      view: 'grid',
      cardSize: cardSizes.default,
      filtersOpen: true,
      photoOpen: true,
      folded: [],
      wideNavigation: null,
      foldedSections: [],
      bulkPrecision: 0.95,
      lastChosen: [],
      setView: (view) => set({ view }),
      setCardSize: (cardSize) => set({ cardSize: Math.min(cardSizes.max, Math.max(cardSizes.min, cardSize)) }),
      setBulkPrecision: (bulkPrecision) => set({ bulkPrecision }),
      setPhotoOpen: (photoOpen) => set({ photoOpen }),
      toggleFilters: () => set((state) => ({ filtersOpen: !state.filtersOpen })),
      toggleFolded: (group) => set((state) => ({ folded: toggled(state.folded, group) })),
      setWideNavigation: (wideNavigation) => set({ wideNavigation }),
      chose: (entry) =>
        set((state) => ({
          lastChosen: [entry, ...state.lastChosen.filter((other) => other !== entry)].slice(0, mostChosen),
        })),
      toggleSection: (section) => set((state) => ({ foldedSections: toggled(state.foldedSections, section) })),
    }),
    { name: 'lookalike.preferences', storage: createJSONStorage(() => window.localStorage) },
  ),
);

function toggled(names: readonly string[], name: string): string[] {
  return names.includes(name) ? names.filter((other) => other !== name) : [...names, name];
}

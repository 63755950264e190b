/** Which products are corrected as a table. Another library begins with all of its own. */
import type { Target } from '@contract';
import { create } from 'zustand';
import { countFilters, useQuery } from './query.ts';
import { useSelection } from './selection.ts';
import { targetAtHand } from './target.ts';

interface SheetStore {
  readonly scope: 'all' | 'found' | 'picked';
  readonly target: Target;
}

const everything: SheetStore = {
  scope: 'all',
  target: { kind: 'search', parts: [], filters: { tags: {} }, imagesOnly: false, cutoff: true },
};

export const useSheet = create<SheetStore>(() => everything);

/** For the selected products when there are any, else for what the search at hand finds. */
export function putIntoSheet(): void {
  const { parts, draft, filters } = useQuery.getState();
  const picked = useSelection.getState().ids.size > 0;
  const narrowed = parts.length + draft.length + countFilters(filters) > 0;
  useSheet.setState({ scope: picked ? 'picked' : narrowed ? 'found' : 'all', target: targetAtHand() });
}

/** For these, whatever is searched for. */
export function putProductsIntoSheet(productIds: readonly number[]): void {
  useSheet.setState({ scope: 'picked', target: { kind: 'products', productIds: [...productIds] } });
}

export function putAllIntoSheet(): void {
  useSheet.setState(everything);
}

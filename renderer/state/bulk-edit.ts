/** Which products are about to be given tags, or to lose some, together; null while none are. */
import type { Target } from '@contract';
import { create } from 'zustand';
import { requestParts, useQuery } from './query.ts';
import { useSelection } from './selection.ts';

export const useBulkEdit = create<{ target: Target | null }>(() => ({ target: null }));

/** For the selected products when there are any, else for everything the search at hand finds. */
export function openBulkEdit(): void {
  const { ids } = useSelection.getState();
  const query = useQuery.getState();
  useBulkEdit.setState({
    target:
      ids.size > 0
        ? { kind: 'products', productIds: [...ids] }
        : {
            kind: 'search',
            parts: requestParts(query),
            filters: query.filters,
            imagesOnly: query.imagesOnly,
            spelling: query.spelling,
            asWords: [...query.asWords],
            cutoff: query.cutoff,
          },
  });
}

export function closeBulkEdit(): void {
  useBulkEdit.setState({ target: null });
}

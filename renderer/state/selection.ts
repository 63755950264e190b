/** Products picked out of the results, to be changed together. A new library or a cleared list drops them. */
import { create } from 'zustand';

interface SelectionStore {
  readonly ids: ReadonlySet<number>;
}

export const useSelection = create<SelectionStore>(() => ({ ids: new Set() }));

export function toggleSelected(productId: number): void {
  useSelection.setState(({ ids }) => {
    const next = new Set(ids);
    if (!next.delete(productId)) next.add(productId);
    return { ids: next };
  });
}

export function clearSelection(): void {
  useSelection.setState({ ids: new Set() });
}

/** Picks these; `adds`: beside those that are picked already. */
export function select(productIds: Iterable<number>, adds = false): void {
  useSelection.setState(({ ids }) => ({ ids: new Set(adds ? [...ids, ...productIds] : productIds) }));
}

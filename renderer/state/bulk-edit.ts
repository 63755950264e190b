/** Which products are about to be given tags, or to lose some, together; null while none are. */
import type { Target } from '@contract';
import { create } from 'zustand';
import { targetAtHand } from './target.ts';

export const useBulkEdit = create<{ target: Target | null }>(() => ({ target: null }));

/** For the selected products when there are any, else for everything the search at hand finds. */
export function openBulkEdit(): void {
  useBulkEdit.setState({ target: targetAtHand() });
}

export function closeBulkEdit(): void {
  useBulkEdit.setState({ target: null });
}

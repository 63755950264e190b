/** How far the review of a tab has come. */
import type { DuplicateKind } from '@contract';
import type { useGroups } from './groups.ts';

/**
 * Groups of the tab that have been decided, ahead of the engine by what was just said. What was called a variant in this sitting has left for
 * another tab, and still counts where it was decided, so that progress never goes back.
 */
export function reviewed(
  { head, outcomes }: Pick<ReturnType<typeof useGroups.getState>, 'head' | 'outcomes'>,
  kind: DuplicateKind,
): { done: number; total: number } {
  const openIds = head?.openIds ?? new Set();
  const settled = head?.settledCounts[kind] ?? 0;
  const decided = [...outcomes].filter(([, outcome]) => outcome !== 'skipped');
  const fresh = decided.filter(([id]) => openIds.has(id)).length;
  const left = decided.filter(
    ([id, outcome]) => outcome === 'variant' && kind !== 'variant' && !openIds.has(id),
  ).length;
  return { done: settled + fresh + left, total: settled + left + (head?.total ?? 0) };
}

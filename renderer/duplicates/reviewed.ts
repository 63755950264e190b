/** How far the review of a tab has come, and what it still holds. */
import type { DuplicateKind, KindCounts } from '@contract';
import type { useGroups } from './groups.ts';

type Review = Pick<ReturnType<typeof useGroups.getState>, 'head' | 'outcomes'>;

/**
 * Groups of the tab that have been decided, ahead of the engine by what was just said. What was called a variant in this sitting has left for
 * another tab, and still counts where it was decided, so that progress never goes back.
 */
export function reviewed({ head, outcomes }: Review, kind: DuplicateKind): { done: number; total: number } {
  const openIds = head?.openIds ?? new Set();
  const settled = head?.settledCounts[kind] ?? 0;
  const decided = decidedOf(outcomes);
  const fresh = decided.filter(([id]) => openIds.has(id)).length;
  const left = decided.filter(
    ([id, outcome]) => outcome === 'variant' && kind !== 'variant' && !openIds.has(id),
  ).length;
  return { done: settled + fresh + left, total: settled + left + (head?.total ?? 0) };
}

/** Open groups by kind. What was just decided is none any more, before the engine says so; all of it is of the tab at hand. */
export function openCounts({ head, outcomes }: Review, kind: DuplicateKind): KindCounts | null {
  if (head === null) return null;
  const fresh = decidedOf(outcomes).filter(([id]) => head.openIds.has(id)).length;
  return { ...head.counts, [kind]: Math.max(0, head.counts[kind] - fresh) };
}

function decidedOf(outcomes: Review['outcomes']) {
  return [...outcomes].filter(([, outcome]) => outcome !== 'skipped');
}

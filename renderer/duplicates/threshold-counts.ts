/** What the tabs would hold at another threshold, while the slider moves and before the engine is asked. */
import type { GroupList, KindCounts } from '@contract';

/** Counts at the nearest step at or below `threshold`; those of the list itself at its own. */
export function countsAt(head: Pick<GroupList, 'steps' | 'counts' | 'minProbability'>, threshold: number): KindCounts {
  if (Math.abs(threshold - head.minProbability) < 0.005) return head.counts;
  let found: KindCounts = head.steps[0] ?? head.counts;
  for (const step of head.steps) if (step.minProbability <= threshold + 1e-9) found = step;
  return found;
}

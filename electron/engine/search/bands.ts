/**
 * What a score is told as: a word in place of a percentage. The edges were chosen on graded results of four kinds of
 * query (words over two catalogs of text, words and images over one of photos) so that of "very likely" more than eight
 * in ten are right on each of them; docs/measurements.md has the figures.
 */
import type { Band } from '../../contract/search.ts';

const edges = { veryLikely: 0.98, likely: 0.9 } as const;

/** `score` 0..1, `cutoff` that of the ranker. */
export function bandOf(score: number, cutoff: number): Band {
  if (score >= edges.veryLikely) return 'very-likely';
  if (score >= edges.likely) return 'likely';
  return score >= cutoff ? 'possible' : 'unlikely';
}

/**
 * What a score is told as: a word in place of a percentage. The edges were chosen on graded results of four kinds of
 * query (words over two catalogs of text, words and images over one of photos) so that of "very likely" more than eight
 * in ten are right on each of them; docs/measurements.md has the figures.
 */
import type { Band } from '../../contract/search.ts';
import { logistic, logit } from '../numbers/logistic.ts';

const edges = { veryLikely: 0.98, likely: 0.9 } as const;

/**
 * What words that no product says take off the score's log-odds when all of what is asked is unsaid: of what was graded
 * for such queries a third less is right than for others of the same score. Only the two upper bands fall: that a result
 * is above the line is for its score to say.
 */
const perUnsaid = 8;

/** So probable a product has to be that a photo shows, as the bands promise of their results. */
const namedEdges = [
  ['very-likely', 0.8],
  ['likely', 0.5],
  ['possible', 0.25],
] as const;

export interface BandFacts {
  /** See `AskedWords`. */
  readonly unsaid?: number | undefined;
  /** Whether the product is tagged as something else than the query says. */
  readonly contradicted?: boolean | undefined;
  /** Probability that the photo which is asked with shows it, where the look-up named it. */
  readonly named?: number | null | undefined;
}

/** `score` 0..1, `cutoff` that of the ranker. */
export function bandOf(score: number, cutoff: number, facts: BandFacts = {}): Band {
  const { unsaid = 0, contradicted = false, named = null } = facts;
  if (named !== null) {
    const [band] = namedEdges.find(([, least]) => named >= least) ?? (['unlikely'] as const);
    return band;
  }
  const told = contradicted ? 0 : unsaid === 0 ? score : logistic(logit(score) - perUnsaid * unsaid);
  if (told >= edges.veryLikely) return 'very-likely';
  if (told >= edges.likely) return 'likely';
  return score >= cutoff ? 'possible' : 'unlikely';
}

/** Lists that are not all the same: maximal marginal relevance (Carbonell & Goldstein 1998). */

export interface DiversityOptions<T> {
  /** How many are wanted, those that are in already not counted. */
  readonly limit: number;
  /** What relevance counts, 0..1; likeness counts the rest. */
  readonly share: number;
  /** What is in the list already, and whose likes come later. */
  readonly kept?: readonly T[];
  /** Whether one may still join those that were chosen; asked again each time, as what is refused stays refused. */
  readonly accepts?: (value: T) => boolean;
  readonly chosen?: (value: T) => void;
}

/**
 * Up to `limit` candidates: next comes always the one with the highest `relevance x share - likeness x (1 - share)`, where likeness is to the
 * most alike of those that are in already. Relevance and likeness 0..1.
 */
export function diversified<T>(
  candidates: readonly { readonly value: T; readonly relevance: number }[],
  likeness: (a: T, b: T) => number,
  { limit, share, kept = [], accepts = () => true, chosen: tell = () => {} }: DiversityOptions<T>,
): T[] {
  const left = candidates.map((candidate) => ({
    ...candidate,
    likest: kept.reduce((most, other) => Math.max(most, likeness(candidate.value, other)), 0),
  }));
  const chosen: T[] = [];
  while (chosen.length < limit && left.length > 0) {
    let best = 0;
    let highest = Number.NEGATIVE_INFINITY;
    left.forEach(({ relevance, likest }, i) => {
      const value = relevance * share - likest * (1 - share);
      if (value > highest) [highest, best] = [value, i];
    });
    const [next] = left.splice(best, 1) as [(typeof left)[number]];
    if (!accepts(next.value)) continue;
    chosen.push(next.value);
    tell(next.value);
    for (const candidate of left) candidate.likest = Math.max(candidate.likest, likeness(candidate.value, next.value));
  }
  return chosen;
}

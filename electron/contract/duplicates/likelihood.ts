/** Probabilities in words, wide enough that they hold in catalogs of every kind; docs/measurements.md has the shares. */
export const likelihoods = ['almostSure', 'likely', 'maybe', 'unlikely'] as const;
export type Likelihood = (typeof likelihoods)[number];

export function likelihoodOf(probability: number): Likelihood {
  return probability >= 0.97
    ? 'almostSure'
    : probability >= 0.75
      ? 'likely'
      : probability >= 0.4
        ? 'maybe'
        : 'unlikely';
}

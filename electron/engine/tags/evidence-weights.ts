/**
 * How far each kind of evidence is to be trusted: a conditional logit model over the tags of a group (McFadden 1974),
 * fitted on products whose tag is known and pulled towards weights set by hand, so that few or wrong labels move it
 * little.
 */

import { solve } from '../numbers/cholesky.ts';

/** Of a tag for a product: log-odds of the classifier, log share of the neighbours, and whether the title says so. */
export type Evidence = readonly [learned: number, neighbours: number, title: number];
export type EvidenceWeights = readonly [learned: number, neighbours: number, title: number];

export const defaultWeights: EvidenceWeights = [0.8, 0.5, 3];

export interface Choice {
  /** The tags of the group and "none of them". */
  readonly options: readonly Evidence[];
  readonly chosen: number;
}

/** Curvature of the pull, in units of one product. */
const ridge = 4;
const steps = 8;

/**
 * Newton steps of the penalised likelihood; weights below 0 are set to 0, since no evidence speaks against what it is
 * for.
 */
export function fitEvidenceWeights(choices: readonly Choice[]): EvidenceWeights {
  let weights = defaultWeights;
  for (let step = 0; step < steps; step++) {
    const gradient = Float64Array.from(weights, (weight, i) => ridge * (weight - (defaultWeights[i] as number)));
    const hessian = [0, 1, 2].map((i) => Float64Array.from([0, 1, 2], (j) => (i === j ? ridge : 0)));
    for (const choice of choices) addChoice(choice, weights, gradient, hessian);
    const move = solve(hessian, gradient);
    weights = [0, 1, 2].map((i) =>
      Math.max(0, (weights[i] as number) - (move[i] as number)),
    ) as unknown as EvidenceWeights;
  }
  return weights;
}

/** Probabilities of the options. */
export function softmax(utilities: readonly number[]): number[] {
  const top = Math.max(...utilities);
  const odds = utilities.map((value) => Math.exp(value - top));
  const total = odds.reduce((sum, value) => sum + value, 0);
  return odds.map((value) => value / total);
}

function addChoice(
  { options, chosen }: Choice,
  weights: EvidenceWeights,
  gradient: Float64Array,
  hessian: Float64Array[],
): void {
  const [learned, neighbours, title] = weights;
  const probabilities = softmax(
    options.map((option) => learned * option[0] + neighbours * option[1] + title * option[2]),
  );
  const expected = [0, 1, 2].map((i) =>
    options.reduce((sum, evidence, k) => sum + (probabilities[k] as number) * (evidence[i] as number), 0),
  );
  const right = options[chosen] as Evidence;
  for (let i = 0; i < 3; i++) {
    gradient[i] = (gradient[i] as number) + (expected[i] as number) - (right[i] as number);
    for (let j = 0; j < 3; j++) {
      const second = options.reduce(
        (sum, evidence, k) => sum + (probabilities[k] as number) * (evidence[i] as number) * (evidence[j] as number),
        0,
      );
      const row = hessian[i] as Float64Array;
      row[j] = (row[j] as number) + second - (expected[i] as number) * (expected[j] as number);
    }
  }
}

/**
 * Turns what a photo and a catalog say into probabilities: that the catalog has the product at all, by a logistic model,
 * and if so, which of the candidates it is, by a softmax over their scores. Fitted by bench/identity/look-up-fit.ts.
 */
import { logistic } from '../../numbers/logistic.ts';
import { defaultLookUpWeights } from './default-look-up-weights.ts';
import type { LookUpCandidate, LookUpEvidence } from './evidence.ts';

export const evidenceNames = [
  'beyondOwn',
  'named',
  'nearest',
  'againstNames',
  'againstBestName',
  'namedAlike',
  'lead',
  'leadOfFour',
  'confirmed',
  'silent',
] as const satisfies readonly (keyof LookUpEvidence)[];

/** So many of these speak for a product and never against it, whatever chance has it in the photos that were fitted to. */
export const favourable = 8;

export const scoreNames = [
  'picture',
  'listing',
  'beyondOwn',
  'named',
  'confirmed',
] as const satisfies readonly (keyof LookUpCandidate)[];

export interface LookUpWeights {
  /** Of a candidate's score. */
  readonly score: Readonly<Record<(typeof scoreNames)[number], number>>;
  readonly bias: number;
  /** Of its being in the catalog. */
  readonly known: Readonly<Record<(typeof evidenceNames)[number], number>>;
}

export interface Likelihoods {
  /** That the catalog has what the photo shows. */
  readonly known: number;
  /** Of each candidate, in the order given: with `1 - known` they sum to 1. */
  readonly each: readonly number[];
}

export class LookUpModel {
  readonly #weights: LookUpWeights;

  constructor(weights: LookUpWeights = defaultLookUpWeights) {
    this.#weights = weights;
  }

  score(candidate: LookUpCandidate): number {
    return scoreNames.reduce((sum, name) => sum + this.#weights.score[name] * candidate[name], 0);
  }

  /** `scores`: those of the likeliest candidates, highest first. */
  likelihoods(scores: readonly number[], evidence: LookUpEvidence): Likelihoods {
    const { bias, known: weights } = this.#weights;
    const known = logistic(evidenceNames.reduce((sum, name) => sum + weights[name] * evidence[name], bias));
    const odds = scores.map((score) => Math.exp(score - (scores[0] as number)));
    const sum = odds.reduce((total, value) => total + value, 0);
    return { known, each: odds.map((value) => (known * value) / sum) };
  }
}

/** What a person is told: one product, a few of which one is likely meant, or none. */
export type LookUpVerdict = 'one' | 'few' | 'none';

/** Named alone from here on. */
const certain = 0.7;
export const mostNamed = 3;
/** "One of these" is said only where it is nearly as likely as not: elsewhere nothing stands out. */
const worthNaming = 0.4;

export function verdictOf({ known, each }: Likelihoods): LookUpVerdict {
  const named = each.slice(0, mostNamed).reduce((sum, value) => sum + value, 0);
  if (each.length === 0 || known < 0.5 || named < worthNaming) return 'none';
  return (each[0] as number) >= certain ? 'one' : 'few';
}

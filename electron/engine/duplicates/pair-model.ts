/**
 * Turns what comparing two products gave into the probability that they are the same: a logistic model over a few numbers, each belonging to one
 * of the four signals, so that every signal's part can be shown. The weights are fitted by bench/duplicates.ts or from verdicts.
 */
import type { Signals, Veto } from '../../contract/duplicates.ts';
import { defaultWeights } from './default-weights.ts';
import type { Evidence } from './evidence.ts';

export const featureNames = [
  'exact',
  'luma',
  'detail',
  'explained',
  'agreeing',
  'colour',
  'cast',
  'uncovered',
  'hash',
  'copy',
  'cosine',
  'mean',
  'words',
  'sameTitle',
  'text',
  'identifier',
  'brand',
] as const;
export type FeatureName = (typeof featureNames)[number];

const signalOf: Readonly<Record<FeatureName, keyof Signals>> = {
  exact: 'exact',
  luma: 'nearIdentical',
  detail: 'nearIdentical',
  explained: 'nearIdentical',
  agreeing: 'nearIdentical',
  cast: 'nearIdentical',
  colour: 'nearIdentical',
  uncovered: 'nearIdentical',
  hash: 'nearIdentical',
  copy: 'nearIdentical',
  cosine: 'sameProduct',
  mean: 'sameProduct',
  words: 'sameListing',
  sameTitle: 'sameListing',
  text: 'sameListing',
  identifier: 'sameListing',
  brand: 'sameListing',
};

export interface Weights {
  readonly bias: number;
  readonly weights: Readonly<Record<FeatureName, number>>;
  /** The values of an unremarkable pair: what is missing counts as this, and a signal's part is told from here. */
  readonly baseline: Readonly<Record<FeatureName, number>>;
}

export type Features = Readonly<Record<FeatureName, number>>;

/** Features that can only speak against a pair; all others can only speak for it. */
export const againstFeatures: ReadonlySet<FeatureName> = new Set(['colour', 'cast', 'uncovered', 'hash']);

/** `-ln(1 - x)`, so that 0.99 and 0.999 are as far apart as 0.9 and 0.99; `softening` keeps it finite. */
const stretched = (x: number, softening: number): number => -Math.log(1 - Math.min(1, Math.max(0, x)) + softening);

export function featuresOf(
  { exact, photo, listing }: Evidence,
  baseline: Features = defaultWeights.baseline,
): Features {
  const likeness = photo && Math.min(photo.luma, photo.explained);
  return {
    exact,
    ...(photo === null || likeness === null
      ? pick(baseline, ['nearIdentical', 'sameProduct'])
      : {
          luma: stretched(photo.luma, 0.01),
          detail: stretched(photo.detail, 0.03),
          explained: stretched(photo.explained, 0.01),
          agreeing: photo.agreeing,
          colour: Math.min(photo.colour, 0.2) * 10,
          cast: Math.min(photo.cast, 0.3) * 10,
          uncovered: 1 - photo.overlap,
          hash: photo.hash / 16,
          // All at once: what a copy has and two products in the same pose have not.
          copy: stretched(Math.min(photo.detail, likeness), 0.03) * stretched(photo.cosine, 0.01),
          cosine: stretched(photo.cosine, 0.01),
          mean: stretched(photo.mean, 0.01),
        }),
    ...(listing === null
      ? pick(baseline, ['sameListing'])
      : {
          words: listing.overlap,
          sameTitle: listing.same,
          text: listing.vector === null ? baseline.text : stretched(listing.vector, 0.02),
          identifier: listing.identifier,
          brand: listing.brand,
        }),
  } as Features;
}

function pick(from: Features, signals: readonly (keyof Signals)[]): Partial<Features> {
  const names = featureNames.filter((name) => signals.includes(signalOf[name]));
  return Object.fromEntries(names.map((name) => [name, from[name]]));
}

export class PairModel {
  readonly #weights: Weights;

  constructor(weights: Weights = defaultWeights) {
    this.#weights = weights;
  }

  /** That both are the same product, 0..1; where there is a veto: that they are, but for what tells them apart. */
  probability(evidence: Evidence, veto: Veto | null = null): number {
    return logistic(this.#logit(featuresOf(despite(evidence, veto), this.#weights.baseline)));
  }

  signals(evidence: Evidence, veto: Veto | null = null): Signals {
    const { weights, baseline } = this.#weights;
    const features = featuresOf(despite(evidence, veto), baseline);
    const part = (signal: keyof Signals): number =>
      featureNames
        .filter((name) => signalOf[name] === signal)
        .reduce((sum, name) => sum + weights[name] * (features[name] - baseline[name]), 0);
    const { exact, photo, listing } = evidence;
    const values = {
      exact,
      nearIdentical: exact === 1 ? 1 : photo === null ? 0 : Math.min(photo.luma, photo.explained, photo.detail),
      sameProduct: photo === null ? 0 : photo.mean,
      sameListing: listing === null ? 0 : Math.max(listing.identifier, listing.overlap),
    };
    const signal = (name: keyof Signals) => ({
      value: Math.min(1, Math.max(0, values[name])),
      contribution: Math.round(part(name) * 1000) / 1000,
    });
    return {
      exact: signal('exact'),
      nearIdentical: signal('nearIdentical'),
      sameProduct: signal('sameProduct'),
      sameListing: signal('sameListing'),
    };
  }

  #logit(features: Features): number {
    const { bias, weights } = this.#weights;
    return featureNames.reduce((sum, name) => sum + weights[name] * features[name], bias);
  }
}

/** What is known to tell a pair apart does not count against its being variants of one product. */
function despite(evidence: Evidence, veto: Veto | null): Evidence {
  if (veto?.kind !== 'colour' || evidence.photo === null) return evidence;
  return { ...evidence, photo: { ...evidence.photo, colour: 0, cast: 0 } };
}

export function logistic(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** Fits the weights of the pair model: logistic regression with a pull towards given weights. */
import { fitLogistic } from '../numbers/logistic-regression.ts';
import { SparseRows } from '../numbers/rows.ts';
import { mean as average, deviation } from '../numbers/statistics.ts';
import { type FeatureName, type Features, featureNames, type Weights } from './pair-model.ts';

export interface Sample {
  readonly features: Features;
  readonly same: boolean;
  /** How much it counts, 1 by default. */
  readonly weight?: number;
}

export interface FitOptions {
  /** Where the weights are pulled to; nothing by default. */
  readonly prior?: Weights;
  /** What is known of single weights beforehand, where there is no prior. */
  readonly believed?: Partial<Features>;
  /** Strength of the pull, in samples, for a weight on a feature of spread 1. */
  readonly pull: number;
}

/** A feature that hardly varies among the samples is treated as if it varied by this. */
const leastSpread = 0.05;

/** `baseline` of the answer is that of the prior, or the mean over samples that are not the same. */
export function fitWeights(samples: readonly Sample[], { prior, believed = {}, pull }: FitOptions): Weights {
  const baseline =
    prior?.baseline ??
    ofEach(
      samples.filter(({ same }) => !same),
      average,
    );
  const spread = ofEach(samples, (values) => Math.max(leastSpread, deviation(values)));
  const rows = samples.map(({ features }) => [1, ...featureNames.map((name) => features[name] / spread[name])]);
  const mean = Float64Array.from([
    prior?.bias ?? 0,
    ...featureNames.map((name) => (prior?.weights[name] ?? believed[name] ?? 0) * spread[name]),
  ]);
  const [bias = 0, ...weights] = fitLogistic({
    rows: new SparseRows(rows, mean.length),
    targets: samples.map(({ same }) => (same ? 1 : 0)),
    weights: samples.map(({ weight = 1 }) => weight),
    mean,
    // The bias is free where there is no prior: how common duplicates are is for the samples to say.
    precision: mean.map((_, i) => (i === 0 && prior === undefined ? 1e-6 : pull)),
  });
  const unscaled = featureNames.map((name, i) => [name, (weights[i] as number) / spread[name]]);
  return { bias, weights: Object.fromEntries(unscaled) as Record<FeatureName, number>, baseline };
}

function ofEach(samples: readonly Sample[], measure: (values: readonly number[]) => number): Features {
  const values = (name: FeatureName): number[] => samples.map(({ features }) => features[name]);
  return Object.fromEntries(featureNames.map((name) => [name, measure(values(name))])) as Features;
}

/** Mean log loss, natural logarithm. */
export function logLoss(predictions: readonly { readonly probability: number; readonly same: boolean }[]): number {
  const loss = ({ probability, same }: { probability: number; same: boolean }): number => {
    const p = Math.min(1 - 1e-6, Math.max(1e-6, probability));
    return -Math.log(same ? p : 1 - p);
  };
  return predictions.reduce((sum, prediction) => sum + loss(prediction), 0) / Math.max(1, predictions.length);
}

/**
 * Expected calibration error over ten bins of equal width (Guo et al., "On Calibration of Modern Neural Networks",
 * 2017).
 */
export function calibrationError(
  predictions: readonly { readonly probability: number; readonly same: boolean }[],
): number {
  const bins = Array.from({ length: 10 }, () => ({ n: 0, probability: 0, same: 0 }));
  for (const { probability, same } of predictions) {
    const bin = bins[Math.min(9, Math.floor(probability * 10))] as (typeof bins)[number];
    bin.n++;
    bin.probability += probability;
    bin.same += same ? 1 : 0;
  }
  return bins.reduce((sum, bin) => sum + Math.abs(bin.probability - bin.same), 0) / Math.max(1, predictions.length);
}

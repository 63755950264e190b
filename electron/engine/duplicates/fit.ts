/** Fits the weights of the pair model: logistic regression with a pull towards given weights, solved by Newton's method. */
import { type FeatureName, type Features, featureNames, logistic, type Weights } from './pair-model.ts';
import { solve } from './solve.ts';

export interface Sample {
  readonly features: Features;
  readonly same: boolean;
  /** How much it counts, 1 by default. */
  readonly weight?: number;
}

export interface FitOptions {
  /** Where the weights are pulled to; nothing by default. */
  readonly prior?: Weights;
  /** Strength of the pull, in samples, for a weight on a feature of spread 1. */
  readonly pull: number;
}

const rounds = 30;
/** A feature that hardly varies among the samples is treated as if it varied by this. */
const leastSpread = 0.05;

/** `baseline` of the answer is that of the prior, or the mean over samples that are not the same. */
export function fitWeights(samples: readonly Sample[], { prior, pull }: FitOptions): Weights {
  const baseline = prior?.baseline ?? meanFeatures(samples.filter(({ same }) => !same));
  const spread = spreadOf(samples);
  const solution = newton(samples, spread, prior, pull);
  const weights = Object.fromEntries(
    featureNames.map((name, i) => [name, (solution[i + 1] as number) / spread[name]]),
  ) as Record<FeatureName, number>;
  return { bias: solution[0] as number, weights, baseline };
}

/** Bias first, then the weights times the spread of their features. */
function newton(samples: readonly Sample[], spread: Features, prior: Weights | undefined, pull: number): Float64Array {
  const size = featureNames.length + 1;
  const rows = samples.map(({ features }) =>
    Float64Array.from([1, ...featureNames.map((name) => features[name] / spread[name])]),
  );
  const aim = Float64Array.from([
    prior?.bias ?? 0,
    ...featureNames.map((name) => (prior?.weights[name] ?? 0) * spread[name]),
  ]);
  const weights = aim.slice();
  for (let round = 0; round < rounds; round++) {
    const gradient = new Float64Array(size);
    const curvature = Array.from({ length: size }, () => new Float64Array(size));
    for (let i = 0; i < size; i++) {
      // The bias is free where there is no prior: how common duplicates are is for the samples to say.
      const strength = i === 0 && prior === undefined ? 1e-6 : pull;
      gradient[i] = strength * ((weights[i] as number) - (aim[i] as number));
      (curvature[i] as Float64Array)[i] = strength;
    }
    for (const [s, row] of rows.entries()) {
      const { same, weight = 1 } = samples[s] as Sample;
      let logit = 0;
      for (let i = 0; i < size; i++) logit += (row[i] as number) * (weights[i] as number);
      const p = logistic(logit);
      const error = weight * (p - (same ? 1 : 0));
      const bend = weight * Math.max(p * (1 - p), 1e-6);
      for (let i = 0; i < size; i++) {
        const x = row[i] as number;
        gradient[i] = (gradient[i] as number) + error * x;
        const line = curvature[i] as Float64Array;
        for (let j = 0; j <= i; j++) line[j] = (line[j] as number) + bend * x * (row[j] as number);
      }
    }
    const step = solve(curvature, gradient);
    let largest = 0;
    for (let i = 0; i < size; i++) {
      const by = Math.max(-2, Math.min(2, step[i] as number));
      weights[i] = (weights[i] as number) - by;
      largest = Math.max(largest, Math.abs(by));
    }
    if (largest < 1e-6) break;
  }
  return weights;
}

function meanFeatures(samples: readonly Sample[]): Features {
  const mean = (name: FeatureName): number =>
    samples.reduce((sum, { features }) => sum + features[name], 0) / Math.max(1, samples.length);
  return Object.fromEntries(featureNames.map((name) => [name, mean(name)])) as Features;
}

function spreadOf(samples: readonly Sample[]): Features {
  const mean = meanFeatures(samples);
  const spread = (name: FeatureName): number =>
    Math.sqrt(
      samples.reduce((sum, { features }) => sum + (features[name] - mean[name]) ** 2, 0) / Math.max(1, samples.length),
    );
  return Object.fromEntries(featureNames.map((name) => [name, Math.max(leastSpread, spread(name))])) as Features;
}

/** Mean log loss, natural logarithm. */
export function logLoss(predictions: readonly { readonly probability: number; readonly same: boolean }[]): number {
  const loss = ({ probability, same }: { probability: number; same: boolean }): number => {
    const p = Math.min(1 - 1e-6, Math.max(1e-6, probability));
    return -Math.log(same ? p : 1 - p);
  };
  return predictions.reduce((sum, prediction) => sum + loss(prediction), 0) / Math.max(1, predictions.length);
}

/** Expected calibration error over ten bins of equal width (Guo et al., "On Calibration of Modern Neural Networks", 2017). */
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

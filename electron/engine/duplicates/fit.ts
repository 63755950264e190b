/** Fits the weights of the pair model: logistic regression with a pull towards given weights, solved by Newton's method. */
import { solve } from '../numbers/cholesky.ts';
import { logistic } from '../numbers/logistic.ts';
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
  /** Strength of the pull, in samples, for a weight on a feature of spread 1. */
  readonly pull: number;
}

const rounds = 60;
const halvings = 20;
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

interface Problem {
  /** A sample a row: 1, then its features by their spread. */
  readonly rows: readonly Float64Array[];
  readonly samples: readonly Sample[];
  readonly aim: Float64Array;
  /** Of the pull, by weight. */
  readonly strengths: Float64Array;
}

/** Bias first, then the weights times the spread of their features. */
function newton(samples: readonly Sample[], spread: Features, prior: Weights | undefined, pull: number): Float64Array {
  const rows = samples.map(({ features }) =>
    Float64Array.from([1, ...featureNames.map((name) => features[name] / spread[name])]),
  );
  const aim = Float64Array.from([
    prior?.bias ?? 0,
    ...featureNames.map((name) => (prior?.weights[name] ?? 0) * spread[name]),
  ]);
  // The bias is free where there is no prior: how common duplicates are is for the samples to say.
  const strengths = aim.map((_, i) => (i === 0 && prior === undefined ? 1e-6 : pull));
  const problem: Problem = { rows, samples, aim, strengths };
  let weights = aim.slice();
  let loss = lossOf(problem, weights);
  for (let round = 0; round < rounds; round++) {
    const step = stepFrom(problem, weights);
    // Far from the solution a whole step may lead away from it.
    let share = 1;
    let next = weights;
    let reached = loss;
    for (let half = 0; half < halvings; half++, share /= 2) {
      next = weights.map((weight, i) => weight - share * (step[i] as number));
      reached = lossOf(problem, next);
      if (reached < loss) break;
    }
    if (reached >= loss) break;
    const done = loss - reached < 1e-9 * (1 + loss);
    weights = next;
    loss = reached;
    if (done) break;
  }
  return weights;
}

/** Log loss of all samples, and the pull. */
function lossOf({ rows, samples, aim, strengths }: Problem, weights: Float64Array): number {
  let loss = 0;
  for (const [s, row] of rows.entries()) {
    const { same, weight = 1 } = samples[s] as Sample;
    const logit = dot(row, weights);
    const against = same ? -logit : logit;
    loss += weight * (against > 30 ? against : Math.log1p(Math.exp(against)));
  }
  for (let i = 0; i < weights.length; i++) {
    loss += ((strengths[i] as number) * ((weights[i] as number) - (aim[i] as number)) ** 2) / 2;
  }
  return loss;
}

/** Newton's: the gradient by the inverse of the curvature. */
function stepFrom({ rows, samples, aim, strengths }: Problem, weights: Float64Array): Float64Array {
  const size = weights.length;
  const gradient = weights.map((weight, i) => (strengths[i] as number) * (weight - (aim[i] as number)));
  const curvature = Array.from({ length: size }, (_, i) => {
    const line = new Float64Array(size);
    line[i] = strengths[i] as number;
    return line;
  });
  for (const [s, row] of rows.entries()) {
    const { same, weight = 1 } = samples[s] as Sample;
    const p = logistic(dot(row, weights));
    const error = weight * (p - (same ? 1 : 0));
    const bend = weight * Math.max(p * (1 - p), 1e-6);
    for (let i = 0; i < size; i++) {
      const x = row[i] as number;
      gradient[i] = (gradient[i] as number) + error * x;
      const line = curvature[i] as Float64Array;
      for (let j = 0; j <= i; j++) line[j] = (line[j] as number) + bend * x * (row[j] as number);
    }
  }
  return solve(curvature, gradient);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
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

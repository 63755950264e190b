/**
 * The classifier of one tag: logistic regression on picture vectors, started from what the words of the tag say and
 * held near it. With few examples it stays there, with many it goes where they point.
 */
import { fitLogistic } from '../numbers/logistic-regression.ts';
import { VectorRows } from '../numbers/rows.ts';

export interface ProbeData {
  /** [rows x dimensions], row-major. */
  readonly vectors: Float32Array;
  /** 1 for products that carry the tag, 0 for those that do not. */
  readonly targets: Uint8Array;
  /** How much each row counts. */
  readonly weights: Float32Array;
  readonly dimensions: number;
}

/** Log-odds of a vector x: `weights . x + bias`. */
export interface Probe {
  readonly weights: Float64Array;
  readonly bias: number;
}

export interface ProbeOptions {
  /** What the words of the tag say; the fit is pulled towards it. */
  readonly prior: Probe;
  /** Strength of the pull on the weights, in units of one row. The bias is pulled a hundred times less. */
  readonly ridge: number;
  /** An earlier fit to go on from. */
  readonly start?: Probe | undefined;
}

const biasFreedom = 0.01;

/**
 * Minimises `sum_i c_i log(1 + exp(-s_i (w.x_i + b))) + ridge/2 |w - w0|^2 + ridge/200 (b - b0)^2`. Not to the end:
 * what is left is less than what another photo would change.
 */
export function fitProbe({ vectors, targets, weights, dimensions }: ProbeData, options: ProbeOptions): Probe {
  const { prior, ridge, start } = options;
  const precision = new Float64Array(dimensions + 1).fill(ridge);
  precision[dimensions] = ridge * biasFreedom;
  const fitted = fitLogistic({
    rows: new VectorRows(vectors, dimensions),
    targets,
    weights,
    mean: packed(prior),
    precision,
    ...(start === undefined ? {} : { start: packed(start) }),
    tolerance: 1e-3,
    maxSteps: 12,
  });
  return { weights: fitted.subarray(0, dimensions), bias: fitted[dimensions] as number };
}

/** Log-odds of `vector` [dimensions]. */
export function logOdds({ weights, bias }: Probe, vector: ArrayLike<number>): number {
  let sum = bias;
  for (let i = 0; i < weights.length; i++) sum += (weights[i] as number) * (vector[i] as number);
  return sum;
}

function packed({ weights, bias }: Probe): Float64Array {
  const theta = new Float64Array(weights.length + 1);
  theta.set(weights);
  theta[weights.length] = bias;
  return theta;
}

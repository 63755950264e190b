/**
 * A linear probe, which tells one tag from image vectors: logistic regression that starts from what the words of the
 * tag say and is held near it. With few examples it stays there, with many it goes where they point.
 */
import { fitLogistic } from '../numbers/logistic-regression.ts';
import { VectorRows } from '../numbers/rows.ts';

/** [dimensions + 1]: the weights, and the bias last. The log-odds of a vector x are `weights . x + bias`. */
export type Probe = Float64Array;

export interface ProbeData {
  /** [rows x dimensions], row-major. */
  readonly vectors: Float32Array;
  /** 1 for products that carry the tag, 0 for those that do not. */
  readonly targets: Uint8Array;
  /** How much each row counts. */
  readonly weights: Float32Array;
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
 * what is left is less than what another image would change.
 */
export function fitProbe({ vectors, targets, weights }: ProbeData, { prior, ridge, start }: ProbeOptions): Probe {
  const dimensions = prior.length - 1;
  const precision = new Float64Array(prior.length).fill(ridge);
  precision[dimensions] = ridge * biasFreedom;
  return fitLogistic({
    rows: new VectorRows(vectors, dimensions),
    targets,
    weights,
    mean: prior,
    precision,
    ...(start === undefined ? {} : { start }),
    tolerance: 1e-3,
    maxSteps: 12,
  });
}

/** Log-odds of `vector` [dimensions]. */
export function logOdds(probe: Probe, vector: ArrayLike<number>): number {
  let sum = probe[vector.length] as number;
  for (let i = 0; i < vector.length; i++) sum += (probe[i] as number) * (vector[i] as number);
  return sum;
}

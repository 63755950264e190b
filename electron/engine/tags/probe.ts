/**
 * The classifier of one tag: logistic regression on picture vectors, started from what the words of the tag say and held near it. With few examples
 * it stays there, with many it goes where they point.
 */
import { logistic, softplus } from '../numbers/logistic.ts';

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

const maxNewtonSteps = 12;
const maxConjugateSteps = 20;
const biasFreedom = 0.01;

/**
 * Minimises `sum_i c_i log(1 + exp(-s_i (w.x_i + b))) + ridge/2 |w - w0|^2 + ridge/200 (b - b0)^2` by Newton steps, each solved by conjugate
 * gradients (Lin, Weng & Keerthi 2008), halved until the loss falls. Convex and without chance, so that the same data give the same probe.
 */
export function fitProbe(data: ProbeData, { prior, ridge, start = prior }: ProbeOptions): Probe {
  const problem = new LogisticProblem(data, prior, ridge);
  let theta = packed(start);
  let state = problem.at(theta);
  const tolerance = 1e-3 * Math.max(1, norm(problem.at(packed(prior)).gradient));
  for (let step = 0; step < maxNewtonSteps && norm(state.gradient) > tolerance; step++) {
    const direction = problem.solve(state);
    let length = 1;
    let next = problem.at(plus(theta, direction, length));
    while (next.loss > state.loss && length > 1e-4) {
      length /= 2;
      next = problem.at(plus(theta, direction, length));
    }
    if (next.loss >= state.loss) break;
    theta = plus(theta, direction, length);
    state = next;
  }
  return { weights: theta.subarray(0, data.dimensions), bias: theta[data.dimensions] as number };
}

/** Log-odds of `vector` [dimensions]. */
export function logOdds({ weights, bias }: Probe, vector: ArrayLike<number>): number {
  let sum = bias;
  for (let i = 0; i < weights.length; i++) sum += (weights[i] as number) * (vector[i] as number);
  return sum;
}

interface State {
  readonly loss: number;
  /** [dimensions + 1], the bias last. */
  readonly gradient: Float64Array;
  /** Second derivative of each row's loss by its log-odds. */
  readonly curvature: Float64Array;
}

class LogisticProblem {
  readonly #data: ProbeData;
  readonly #prior: Float64Array;
  readonly #ridge: Float64Array;

  constructor(data: ProbeData, prior: Probe, ridge: number) {
    this.#data = data;
    this.#prior = packed(prior);
    this.#ridge = new Float64Array(data.dimensions + 1).fill(ridge);
    this.#ridge[data.dimensions] = ridge * biasFreedom;
  }

  at(theta: Float64Array): State {
    const { targets, weights } = this.#data;
    const margins = this.#times(theta);
    const curvature = new Float64Array(margins.length);
    let loss = 0;
    for (let row = 0; row < margins.length; row++) {
      const margin = margins[row] as number;
      const weight = weights[row] as number;
      const probability = logistic(margin);
      loss += weight * softplus(targets[row] === 1 ? -margin : margin);
      margins[row] = weight * (probability - (targets[row] as number));
      curvature[row] = weight * probability * (1 - probability);
    }
    const gradient = this.#transposeTimes(margins);
    for (let i = 0; i < gradient.length; i++) {
      const away = (theta[i] as number) - (this.#prior[i] as number);
      const ridge = this.#ridge[i] as number;
      loss += (ridge * away * away) / 2;
      gradient[i] = (gradient[i] as number) + ridge * away;
    }
    return { loss, gradient, curvature };
  }

  /** The Newton step: conjugate gradients for `(X' D X + ridge) step = -gradient`. */
  solve({ gradient, curvature }: State): Float64Array {
    const step = new Float64Array(gradient.length);
    const residual = gradient.map((value) => -value);
    let direction = Float64Array.from(residual);
    let squared = dot(residual, residual);
    const target = squared * 0.01;
    for (let i = 0; i < maxConjugateSteps && squared > target; i++) {
      const image = this.#curve(direction, curvature);
      const alpha = squared / dot(direction, image);
      for (let j = 0; j < step.length; j++) {
        step[j] = (step[j] as number) + alpha * (direction[j] as number);
        residual[j] = (residual[j] as number) - alpha * (image[j] as number);
      }
      const next = dot(residual, residual);
      direction = direction.map((value, j) => (residual[j] as number) + (next / squared) * value);
      squared = next;
    }
    return step;
  }

  #curve(direction: Float64Array, curvature: Float64Array): Float64Array {
    const rows = this.#times(direction);
    for (let row = 0; row < rows.length; row++) rows[row] = (rows[row] as number) * (curvature[row] as number);
    const image = this.#transposeTimes(rows);
    for (let i = 0; i < image.length; i++)
      image[i] = (image[i] as number) + (this.#ridge[i] as number) * (direction[i] as number);
    return image;
  }

  #times(theta: Float64Array): Float64Array {
    const { vectors, dimensions, targets } = this.#data;
    const result = new Float64Array(targets.length);
    const bias = theta[dimensions] as number;
    for (let row = 0, at = 0; row < result.length; row++) {
      let sum = bias;
      for (let i = 0; i < dimensions; i++, at++) sum += (theta[i] as number) * (vectors[at] as number);
      result[row] = sum;
    }
    return result;
  }

  #transposeTimes(rows: Float64Array): Float64Array {
    const { vectors, dimensions } = this.#data;
    const result = new Float64Array(dimensions + 1);
    let total = 0;
    for (let row = 0, at = 0; row < rows.length; row++) {
      const value = rows[row] as number;
      total += value;
      for (let i = 0; i < dimensions; i++, at++) result[i] = (result[i] as number) + value * (vectors[at] as number);
    }
    result[dimensions] = total;
    return result;
  }
}

function packed({ weights, bias }: Probe): Float64Array {
  const theta = new Float64Array(weights.length + 1);
  theta.set(weights);
  theta[weights.length] = bias;
  return theta;
}

function plus(theta: Float64Array, direction: Float64Array, length: number): Float64Array {
  return theta.map((value, i) => value + length * (direction[i] as number));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function norm(values: Float64Array): number {
  return Math.sqrt(dot(values, values));
}

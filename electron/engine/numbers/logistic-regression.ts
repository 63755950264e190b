/**
 * Logistic regression with a pull towards given coefficients, which is a normal prior: what the ranker, the pair model
 * of duplicates, the classifiers of tags and feedback within a search are fitted by. Convex and without chance: the
 * same data give the same coefficients.
 */
import { logistic, softplus } from './logistic.ts';
import { type Rows, squaredLength } from './rows.ts';

export interface LogisticProblem {
  readonly rows: Rows;
  /** 0..1, by row. */
  readonly targets: ArrayLike<number>;
  /** How much each row counts; 1 by default. */
  readonly weights?: ArrayLike<number>;
  /** Log-odds that each row has before any coefficient; 0 by default. */
  readonly offsets?: ArrayLike<number>;
  /**
   * Coefficients that the fit is pulled to, and the strength of each pull: the inverse of the prior's variance, above
   * 0.
   */
  readonly mean: Float64Array;
  readonly precision: Float64Array;
  /** Where to begin; the mean by default. */
  readonly start?: Float64Array;
  /** So many of the first coefficients are kept from falling below 0. */
  readonly nonNegative?: number;
  /** Ends when the gradient is shorter than this share of the one at the mean, or of 1 where that is more. */
  readonly tolerance?: number;
  readonly maxSteps?: number;
}

/** A step that changes the loss by a smaller share is the last. */
const leastGain = 1e-12;
const shortestStep = 1e-6;

/**
 * Coefficients [columns] that minimise `sum_i c_i (log(1 + exp(m_i)) - y_i m_i) + sum_j p_j (w_j - w0_j)^2 / 2` with `m
 * = X w + offsets`, by Newton's method, steps halved until the loss falls. @throws {RangeError} when a precision is not
 * above 0
 */
export function fitLogistic(problem: LogisticProblem): Float64Array {
  const { rows, mean, precision, start = mean, nonNegative = 0, tolerance = 1e-9, maxSteps = 60 } = problem;
  const atMean = evaluate(problem, mean);
  const flat = tolerance * Math.max(1, atMean.slope);
  let here = start === mean ? atMean : evaluate(problem, start);
  for (let step = 0; step < maxSteps && here.slope > flat; step++) {
    const { coefficients, loss } = here;
    const move = rows.solve(here.curvature, precision, here.gradient);
    let share = 1;
    let next = here;
    do {
      next = evaluate(
        problem,
        coefficients.map((value, i) => {
          const moved = value - share * (move[i] as number);
          return i < nonNegative ? Math.max(0, moved) : moved;
        }),
      );
      share /= 2;
    } while (!(next.loss < loss) && share > shortestStep);
    if (!(next.loss < loss)) break;
    here = next;
    if (loss - next.loss < leastGain * (1 + loss)) break;
  }
  return here.coefficients;
}

interface Evaluated {
  readonly coefficients: Float64Array;
  readonly loss: number;
  readonly gradient: Float64Array;
  /** Length of the gradient. */
  readonly slope: number;
  /** Second derivative of the loss of each row by its log-odds. */
  readonly curvature: Float64Array;
}

function evaluate(
  { rows, targets, weights, offsets, mean, precision }: LogisticProblem,
  coefficients: Float64Array,
): Evaluated {
  const logOdds = rows.times(coefficients);
  const errors = new Float64Array(logOdds.length);
  const curvature = new Float64Array(logOdds.length);
  let loss = 0;
  for (let row = 0; row < logOdds.length; row++) {
    const own = (logOdds[row] as number) + (offsets?.[row] ?? 0);
    const weight = weights?.[row] ?? 1;
    const target = targets[row] as number;
    const probability = logistic(own);
    loss += weight * (target * softplus(-own) + (1 - target) * softplus(own));
    errors[row] = weight * (probability - target);
    curvature[row] = weight * probability * (1 - probability);
  }
  const gradient = rows.weightedSum(errors);
  for (let i = 0; i < gradient.length; i++) {
    const away = (coefficients[i] as number) - (mean[i] as number);
    const pull = (precision[i] as number) * away;
    loss += (pull * away) / 2;
    gradient[i] = (gradient[i] as number) + pull;
  }
  return { coefficients, loss, gradient, slope: Math.sqrt(squaredLength(gradient)), curvature };
}

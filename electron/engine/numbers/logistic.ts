/** Probabilities 0..1 and their log-odds, natural logarithm. */

/** The probability of log-odds: 1 / (1 + e^-x). */
export function logistic(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

/** The log-odds of a probability; infinite for 0 and 1. */
export function logit(probability: number): number {
  return Math.log(probability / (1 - probability));
}

/** ln(1 + e^x) without overflow: the log loss of log-odds `-x` for what is true, of `x` for what is not. */
export function softplus(x: number): number {
  return x > 30 ? x : Math.log1p(Math.exp(x));
}

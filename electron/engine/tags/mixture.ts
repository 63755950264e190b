/**
 * How far each kind of evidence is to be trusted: a conditional logit model over the tags of a group (McFadden 1974), fitted on products whose tag is
 * known and pulled towards weights set by hand, so that few or wrong labels move it little.
 */

/** Log-odds of the classifier, log share of the neighbours, and whether the title says so. */
export type Evidence = readonly [learned: number, neighbours: number, title: number];
export type Mixture = readonly [learned: number, neighbours: number, title: number];

export const handSet: Mixture = [0.8, 0.5, 3];

export interface Choice {
  /** One entry an option. */
  readonly options: readonly Evidence[];
  readonly chosen: number;
}

/** Curvature of the pull, in units of one product. */
const ridge = 4;
const steps = 8;

export function utility(mixture: Mixture, evidence: Evidence): number {
  return mixture[0] * evidence[0] + mixture[1] * evidence[1] + mixture[2] * evidence[2];
}

/** Newton steps of the penalised likelihood; weights below 0 are set to 0, since no evidence speaks against what it is for. */
export function fitMixture(choices: readonly Choice[]): Mixture {
  let weights: Mixture = handSet;
  for (let step = 0; step < steps; step++) {
    const gradient = [0, 1, 2].map((i) => ridge * ((weights[i] as number) - (handSet[i] as number)));
    const hessian = [0, 1, 2].map((i) => [0, 1, 2].map((j) => (i === j ? ridge : 0)));
    for (const choice of choices) addChoice(choice, weights, gradient, hessian);
    const move = solve3(hessian, gradient);
    weights = [0, 1, 2].map((i) => Math.max(0, (weights[i] as number) - (move[i] as number))) as unknown as Mixture;
  }
  return weights;
}

/** Probabilities of the options. */
export function softmax(utilities: readonly number[]): number[] {
  const top = Math.max(...utilities);
  const odds = utilities.map((value) => Math.exp(value - top));
  const total = odds.reduce((sum, value) => sum + value, 0);
  return odds.map((value) => value / total);
}

function addChoice({ options, chosen }: Choice, weights: Mixture, gradient: number[], hessian: number[][]): void {
  const probabilities = softmax(options.map((evidence) => utility(weights, evidence)));
  const expected = [0, 1, 2].map((i) =>
    options.reduce((sum, evidence, k) => sum + (probabilities[k] as number) * (evidence[i] as number), 0),
  );
  const right = options[chosen] as Evidence;
  for (let i = 0; i < 3; i++) {
    gradient[i] = (gradient[i] as number) + (expected[i] as number) - (right[i] as number);
    for (let j = 0; j < 3; j++) {
      const second = options.reduce(
        (sum, evidence, k) => sum + (probabilities[k] as number) * (evidence[i] as number) * (evidence[j] as number),
        0,
      );
      const row = hessian[i] as number[];
      row[j] = (row[j] as number) + second - (expected[i] as number) * (expected[j] as number);
    }
  }
}

/** Cramer's rule; the ridge keeps the matrix positive definite. */
function solve3(m: number[][], v: number[]): number[] {
  const det = (a: number[][]): number => {
    const [[a0, a1, a2], [b0, b1, b2], [c0, c1, c2]] = a as [Row3, Row3, Row3];
    return a0 * (b1 * c2 - b2 * c1) - a1 * (b0 * c2 - b2 * c0) + a2 * (b0 * c1 - b1 * c0);
  };
  const whole = det(m);
  return [0, 1, 2].map(
    (column) => det(m.map((row, i) => row.map((x, j) => (j === column ? (v[i] as number) : x)))) / whole,
  );
}

type Row3 = [number, number, number];

/** The weights that Lookalike ships with. */
import type { Weights } from './pair-model.ts';

export const defaultWeights: Weights = {
  bias: -11,
  weights: {
    exact: 6,
    luma: 0.3,
    detail: 1.5,
    explained: 0.3,
    agreeing: 1,
    colour: -2,
    cast: -1,
    uncovered: -1,
    hash: -0.5,
    copy: 0.5,
    cosine: 0.8,
    mean: 0.3,
    words: 1.5,
    sameTitle: 1.5,
    text: 0.3,
    identifier: 5,
    brand: 0.5,
  },
  baseline: {
    exact: 0,
    luma: 1.8,
    detail: 0.6,
    explained: 1.5,
    agreeing: 0.1,
    colour: 0.6,
    cast: 0.1,
    uncovered: 0.05,
    hash: 1,
    copy: 1.2,
    cosine: 2,
    mean: 2,
    words: 0.3,
    sameTitle: 0,
    text: 1.5,
    identifier: 0,
    brand: 0,
  },
};

/** Groups and checks use this probability unless they are asked for another. */
export const shippedThreshold = 0.5;

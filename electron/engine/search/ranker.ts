/**
 * A ranker: a named, versioned set of numbers that turns similarities into one score.
 *
 * Each component c has a similarity s_c (a cosine, or for words the idf-weighted share of the query's words that match). It becomes evidence in
 * log-odds, `z_c = slope * (s_c - centre)`, where slope and centre come from a logistic fit of "same kind of product" against the similarity.
 * The evidence is averaged with the ranker's weights over the components a product has, and `score = sigmoid(scale * z - offset)`.
 */
import type { ModelManifest } from '../../contract/model-manifest.ts';
import type { Explanation } from '../../contract/search.ts';
import { logistic } from '../numbers/logistic.ts';

export type ComponentName = Explanation['components'][number]['name'];

export interface Calibration {
  /** Log-odds a unit of similarity. */
  readonly slope: number;
  /** The similarity at which a product is as likely to fit as not. */
  readonly centre: number;
}

/** Similarities of two kinds of query part to the two kinds of vector a product has. */
export interface ModelCalibration {
  readonly textToPicture: Calibration;
  readonly textToListing: Calibration;
  readonly imageToPicture: Calibration;
  readonly imageToListing: Calibration;
  /** A picture's weight beside words in a mixed query: picture cosines spread wider, so at 1 words would hardly count. */
  readonly imageGain: number;
  /** What a minus sign weighs: at 1 the turn away from what is not wanted costs too much of what is. */
  readonly minusGain: number;
}

export type Weights = Readonly<Record<ComponentName, number>>;

export interface Ranker {
  readonly name: string;
  readonly version: number;
  /** For queries with words in them. */
  readonly textWeights: Weights;
  /** For queries of pictures and products alone. */
  readonly imageWeights: Weights;
  readonly words: Calibration;
  readonly scale: number;
  readonly offset: number;
  /** Products that score lower are clearly unrelated. */
  readonly cutoff: number;
  /** Log-odds for having all tags that the query names; as much is taken off for having others in their place. */
  readonly tagMatch: number;
  /** Log-odds that carrying a tag adds whatever is asked, by `group: name`. */
  readonly preferences: Readonly<Record<string, number>>;
}

/** Set by hand after looking at labelled pictures; bench/retrieval.ts prints what it scores. */
export const defaultRanker: Ranker = {
  name: 'default',
  version: 1,
  textWeights: { picture: 0.35, listing: 0.45, words: 0.2 },
  imageWeights: { picture: 0.85, listing: 0.15, words: 0 },
  words: { slope: 8, centre: 0.5 },
  scale: 1,
  offset: 1.5,
  cutoff: 0.25,
  tagMatch: 0,
  preferences: {},
};

/** Logistic fits on labelled catalogs, classes balanced, for models whose vectors were looked at. */
const measured: Readonly<Record<string, ModelCalibration>> = {
  'starter-v1': {
    textToPicture: { slope: 20, centre: 0.14 },
    textToListing: { slope: 20, centre: 0.38 },
    imageToPicture: { slope: 13, centre: 0.44 },
    imageToListing: { slope: 20, centre: 0.01 },
    imageGain: 0.6,
    minusGain: 0.6,
  },
};

export const isMeasured = ({ id }: Pick<ModelManifest, 'id'>): boolean => Object.hasOwn(measured, id);

/**
 * The calibration of a model. For one that was never measured it follows from what `model.json` says of the loss that it was trained
 * with, which is not much: it stands until a library is large enough to show where the model's cosines lie (`background.ts`).
 */
export function calibrationOf(manifest: ModelManifest): ModelCalibration {
  const known = measured[manifest.id];
  if (known !== undefined) return known;
  const scale = Math.exp(manifest.similarity.logitScale);
  const ofLoss = manifest.similarity.kind === 'softmax' ? softmaxCalibration : sigmoidCalibration;
  return { ...ofLoss(scale, -manifest.similarity.logitBias / scale), imageGain: 0.6, minusGain: 0.6 };
}

type Similar = Omit<ModelCalibration, 'imageGain' | 'minusGain'>;

/**
 * Even odds of `sigmoid(exp(logitScale) * cos + logitBias)` hold against thousands of alternatives and therefore lie high: half of
 * their cosine serves as the centre.
 */
function sigmoidCalibration(scale: number, evenOdds: number): Similar {
  const crossModal = { slope: scale, centre: evenOdds / 2 };
  const sameModal = { slope: 13, centre: 0.6 };
  return { textToPicture: crossModal, imageToListing: crossModal, textToListing: sameModal, imageToPicture: sameModal };
}

/**
 * A softmax over a batch knows differences only, so the loss says nothing of where cosines lie. CLIP's lie between 0.15 for words that
 * have nothing to do with a picture and 0.35 for its own caption; two texts, and two pictures, lie far closer together (Liang et al.
 * 2022 on the gap between the two). Half the scale as the slope, since what tells two products of a catalog apart is less than what
 * tells two pictures of the web apart. A model whose cosines lie elsewhere says so by a bias: even odds are then where it has them.
 */
function softmaxCalibration(scale: number, evenOdds: number): Similar {
  const crossModal = { slope: scale / 2, centre: evenOdds === 0 ? 0.25 : evenOdds };
  return {
    textToPicture: crossModal,
    imageToListing: crossModal,
    textToListing: { slope: 13, centre: 0.7 },
    imageToPicture: { slope: 13, centre: 0.65 },
  };
}

/** The similarities of one product to the query; `null` where the product or the query has no such component. */
export type Similarities = Readonly<Record<ComponentName, number | null>>;

/** How similarities of a particular query are read: calibrations mixed according to its parts. */
export interface QueryCalibration {
  readonly picture: Calibration;
  readonly listing: Calibration;
  readonly words: Calibration;
}

const names: readonly ComponentName[] = ['picture', 'listing', 'words'];

/** The score, 0..1, of a product; 0 when it has no component at all. `bonus`: log-odds from its tags. */
export function scoreOf(
  ranker: Ranker,
  weights: Weights,
  calibration: QueryCalibration,
  similarities: Similarities,
  bonus = 0,
): number {
  return logistic(logOddsOf(ranker, weights, calibration, similarities, bonus));
}

/** The log-odds behind `scoreOf`. */
export function logOddsOf(
  ranker: Ranker,
  weights: Weights,
  calibration: QueryCalibration,
  similarities: Similarities,
  bonus = 0,
): number {
  let evidence = 0;
  let total = 0;
  for (const name of names) {
    const similarity = similarities[name];
    if (similarity === null || weights[name] === 0) continue;
    evidence += weights[name] * calibration[name].slope * (similarity - calibration[name].centre);
    total += weights[name];
  }
  return total === 0 ? Number.NEGATIVE_INFINITY : (ranker.scale * evidence) / total - ranker.offset + bonus;
}

/**
 * Which component brought the product here: each one's weighted evidence above what an unrelated product has (three units of log-odds
 * below even), as shares that sum to 1. What tags add counts for the words that name them.
 */
export function componentShares(
  weights: Weights,
  calibration: QueryCalibration,
  similarities: Similarities,
  bonus = 0,
): Explanation['components'] {
  const present = names.flatMap((name) => {
    const value = similarities[name];
    if (value === null || weights[name] === 0) return [];
    const evidence = calibration[name].slope * (value - calibration[name].centre);
    const fromTags = name === 'words' ? Math.max(0, bonus) : 0;
    return [{ name, value, above: weights[name] * Math.max(0, evidence + unrelatedBelowEven) + fromTags }];
  });
  const total = present.reduce((sum, component) => sum + component.above, 0);
  return present.map(({ name, value, above }) => ({
    name,
    value,
    share: total === 0 ? 1 / present.length : above / total,
  }));
}

const unrelatedBelowEven = 3;

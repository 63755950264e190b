/**
 * Chooses the weights, their calibration and the threshold on the fit half alone. Each product is judged by weights
 * fitted without it: from those judgements come calibration and threshold, and the shipped weights are then fitted to
 * the whole half.
 */
import { defaultWeights } from '../../electron/engine/duplicates/default-weights.ts';
import type { ComparedPair } from '../../electron/engine/duplicates/evidence.ts';
import { calibrationError, fitWeights, logLoss, type Sample } from '../../electron/engine/duplicates/fit.ts';
import { type Features, featureNames, featuresOf, type Weights } from '../../electron/engine/duplicates/pair-model.ts';
import { logistic } from '../../electron/engine/numbers/logistic.ts';
import { familyOf, HardNegatives, isRecoloured, upperBound } from './hard.ts';
import type { Compared } from './library.ts';
import { forEachPair, type ScoredPair } from './score.ts';

const folds = 4;
const pull = 0.5;
/**
 * The same image in another colour is rare in these catalogs, and must not be merged all the more: such a pair counts
 * as several.
 */
const recolouredCount = 4;
/** False merges of hard negatives stay under this, by the upper end of the confidence interval. */
const mostMerged = 0.01;

interface Judged extends Sample {
  readonly pair: ScoredPair;
  readonly folds: readonly [number, number];
  /** Of not being held back by a fold, the mean where it was held back by two. */
  logit: number;
}

export function choose(compared: Compared) {
  const { judged, hard, same } = gather(compared);
  for (let fold = 0; fold < folds; fold++) {
    const weights = fitWeights(
      judged.filter((sample) => !sample.folds.includes(fold)),
      { pull },
    );
    for (const sample of judged) {
      if (sample.folds.includes(fold)) sample.logit += logitOf(weights, sample.features) / new Set(sample.folds).size;
    }
  }
  const { slope, offset } = platt(judged);
  const probabilityOf = new Map(judged.map(({ pair, logit }) => [keyOf(pair), logistic(slope * logit + offset)]));
  const predictions = judged.map(({ pair, same }) => ({ probability: probabilityOf.get(keyOf(pair)) ?? 0, same }));
  const scores = hard.map((pair) => probabilityOf.get(keyOf(pair)) ?? 0);
  const threshold = lowestSafe(scores);
  const uncertain = predictions.filter(({ probability }) => probability >= 0.02 && probability <= 0.98);
  return {
    weights: shipped(judged, slope, offset),
    threshold,
    crosswise: {
      candidates: judged.length,
      slope: short(slope),
      offset: short(offset),
      logLoss: short(logLoss(predictions)),
      expectedCalibrationError: short(calibrationError(predictions)),
      uncertainOnly: short(calibrationError(uncertain)),
      hardNegatives: hard.length,
      merged: scores.filter((score) => score >= threshold).length,
      recall: recallByKind(same, (pair) => (probabilityOf.get(keyOf(pair)) ?? 0) >= threshold),
    },
  };
}

/** All candidates without a veto, as they come. */
function gather(compared: Compared) {
  const pairOf = new Map<string, ComparedPair>(compared.pairs.map((pair) => [`${pair.left} ${pair.right}`, pair]));
  const judged: Judged[] = [];
  const hard = new HardNegatives();
  const same: ScoredPair[] = [];
  forEachPair(compared, defaultWeights, (pair) => {
    hard.offer(pair);
    if (pair.same) same.push(pair);
    const found = pair.stated ? pairOf.get(keyOf(pair)) : undefined;
    if (found === undefined) return;
    judged.push({
      pair,
      features: featuresOf(found.evidence, nothing),
      same: pair.same,
      weight: isRecoloured(pair) ? recolouredCount : 1,
      folds: [foldOf(pair.left.origin.product), foldOf(pair.right.origin.product)],
      logit: 0,
    });
  });
  return { judged, hard: hard.all, same };
}

function recallByKind(pairs: readonly ScoredPair[], found: (pair: ScoredPair) => boolean): Record<string, number> {
  const kinds = Map.groupBy(pairs, ({ kind }) => kind ?? '');
  const recall = (of: readonly ScoredPair[]): number => short(of.filter(found).length / of.length);
  return { all: recall(pairs), ...Object.fromEntries([...kinds].sort().map(([kind, of]) => [kind, recall(of)])) };
}

const nothing = Object.fromEntries(featureNames.map((name) => [name, 0])) as Features;

/** Products with their copies and other colours are in one fold. */
function foldOf(product: string): number {
  let hash = 7;
  for (const character of familyOf(product)) hash = (hash * 33 + character.charCodeAt(0)) % 1_000_003;
  return hash % folds;
}

function keyOf({ left, right }: ScoredPair): string {
  return `${left.id} ${right.id}`;
}

function logitOf({ bias, weights }: Weights, features: Features): number {
  return featureNames.reduce((sum, name) => sum + weights[name] * features[name], bias);
}

/** Slope and offset that make logits probabilities (Platt, 1999), by Newton's method on the log loss. */
function platt(judged: readonly Judged[]): { slope: number; offset: number } {
  let [slope, offset] = [1, 0];
  for (let round = 0; round < 25; round++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-9, 0, 1e-9];
    for (const { logit, same } of judged) {
      const p = logistic(slope * logit + offset);
      const error = p - (same ? 1 : 0);
      const bend = p * (1 - p);
      g0 += error * logit;
      g1 += error;
      h00 += bend * logit * logit;
      h01 += bend * logit;
      h11 += bend;
    }
    const determinant = h00 * h11 - h01 * h01;
    slope -= (h11 * g0 - h01 * g1) / determinant;
    offset -= (h00 * g1 - h01 * g0) / determinant;
  }
  return { slope, offset };
}

/** In hundredths, 1 where none is safe. */
function lowestSafe(hard: readonly number[]): number {
  for (let step = 50; step < 100; step++) {
    const merged = hard.filter((score) => score >= step / 100).length;
    if (upperBound(merged, hard.length) < mostMerged) return step / 100;
  }
  return 1;
}

/**
 * Identifiers, brands and further images do not occur in these catalogs; their weights are set by hand: an unremarkable
 * pair with the same GTIN comes to 0.9, one with a long model number in common stays far below.
 */
function shipped(judged: readonly Judged[], slope: number, offset: number): Weights {
  const { bias, weights, baseline } = fitWeights(judged, { pull });
  const scaled = Object.fromEntries(featureNames.map((name) => [name, slope * weights[name]])) as Features;
  const shifted = slope * bias + offset;
  const unremarkable = featureNames.reduce((sum, name) => sum + scaled[name] * baseline[name], shifted);
  const byHand = { exact: 2, identifier: 2.2 - unremarkable, brand: 0.4, otherPhotos: -2 };
  const none = { exact: 0, identifier: 0, brand: 0, otherPhotos: 0 };
  return {
    bias: short(shifted),
    weights: shortened({ ...scaled, ...byHand }),
    baseline: shortened({ ...baseline, ...none }),
  };
}

function shortened(record: Features): Features {
  return Object.fromEntries(featureNames.map((name) => [name, short(record[name])])) as Features;
}

function short(value: number): number {
  return Number(value.toPrecision(4));
}

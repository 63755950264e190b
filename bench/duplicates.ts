/**
 * How well duplicates are found: `npm run bench:duplicates`. Catalogs of real products (../shared/data) get changed copies of their photos, other colours
 * and other photos; the weights were fitted on one half of the products (`--fit` does it again and prints them), and everything printed is
 * measured on the other half. Two detectors of one number each, the perceptual hash and the cosine, run beside. `--keep DIR` keeps the
 * catalogs for the next run; `--library DIR` only times a library that is there. docs/measurements.md quotes it.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { defaultWeights, shippedThreshold } from '../electron/engine/duplicates/default-weights.ts';
import { calibrationError, fitWeights, logLoss, type Sample } from '../electron/engine/duplicates/fit.ts';
import { type Features, featureNames, featuresOf, type Weights } from '../electron/engine/duplicates/pair-model.ts';
import { type Compared, comparedLibrary } from './duplicates/library.ts';
import { timeLibrary } from './duplicates/scale.ts';
import {
  atThreshold,
  averagePrecision,
  bestThreshold,
  type Detector,
  detectors,
  forEachPair,
  type ScoredPair,
} from './duplicates/score.ts';

const { values } = parseArgs({
  options: { fit: { type: 'boolean', default: false }, keep: { type: 'string' }, library: { type: 'string' } },
});

if (values.library !== undefined) {
  console.log(JSON.stringify(await timeLibrary(values.library), null, 2));
} else {
  const dir = values.keep ?? mkdtempSync(path.join(tmpdir(), 'lookalike-duplicates-'));
  mkdirSync(dir, { recursive: true });
  try {
    const weights = values.fit ? fitOn(await comparedLibrary(dir, 'fit')) : defaultWeights;
    if (values.fit) console.log(JSON.stringify(weights));
    console.log(JSON.stringify(measure(await comparedLibrary(dir, 'test'), weights), null, 2));
  } finally {
    if (values.keep === undefined) rmSync(dir, { recursive: true, force: true });
  }
}

/**
 * On all candidates without a veto, as they come. Identifiers, brands and further photos do not occur in these catalogs; their weights are set
 * by hand: an unremarkable pair with the same GTIN comes to 0.9, one with a long model number in common stays far below.
 */
function fitOn(compared: Compared): Weights {
  const pairOf = new Map(compared.pairs.map((pair) => [`${pair.left} ${pair.right}`, pair]));
  const samples: Sample[] = [];
  forEachPair(compared, defaultWeights, ({ left, right, stated }) => {
    const pair = stated ? pairOf.get(`${left.id} ${right.id}`) : undefined;
    if (pair === undefined) return;
    samples.push({ features: featuresOf(pair.evidence), same: left.origin.product === right.origin.product });
  });
  const { bias, weights, baseline } = fitWeights(samples, { pull: 5 });
  const unremarkable = featureNames.reduce((sum, name) => sum + weights[name] * baseline[name], bias);
  const byHand = { exact: 2, identifier: 2.2 - unremarkable, brand: 0.4, otherPhotos: -2 };
  const none = { exact: 0, identifier: 0, brand: 0, otherPhotos: 0 };
  return {
    bias: short(bias),
    weights: shortened({ ...weights, ...byHand }),
    baseline: shortened({ ...baseline, ...none }),
  };
}

function shortened(record: Features): Features {
  return Object.fromEntries(featureNames.map((name) => [name, short(record[name])])) as Features;
}

function short(value: number): number {
  return Number(value.toPrecision(4));
}

function measure(compared: Compared, weights: Weights) {
  const positives = new Map<string, Record<Detector, number[]>>();
  const negatives: Record<Detector, number[]> = { combined: [], perceptual: [], cosine: [] };
  const stated: { probability: number; same: boolean }[] = [];
  const nearest = new Map<number, ScoredPair>();
  const recoloured: ScoredPair[] = [];
  const vetoedWrongly: string[] = [];
  const leftOut = forEachPair(compared, weights, (pair) => {
    if (pair.stated) stated.push({ probability: pair.combined, same: pair.same });
    if (pair.same && pair.vetoed) vetoedWrongly.push(`${pair.left.title} | ${pair.right.title}`);
    const into = pair.kind === null ? negatives : listOf(positives, pair.kind);
    for (const detector of detectors) into[detector].push(pair[detector]);
    if (pair.same) return;
    if (isRecoloured(pair)) recoloured.push(pair);
    else
      for (const { id } of [pair.left, pair.right])
        if (pair.cosine > (nearest.get(id)?.cosine ?? -1)) nearest.set(id, pair);
  });
  const sorted = Object.fromEntries(
    detectors.map((name) => [name, Float32Array.from(negatives[name]).sort()]),
  ) as Record<Detector, Float32Array>;
  const scores = (lists: readonly Record<Detector, number[]>[], detector: Detector): Float32Array =>
    Float32Array.from(lists.flatMap((list) => list[detector])).sort();
  const all = [...positives.values()];
  const hard = [...new Set(nearest.values())];
  const merged = ({ combined }: ScoredPair): boolean => combined >= shippedThreshold;
  const uncertain = stated.filter(({ probability }) => probability >= 0.02 && probability <= 0.98);
  return {
    products: compared.products.length,
    pairs: {
      compared: compared.pairs.length,
      same: all.reduce((sum, list) => sum + list.combined.length, 0),
      samePictureInTheCatalogItself: leftOut,
    },
    compareSeconds: round(compared.seconds),
    averagePrecision: Object.fromEntries(
      detectors.map((name) => [name, round(averagePrecision(scores(all, name), sorted[name]))]),
    ),
    atShippedThreshold: {
      threshold: shippedThreshold,
      ...rounded(atThreshold(scores(all, 'combined'), sorted.combined, shippedThreshold)),
    },
    baselinesAtTheirBest: Object.fromEntries(
      (['perceptual', 'cosine'] as const).map((name) => [
        name,
        rounded(bestThreshold(scores(all, name), sorted[name])),
      ]),
    ),
    kinds: Object.fromEntries(
      [...positives]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([kind, list]) => [
          kind,
          {
            pairs: list.combined.length,
            ...rounded(atThreshold(scores([list], 'combined'), sorted.combined, shippedThreshold)),
            averagePrecision: Object.fromEntries(
              detectors.map((name) => [name, round(averagePrecision(scores([list], name), sorted[name]))]),
            ),
          },
        ]),
    ),
    falseMerges: {
      nearestDifferentProduct: rate(hard, merged),
      otherColour: rate(recoloured, merged),
      all: rate([...hard, ...recoloured], merged),
    },
    vetoedThoughTheSame: { pairs: vetoedWrongly.length, examples: vetoedWrongly.slice(0, 12) },
    calibration: {
      candidates: stated.length,
      expectedCalibrationError: round(calibrationError(stated)),
      uncertainOnly: { pairs: uncertain.length, expectedCalibrationError: round(calibrationError(uncertain)) },
      logLoss: round(logLoss(stated)),
    },
  };
}

function listOf(lists: Map<string, Record<Detector, number[]>>, kind: string): Record<Detector, number[]> {
  const list = lists.get(kind) ?? { combined: [], perceptual: [], cosine: [] };
  lists.set(kind, list);
  return list;
}

/** A product and the same one in another colour. */
function isRecoloured({ left, right }: ScoredPair): boolean {
  const [a, b] = [left.origin.product, right.origin.product];
  return a !== b && a.split(' in another')[0] === b.split(' in another')[0];
}

function rate(pairs: readonly ScoredPair[], merged: (pair: ScoredPair) => boolean) {
  const wrong = pairs.filter(merged);
  return {
    pairs: pairs.length,
    merged: wrong.length,
    rate: round(wrong.length / Math.max(1, pairs.length)),
    examples: wrong
      .slice(0, 8)
      .map(
        ({ left, right, combined }) =>
          `${left.sku} ${left.title} | ${right.sku} ${right.title} | ${combined.toFixed(2)}`,
      ),
  };
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

function rounded<T extends Record<string, number>>(record: T): T {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, round(value)])) as T;
}

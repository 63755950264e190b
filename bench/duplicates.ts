/**
 * How well duplicates are found: `npm run bench:duplicates`. Catalogs of real products (LOOKALIKE_DATA) get changed
 * copies of their images, other colours and other images. One half of the products takes part in the choice of weights
 * (`npm run bench:identity -- --fit`); everything printed here is measured on the other half. Two detectors of one number each, the perceptual hash and the cosine, run beside. `--keep
 * DIR` keeps the catalogs for the next run; `--library DIR` only times a library that is there. docs/measurements.md
 * quotes it.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { defaultWeights, shippedThreshold } from '../electron/engine/identity/default-weights.ts';
import { calibrationError, logLoss } from '../electron/engine/identity/fit.ts';
import type { Weights } from '../electron/engine/identity/pair-model.ts';
import { HardNegatives } from './duplicates/hard.ts';
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
  options: { keep: { type: 'string' }, library: { type: 'string' } },
});

if (values.library !== undefined) {
  console.log(JSON.stringify(await timeLibrary(values.library), null, 2));
} else {
  const dir = values.keep ?? mkdtempSync(path.join(tmpdir(), 'lookalike-duplicates-'));
  mkdirSync(dir, { recursive: true });
  try {
    console.log(JSON.stringify(measure(await comparedLibrary(dir, 'test'), defaultWeights), null, 2));
  } finally {
    if (values.keep === undefined) rmSync(dir, { recursive: true, force: true });
  }
}

function measure(compared: Compared, weights: Weights) {
  const positives = new Map<string, Record<Detector, number[]>>();
  const negatives: Record<Detector, number[]> = { combined: [], perceptual: [], cosine: [] };
  const stated: { probability: number; same: boolean }[] = [];
  const hard = new HardNegatives();
  const vetoedWrongly: string[] = [];
  const leftOut = forEachPair(compared, weights, (pair) => {
    if (pair.stated) stated.push({ probability: pair.combined, same: pair.same });
    if (pair.same && pair.vetoed) vetoedWrongly.push(`${pair.left.title} | ${pair.right.title}`);
    const into = pair.kind === null ? negatives : listOf(positives, pair.kind);
    for (const detector of detectors) into[detector].push(pair[detector]);
    hard.offer(pair);
  });
  const sorted = Object.fromEntries(
    detectors.map((name) => [name, Float32Array.from(negatives[name]).sort()]),
  ) as Record<Detector, Float32Array>;
  const scores = (lists: readonly Record<Detector, number[]>[], detector: Detector): Float32Array =>
    Float32Array.from(lists.flatMap((list) => list[detector])).sort();
  const all = [...positives.values()];
  const merged = ({ combined }: ScoredPair): boolean => combined >= shippedThreshold;
  const uncertain = stated.filter(({ probability }) => probability >= 0.02 && probability <= 0.98);
  return {
    products: compared.products.length,
    pairs: {
      compared: compared.pairs.length,
      same: all.reduce((sum, list) => sum + list.combined.length, 0),
      sameImageInTheCatalogItself: leftOut,
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
      nearestDifferentProduct: rate(hard.nearest, merged),
      otherColour: rate(hard.recoloured, merged),
      all: rate(hard.all, merged),
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

/**
 * Is the probability that is shown right on a catalog that the weights have not seen? Of each set that is labelled by
 * others, weights are fitted to all sets but that one, everything that the app would compare in it is weighed as it is
 * shown, in the light of the pairs beside it, and held against the labels. Altered copies are cut in two instead: no
 * other set has photos of one product.
 */

import { likelihoodOf, likelihoods } from '../../electron/contract/duplicates/likelihood.ts';
import { calibrationError } from '../../electron/engine/identity/fit.ts';
import { chooseWeights, type FitSets } from './fit.ts';
import { type JudgedCatalog, type Statement, statementsOn } from './judged-catalogs.ts';

/** By name: what has to be left out of the fit for a catalog to be unseen. */
const leftOutFor: Readonly<Record<string, readonly string[]>> = {
  'er-abt-buy': ['er-abt-buy'],
  'er-walmart-amazon': ['er-walmart-amazon'],
  'dup-shopee': ['dup-shopee'],
  copies: [],
};

export function calibration(sets: FitSets, catalogs: Readonly<Record<string, JudgedCatalog>>) {
  const all = chooseWeights(sets);
  return Object.fromEntries(
    Object.entries(catalogs).map(([name, catalog]) => {
      const unseen = statementsOn(catalog, chooseWeights(sets, leftOutFor[name] ?? [name]));
      return [name, { leftOut: described(unseen), taughtByItsTrainPart: described(statementsOn(catalog, all)) }];
    }),
  );
}

function described(statements: readonly Statement[]) {
  const said = statements.filter(({ probability }) => probability >= 0.5);
  return {
    statements: statements.length,
    expectedCalibrationError: round(calibrationError(statements)),
    ofTheUncertain: round(calibrationError(statements.filter(({ probability: p }) => p >= 0.05 && p <= 0.98))),
    precisionAtHalf: round(share(said)),
    byWord: Object.fromEntries(
      likelihoods.map((word) => {
        const those = statements.filter(({ probability }) => likelihoodOf(probability) === word);
        return [word, banded(those)];
      }),
    ),
    byTenth: Object.fromEntries(
      Array.from({ length: 10 }, (_, i) => {
        const those = statements.filter(({ probability }) => Math.min(9, Math.floor(probability * 10)) === i);
        return [`${i / 10}`, banded(those)];
      }),
    ),
  };
}

function banded(those: readonly Statement[]): string {
  const mean = those.reduce((sum, { probability }) => sum + probability, 0) / Math.max(1, those.length);
  return `${those.length}: said ${round(mean)}, right ${round(share(those))}`;
}

function share(those: readonly Statement[]): number {
  return those.filter(({ same }) => same).length / Math.max(1, those.length);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

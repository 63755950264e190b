/**
 * Chooses the shipped weights on what is labelled for fitting: train and valid pairs of two shops each, one half of a
 * marketplace, products under repeated titles, half of the styles of a shop with several views and colours, and the fit
 * half of the altered copies. The test parts are not touched.
 */
import { shippedThreshold } from '../../electron/engine/identity/default-weights.ts';
import { fitWeights, type Sample } from '../../electron/engine/identity/fit.ts';
import { type Features, featureNames, type Weights } from '../../electron/engine/identity/pair-model.ts';
import { lumaSamples } from './luma-shops.ts';
import { repeatedTitleSamples } from './repeated-titles.ts';
import { copySamples, labelledSamples, postingSamples } from './samples.ts';

const pull = 0.5;
/** Sets of entity resolution whose train parts take part. */
const labelled = ['er-abt-buy', 'er-walmart-amazon', 'er-beer'];
const parts = ['train', 'valid'];
/** What a pair of each kind counts, so that no kind outweighs the others by its number. */
const counts = { postings: 0.3, repeatedTitles: 0.25, views: 1, catalog: 10, recoloured: 5, copies: 1 };
/**
 * What has to be so in every catalog, and what sets without brands, prices or numbers cannot teach: another brand, a
 * price far off and numbers that differ speak against one product, an equal hash for it.
 */
const believed: Partial<Features> = {
  brandApart: -2.5,
  price: -2,
  codeApart: -3,
  codeTwins: -3,
  codeSame: 3,
  figuresApart: -2.5,
  hashAlone: 8,
  priceFar: -1.5,
  statedApart: -1,
  numberApart: -1.5,
  packApart: -1.5,
  bundleApart: -1,
  meantFor: -2,
};
/**
 * What hardly occurs in these sets is set by hand: the same file, the same barcode or part number, further photos that
 * are unlike, and an offer that is another (rebuilt, made by another maker, a warranty).
 */
const byHand = { exact: 2, identifier: 10, otherPhotos: -2, offerApart: -4 };

export type FitSets = Readonly<Record<string, readonly Sample[]>>;

/** The samples of each set that is labelled for fitting, by its name. */
export async function fitSets(dir: string): Promise<FitSets> {
  const sets: Record<string, Sample[]> = {};
  for (const set of labelled) sets[set] = labelledSamples(set, parts);
  sets['dup-shopee'] = postingSamples('fit', 1000, 1, counts.postings);
  sets.repeatedTitles = await repeatedTitleSamples(dir, counts.repeatedTitles);
  sets.views = await lumaSamples(dir, counts.views);
  sets.copies = await copySamples(dir, counts);
  return sets;
}

/** The weights that all sets but those `without` choose. */
export function chooseWeights(sets: FitSets, without: readonly string[] = []): Weights {
  const samples = Object.entries(sets).flatMap(([name, list]) => (without.includes(name) ? [] : list));
  const { bias, weights, baseline } = fitWeights(samples, { pull, believed });
  const none = { exact: 0, identifier: 0, otherPhotos: 0, offerApart: 0 };
  return {
    bias: short(bias),
    weights: shortened({ ...weights, ...byHand }),
    baseline: shortened({ ...baseline, ...none }),
  };
}

export function shippedWeights(sets: FitSets, without: readonly string[]) {
  const sizes = Object.entries(sets).map(([name, list]) => [
    name,
    { pairs: list.length, same: list.filter(({ same }) => same).length },
  ]);
  return { fittedOn: Object.fromEntries(sizes), threshold: shippedThreshold, weights: chooseWeights(sets, without) };
}

function shortened(record: Features): Features {
  return Object.fromEntries(featureNames.map((name) => [name, short(record[name])])) as Features;
}

function short(value: number): number {
  return Number(value.toPrecision(4));
}

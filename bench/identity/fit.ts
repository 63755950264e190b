/**
 * Chooses the shipped weights on what is labelled for fitting: train and valid pairs of two shops each, one half of a
 * marketplace, products under repeated titles, and the fit half of the altered copies. The test parts are not touched.
 */
import { shippedThreshold } from '../../electron/engine/identity/default-weights.ts';
import { fitWeights, type Sample } from '../../electron/engine/identity/fit.ts';
import { type Features, featureNames, type Weights } from '../../electron/engine/identity/pair-model.ts';
import { repeatedTitleSamples } from './repeated-titles.ts';
import { copySamples, labelledSamples, postingSamples } from './samples.ts';

const pull = 0.5;
/** Sets of entity resolution whose train parts take part. */
const labelled = ['er-abt-buy', 'er-walmart-amazon', 'er-beer'];
const parts = ['train', 'valid'];
/** What a pair of each kind counts, so that no kind outweighs the others by its number. */
const counts = { postings: 0.3, repeatedTitles: 0.25, catalog: 10, recoloured: 3, copies: 1 };
/**
 * What hardly occurs in these sets is set by hand: the same file, the same barcode or part number, and further photos
 * that are unlike.
 */
const byHand = { exact: 2, identifier: 10, otherPhotos: -2 };

export async function chooseWeights(dir: string, without: readonly string[] = []) {
  const samples: Record<string, Sample[]> = {};
  for (const set of labelled.filter((name) => !without.includes(name))) samples[set] = labelledSamples(set, parts);
  if (!without.includes('dup-shopee')) samples.postings = postingSamples('fit', 1000, 1, counts.postings);
  samples.repeatedTitles = await repeatedTitleSamples(dir, counts.repeatedTitles);
  samples.copies = await copySamples(dir, counts);
  const { bias, weights, baseline } = fitWeights(Object.values(samples).flat(), { pull });
  const none = { exact: 0, identifier: 0, otherPhotos: 0 };
  const chosen: Weights = {
    bias: short(bias),
    weights: shortened({ ...weights, ...byHand }),
    baseline: shortened({ ...baseline, ...none }),
  };
  const sizes = Object.entries(samples).map(([name, list]) => [
    name,
    { pairs: list.length, same: list.filter(({ same }) => same).length },
  ]);
  return { fittedOn: Object.fromEntries(sizes), threshold: shippedThreshold, weights: chosen };
}

function shortened(record: Features): Features {
  return Object.fromEntries(featureNames.map((name) => [name, short(record[name])])) as Features;
}

function short(value: number): number {
  return Number(value.toPrecision(4));
}

/** Labelled pairs as the fit takes them: of real catalogs and of altered copies. */

import { defaultWeights } from '../../electron/engine/identity/default-weights.ts';
import type { ComparedPair } from '../../electron/engine/identity/evidence.ts';
import type { Sample } from '../../electron/engine/identity/fit.ts';
import { featuresOf } from '../../electron/engine/identity/pair-model.ts';
import { isRecoloured } from '../duplicates/hard.ts';
import { comparedLibrary } from '../duplicates/library.ts';
import { forEachPair } from '../duplicates/score.ts';
import { Corpus } from './corpus.ts';
import { candidatePairs, distance, postings } from './shopee.ts';
import { type LabelledPair, listingOf, readPairs, readTable } from './tables.ts';

/** Both tables of a set of entity resolution, as two sources of one library. */
export function corpusOf(set: string): Corpus {
  return new Corpus([
    ...readTable(`${set}/left.csv`).map((row) => listingOf(row, 0)),
    ...readTable(`${set}/right.csv`).map((row) => listingOf(row, 1)),
  ]);
}

/** Pairs without a veto: of the others no probability is shown. */
export function samplesOf(corpus: Corpus, pairs: readonly LabelledPair[], weight = 1): Sample[] {
  return pairs.flatMap(({ left, right, same }) => {
    const { evidence, veto } = corpus.compare(left, right);
    return veto === null ? [{ features: featuresOf(evidence), same, weight }] : [];
  });
}

export function labelledSamples(set: string, parts: readonly string[], weight = 1): Sample[] {
  const corpus = corpusOf(set);
  return samplesOf(
    corpus,
    parts.flatMap((part) => readPairs(`${set}/pairs_${part}.csv`)),
    weight,
  );
}

/** `hashes`: with what is known of images, and without. */
export function postingSamples(half: 'fit' | 'test', groups: number, seed: number, weight = 1): Sample[] {
  const listings = postings(half, groups, seed);
  const byId = new Map(listings.map((listing) => [listing.id, listing]));
  const corpus = new Corpus(listings);
  return [...candidatePairs(listings, corpus.candidates())].flatMap((pair, i): Sample[] => {
    const [left, right] = pair.split(' ').map((id) => byId.get(id));
    if (left === undefined || right === undefined) return [];
    // Every second pair without its hashes: words must be weighed where no image is known, too.
    const hash = i % 2 === 0 ? distance(left.hash, right.hash) : null;
    const { evidence, veto } = corpus.compare(left.id, right.id, hash);
    return veto === null ? [{ features: featuresOf(evidence), same: left.group === right.group, weight }] : [];
  });
}

export interface CopyWeights {
  /** Of a real pair of the catalog under the same or a similar title. */
  readonly catalog: number;
  readonly recoloured: number;
  readonly copies: number;
}

/** Altered copies and the catalog's own pairs, whose titles repeat as they do in real ones. */
export async function copySamples(dir: string, weights: CopyWeights): Promise<Sample[]> {
  const compared = await comparedLibrary(dir, 'fit');
  const pairOf = new Map<string, ComparedPair>(compared.pairs.map((pair) => [`${pair.left} ${pair.right}`, pair]));
  const samples: Sample[] = [];
  forEachPair(compared, defaultWeights, (pair) => {
    const found = pair.stated ? pairOf.get(`${pair.left.id} ${pair.right.id}`) : undefined;
    if (found === undefined) return;
    const own = pair.left.origin.kind === 'base' && pair.right.origin.kind === 'base';
    const alike = (found.evidence.listing?.overlap ?? 0) >= 0.6;
    const weight = isRecoloured(pair) ? weights.recoloured : own && alike ? weights.catalog : weights.copies;
    samples.push({ features: featuresOf(found.evidence), same: pair.same, weight });
  });
  return samples;
}

/**
 * Turns what comparing two products gave into the probability that they are the same: a logistic model over a few
 * numbers, each belonging to one of the four signals, so that every signal's part can be shown. The weights are fitted
 * by bench/duplicates.ts or from verdicts.
 */
import type { Signals, Veto } from '../../contract/duplicates.ts';
import { logistic } from '../numbers/logistic.ts';
import { defaultWeights } from './default-weights.ts';
import type { Evidence, ImageEvidence, ListingEvidence } from './evidence.ts';

/** By the signal they belong to. */
const features = {
  exact: ['exact'],
  nearIdentical: [
    'detail',
    'detailMid',
    'detailHigh',
    'agreeing',
    'agreeingMost',
    'closely',
    'closelyMost',
    'richAgreeing',
    'richClosely',
    'luma',
    'colour',
    'colourFar',
    'colourClosely',
    'cast',
    'castFar',
    'uncovered',
    'hash',
    'detailAndCosine',
    'agreeingAndCosine',
    'closelyAndCosine',
  ],
  sameProduct: ['unseen', 'hashAlone', 'cosineLow', 'cosineMid', 'cosineHigh', 'cosineTop', 'otherPhotos', 'apart'],
  sameListing: [
    'silent',
    'words',
    'wordsMost',
    'contained',
    'information',
    'specific',
    'generic',
    'unshared',
    'letters',
    'lettersMost',
    'covered',
    'sameTitle',
    'rare',
    'identifier',
    'codeSame',
    'codeExtended',
    'codeFamily',
    'codeTwins',
    'codeApart',
    'figuresSame',
    'figuresApart',
    'brandApart',
    'price',
    'priceFar',
    'statedApart',
    'numberApart',
    'packApart',
    'bundleApart',
    'offerApart',
    'meantFor',
    'styleAlone',
    'styleTwins',
    'styleAloneSeen',
    'styleTwinsSeen',
    'styleApart',
    'wordsSeen',
    'titleSeen',
    'wordsAndCosine',
    'titleAndCosine',
    'wordsAndDetail',
    'titleAndDetail',
    'titleApart',
  ],
} as const satisfies Readonly<Record<keyof Signals, readonly string[]>>;

export type FeatureName = (typeof features)[keyof Signals][number];
export const featureNames: readonly FeatureName[] = Object.values(features).flat();

export interface Weights {
  readonly bias: number;
  readonly weights: Readonly<Record<FeatureName, number>>;
  /** The values of an unremarkable pair: a signal's part is told from here. */
  readonly baseline: Readonly<Record<FeatureName, number>>;
}

export type Features = Readonly<Record<FeatureName, number>>;

/** `-ln(1 - x)`, so that 0.9 and 0.99 are as far apart as 0 and 0.9; `softening` keeps it finite. */
const stretched = (x: number, softening: number): number => -Math.log(1 - Math.min(1, Math.max(0, x)) + softening);

/** 0 up to `from`, 1 from `to` on, straight between. */
const ramp = (x: number, from: number, to: number): number => Math.min(1, Math.max(0, (x - from) / (to - from)));

const zero = Object.fromEntries(featureNames.map((name) => [name, 0])) as Features;

/** Several ramps of one number are a bent line: how much more 0.95 says than 0.8 is for the fit to find. */
export function featuresOf({ exact, hash, image, listing }: Evidence): Features {
  return {
    ...zero,
    exact,
    ...(image === null ? { unseen: 1, hashAlone: hash === null ? 0 : 1 - ramp(hash, 0, 12) } : imageFeatures(image)),
    ...(listing === null ? { silent: 1 } : listingFeatures(listing, image)),
  };
}

function imageFeatures(image: ImageEvidence) {
  const { detail, agreeing, closely, rich, luma, colour, cast, overlap, hash, cosine, mean } = image;
  // Colour tells apart only what is otherwise the same image.
  const laid = ramp(detail, 0.3, 0.8);
  const alike = ramp(cosine, 0.3, 0.9);
  return {
    detail: stretched(detail, 0.03),
    detailMid: ramp(detail, 0.5, 0.8),
    detailHigh: ramp(detail, 0.8, 0.95),
    agreeing: ramp(agreeing, 0.2, 0.7),
    agreeingMost: ramp(agreeing, 0.7, 1),
    closely: ramp(closely, 0, 0.4),
    closelyMost: ramp(closely, 0.4, 1),
    richAgreeing: ramp(agreeing, 0.5, 1) * ramp(rich, 0.05, 0.45),
    richClosely: ramp(closely, 0.2, 1) * ramp(rich, 0.05, 0.45),
    luma: stretched(luma, 0.01),
    colour: ramp(colour, 0, 0.06) * laid,
    colourFar: ramp(colour, 0.06, 0.15) * ramp(agreeing, 0.3, 0.7),
    colourClosely: ramp(colour, 0.02, 0.06) * ramp(closely, 0.8, 1),
    cast: Math.min(cast, 0.2) * 10 * laid,
    castFar: ramp(cast, 0.2, 0.35) * ramp(agreeing, 0.3, 0.7),
    uncovered: 1 - overlap,
    hash: hash / 16,
    detailAndCosine: Math.max(0, detail) * alike,
    agreeingAndCosine: agreeing * alike,
    closelyAndCosine: closely * alike,
    cosineLow: ramp(cosine, 0.3, 0.6),
    cosineMid: ramp(cosine, 0.6, 0.8),
    cosineHigh: ramp(cosine, 0.8, 0.95),
    cosineTop: ramp(cosine, 0.95, 1),
    otherPhotos: cosine - mean,
    apart: apartness(image),
  };
}

/** How much words say depends on the images: many products share their title with quite another one. */
function listingFeatures(listing: ListingEvidence, image: ImageEvidence | null) {
  const { overlap, same, specific, rare, brand } = listing;
  const seen = image === null ? 0 : 1;
  const alike = image === null ? 0 : ramp(image.cosine, 0.3, 0.9);
  const detail = Math.max(0, image?.detail ?? 0);
  // Where every shared word is common in the library or anywhere, but for the brand, titles coincide by chance.
  const telling = ramp(rare, 0.1, 0.35) * ramp(specific, 4, 7);
  const words = overlap * telling;
  const title = same * telling;
  // A style whose name says something and that each shop has but once is a product's; see `ListingEvidence.alone`.
  const named = listing.style * listing.styleNamed;
  const alone = named * listing.alone * (1 - listing.twins);
  const twins = named * listing.twins;
  return {
    words: overlap,
    wordsMost: ramp(overlap, 0.5, 1),
    contained: listing.contained,
    information: ramp(listing.information, 0, 30),
    specific: ramp(specific, 3, 8),
    // Alone, such a title is the name of a class of products.
    generic: image === null ? overlap * (1 - ramp(specific, 4, 7)) : 0,
    unshared: ramp(listing.unshared, 0, 15),
    letters: listing.grams,
    lettersMost: ramp(listing.grams, 0.6, 1),
    covered: listing.covered,
    sameTitle: same,
    rare,
    identifier: Math.min(1, listing.identifier),
    codeSame: listing.codeSame,
    codeExtended: listing.codeExtended,
    codeFamily: listing.codeFamily,
    codeTwins: listing.codeTwins,
    codeApart: listing.codeApart,
    figuresSame: listing.figuresSame / 2,
    figuresApart: listing.figuresApart / 2,
    brandApart: Math.max(0, -brand),
    price: ramp(listing.price, 0.05, 0.7),
    priceFar: ramp(listing.price, 0.7, 1.5),
    statedApart: listing.statedApart / 3,
    numberApart: listing.numberApart,
    packApart: listing.packApart,
    bundleApart: listing.bundleApart,
    offerApart: listing.offerApart,
    meantFor: ramp(listing.meantFor, 0.2, 0.8),
    styleAlone: image === null ? alone : 0,
    styleTwins: image === null ? twins : 0,
    styleAloneSeen: image === null ? 0 : alone,
    styleTwinsSeen: image === null ? 0 : twins,
    styleApart: image === null ? 0 : alone * apartness(image),
    wordsSeen: seen * words,
    titleSeen: seen * title,
    wordsAndCosine: words * alike,
    titleAndCosine: title * alike,
    wordsAndDetail: words * detail,
    titleAndDetail: title * detail,
    titleApart: image === null ? 0 : overlap * apartness(image),
  };
}

/** How surely two photos taken before a plain ground show something else: nothing of them lies over one another. */
function apartness({ plain, detail, agreeing }: ImageEvidence): number {
  return ramp(plain, 0.5, 0.85) * (1 - Math.max(ramp(detail, 0.2, 0.6), ramp(agreeing, 0.2, 0.5)));
}

/** What a shared trade number leaves to doubt: numbers are mistyped and copied, too. */
const decided = 0.99;

/** Whether both carry one valid trade number, against which words and images have nothing to say. */
export function isDecided({ listing }: Evidence): boolean {
  return listing?.identifier === 2;
}

export class PairModel {
  readonly #weights: Weights;

  constructor(weights: Weights = defaultWeights) {
    this.#weights = weights;
  }

  /** That both are the same product, 0..1; where there is a veto: that they are, but for what tells them apart. */
  probability(evidence: Evidence, veto: Veto | null = null): number {
    const weighed = logistic(this.#logit(featuresOf(withoutVeto(evidence, veto))) - namedApart(evidence, veto));
    return isDecided(evidence) ? Math.max(decided, weighed) : weighed;
  }

  signals(evidence: Evidence, veto: Veto | null = null): Signals {
    const { weights, baseline } = this.#weights;
    const values = featuresOf(withoutVeto(evidence, veto));
    const missing = {
      exact: false,
      nearIdentical: !evidence.image,
      sameProduct: !evidence.image,
      sameListing: !evidence.listing,
    };
    const part = (signal: keyof Signals): number =>
      missing[signal]
        ? 0
        : features[signal].reduce((sum, name) => sum + weights[name] * (values[name] - baseline[name]), 0);
    const { exact, image, listing } = evidence;
    const strengths = {
      exact,
      nearIdentical: exact === 1 ? 1 : image === null ? 0 : Math.min(image.luma, image.detail, image.agreeing),
      sameProduct: image === null ? 0 : image.mean,
      sameListing: listing === null ? 0 : Math.max(Math.min(1, listing.identifier), listing.overlap),
    };
    const signal = (name: keyof Signals) => ({
      value: Math.min(1, Math.max(0, strengths[name])),
      contribution: Math.round(part(name) * 1000) / 1000,
    });
    return {
      exact: signal('exact'),
      nearIdentical: signal('nearIdentical'),
      sameProduct: signal('sameProduct'),
      sameListing: signal('sameListing'),
    };
  }

  weightOf(name: FeatureName): number {
    return this.#weights.weights[name];
  }

  #logit(values: Features): number {
    const { bias, weights } = this.#weights;
    return featureNames.reduce((sum, name) => sum + weights[name] * values[name], bias);
  }
}

/** Variants that are numbered are seldom called alike: shades and models have names of their own. */
const numberedVariants: readonly Veto['kind'][] = ['model', 'identifier'];
/** Set by hand: no set has labels of variants under several names. */
const otherName = 3;

/** Log-odds against being variants of one product, where each title names something that the other does not. */
function namedApart({ listing }: Evidence, veto: Veto | null): number {
  if (veto === null || listing === null || numberedVariants.includes(veto.kind)) return 0;
  return otherName * listing.titlesApart;
}

/** What is known to tell a pair apart does not count against its being variants of one product. */
export function withoutVeto(evidence: Evidence, veto: Veto | null): Evidence {
  if (veto?.kind !== 'colour' || evidence.image === null) return evidence;
  return { ...evidence, image: { ...evidence.image, colour: 0, cast: 0 } };
}

/** Compares what two listings say, in numbers for the pair model to weigh. */
import { dot } from '../../numbers/vectors.ts';
import type { ListingEvidence } from '../evidence.ts';
import { isExtended, relateCodes } from './codes.ts';
import type { Facts } from './facts.ts';
import { sharedIdentifier } from './identifiers.ts';
import { makersAgree } from './maker.ts';
import { offersApart } from './offer.ts';
import { type Quantity, sameAmount } from './quantities.ts';
import type { Stated } from './stated.ts';
import { fold, type ListingWords, type WordStatistics } from './word-statistics.ts';

export interface ComparedListing {
  readonly sourceId: number;
  readonly words: ListingWords;
  readonly facts: Facts;
  readonly stated: Stated;
  /** See `WordStatistics.addStyle`. */
  readonly style: number;
  readonly price: number | null;
  readonly vector: Float32Array | undefined;
}

/** Null where a listing says nothing. */
export function compareListings(
  left: ComparedListing,
  right: ComparedListing,
  statistics: WordStatistics,
): ListingEvidence | null {
  const identifier = sharedIdentifier(left.facts.identifiers, right.facts.identifiers);
  const silent = left.words.terms.length === 0 || right.words.terms.length === 0;
  if (silent && identifier === 0) return null;
  const [a, b] = [left.words, right.words];
  const same = a.title !== 0 && a.title === b.title;
  const title = shareOf(a.terms, b.terms, statistics);
  const codes = relateCodes(left.facts.codes, right.facts.codes, statistics.codeRarity);
  const figures = compareFigures(left.facts, right.facts);
  const { offer } = left.facts;
  const other = right.facts.offer;
  return {
    overlap: silent ? 0 : title.shared / Math.max(1e-9, title.shared + title.onlyLeft + title.onlyRight),
    contained: silent ? 0 : title.shared / Math.max(1e-9, title.shared + Math.min(title.onlyLeft, title.onlyRight)),
    information: title.shared,
    specific: silent ? 0 : specificOf(a, b, statistics),
    unshared: Math.min(title.onlyLeft, title.onlyRight),
    grams: dice(a.grams, b.grams),
    covered: silent ? 0 : Math.min(coverage(a.terms, b.said, statistics), coverage(b.terms, a.said, statistics)),
    same: same ? 1 / Math.max(1, statistics.titles(a.title) - 1) : 0,
    rare: silent ? 0 : rarestShared(a.terms, b.terms, statistics),
    vector: left.vector === undefined || right.vector === undefined || silent ? null : dot(left.vector, right.vector),
    identifier,
    codeSame: codes.same,
    codeExtended: codes.extended,
    codeFamily: codes.family,
    codeTwins: codes.twins,
    codeApart: codes.apart,
    figuresSame: figures.same,
    figuresApart: figures.apart,
    brand: makersAgree(left.facts.maker, right.facts.maker),
    price: left.price === null || right.price === null ? 0 : Math.min(2, Math.abs(Math.log(left.price / right.price))),
    statedApart: Math.min(mostStated, statistics.stated.apart(left.stated, right.stated)),
    numberApart: numbersApart(left.facts, right.facts) ? 1 : 0,
    packApart: packOf(left.facts) > 1 !== packOf(right.facts) > 1 ? 1 : 0,
    bundleApart: offer.bundled !== other.bundled ? 1 : 0,
    offerApart: offersApart(offer, other) ? 1 : 0,
    meantFor: silent ? 0 : Math.abs(meantShare(a, b, statistics) - meantShare(b, a, statistics)),
    ...styleOf(left, right, statistics),
    titlesApart: 0,
  };
}

/**
 * 1: each title has a word that the other lacks, colours, sizes and amounts left out: "Laurel Black Wallet" and "Josh
 * Brown Wallet" are two wallets, not one in two colours.
 */
export function titlesApart(left: Facts, right: Facts): number {
  if (left.style === right.style) return 0;
  const [one, other] = [left, right].map(({ style }) => new Set(fold(style).split(' ').map(singular)));
  const lacks = (some: Set<string>, those: Set<string>) => [...some].some((word) => word !== '' && !those.has(word));
  return one !== undefined && other !== undefined && lacks(one, other) && lacks(other, one) ? 1 : 0;
}

/** "Backpacks" as "Backpack". */
function singular(word: string): string {
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

const mostStated = 3;

/** Both columns give numbers, and none is another's beginning, or named anywhere by the other. */
function numbersApart(left: Facts, right: Facts): boolean {
  if (left.numbered.length === 0 || right.numbered.length === 0) return false;
  const names = (facts: Facts, key: string): boolean =>
    facts.codes.title.includes(key) ||
    facts.codes.said.includes(key) ||
    facts.numbered.some(
      (each) => each === key || isExtended(each, key) || each.startsWith(key) || key.startsWith(each),
    );
  return !left.numbered.some((key) => names(right, key)) && !right.numbered.some((key) => names(left, key));
}

/** How many are sold at once; 1 where that is not said. */
function packOf({ quantities }: Facts): number {
  return quantities.reduce((most, { dimension, value }) => (dimension === 'count' ? Math.max(most, value) : most), 1);
}

/** Of what both titles say, the share that this one names as what it is for. */
function meantShare(own: ListingWords, other: ListingWords, statistics: WordStatistics): number {
  if (own.meant.length === 0) return 0;
  let [all, meant] = [0, 0];
  for (let i = 0, j = 0; i < own.terms.length && j < other.terms.length; ) {
    const [one, another] = [own.terms[i] as number, other.terms[j] as number];
    if (one === another) {
      const weight = statistics.weight(one);
      all += weight;
      if (own.meant.includes(one)) meant += weight;
    }
    if (one <= another) i++;
    if (another <= one) j++;
  }
  return all === 0 ? 0 : meant / all;
}

const noStyle = { style: 0, alone: 0, twins: 0, styleNamed: 0 };

function styleOf(left: ComparedListing, right: ComparedListing, statistics: WordStatistics) {
  if (left.style === 0 || left.style !== right.style) return noStyle;
  const bearers = ({ style, facts, sourceId }: ComparedListing) => statistics.bearers(style, facts.variant, sourceId);
  const twins = left.sourceId === right.sourceId && left.facts.variant === right.facts.variant;
  const shared = left.words.terms.filter((term) => right.words.terms.includes(term));
  const named = shared.reduce((most, term) => Math.max(most, statistics.nameWorth(term)), 0);
  return {
    style: 1,
    alone: 1 / Math.max(1, bearers(left), bearers(right)),
    twins: twins ? 1 : 0,
    styleNamed: named * statistics.titleTrust(),
  };
}

/** How much is said by the words that both have, and by those that only one has. */
function shareOf(a: Uint32Array, b: Uint32Array, statistics: WordStatistics) {
  let [shared, onlyLeft, onlyRight] = [0, 0, 0];
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const one = i < a.length ? (a[i] as number) : Number.POSITIVE_INFINITY;
    const other = j < b.length ? (b[j] as number) : Number.POSITIVE_INFINITY;
    const weight = statistics.weight(Math.min(one, other));
    if (one === other) shared += weight;
    else if (one < other) onlyLeft += weight;
    else onlyRight += weight;
    if (one <= other) i++;
    if (other <= one) j++;
  }
  return { shared, onlyLeft, onlyRight };
}

/** Share of what `terms` say that is among `said`. */
function coverage(terms: Uint32Array, said: Uint32Array, statistics: WordStatistics): number {
  const { shared, onlyLeft } = shareOf(terms, said, statistics);
  return shared / Math.max(1e-9, shared + onlyLeft);
}

/** From so many products on, the second word of their titles is taken for part of a brand. */
const brandFrom = 3;

/** The most that a shared word says which is not the brand at the head of a title. */
function specificOf(a: ListingWords, b: ListingWords, statistics: WordStatistics): number {
  const isBrand = (term: number, { head }: ListingWords): boolean =>
    term === head[0] || (head.includes(term) && statistics.products(term) >= brandFrom);
  let most = 0;
  for (let i = 0, j = 0; i < a.terms.length && j < b.terms.length; ) {
    const one = a.terms[i] as number;
    const other = b.terms[j] as number;
    if (one === other && !isBrand(one, a) && !isBrand(one, b)) {
      most = Math.max(most, statistics.weight(one));
    }
    if (one <= other) i++;
    if (other <= one) j++;
  }
  return most;
}

/** Jaccard index of the words of two titles, each counting by how much it says. */
export function titleOverlap(left: ListingWords, right: ListingWords, statistics: WordStatistics): number {
  const { shared, onlyLeft, onlyRight } = shareOf(left.terms, right.terms, statistics);
  return shared === 0 ? 0 : shared / (shared + onlyLeft + onlyRight);
}

/** Dice coefficient. */
function dice(a: Uint32Array, b: Uint32Array): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const one = a[i] as number;
    const other = b[j] as number;
    if (one === other) shared++;
    if (one <= other) i++;
    if (other <= one) j++;
  }
  return a.length + b.length === 0 ? 0 : (2 * shared) / (a.length + b.length);
}

/** 1 for a shared word that only these two products have, 1 / 2 for one of four, 1 / 3 of eight; 0 where there is none. */
function rarestShared(a: Uint32Array, b: Uint32Array, statistics: WordStatistics): number {
  let fewest = Number.POSITIVE_INFINITY;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const one = a[i] as number;
    const other = b[j] as number;
    if (one === other) fewest = Math.min(fewest, statistics.namedBy(one));
    if (one <= other) i++;
    if (other <= one) j++;
  }
  return fewest === Number.POSITIVE_INFINITY ? 0 : 1 / Math.log2(Math.max(2, fewest));
}

/** Amounts, sizes and numbers that stand alone: how many agree and how many exclude each other. */
function compareFigures(left: Facts, right: Facts): { same: number; apart: number } {
  let [same, apart] = [0, 0];
  const count = (agrees: boolean, differs: boolean): void => {
    if (differs) apart++;
    else if (agrees) same++;
  };
  for (const dimension of new Set(left.quantities.map((quantity) => quantity.dimension))) {
    const of = (all: readonly Quantity[]) => all.filter((quantity) => quantity.dimension === dimension);
    const [a, b] = [of(left.quantities), of(right.quantities)];
    if (b.length === 0) continue;
    const agrees = a.some(({ value }) => b.some((other) => sameAmount(value, other.value)));
    count(agrees, !agrees);
  }
  const numbers = (all: Facts['numbers']) => all.map(({ key }) => key);
  const [a, b] = [numbers(left.numbers), numbers(right.numbers)];
  if (a.length > 0 && b.length > 0) {
    const agrees = a.some((key) => b.includes(key));
    count(agrees, a.some((key) => !b.includes(key)) && b.some((key) => !a.includes(key)));
  }
  return { same: Math.min(2, same), apart: Math.min(2, apart) };
}

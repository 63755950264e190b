/** Compares the words of two listings, rare words counting more. */
import { dot } from '../../numbers/vectors.ts';
import { normaliseText } from '../../text/normalise.ts';
import { queryTerms } from '../../text/segment.ts';
import type { ListingEvidence } from '../evidence.ts';
import { audiencesOf } from './audience.ts';
import type { Facts } from './facts.ts';

/** The words of a title, as numbers: a library has few different ones, and comparing numbers is quick. */
export interface ListingWords {
  /** Ascending, each once. */
  readonly terms: readonly number[];
  /** Equal for titles that differ in case, order and punctuation only; 0 for a title that says nothing. */
  readonly title: number;
}

const noTerms: readonly number[] = [];

/** The words of a library and how often they and whole titles occur in it. */
export class WordStatistics {
  readonly #numbers = new Map<string, number>();
  /** By number of the word. */
  readonly #products: number[] = [];
  /** By number of the word. */
  readonly #describing: boolean[] = [];
  readonly #titleNumbers = new Map<string, number>();
  /** By number of the title. */
  readonly #titles: number[] = [0];
  /** By number of the word, once it was asked for; emptied by every product. */
  #idf: number[] = [];
  #size = 0;

  /** Counts a product in. A title that is only the sku says nothing. */
  add(title: string, sku: string): ListingWords {
    this.#size++;
    if (this.#idf.length > 0) this.#idf = [];
    const folded = fold(title);
    if (folded === '' || folded === fold(sku) || !/\p{L}/u.test(folded)) return { terms: noTerms, title: 0 };
    const terms = Array.from(new Set(queryTerms(title)), (term) => this.#numberOf(term)).sort((a, b) => a - b);
    for (const term of terms) this.#products[term] = (this.#products[term] as number) + 1;
    return { terms, title: this.#titleOf(folded.split(' ').sort().join(' ')) };
  }

  /** Inverse document frequency, ln(1 + N / n). */
  idf(term: number): number {
    this.#idf[term] ??= Math.log(1 + this.#size / (this.#products[term] ?? 1));
    return this.#idf[term];
  }

  /** How many products have this word in their titles; without end for one that says whom it is for. */
  namedBy(term: number): number {
    return this.#describing[term] === true ? Number.POSITIVE_INFINITY : (this.#products[term] ?? 0);
  }

  /** How many products have this title. */
  titles(title: number): number {
    return this.#titles[title] ?? 0;
  }

  #numberOf(term: string): number {
    const known = this.#numbers.get(term);
    if (known !== undefined) return known;
    const number = this.#products.push(0) - 1;
    this.#numbers.set(term, number);
    this.#describing.push(audiencesOf(term).length > 0);
    return number;
  }

  #titleOf(key: string): number {
    const number = this.#titleNumbers.get(key) ?? this.#titles.length;
    if (number === this.#titles.length) this.#titleNumbers.set(key, number);
    this.#titles[number] = (this.#titles[number] ?? 0) + 1;
    return number;
  }
}

function fold(text: string): string {
  return normaliseText(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

export interface ComparedListing {
  readonly words: ListingWords;
  readonly facts: Facts;
  readonly vector: Float32Array | undefined;
}

/** Null where a listing says nothing. */
export function compareListings(
  left: ComparedListing,
  right: ComparedListing,
  statistics: WordStatistics,
): ListingEvidence | null {
  const identifier = sharedIdentifier(left.facts, right.facts);
  const silent = left.words.terms.length === 0 || right.words.terms.length === 0;
  if (silent && identifier === 0) return null;
  const same = left.words.title !== 0 && left.words.title === right.words.title;
  return {
    overlap: silent ? 0 : titleOverlap(left.words, right.words, statistics),
    rare: silent ? 0 : rarestShared(left.words, right.words, statistics),
    same: same ? 1 / Math.max(1, statistics.titles(left.words.title) - 1) : 0,
    vector: left.vector === undefined || right.vector === undefined || silent ? null : dot(left.vector, right.vector),
    identifier,
    brand: brandAgreement(left.facts.brand, right.facts.brand),
  };
}

/** Jaccard index of the words, weighed by idf. */
export function titleOverlap(left: ListingWords, right: ListingWords, statistics: WordStatistics): number {
  const [a, b] = [left.terms, right.terms];
  let shared = 0;
  let all = 0;
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const one = a[i] ?? Number.POSITIVE_INFINITY;
    const other = b[j] ?? Number.POSITIVE_INFINITY;
    const weight = statistics.idf(Math.min(one, other));
    all += weight;
    if (one === other) shared += weight;
    if (one <= other) i++;
    if (other <= one) j++;
  }
  return all === 0 ? 0 : shared / all;
}

/** 1 for a shared word that only these two products have, 1 / 2 for one of four, 1 / 3 of eight; 0 where there is none. */
function rarestShared({ terms: a }: ListingWords, { terms: b }: ListingWords, statistics: WordStatistics): number {
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

/** 1 for a shared GTIN or MPN; 0.5 for a long model number in both titles, which a case shares with its phone. */
function sharedIdentifier(left: Facts, right: Facts): number {
  for (const [kind, { key }] of left.identifiers) if (right.identifiers.get(kind)?.key === key) return 1;
  return left.models.some(({ key }) => key.length >= 6 && right.models.some((other) => other.key === key)) ? 0.5 : 0;
}

function brandAgreement(left: string | null, right: string | null): number {
  return left === null || right === null ? 0 : left === right ? 1 : -1;
}

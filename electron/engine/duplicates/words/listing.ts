/** Compares the words of two listings, rare words counting more. */
import { normaliseText } from '../../text/normalise.ts';
import { queryTerms } from '../../text/segment.ts';
import type { ListingEvidence } from '../evidence.ts';
import type { Facts } from './facts.ts';

export interface ListingWords {
  readonly terms: ReadonlySet<string>;
  /** Equal for titles that differ in case, order and punctuation only; '' for a title that says nothing. */
  readonly key: string;
}

/** A title that is only the sku says nothing. */
export function listingWords(title: string, sku: string): ListingWords {
  const fold = (text: string): string =>
    normaliseText(text)
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  const folded = fold(title);
  if (folded === '' || folded === fold(sku) || !/\p{L}/u.test(folded)) return { terms: new Set(), key: '' };
  return { terms: new Set(queryTerms(title)), key: folded.split(' ').sort().join(' ') };
}

/** How often words and titles occur in a library. */
export class WordStatistics {
  readonly #products = new Map<string, number>();
  readonly #titles = new Map<string, number>();
  #size = 0;

  add({ terms, key }: ListingWords): void {
    this.#size++;
    for (const term of terms) this.#products.set(term, (this.#products.get(term) ?? 0) + 1);
    if (key !== '') this.#titles.set(key, (this.#titles.get(key) ?? 0) + 1);
  }

  /** Inverse document frequency, ln(1 + N / n). */
  idf(term: string): number {
    return Math.log(1 + this.#size / (this.#products.get(term) ?? 1));
  }

  titles(key: string): number {
    return this.#titles.get(key) ?? 0;
  }
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
  cosine: (a: Float32Array, b: Float32Array) => number,
): ListingEvidence | null {
  const identifier = sharedIdentifier(left.facts, right.facts);
  const silent = left.words.terms.size === 0 || right.words.terms.size === 0;
  if (silent && identifier === 0) return null;
  const same = left.words.key !== '' && left.words.key === right.words.key;
  return {
    overlap: silent ? 0 : titleOverlap(left.words, right.words, statistics),
    same: same ? 1 / Math.max(1, statistics.titles(left.words.key) - 1) : 0,
    vector:
      left.vector === undefined || right.vector === undefined || silent ? null : cosine(left.vector, right.vector),
    identifier,
    brand: brandAgreement(left.facts.brand, right.facts.brand),
  };
}

/** Jaccard index of the words, weighed by idf. */
export function titleOverlap(left: ListingWords, right: ListingWords, statistics: WordStatistics): number {
  let shared = 0;
  let all = 0;
  for (const term of left.terms) {
    const weight = statistics.idf(term);
    all += weight;
    if (right.terms.has(term)) shared += weight;
  }
  for (const term of right.terms) if (!left.terms.has(term)) all += statistics.idf(term);
  return all === 0 ? 0 : shared / all;
}

/** 1 for a shared GTIN or MPN; 0.5 for a long model number in both titles, which a case shares with the phone it is made for. */
function sharedIdentifier(left: Facts, right: Facts): number {
  for (const [kind, { key }] of left.identifiers) if (right.identifiers.get(kind)?.key === key) return 1;
  return left.models.some(({ key }) => key.length >= 6 && right.models.some((other) => other.key === key)) ? 0.5 : 0;
}

function brandAgreement(left: string | null, right: string | null): number {
  return left === null || right === null ? 0 : left === right ? 1 : -1;
}

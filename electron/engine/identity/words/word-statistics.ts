/** The words of a library: how often each occurs, and so how much it says that two listings share it. */
import { normaliseText } from '../../text/normalise.ts';
import { queryTerms } from '../../text/segment.ts';
import { audiencesOf } from './audience.ts';
import { backgroundFrequency } from './common-words.ts';

/** The words of a listing, as numbers: a library has few different ones, and comparing numbers is quick. */
export interface ListingWords {
  /** Of the title; ascending, each once. */
  readonly terms: Uint32Array;
  /** Of the title and everything else that it says; ascending, each once. */
  readonly said: Uint32Array;
  /** Runs of three letters of the title without its blanks; ascending, each once. */
  readonly grams: Uint32Array;
  /** The first words of the title in their order, where the brand stands. */
  readonly head: Uint32Array;
  /** Equal for titles that differ in case, order and punctuation only; 0 for a title that says nothing. */
  readonly title: number;
}

/** So many products the shipped frequencies count for. */
const backgroundSize = 1500;
const headWords = 2;
/** Of a description, so that a long one costs no more. */
const mostSaid = 160;
const nothing = new Uint32Array(0);
const silent: ListingWords = { terms: nothing, said: nothing, grams: nothing, head: nothing, title: 0 };

export class WordStatistics {
  readonly #numbers = new Map<string, number>();
  readonly #grams = new Map<string, number>();
  /** By number of the word: products that have it in their title. */
  readonly #products: number[] = [];
  /** By number of the word. */
  readonly #background: number[] = [];
  /** By number of the word. */
  readonly #describing: boolean[] = [];
  /** Products by the keys of their article numbers. */
  readonly #codes = new Map<string, number>();
  readonly #titleNumbers = new Map<string, number>();
  /** By number of the title. */
  readonly #titles: number[] = [0];
  /** By number of the word, once it was asked for; emptied by every product. */
  #weights: number[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Counts a product in. A title that is only the sku says nothing. `more`: what else the listing says. */
  add(title: string, sku: string, more = ''): ListingWords {
    this.#size++;
    if (this.#weights.length > 0) this.#weights = [];
    const folded = fold(title);
    if (folded === '' || folded === fold(sku) || !/\p{L}/u.test(folded)) return silent;
    const ordered = queryTerms(title).map((term) => this.#numberOf(term));
    const terms = ascending(ordered);
    for (const term of terms) this.#products[term] = (this.#products[term] as number) + 1;
    const further = more === '' ? [] : queryTerms(more).slice(0, mostSaid);
    return {
      terms,
      said: further.length === 0 ? terms : ascending([...terms, ...further.map((term) => this.#numberOf(term))]),
      grams: this.#gramsOf(folded.replaceAll(' ', '')),
      head: Uint32Array.from(ordered.slice(0, headWords)),
      title: this.#titleOf(folded.split(' ').sort().join(' ')),
    };
  }

  /** How much it says that two share this word: -ln of the share of products that have it. */
  weight(term: number): number {
    this.#weights[term] ??= -Math.log(
      ((this.#products[term] ?? 0) + 0.5 + backgroundSize * (this.#background[term] as number)) /
        (this.#size + 1 + backgroundSize),
    );
    return this.#weights[term];
  }

  /** Counts the article numbers in that a product is known by. */
  addCodes(keys: readonly string[]): void {
    for (const key of keys) this.#codes.set(key, (this.#codes.get(key) ?? 0) + 1);
  }

  /** How far an article number may be that of one product: 1 for one of two listings, 1 / 2 of four, 1 / 3 of eight. */
  readonly codeRarity = (key: string): number => 1 / Math.log2(Math.max(2, this.#codes.get(key) ?? 0));

  /** How many products have this word in their titles. */
  products(term: number): number {
    return this.#products[term] ?? 0;
  }

  /** The same; without end for one that says whom it is for. */
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
    this.#background.push(backgroundFrequency(term));
    this.#describing.push(audiencesOf(term).length > 0);
    return number;
  }

  #titleOf(key: string): number {
    const number = this.#titleNumbers.get(key) ?? this.#titles.length;
    if (number === this.#titles.length) this.#titleNumbers.set(key, number);
    this.#titles[number] = (this.#titles[number] ?? 0) + 1;
    return number;
  }

  #gramsOf(text: string): Uint32Array {
    const numbers: number[] = [];
    for (let i = 0; i + 3 <= text.length; i++) {
      const gram = text.slice(i, i + 3);
      let number = this.#grams.get(gram);
      if (number === undefined) {
        number = this.#grams.size;
        this.#grams.set(gram, number);
      }
      numbers.push(number);
    }
    return ascending(numbers);
  }
}

function ascending(numbers: readonly number[]): Uint32Array {
  return Uint32Array.from(new Set(numbers)).sort();
}

/** Letters and digits alone, one blank between words. */
export function fold(text: string): string {
  return normaliseText(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

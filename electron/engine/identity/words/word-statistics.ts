/** The words of a library: how often each occurs, and so how much it says that two listings share it. */
import { normaliseText } from '../../text/normalise.ts';
import { queryTerms } from '../../text/segment.ts';
import { everydayProducts } from '../look-up/everyday-products.ts';
import { audiencesOf } from './audience.ts';
import { backgroundFrequency, isUsual } from './common-words.ts';
import { StatedValues } from './stated.ts';

/** The words of a listing, as numbers: a library has few different ones, and comparing numbers is quick. */
export interface ListingWords {
  /** Of the title; ascending, each once. */
  readonly terms: Uint32Array;
  /** Of the title and everything else that it says; ascending, each once. */
  readonly said: Uint32Array;
  /** Runs of three letters of the title without its blanks; ascending, each once. */
  readonly grams: Uint32Array;
  /** Those that follow "for" and the like: what the product is made for. Ascending, each once. */
  readonly meant: Uint32Array;
  /** The first words of the title in their order, where the brand stands. */
  readonly head: Uint32Array;
  /** Equal for titles that differ in case, order and punctuation only; 0 for a title that says nothing. */
  readonly title: number;
}

/** So many products the shipped frequencies count for. */
const backgroundSize = 1500;
const headWords = 2;
/** What a word says, in nats, and 1 / (styles that have it): from nothing to the name of a product. */
const unusual = [4, 6.5] as const;
const ofFewStyles = [0.1, 0.5] as const;
/** So many styles it counts for that most titles begin with a brand. */
const usualHeads = { styles: 20, shared: 0.9 };
/** Words for kinds of things: "vase" names no product, however few a library has. */
const kindWords = new Set(
  everydayProducts.flatMap((name) => queryTerms(name)).flatMap((word) => [word, `${word}s`, word.replace(/s$/, '')]),
);
/** Of a description, so that a long one costs no more. */
const mostSaid = 160;
/** Before what a product is made for. */
const madeFor = /(?<!\p{L})(?:for|fits|untuk|für|pour|para|per|voor|dla|для)(?!\p{L})|适用于?|专用于/iu;
const nothing = new Uint32Array(0);
const silent: ListingWords = { terms: nothing, said: nothing, grams: nothing, meant: nothing, head: nothing, title: 0 };

export class WordStatistics {
  readonly #numbers = new Map<string, number>();
  readonly #grams = new Map<string, number>();
  /** By number of the word: products that have it in their title. */
  readonly #products: number[] = [];
  /** By number of the word. */
  readonly #background: number[] = [];
  /** By number of the word. */
  readonly #describing: boolean[] = [];
  /** By number of the word: whether it says of what kind a product is. */
  readonly #kind: boolean[] = [];
  /** Products by the keys of their article numbers. */
  readonly #codes = new Map<string, number>();
  /** Of columns that two listings may share. */
  readonly stated = new StatedValues();
  readonly #styleNumbers = new Map<string, number>();
  /** By number of the word: styles that have it. */
  readonly #styled = new Map<number, number>();
  /** Styles by the first word of their titles. */
  readonly #headStyles = new Map<number, number>();
  #titleTrust: number | undefined;
  /** Listings by style, source and variant. */
  readonly #bearers = new Map<string, number>();
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
      meant: this.#meantIn(title),
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

  /** Counts a listing in by its style; answers a number that is equal for titles of one style, 0 for none. */
  addStyle(style: string, variant: string, source: number, words: ListingWords): number {
    const key = fold(style).split(' ').sort().join(' ');
    if (words.title === 0 || !/\p{L}/u.test(key)) return 0;
    let number = this.#styleNumbers.get(key);
    if (number === undefined) {
      number = this.#styleNumbers.size + 1;
      this.#styleNumbers.set(key, number);
      for (const term of words.terms) this.#styled.set(term, (this.#styled.get(term) ?? 0) + 1);
      const head = words.head[0];
      if (head !== undefined) this.#headStyles.set(head, (this.#headStyles.get(head) ?? 0) + 1);
      this.#titleTrust = undefined;
    }
    const bearer = `${number} ${source} ${variant}`;
    this.#bearers.set(bearer, (this.#bearers.get(bearer) ?? 0) + 1);
    return number;
  }

  /** How many listings of a source name this style and variant. */
  bearers(style: number, variant: string, source: number): number {
    return this.#bearers.get(`${style} ${source} ${variant}`) ?? 0;
  }

  /** How far a word may be the name of one product: unusual anywhere, and in one style or two. 0..1 */
  nameWorth(term: number): number {
    if (this.#describing[term] === true || this.#kind[term] === true) return 0;
    const styles = Math.max(1, this.#styled.get(term) ?? 1);
    return ramp(this.weight(term), unusual) * ramp(1 / styles, ofFewStyles);
  }

  /**
   * How far unusual words in titles may be believed to name products. Where most titles begin as others do, with a
   * brand, the rest of them says of what kind a product is ("Lino Perros Women Weaved Belt"), and what is unusual in it
   * is so by chance; where each begins with a word of its own, that is its name ("Chaz Kangeroo Hoodie"). 0..1
   */
  titleTrust(): number {
    this.#titleTrust ??= this.#trustInTitles();
    return this.#titleTrust;
  }

  #trustInTitles(): number {
    const counts = [...this.#headStyles.values()];
    const styles = counts.reduce((sum, count) => sum + count, 0);
    const shared = counts.reduce((sum, count) => sum + (count > 1 ? count : 0), 0);
    return 1 - (shared + usualHeads.styles * usualHeads.shared) / (styles + usualHeads.styles);
  }

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

  #meantIn(title: string): Uint32Array {
    const [before = '', after = ''] = title.split(madeFor, 2);
    if (before.trim() === '' || after === '') return nothing;
    return ascending(queryTerms(after).map((term) => this.#numberOf(term)));
  }

  #numberOf(term: string): number {
    const known = this.#numbers.get(term);
    if (known !== undefined) return known;
    const number = this.#products.push(0) - 1;
    this.#numbers.set(term, number);
    this.#background.push(backgroundFrequency(term));
    this.#describing.push(audiencesOf(term).length > 0);
    this.#kind.push(kindWords.has(term) || isUsual(term));
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

function ramp(x: number, [from, to]: readonly [number, number]): number {
  return Math.min(1, Math.max(0, (x - from) / (to - from)));
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

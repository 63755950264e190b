/**
 * Which listings have the most similar titles: by their words, rare ones counting more, and by runs of three letters,
 * which find what is written in one word here and in two there. What an index of images does for images, for words.
 */
import type { ListingWords, WordStatistics } from './word-statistics.ts';

interface IndexedTitle {
  readonly id: number;
  readonly source: number;
  readonly length: number;
  readonly letters: number;
}

interface Asked {
  readonly id: number;
  readonly sourceId: number;
  readonly words: ListingWords;
}

export interface Reach {
  /** Listings of its own source, and as many of the others. */
  readonly most: number;
  /** Cosine, 0..1. */
  readonly least: number;
  /** Entries that are looked at: its rarest words come first. */
  readonly visited: number;
}

export class SimilarTitles {
  readonly #statistics: WordStatistics;
  readonly #byLetters: boolean;
  readonly #entries: IndexedTitle[] = [];
  readonly #byTerm = new Map<number, number[]>();
  readonly #byGram = new Map<number, number[]>();
  /** By entry, what was found so far; all zero between two questions. */
  #scores = new Float64Array(0);

  /** All listings must be counted in. `byLetters`: whether runs of letters are looked up, too; that costs memory. */
  constructor(statistics: WordStatistics, { byLetters }: { readonly byLetters: boolean }) {
    this.#statistics = statistics;
    this.#byLetters = byLetters;
  }

  add(id: number, source: number, { terms, grams }: ListingWords): void {
    const at = this.#entries.length;
    const length = lengthOf(terms, (term) => this.#statistics.weight(term));
    this.#entries.push({ id, source, length, letters: Math.sqrt(grams.length) });
    for (const term of terms) put(this.#byTerm, term, at);
    if (this.#byLetters) for (const gram of grams) put(this.#byGram, gram, at);
  }

  /** The ids of listings within reach, the most similar first. */
  *likest(asked: Asked, reach: Reach): Generator<number> {
    const { terms, grams } = asked.words;
    if (terms.length === 0) return;
    const weight = (term: number): number => this.#statistics.weight(term);
    yield* this.#nearest(asked, this.#byTerm, terms, weight, lengthOf(terms, weight), 'length', reach);
    if (this.#byLetters) {
      yield* this.#nearest(asked, this.#byGram, grams, () => 1, Math.sqrt(grams.length), 'letters', reach);
    }
  }

  #nearest(
    { id, sourceId }: Asked,
    index: ReadonlyMap<number, readonly number[]>,
    keys: Uint32Array,
    weight: (key: number) => number,
    ownLength: number,
    length: 'length' | 'letters',
    { most, least, visited }: Reach,
  ): number[] {
    if (this.#scores.length < this.#entries.length) this.#scores = new Float64Array(this.#entries.length);
    const scores = this.#scores;
    const met: number[] = [];
    const lists = Array.from(keys, (key) => ({ key, list: index.get(key) ?? [] }));
    lists.sort((a, b) => a.list.length - b.list.length || a.key - b.key);
    for (const { key, list } of lists) {
      if (met.length + list.length > visited) break;
      const part = weight(key) ** 2;
      for (const at of list) {
        if (scores[at] === 0) met.push(at);
        scores[at] = (scores[at] as number) + part;
      }
    }
    const found = met.flatMap((at) => {
      const entry = this.#entries[at] as IndexedTitle;
      const score = (scores[at] as number) / (entry[length] * ownLength);
      scores[at] = 0;
      return entry.id === id || score < least ? [] : [{ entry, score }];
    });
    found.sort((a, b) => b.score - a.score || a.entry.id - b.entry.id);
    const own = found.filter(({ entry }) => entry.source === sourceId).slice(0, most);
    const others = found.filter(({ entry }) => entry.source !== sourceId).slice(0, most);
    return [...own, ...others].map(({ entry }) => entry.id);
  }
}

function lengthOf(terms: Uint32Array, weight: (term: number) => number): number {
  let sum = 0;
  for (const term of terms) sum += weight(term) ** 2;
  return Math.sqrt(sum);
}

function put(index: Map<number, number[]>, key: number, at: number): void {
  const list = index.get(key);
  if (list === undefined) index.set(key, [at]);
  else list.push(at);
}

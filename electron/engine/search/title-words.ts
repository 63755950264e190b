/**
 * The titles and tags of a catalog as sequences of numbered words, so that a thousand of them are compared with a query in a few
 * milliseconds. Each title is read once, when a query first comes near it.
 */
import type { CatalogRow, TagName } from '../catalog/types.ts';
import { nameIn, type SequenceWord, wordSequence } from '../text/word-sequence.ts';

export interface TitleWords {
  /** Numbers of its words in order, then those of its tags, each after a -1. */
  readonly sequence: Int32Array;
  /** How many of them are the title's. */
  readonly length: number;
  /** Numbers of words that are part of a joined one (`shirt` of `T-shirt`). */
  readonly parts: readonly number[];
  /**
   * The last word of its first phrase, colours and the like left out: what it says the product is ("case" of "Phone case
   * black for iPhone 5"). -1: none.
   */
  readonly subject: number;
  /** Where it begins to say what the product goes with ("for iPhone 5"); the length of the title where it does not. */
  readonly aside: number;
}

/** Words after which a title says what the product is for, as they stand in the larger European languages and Chinese. */
const asideWords = wordsOf(
  'for fit fits fitting compatible fur passend pour compatibles para compatible per compatibile voor for till til dla do для 适用 适用于 用于 兼容 适配',
);
/** Words that end the phrase which names the product. */
const phraseEnds = new Set([
  ...asideWords,
  ...wordsOf(
    'with by in from of to w mit von vom aus im zum zur bei avec de du des en au aux sans con del della di da com do dos das em met van uit zonder med av af z ze na с из от на 带 配',
  ),
]);
/** Punctuation that ends it; a hyphen between two letters does not. */
const breaks = /[,;:|(/[]|\s[-–—]|[-–—]\s/u;

/** At about 300 bytes each. */
const mostReadAhead = 100_000;

export class TitleReader {
  readonly #numbers = new Map<string, number>();
  readonly #titles = new WeakMap<CatalogRow, TitleWords>();
  /** By the name of the tag: many products share each. */
  readonly #tags = new Map<string, readonly SequenceWord[]>();

  /** The number of a word, the same for the life of the reader. */
  number(key: string): number {
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(key, number);
    }
    return number;
  }

  /** `tags`: names by id. */
  of(row: CatalogRow, tags: ReadonlyMap<number, TagName>): TitleWords {
    const known = this.#titles.get(row);
    if (known !== undefined) return known;
    const read = this.#read(
      row.title,
      row.tagIds.flatMap((id) => tags.get(id)?.name ?? []),
    );
    this.#titles.set(row, read);
    return read;
  }

  /** Reads titles before a query comes near them, between other work. */
  async readAhead(
    rows: Iterable<CatalogRow>,
    tags: ReadonlyMap<number, TagName>,
    pause: () => Promise<void>,
  ): Promise<void> {
    let read = 0;
    for (const row of rows) {
      if (read++ >= mostReadAhead) return;
      this.of(row, tags);
      await pause();
    }
  }

  #read(title: string, tags: readonly string[]): TitleWords {
    const words = wordSequence(title);
    let phrase = words.length;
    let aside = words.length;
    words.forEach(({ begins, before }, at) => {
      if (at === 0) return;
      if (at < phrase && (phraseEnds.has(begins) || breaks.test(before))) phrase = at;
      if (at < aside && asideWords.has(begins)) aside = at;
    });
    const name = nameIn(words.slice(0, phrase));
    const named = tags.map((tag) => this.#wordsOfTag(tag));
    const numbers = (sequence: readonly SequenceWord[]): number[] => sequence.map(({ key }) => this.number(key));
    return {
      sequence: Int32Array.from([...numbers(words), ...named.flatMap((tag) => [-1, ...numbers(tag)])]),
      length: words.length,
      parts: [words, ...named].flat().flatMap(({ parts }) => parts.map((part) => this.number(part))),
      subject: name === undefined ? -1 : this.number(name.key),
      aside,
    };
  }

  #wordsOfTag(name: string): readonly SequenceWord[] {
    let words = this.#tags.get(name);
    if (words === undefined) {
      words = wordSequence(name);
      this.#tags.set(name, words);
    }
    return words;
  }
}

function wordsOf(list: string): Set<string> {
  return new Set(list.split(' '));
}

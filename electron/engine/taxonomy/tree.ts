/** A taxonomy in memory: categories with parents and children, found by path, by id and by words. */

import { stem } from '../text/normalise.ts';
import { segment } from '../text/segment.ts';
import { isHan } from '../text/words.ts';
import { keyOfPath, type ParsedCategory, parseTaxonomy } from './parse.ts';

export interface Category extends ParsedCategory {
  /** Its place in `categories`. */
  readonly at: number;
  readonly name: string;
  /** The path as shops write it. */
  readonly text: string;
  readonly parent: number | null;
  readonly children: number[];
}

export const between = ' > ';

export class Taxonomy {
  readonly categories: readonly Category[];
  readonly roots: readonly number[];
  readonly #byKey = new Map<string, Category>();
  readonly #byId = new Map<string, Category>();
  readonly #words: readonly (readonly string[])[];
  readonly #withWord = new Map<string, number[]>();

  /** @throws {AppError} `BAD_REQUEST` with the line that cannot be read */
  constructor(text: string) {
    const all: Category[] = [];
    // Parents come before their children, whatever the order of the lines.
    const parsed = parseTaxonomy(text).sort((a, b) => a.path.length - b.path.length);
    for (const { id, path } of parsed) {
      const parent = this.#byKey.get(keyOfPath(path.slice(0, -1)));
      const name = path.at(-1) as string;
      const at = all.length;
      const category = { id, path, at, name, text: path.join(between), parent: parent?.at ?? null, children: [] };
      parent?.children.push(at);
      all.push(category);
      this.#byKey.set(keyOfPath(path), category);
      if (id !== '') this.#byId.set(id, category);
    }
    this.categories = all;
    this.roots = all.filter(({ parent }) => parent === null).map(({ at }) => at);
    this.#words = all.map(({ name }) => [...new Set(wordsOf(name))]);
    for (const [at, words] of this.#words.entries())
      for (const word of words) this.#withWord.set(word, [...(this.#withWord.get(word) ?? []), at]);
  }

  /** By its path however it is spelled, or by its id; undefined for what is none. */
  find(text: string): Category | undefined {
    const wanted = text.trim();
    return this.#byKey.get(keyOfPath(wanted.split('>').map((name) => name.trim()))) ?? this.#byId.get(wanted);
  }

  /** Its own words, stemmed. */
  wordsOf(at: number): readonly string[] {
    return this.#words[at] ?? [];
  }

  withWord(word: string): readonly number[] {
    return this.#withWord.get(word) ?? [];
  }

  /** The word itself, or the one that it ends with where no category has it: "tshirt" and "sweatshirt" are shirts. */
  knownWord(word: string): string {
    if (this.#withWord.has(word)) return word;
    for (let at = 1; at <= word.length - shortestEnd; at++) {
      const end = word.slice(at);
      if (this.#withWord.has(end)) return end;
    }
    return word;
  }

  /** How much a word tells: the rarer, the more, but a rare word is not for that what the product is. 0 for none. */
  weightOf(word: string): number {
    const count = this.#withWord.get(word)?.length ?? 0;
    return count === 0 ? 0 : Math.sqrt(Math.log(1 + this.categories.length / count));
  }

  /** From the top down, the category itself last. */
  lineOf(at: number): number[] {
    const line: number[] = [];
    for (let own: number | null = at; own !== null; own = this.categories[own]?.parent ?? null) line.unshift(own);
    return line;
  }

  /** Categories whose path has all the words, those named by them first. */
  search(text: string, limit: number): Category[] {
    const wanted = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const found = this.categories.filter(({ text: own }) => {
      const lower = own.toLowerCase();
      return wanted.every((word) => lower.includes(word));
    });
    const rank = ({ name, path }: Category): number => {
      const lower = name.toLowerCase();
      const named = wanted.filter((word) => lower.includes(word)).length;
      return named * 100 - path.length - name.length / 100;
    };
    return found.sort((a, b) => rank(b) - rank(a)).slice(0, limit);
  }
}

const empty = new Set(['and', 'the', 'of', 'for', 'with', 'in', 'on', 'a', 'other', 'misc', 'women', 'men', 'up']);

/** A word that others may end with. */
const shortestEnd = 4;

/** Below this words are endings and units: button-up, 4 oz. */
const shortestWord = 3;

/** Stemmed, without what says nothing of a category. */
export function wordsOf(text: string): string[] {
  return segment(text)
    .split(' ')
    .filter((word) => isHan(word) || word.length >= shortestWord)
    .map(stem)
    .filter((word) => !empty.has(word));
}

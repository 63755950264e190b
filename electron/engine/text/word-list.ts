/** The words of a catalog by how often they occur, asked for those that a misspelt word may have been meant as. */
import { distance } from 'fastest-levenshtein';

export interface Neighbour {
  readonly word: string;
  /** Products that carry it. */
  readonly count: number;
  /** Letters added, dropped or replaced; two that changed places count once (optimal string alignment). */
  readonly edits: number;
}

/** Shorter words have too many neighbours. */
export const shortest = 4;

/** How many wrong letters a word of this length may have. */
function mostEdits(length: number): number {
  return length < 6 ? 1 : 2;
}

export class WordList {
  readonly counts: ReadonlyMap<string, number>;
  readonly #byLength = new Map<number, string[]>();

  constructor(counts: ReadonlyMap<string, number>) {
    this.counts = counts;
    for (const word of counts.keys()) {
      const same = this.#byLength.get(word.length);
      if (same === undefined) this.#byLength.set(word.length, [word]);
      else same.push(word);
    }
  }

  countOf(word: string): number {
    return this.counts.get(word) ?? 0;
  }

  /** Words within reach of `word`, itself left out, in no order. */
  neighbours(word: string): Neighbour[] {
    const most = mostEdits(word.length);
    const found: Neighbour[] = [];
    if (word.length < shortest) return found;
    for (let length = word.length - most; length <= word.length + most; length++) {
      for (const other of this.#byLength.get(length) ?? []) {
        const edits = editsBetween(word, other, most);
        if (edits > 0 && edits <= most) found.push({ word: other, count: this.countOf(other), edits });
      }
    }
    return found;
  }
}

function editsBetween(word: string, other: string, most: number): number {
  const plain = distance(word, other);
  return plain === 2 || plain === most + 1 ? plain - swaps(word, other) : plain;
}

/** 1 when the words differ by two neighbouring letters that changed places, and perhaps by more; 0 otherwise. */
function swaps(word: string, other: string): number {
  for (let i = 0; i + 1 < word.length; i++) {
    if (word[i] === word[i + 1] || word[i] !== other[i + 1] || word[i + 1] !== other[i]) continue;
    const swapped = word.slice(0, i) + word[i + 1] + word[i] + word.slice(i + 2);
    if (distance(swapped, other) <= distance(word, other) - 2) return 1;
  }
  return 0;
}

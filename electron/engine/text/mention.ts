/** Which tags a text names: the words of a tag or of a synonym, one after the other, plural or not. Chinese names may stand anywhere. */
import { stemmer } from 'stemmer';
import { normaliseText } from './normalise.ts';
import { segment } from './segment.ts';
import { isHan } from './words.ts';

export interface Naming {
  /** Whatever the caller tells tags apart by. */
  readonly id: number;
  readonly group: string;
  readonly names: readonly string[];
}

interface Phrase {
  readonly id: number;
  readonly group: string;
  readonly words: readonly string[];
}

export class Mentions {
  readonly #byFirstWord = new Map<string, Phrase[]>();
  readonly #chinese: { readonly id: number; readonly group: string; readonly text: string }[] = [];

  constructor(tags: readonly Naming[]) {
    for (const { id, group, names } of tags) for (const name of names) this.#add(id, group, name);
  }

  /** A name inside a longer one of the same group does not count: "navy blue" does not name "blue". */
  find(text: string): Set<number> {
    const words = wordsOf(text);
    const spans: { id: number; group: string; start: number; end: number }[] = [];
    words.forEach((word, start) => {
      for (const { id, group, words: phrase } of this.#byFirstWord.get(word) ?? []) {
        if (phrase.every((part, at) => words[start + at] === part))
          spans.push({ id, group, start, end: start + phrase.length });
      }
    });
    const inside = (a: (typeof spans)[number]): boolean =>
      spans.some(
        (b) => b.group === a.group && b.start <= a.start && a.end <= b.end && b.end - b.start > a.end - a.start,
      );
    const found = new Set(spans.filter((span) => !inside(span)).map(({ id }) => id));
    const normal = normaliseText(text);
    const chinese = this.#chinese.filter((name) => normal.includes(name.text));
    for (const { id, group, text: name } of chinese) {
      if (
        !chinese.some(
          (longer) => longer.group === group && longer.text.length > name.length && longer.text.includes(name),
        )
      )
        found.add(id);
    }
    return found;
  }

  #add(id: number, group: string, name: string): void {
    const normal = normaliseText(name);
    if (isHan(normal)) {
      this.#chinese.push({ id, group, text: normal });
      return;
    }
    const words = wordsOf(name);
    const first = words[0];
    if (first === undefined) return;
    const phrases = this.#byFirstWord.get(first) ?? [];
    phrases.push({ id, group, words });
    this.#byFirstWord.set(first, phrases);
  }
}

function wordsOf(text: string): string[] {
  return segment(text)
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => (word.length < 3 ? word : stemmer(word)));
}

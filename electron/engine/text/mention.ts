/**
 * Which tags a text names: the words of a name one after the other, plural or not. Chinese names may stand anywhere.
 */
import { simplified } from './languages/chinese.ts';
import { normaliseText, stem } from './normalise.ts';
import { segment } from './segment.ts';
import { isHan } from './words.ts';

export interface Naming {
  /** Whatever the caller tells tags apart by. */
  readonly id: number;
  readonly group: string;
  readonly names: readonly string[];
}

export interface Mention {
  readonly id: number;
  /** The words that name it, in small letters and the simplified form. */
  readonly source: string;
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

  find(text: string): Set<number> {
    return new Set(this.read(text).map(({ id }) => id));
  }

  /**
   * The tags with the words that name them. A name inside a longer one of the same group does not count: "navy blue"
   * does not name "blue".
   */
  read(text: string): Mention[] {
    const spoken = spokenIn(text);
    const words = spoken.map(stem);
    const spans = words.flatMap((word, start) =>
      (this.#byFirstWord.get(word) ?? [])
        .filter((phrase) => phrase.words.every((part, at) => words[start + at] === part))
        .map((phrase) => ({ ...phrase, start, end: start + phrase.words.length })),
    );
    const spaced = outermost(spans, (a, b) => b.start <= a.start && a.end <= b.end && b.words.length > a.words.length);
    const normal = simplified(normaliseText(text));
    const names = this.#chinese.filter((name) => normal.includes(name.text));
    const chinese = outermost(names, (a, b) => b.text.length > a.text.length && b.text.includes(a.text));
    return [
      ...spaced.map(({ id, start, end }) => ({ id, source: spoken.slice(start, end).join(' ') })),
      ...chinese.map(({ id, text: source }) => ({ id, source })),
    ];
  }

  #add(id: number, group: string, name: string): void {
    const normal = simplified(normaliseText(name));
    if (isHan(normal)) {
      this.#chinese.push({ id, group, text: normal });
      return;
    }
    const words = wordsOf(name);
    const [first] = words;
    if (first === undefined) return;
    const phrases = this.#byFirstWord.get(first) ?? [];
    phrases.push({ id, group, words });
    this.#byFirstWord.set(first, phrases);
  }
}

/** Those that are not part of another one of their group. */
function outermost<T extends { readonly group: string }>(found: readonly T[], isPart: (a: T, b: T) => boolean): T[] {
  return found.filter((a) => !found.some((b) => b.group === a.group && isPart(a, b)));
}

function wordsOf(text: string): string[] {
  return spokenIn(text).map(stem);
}

function spokenIn(text: string): string[] {
  return segment(text).split(' ').filter(Boolean);
}

/**
 * Words that are written as one in German and its like, parted and found by the words of the catalog itself:
 * "Damenschuhe" is shoes for women, and a search for "Schuhe" is one for "Damenschuhe" too.
 */
import { foldWord } from '../normalise.ts';
import { stemIn } from './stemmers.ts';

/** What may stand between the parts. */
const links = ['', 's', 'es', 'n', 'en', 'er', 'e'];
const shortest = 4;
const mostKinds = 12;
/** Kinds of something else than their last part says. */
const otherKinds = new Set(['handschuh', 'handschuhe', 'fingerhut', 'zollstock']);

export class Compounds {
  readonly #language: string;
  readonly #counts: ReadonlyMap<string, number>;
  readonly #stems = new Map<string, number>();
  readonly #kinds = new Map<string, readonly string[]>();

  /** @param counts words of the catalog, folded, by how many products carry them */
  constructor(language: string, counts: ReadonlyMap<string, number>) {
    this.#language = language;
    this.#counts = counts;
    for (const [word, count] of counts) {
      const stem = this.stem(word);
      this.#stems.set(stem, (this.#stems.get(stem) ?? 0) + count);
    }
  }

  /** The two words that a word is made of, without their endings; `null` where the catalog does not know both. */
  split(word: string): readonly [string, string] | null {
    const whole = foldWord(word);
    let best: { readonly parts: readonly [string, string]; readonly count: number } | null = null;
    for (let at = shortest - 1; at <= whole.length - shortest; at++) {
      const head = this.stem(whole.slice(at));
      const heads = this.#stems.get(head) ?? 0;
      const modifier = heads === 0 ? null : this.#modifier(whole.slice(0, at));
      if (modifier === null) continue;
      const count = Math.min(heads, this.#stems.get(modifier) ?? 0);
      if (best === null || count > best.count) best = { parts: [modifier, head], count };
    }
    return best?.parts ?? null;
  }

  /** Words of the catalog that are kinds of this one, such as `damenschuhe` of `schuhe`, the most frequent first. */
  kindsOf(word: string): readonly string[] {
    const stem = this.stem(foldWord(word));
    const known = this.#kinds.get(stem);
    if (known !== undefined) return known;
    const kinds = stem.length < shortest ? [] : [...this.#counts].filter(([other]) => this.#isKind(other, stem));
    const found = kinds
      .sort((a, b) => b[1] - a[1])
      .slice(0, mostKinds)
      .map(([other]) => other);
    this.#kinds.set(stem, found);
    return found;
  }

  /** The stem of what stands before `stem` in a kind of it. */
  modifierOf(kind: string, word: string): string | null {
    const stem = this.stem(foldWord(word));
    const own = this.stem(kind);
    return own.endsWith(stem) ? this.#modifier(own.slice(0, own.length - stem.length)) : null;
  }

  #isKind(other: string, stem: string): boolean {
    if (other.length < stem.length + 3 || otherKinds.has(other)) return false;
    const own = this.stem(other);
    return own.endsWith(stem) && this.#modifier(own.slice(0, own.length - stem.length)) !== null;
  }

  #modifier(text: string): string | null {
    for (const link of links) {
      if (!text.endsWith(link)) continue;
      const bare = text.slice(0, text.length - link.length);
      const stem = this.stem(bare);
      if (bare.length >= 3 && this.#stems.has(stem)) return stem;
    }
    return null;
  }

  stem(word: string): string {
    return foldWord(stemIn(this.#language, foldWord(word)));
  }
}

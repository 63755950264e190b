/** Chinese words of a catalog by how they are said, for people who type them in Latin letters. */
import { pinyin } from 'pinyin-pro';

/** Words of a query that are read as one Chinese word together ("hei se pi xie"). */
const mostTogether = 4;
const shortestSaid = 2;

/** Without tones and blanks; ü as v, the way it is typed. */
export function saidAs(word: string): string {
  return pinyin(word, { toneType: 'none', type: 'array', v: true }).join('').toLowerCase();
}

export class PinyinWords {
  readonly #bySound = new Map<string, { readonly word: string; readonly count: number }>();

  /** `counts`: Chinese words by how many products have them; of those that sound alike the most frequent is meant. */
  constructor(counts: ReadonlyMap<string, number>) {
    for (const [word, count] of counts) {
      const sound = saidAs(word);
      if (count > (this.#bySound.get(sound)?.count ?? 0)) this.#bySound.set(sound, { word, count });
    }
  }

  /** The Chinese that Latin words stand for; `null` unless all of them do. As many of them as can be are one word. */
  read(words: readonly string[]): string | null {
    const found: string[] = [];
    for (let at = 0; at < words.length; ) {
      let taken = 0;
      for (let length = Math.min(mostTogether, words.length - at); length > 0 && taken === 0; length--) {
        const sound = words
          .slice(at, at + length)
          .join('')
          .replaceAll('ü', 'v');
        const meant = sound.length < shortestSaid ? undefined : this.#bySound.get(sound);
        if (meant === undefined) continue;
        found.push(meant.word);
        taken = length;
      }
      if (taken === 0) return null;
      at += taken;
    }
    return found.length === 0 ? null : found.join('');
  }
}

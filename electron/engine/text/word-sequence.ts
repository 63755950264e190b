/**
 * The words of a text in their order, in the form in which query and title are compared. Chinese goes by characters:
 * two texts are seldom cut into the same words.
 */
import { simplified } from './languages/chinese.ts';
import { isQuality } from './languages/common-words.ts';
import { foldWord, stem } from './normalise.ts';
import { isHan, joins, segmentRun, withoutApostrophes, words } from './words.ts';

export interface SequenceWord {
  /** Folded and without its English ending; `t-shirt`, `T shirt` and `tshirt` are one. */
  readonly key: string;
  /** Folded, with its ending. */
  readonly word: string;
  /** The word that begins here: itself, of Chinese the word of which this is the first character, '' for the others. */
  readonly begins: string;
  /** The keys of the two words that were joined. */
  readonly parts: readonly string[];
  /** Whether the word it is or belongs to says what a thing is like, not what it is. */
  readonly quality: boolean;
  /** What stands between this word and the one before it. */
  readonly before: string;
}

const noParts: readonly string[] = [];

/** The word that says what is meant: the last that is no mere quality, or the last; `undefined` where there is none. */
export function nameIn(sequence: readonly SequenceWord[]): SequenceWord | undefined {
  return sequence.findLast(({ quality }) => !quality) ?? sequence.at(-1);
}

/** Any input; empty where there is no word. */
export function wordSequence(written: string): SequenceWord[] {
  const text = simplified(written);
  const found = [...words(text)];
  const sequence: SequenceWord[] = [];
  let end = 0;
  for (let i = 0; i < found.length; i++) {
    const word = found[i] as (typeof found)[number];
    const before = text.slice(end, word.start);
    const next = found[i + 1];
    if (word.unspaced) {
      const parts = segmentRun(word.text).flatMap((part) => (isHan(part) ? characters(part) : [plain(part, '')]));
      sequence.push(...parts.map((part, n) => (n === 0 ? { ...part, before } : part)));
    } else if (joins(text, word, next)) {
      const parts = [plain(word.text, '').key, plain(next.text, '').key];
      sequence.push({ ...plain(`${word.text}${next.text}`, before), parts });
      i++;
    } else sequence.push(plain(word.text, before));
    end = (found[i] as (typeof found)[number]).end;
  }
  return sequence;
}

function plain(text: string, before: string): SequenceWord {
  const word = foldWord(withoutApostrophes(text));
  return { key: stem(word), word, begins: word, quality: isQuality(word), parts: noParts, before };
}

/** Without the empty suffix of a noun of two (`鞋子` is `鞋`). */
function characters(word: string): SequenceWord[] {
  const all = Array.from(word);
  const telling = all.length === 2 && (all[1] === '子' || all[1] === '儿') ? all.slice(0, 1) : all;
  const quality = isQuality(word);
  return telling.map((key, n) => ({
    ...{ key, word: key, begins: n === 0 ? word : '', quality, parts: noParts, before: '' },
  }));
}

/**
 * Finds the words of a text, with their place in it: runs of letters and digits where blanks part words, and runs of
 * Chinese, Japanese, Thai, Lao, Khmer or Burmese, which `Intl.Segmenter` cuts.
 */

export interface Word {
  /** As written. */
  readonly text: string;
  /** UTF-16 offsets in the text. */
  readonly start: number;
  readonly end: number;
  /** A run without blanks between words; holds several of them. */
  readonly unspaced: boolean;
}

const unspacedScript = String.raw`\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ーｰ\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}`;
const spacedWord = String.raw`(?:(?![${unspacedScript}])[\p{L}\p{N}\p{M}\p{Co}])+`;
const wordPattern = new RegExp(`([${unspacedScript}]+)|${spacedWord}(?:['’]${spacedWord})*`, 'gu');
const hanPattern = /\p{sc=Han}+/gu;
const beginsUnspaced = new RegExp(`^[${unspacedScript}]`, 'u');
const onlyHan = /^\p{sc=Han}+$/u;

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

export function* words(text: string): Generator<Word> {
  for (const match of text.matchAll(wordPattern)) {
    yield { text: match[0], start: match.index, end: match.index + match[0].length, unspaced: match[1] !== undefined };
  }
}

/** The words of an unspaced run. */
export function segmentRun(run: string): string[] {
  const found: string[] = [];
  for (const part of segmenter.segment(run)) if (part.isWordLike) found.push(part.segment);
  return found;
}

/** Whether a text begins in a script without blanks between words. */
export function isUnspaced(text: string): boolean {
  return beginsUnspaced.test(text);
}

export function isHan(text: string): boolean {
  return onlyHan.test(text);
}

export function isHangul(text: string): boolean {
  return /^\p{sc=Hangul}+$/u.test(text);
}

/** The Chinese characters of a run, stretch by stretch. */
export function hanStretches(run: string): string[][] {
  return Array.from(run.matchAll(hanPattern), (match) => Array.from(match[0]));
}

export function bigrams(characters: readonly string[]): string[] {
  return characters.slice(1).map((character, at) => `${characters[at]}${character}`);
}

/** `men's` is told apart from `mens` by nobody who searches. */
export function withoutApostrophes(word: string): string {
  return word.replace(/['’]/g, '');
}

export function isSingleLetter(word: string): boolean {
  return /^\p{L}$/u.test(word);
}

/** Whether a single letter and the word after it are read as one, as in `t-shirt`, `T shirt` and `v‑neck`. */
export function joins(text: string, letter: Word, next: Word | undefined): next is Word {
  if (next === undefined || next.unspaced || letter.unspaced || !isSingleLetter(letter.text)) return false;
  const between = text.slice(letter.end, next.start);
  return /^[-‐‑–]$/u.test(between) || (/^\s$/u.test(between) && letter.text.toLowerCase() !== 'a');
}

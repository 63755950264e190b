/** One spelling for texts that mean the same to a reader, so that they can be compared and hashed. */
import { stemmer } from 'stemmer';

/** NFKC, lower case, control characters and white space as one blank, trimmed; lone surrogates become U+FFFD. */
export function normaliseText(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/** Words of these alone have nothing to fold but their case. */
const plainLetters = /^[\x20-\x7e]*$/;

/** A word without case, width and Latin diacritics: `Ｃafé` and `cafe` are the same. */
export function foldWord(word: string): string {
  if (plainLetters.test(word)) return word.toLowerCase();
  return word
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFKC')
    .toLowerCase();
}

/** Without its English ending, as FTS5's porter does: words shorter than three letters stay as they are. */
export function stem(word: string): string {
  if (word.length < 3) return word;
  let stemmed = stems.get(word);
  if (stemmed === undefined) {
    stemmed = stemmer(word);
    if (stems.size >= mostStems) stems.clear();
    stems.set(word, stemmed);
  }
  return stemmed;
}

/** A catalog says the same words over and over. */
const stems = new Map<string, string>();
const mostStems = 50_000;

/** A text as it stands and in the composed and decomposed form, in which file systems and keyboards write the same name. */
export function unicodeForms(text: string): string[] {
  return [...new Set([text, text.normalize('NFC'), text.normalize('NFD')])];
}

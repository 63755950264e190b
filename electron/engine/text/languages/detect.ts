/**
 * Which language a text is in. Titles are short, so the letters decide first, then n-grams (eld), and where those waver
 * the languages that the rest of the catalog is in.
 */
import { eld } from 'eld/small';

/** Languages that are told apart; more would only be taken for one of these. */
const known =
  'en de es fr it nl pt sv da no fi hu ro pl cs sk sl hr tr ru uk bg el ar he fa hi vi id ms et lv lt ca'.split(' ');
eld.setLanguageSubset(known);

/** Language -> share of the catalog, 0..1. */
export type LanguageShares = ReadonlyMap<string, number>;

const noShares: LanguageShares = new Map();
/** What the language of all the catalog adds to the score of an n-gram language, which is 0..1. */
const shareBonus = 0.25;
/** A language that is rare in the catalog has to lead by so much. */
const clearLead = 0.08;
const commonShare = 0.05;
const longest = 300;

const scripts: readonly (readonly [language: string, letters: RegExp])[] = [
  ['ja', /[\p{sc=Hiragana}\p{sc=Katakana}]/gu],
  ['ko', /\p{sc=Hangul}/gu],
  ['th', /\p{sc=Thai}/gu],
  ['zh', /\p{sc=Han}/gu],
];

/**
 * BCP 47, '' where nothing tells. @param shares of the catalog that the text belongs to @param more of the same listing,
 * where the letters of the text itself do not tell
 */
export function languageOf(text: string, shares: LanguageShares = noShares, more = ''): string {
  const own = languageOfLetters(text);
  if (own !== null && (own !== '' || more === '')) return own;
  return languageOfWords(`${text}. ${more}`.slice(0, longest), shares);
}

/** `null` where several languages are written in the letters of a text, '' where it has none. */
function languageOfLetters(text: string): string | null {
  const sample = text.slice(0, longest);
  const letters = count(sample, /\p{L}/gu);
  if (letters === 0) return '';
  for (const [language, own] of scripts) {
    // A character says as much as three letters; brands and sizes stand between them in Latin ones.
    if (count(sample, own) * 3 >= letters / 2) return language;
  }
  return null;
}

function languageOfWords(sample: string, shares: LanguageShares): string {
  const scores = Object.entries(eld.detect(sample).getScores());
  const main = [...shares].reduce((most, one) => (one[1] > most[1] ? one : most), ['', 0] as const)[0];
  if (scores.length === 0) return main;
  const weighed = scores
    .map(([language, score]) => ({ language, value: score + shareBonus * (shares.get(language) ?? 0) }))
    .sort((a, b) => b.value - a.value);
  const [first, second] = weighed;
  if (first === undefined) return main;
  const isClear = first.value - (second?.value ?? 0) >= clearLead;
  return isClear || main === '' || (shares.get(first.language) ?? 0) >= commonShare ? first.language : main;
}

function count(text: string, letters: RegExp): number {
  return text.match(letters)?.length ?? 0;
}

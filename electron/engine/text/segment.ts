/**
 * Prepares text for the word index (FTS5 with `porter unicode61`) and asks it questions. Product texts are indexed by
 * every Chinese character and pair of characters, queries are cut into words: so a query word is found wherever it
 * stands, however the title around it would have been cut (`牛仔裤` in `蓝色牛仔裤女`).
 */
import { simplified } from './languages/chinese.ts';
import { isStopWord, stemIn } from './languages/stemmers.ts';
import { foldWord, normaliseText, stem } from './normalise.ts';
import {
  bigrams,
  hanStretches,
  isHan,
  isHangul,
  isSingleLetter,
  joins,
  segmentRun,
  type Word,
  withoutApostrophes,
  words,
} from './words.ts';

/** Grows when `segment` writes other terms; what an earlier version wrote is written anew in the background. */
export const wordsVersion = 1;

/** More words than this add time and no meaning. */
const maxQueryTerms = 64;

const emptyWords = new Set(
  'a an the of for with and or in on to by at from is are it this that 的 了 和 与 及 或 是 在 有 个 也 很 这 那'.split(
    ' ',
  ),
);

/** Whether a word of a query, folded, has a meaning of its own. */
export function asksFor(word: string): boolean {
  return !emptyWords.has(word) && (isHan(word) || !isSingleLetter(word));
}

/**
 * Words joined by single blanks, ready to be inserted into `product_words`. Any input; '' when there is no word.
 * @param language of the text: its words stand there without their endings. English ones are stemmed by the index.
 */
export function segment(text: string, language = ''): string {
  const normal = simplified(normaliseText(text));
  const terms: string[] = [];
  forEachWord(normal, (word, joined) => {
    if (word.unspaced) for (const term of indexTerms(word.text)) terms.push(term);
    else terms.push(...spacedTerms(word.text, language));
    if (joined !== undefined) terms.push(joined);
  });
  return terms.join(' ');
}

function spacedTerms(word: string, language: string): string[] {
  const bare = withoutApostrophes(word);
  return isHangul(bare) ? [bare, ...longBigrams(bare)] : [stemIn(language, bare)];
}

/** Korean words carry their particles and are run together: parts of them count as well. */
function longBigrams(word: string): string[] {
  const characters = Array.from(word);
  return characters.length > 2 ? bigrams(characters) : [];
}

/** What one word of a query may stand as in the index: one of these, each all of its terms. */
export type TermGroup = readonly (readonly string[])[];

/**
 * What a query looks for, word by word: as it stands, without its ending in each of the catalog's languages, pairs of
 * characters of long Chinese words, and a noun without its empty suffix (`鞋子` also looks for `鞋`). Words without meaning
 * of their own are left out unless there are no others.
 * @param languages those of the catalog @param own the language of the query
 */
export function termGroups(text: string, languages: Iterable<string> = [], own = ''): TermGroup[] {
  const normal = simplified(normaliseText(text));
  const telling = new Map<string, TermGroup>();
  const others = new Map<string, TermGroup>();
  forEachWord(normal, (word, joined) => {
    const parts = word.unspaced ? segmentRun(word.text).flatMap(chineseQueryTerms) : [withoutApostrophes(word.text)];
    for (const part of parts) {
      const weak = emptyWords.has(part) || isStopWord(own, part) || (isSingleLetter(part) && !word.unspaced);
      for (const term of [part, ...(isHangul(part) ? longBigrams(part) : [])]) {
        (weak ? others : telling).set(term, word.unspaced ? [[term]] : variantsOf(term, languages));
      }
    }
    if (joined !== undefined) telling.set(joined, [[joined]]);
  });
  return [...(telling.size > 0 ? telling : others).values()].slice(0, maxQueryTerms);
}

/** Those that the index would take for the same word are one. */
function variantsOf(word: string, languages: Iterable<string>): TermGroup {
  const variants = new Map([[stem(foldWord(word)), [word]]]);
  for (const language of languages) {
    const own = stemIn(language, word);
    const key = stem(foldWord(own));
    if (!variants.has(key)) variants.set(key, [own]);
  }
  return [...variants.values()];
}

/** The terms of `termGroups`, each once. */
export function queryTerms(text: string, languages: Iterable<string> = [], own = ''): string[] {
  return [...new Set(termGroups(text, languages, own).flat(2))];
}

/**
 * A MATCH expression that finds products with any of these terms: quoted and OR-ed. Never a syntax error, whatever the
 * person typed; '' without a term, and then there is nothing to ask.
 */
export function ftsAny(terms: readonly string[]): string {
  return terms.map(ftsTerm).join(' OR ');
}

/** One that finds products with every word, each in whatever form. */
export function ftsAll(groups: readonly TermGroup[]): string {
  const one = (terms: readonly string[]): string => {
    const all = terms.map(ftsTerm).join(' AND ');
    return terms.length > 1 ? `(${all})` : all;
  };
  return groups
    .map((group) => (group.length === 1 ? one(group[0] ?? []) : `(${group.map(one).join(' OR ')})`))
    .join(' AND ');
}

/**
 * The terms of a phrase joined by blanks, in the order in which `segment` writes them, so that they match as one phrase.
 * Chinese ones are characters: which words a run has depends on what stands around them.
 */
export function phraseTerms(text: string, language = ''): string {
  const terms: string[] = [];
  forEachWord(simplified(normaliseText(text)), (word, joined) => {
    if (!word.unspaced) terms.push(...spacedTerms(word.text, language));
    else terms.push(...(isHan(word.text) ? Array.from(word.text) : segmentRun(word.text)));
    if (joined !== undefined) terms.push(joined);
  });
  return terms.join(' ');
}

/** One term of `queryTerms` as a MATCH expression of its own. */
export function ftsTerm(term: string): string {
  return `"${term.replaceAll('"', '""')}"`;
}

function forEachWord(text: string, visit: (word: Word, joined: string | undefined) => void): void {
  const found = [...words(text)];
  found.forEach((word, at) => {
    const next = found[at + 1];
    visit(word, joins(text, word, next) ? foldWord(`${word.text}${withoutApostrophes(next.text)}`) : undefined);
  });
}

function indexTerms(run: string): string[] {
  const long = segmentRun(run).filter((word) => !isHan(word) || Array.from(word).length > 2);
  return [...long, ...hanStretches(run).flatMap((characters) => [...characters, ...bigrams(characters)])];
}

function chineseQueryTerms(word: string): string[] {
  const characters = Array.from(word);
  if (!isHan(word) || characters.length < 2) return [word];
  if (characters.length > 2) return [word, ...bigrams(characters)];
  const [head, suffix] = characters as [string, string];
  return suffix === '子' || suffix === '儿' ? [word, head] : [word];
}

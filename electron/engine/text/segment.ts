/**
 * Prepares text for the word index (FTS5 with `porter unicode61`) and asks it questions. Product texts are indexed by
 * every Chinese character and pair of characters, queries are cut into words: so a query word is found wherever it
 * stands, however the title around it would have been cut (`牛仔裤` in `蓝色牛仔裤女`).
 */
import { foldWord, normaliseText } from './normalise.ts';
import {
  bigrams,
  hanStretches,
  isHan,
  isSingleLetter,
  joins,
  segmentRun,
  type Word,
  withoutApostrophes,
  words,
} from './words.ts';

/** More words than this add time and no meaning. */
const maxQueryTerms = 64;

const emptyWords = new Set(
  'a an the of for with and or in on to by at from is are it this that 的 了 和 与 及 或 是 在 有 个 也 很 这 那'.split(
    ' ',
  ),
);

/** Words joined by single blanks, ready to be inserted into `product_words`. Any input; '' when there is no word. */
export function segment(text: string): string {
  const normal = normaliseText(text);
  const terms: string[] = [];
  forEachWord(normal, (word, joined) => {
    if (word.unspaced) for (const term of indexTerms(word.text)) terms.push(term);
    else terms.push(withoutApostrophes(word.text));
    if (joined !== undefined) terms.push(joined);
  });
  return terms.join(' ');
}

/**
 * What a query looks for, each term once: words, pairs of characters of long Chinese words, and a noun without its
 * empty suffix (`鞋子` also looks for `鞋`). Words without meaning of their own are left out unless there are no others.
 */
export function queryTerms(text: string): string[] {
  const normal = normaliseText(text);
  const telling = new Set<string>();
  const others = new Set<string>();
  forEachWord(normal, (word, joined) => {
    const parts = word.unspaced ? segmentRun(word.text).flatMap(chineseQueryTerms) : [withoutApostrophes(word.text)];
    for (const part of parts) {
      const weak = emptyWords.has(part) || (isSingleLetter(part) && !word.unspaced);
      (weak ? others : telling).add(part);
    }
    if (joined !== undefined) telling.add(joined);
  });
  return [...(telling.size > 0 ? telling : others)].slice(0, maxQueryTerms);
}

/**
 * A MATCH expression that finds products with any word of the query: quoted terms, OR-ed. Never throws and is never a
 * syntax error, whatever the person typed; '' when the query has no word, and then there is nothing to ask.
 */
export function ftsQuery(text: string): string {
  return queryTerms(text).map(ftsTerm).join(' OR ');
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

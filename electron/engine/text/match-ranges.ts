/** Finds the words of a product's text that a query matched, so that the UI can mark them. */
import { simplified } from './languages/chinese.ts';
import { stemIn } from './languages/stemmers.ts';
import { foldWord, normaliseText, stem } from './normalise.ts';
import { queryTerms } from './segment.ts';
import { isHan, joins, segmentRun, type Word, withoutApostrophes, words } from './words.ts';

/** A stretch of the original text, in UTF-16 code units. */
export type TextRange = readonly [start: number, end: number];

/** Where a text holds what was asked, in order, not overlapping. */
export type RangeFinder = (fieldText: string) => readonly TextRange[];

/**
 * Finds words of `queryText` in one text after the other. Case, width, Latin diacritics and English endings do not count
 * (`shoes` marks `Shoe`), nor those of the languages given; Chinese words are marked wherever their characters stand.
 * Touching ranges are one.
 */
export function rangeFinder(queryText: string, languages: readonly string[] = []): RangeFinder {
  const terms = queryTerms(queryText, languages);
  if (terms.length === 0) return () => [];
  const keys = new Set(terms.map(keyOf));
  const isAsked = (word: string): boolean =>
    keys.has(keyOf(word)) || languages.some((language) => keys.has(keyOf(stemIn(language, normaliseText(word)))));
  const chinese = terms.filter(isHan);
  const find = (fieldText: string): readonly TextRange[] => {
    const found = [...words(fieldText)];
    const ranges: TextRange[] = [];
    found.forEach((word, at) => {
      if (word.unspaced) ranges.push(...unspacedRanges(word, keys, chinese));
      else if (isAsked(word.text)) ranges.push([word.start, word.end]);
      const next = found[at + 1];
      if (joins(fieldText, word, next) && keys.has(keyOf(`${word.text}${next.text}`)))
        ranges.push([word.start, next.end]);
    });
    return merge(ranges);
  };
  // The products of a page share most of their tags.
  const known = new Map<string, readonly TextRange[]>();
  return (fieldText) => {
    let ranges = known.get(fieldText);
    if (ranges === undefined) {
      ranges = find(fieldText);
      known.set(fieldText, ranges);
    }
    return ranges;
  };
}

function keyOf(word: string): string {
  return stem(foldWord(withoutApostrophes(word)));
}

function unspacedRanges(run: Word, keys: ReadonlySet<string>, chinese: readonly string[]): TextRange[] {
  const ranges: TextRange[] = [];
  // One character stays one code unit when compatibility forms are folded, or the folded run cannot give offsets.
  const normal = run.text.normalize('NFKC');
  const text = simplified(normal.length === run.text.length ? normal : run.text);
  for (const term of chinese) {
    for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) {
      ranges.push([run.start + at, run.start + at + term.length]);
    }
  }
  let at = 0;
  for (const word of segmentRun(run.text)) {
    at = run.text.indexOf(word, at);
    if (!isHan(word) && keys.has(keyOf(word))) ranges.push([run.start + at, run.start + at + word.length]);
    at += word.length;
  }
  return ranges;
}

function merge(ranges: TextRange[]): TextRange[] {
  const merged: [number, number][] = [];
  for (const [start, end] of ranges.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

/**
 * How the title of a product says what was asked: not only which words it has, as BM25 counts them, but whether they
 * stand together, whether they name the product or only what it goes with, and whether the rest of the title is like
 * that of the other first results. Part of the fourth step of a search.
 */
import type { CatalogRow, TagName } from '../catalog/types.ts';
import { asksFor } from '../text/segment.ts';
import { nameIn, wordSequence } from '../text/word-sequence.ts';
import type { TitleReader, TitleWords } from './title-words.ts';

/**
 * - covered: share of the query's words in title or tags, rare ones counting for more (idf)
 * - pairs: share of the query's neighbouring words that are neighbours there
 * - phrase: 1 when the whole query stands there as it was asked
 * - head: 1 when they have the last word of the query that is no colour or the like: what is asked for ("shirt" of "shirt
 *   blue")
 * - subject: 1 when the word by which the title names the product is one of the query's
 * - aside: share of the query's words that only say what the product goes with ("iphone" of "Case for iPhone")
 * - usual: how many of the first results, by their scores, share each of the title's other words; the mean over those
 */
export const wordingFeatures = ['covered', 'pairs', 'phrase', 'head', 'subject', 'aside', 'usual'] as const;
export type WordingFeature = (typeof wordingFeatures)[number];

/** Values of the features 0..1, in their order. */
export type Wording = Float64Array;

/** What each feature adds, in log-odds. */
export type WordingWeights = Readonly<Record<WordingFeature, number>>;

/** The words of a query as titles are compared with them. */
export interface AskedWords {
  /** Numbers of the telling words, in order. */
  readonly sequence: readonly number[];
  /** That of what is asked for. */
  readonly head: number;
  /** What each distinct word counts for: its idf, 0 where no product has it. */
  readonly weights: ReadonlyMap<number, number>;
  /** 0..1: how much of what is asked no product says in any language of the catalog; rare words count for more. */
  readonly unsaid: number;
}

/** A result with its place in a first ranking. */
export interface FirstRanked {
  readonly row: CatalogRow;
  /** 0..1 */
  readonly score: number;
}

/** First results by which `usual` is told. */
const exemplars = 20;

/** What is known of a word as it was typed. */
export interface WordKnowledge {
  /** 0 for words that no product has. */
  idf(word: string): number;
  /** Whether a product has it, or what it is called in another language of the catalog. */
  isSaid(word: string): boolean;
  /** What a word would count for that one product has. */
  readonly rarest: number;
}

/** `null` where the query has no word. */
export function askedWords(text: string, titles: TitleReader, known: WordKnowledge): AskedWords | null {
  const words = wordSequence(text);
  const telling = words.filter(({ word }) => asksFor(word));
  const asked = telling.length > 0 ? telling : words;
  if (asked.length === 0) return null;
  const sequence = asked.map(({ key }) => titles.number(key));
  const head = titles.number(nameIn(asked)?.key ?? '');
  const weights = new Map(asked.map(({ word }, i) => [sequence[i] as number, known.idf(word)]));
  return { sequence, head, weights, unsaid: unsaidShare(new Set(asked.map(({ word }) => word)), known) };
}

function unsaidShare(words: ReadonlySet<string>, known: WordKnowledge): number {
  let [said, unsaid] = [0, 0];
  for (const word of words) {
    if (known.isSaid(word)) said += Math.max(known.idf(word), 1);
    else unsaid += Math.max(known.rarest, 1);
  }
  return said + unsaid === 0 ? 0 : unsaid / (said + unsaid);
}

/** The wording of each result, in their order, `null` for `null`. `ranked`: best first. */
export function wordingsOf(
  asked: AskedWords,
  ranked: readonly (FirstRanked | null)[],
  titles: TitleReader,
  tags: ReadonlyMap<number, TagName>,
): (Wording | null)[] {
  const first = ranked.slice(0, exemplars).filter((product) => product !== null);
  const total = first.reduce((sum, { score }) => sum + score, 0) || 1;
  const shares = new Map<number, number>();
  for (const { row, score } of first) {
    const title = titles.of(row, tags);
    for (const word of new Set(title.sequence.subarray(0, title.length)))
      shares.set(word, (shares.get(word) ?? 0) + score / total);
  }
  const match = matcherOf(asked);
  return ranked.map((product, i) => {
    if (product === null) return null;
    const title = titles.of(product.row, tags);
    const wording = new Float64Array(wordingFeatures.length);
    match(title, wording);
    // A product does not make its own words usual.
    const own = i < exemplars ? product.score / total : 0;
    wording[wordingFeatures.length - 1] = usualness(asked, title, shares, own);
    return wording;
  });
}

/** What a wording adds, in log-odds. */
export function wordingLogOdds(wording: Wording, weights: WordingWeights): number {
  let sum = 0;
  for (let i = 0; i < wordingFeatures.length; i++) {
    sum += (wording[i] as number) * weights[wordingFeatures[i] as WordingFeature];
  }
  return sum;
}

/** Writes all features but the last. A thousand titles are compared for a query: nothing is allocated for one. */
function matcherOf({ sequence: asked, head: wanted, weights }: AskedWords): (title: TitleWords, to: Wording) => void {
  const indexOf = new Map([...weights.keys()].map((word, index) => [word, index]));
  const idfs = [...weights.values()];
  const all = idfs.reduce((sum, idf) => sum + idf, 0);
  const headAt = indexOf.get(wanted) ?? -1;
  // Where each distinct word stands; -1 where it does not.
  const places = new Int32Array(indexOf.size);
  const together = new Uint8Array(asked.length);
  return ({ sequence, aside, length, parts, subject }, to) => {
    places.fill(-1);
    for (const word of parts) {
      const index = indexOf.get(word);
      if (index !== undefined) places[index] = 0;
    }
    for (let at = 0; at < sequence.length; at++) {
      const index = indexOf.get(sequence[at] as number);
      if (index !== undefined && !(at < length && places[index] !== -1)) places[index] = at;
    }
    let [found, onlyAside] = [0, 0];
    for (let index = 0; index < idfs.length; index++) {
      const place = places[index] as number;
      if (place === -1) continue;
      found += idfs[index] as number;
      if (place >= aside && place < length) onlyAside++;
    }
    const head = headAt !== -1 && places[headAt] !== -1 ? 1 : 0;
    to[0] = all === 0 ? 0 : found / all;
    if (asked.length === 1) {
      // A single word stands together with itself.
      to[1] = head;
      to[2] = head;
    } else {
      to[2] = neighbours(asked, sequence, together.fill(0)) ? 1 : 0;
      to[1] = together.reduce((sum, pair) => sum + pair, 0) / (asked.length - 1);
    }
    to[3] = head;
    to[4] = indexOf.has(subject) ? 1 : 0;
    to[5] = onlyAside / indexOf.size;
  };
}

/** Whether all that is asked stands together. `pairs`: set to 1 for each word of it that has the next one behind it. */
function neighbours(asked: readonly number[], title: Int32Array, pairs: Uint8Array): boolean {
  let phrase = false;
  for (let at = 0; at < title.length; at++) {
    const word = title[at] as number;
    for (let i = 0; i < asked.length; i++) {
      if (word !== asked[i]) continue;
      if (i + 1 < asked.length && title[at + 1] === asked[i + 1]) pairs[i] = 1;
      if (i > 0 || phrase) continue;
      let length = 1;
      while (length < asked.length && title[at + length] === asked[length]) length++;
      phrase = length === asked.length;
    }
  }
  return phrase;
}

function usualness(
  { weights }: AskedWords,
  { sequence, length }: TitleWords,
  shares: ReadonlyMap<number, number>,
  own: number,
): number {
  let sum = 0;
  let words = 0;
  for (let at = 0; at < length; at++) {
    const word = sequence[at] as number;
    if (weights.has(word) || sequence.indexOf(word) < at) continue;
    sum += Math.max(0, (shares.get(word) ?? 0) - own);
    words++;
  }
  return words === 0 ? 0 : sum / words;
}

/**
 * Looks through the help pages of one language. More than half of the words that are asked for have to be in the section or in what its
 * page is called; word forms of English count as one, and Chinese is cut into words as its readers would.
 */
import { stemmer } from 'stemmer';
import { plain } from '../ui/markup.ts';
import { type HelpSection, type HelpTexts, type HelpTopic, type TopicId, topicIds } from './topic.ts';

export interface FoundHelp {
  readonly topic: TopicId;
  /** null: how the page works. */
  readonly section: HelpSection | null;
  /** A sentence that says it. */
  readonly snippet: string;
  /** Places of what was asked for in the snippet, [start, end). */
  readonly ranges: readonly (readonly [number, number])[];
}

const mostFound = 12;

/** Best first. Nothing for a query without words. */
export function findHelp(texts: HelpTexts, query: string): FoundHelp[] {
  const asked = wordsOf(query).map(({ stem }) => stem);
  if (asked.length === 0) return [];
  const found = topicIds.flatMap((topic) => {
    const called = stemsOf([texts[topic].title, ...texts[topic].words]);
    return [null, ...texts[topic].sections].flatMap((section) => {
      const score = scoreOf(asked, called, section, texts[topic]);
      return score === 0 ? [] : [{ topic, section, score }];
    });
  });
  return found
    .sort((a, b) => b.score - a.score)
    .slice(0, mostFound)
    .map(({ topic, section }) => ({ topic, section, ...snippetOf(sentencesOf(section, texts[topic]), asked) }));
}

function scoreOf(asked: readonly string[], called: readonly string[], section: HelpSection | null, topic: HelpTopic) {
  const title = stemsOf(section === null ? [] : [section.title]);
  const body = stemsOf(sentencesOf(section, topic));
  let score = 0;
  let missing = 0;
  let own = false;
  for (const word of asked) {
    const inTitle = has(title, word);
    const inBody = has(body, word);
    const inName = has(called, word);
    if (!inTitle && !inBody && !inName) missing += 1;
    own ||= inTitle || inBody;
    score += (inTitle ? 6 : 0) + (inBody ? 2 : 0) + (inName ? 3 : 0);
  }
  if (missing * 2 >= asked.length) return 0;
  // What only the page is called leads to the page, not to each of its sections.
  if (!own && section !== null) return 0;
  return Math.max(1, score - 3 * missing - (section === null ? 1 : 0));
}

/** The beginning of a word counts while it is typed. */
function has(words: readonly string[], word: string): boolean {
  return words.some((known) => known === word || (word.length > 1 && known.startsWith(word)));
}

function sentencesOf(section: HelpSection | null, topic: HelpTopic): string[] {
  if (section === null) return [...topic.how];
  return section.body.flatMap((block) => {
    if (typeof block === 'string') return cutIntoSentences(plain(block));
    return 'steps' in block ? block.steps.map(plain) : [block.shows];
  });
}

function cutIntoSentences(text: string): string[] {
  return text.split(/(?<=[.?!] )|(?<=[。？！])/).map((sentence) => sentence.trim());
}

function snippetOf(sentences: readonly string[], asked: readonly string[]): Pick<FoundHelp, 'snippet' | 'ranges'> {
  let best: Pick<FoundHelp, 'snippet' | 'ranges'> = { snippet: sentences[0] ?? '', ranges: [] };
  for (const snippet of sentences) {
    const ranges = wordsOf(snippet)
      .filter(({ stem }) => asked.some((word) => has([stem], word)))
      .map(({ from, to }) => [from, to] as const);
    if (ranges.length > best.ranges.length) best = { snippet, ranges };
  }
  return best;
}

interface Word {
  readonly stem: string;
  readonly from: number;
  readonly to: number;
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

function wordsOf(text: string): Word[] {
  return [...segmenter.segment(text)]
    .filter(({ isWordLike, segment }) => isWordLike === true && !fillers.has(segment.toLowerCase()))
    .map(({ segment, index }) => ({ stem: stemmer(segment.toLowerCase()), from: index, to: index + segment.length }));
}

function stemsOf(texts: readonly string[]): string[] {
  return texts.flatMap((text) => wordsOf(text).map(({ stem }) => stem));
}

/** Words of a question that say nothing of what it is about. */
const fillers = new Set(
  'a an and are can do does for how i in is it my of on or the to what where with 怎么 如何 怎样 什么 的 了 吗 是 在 和 我'.split(
    ' ',
  ),
);

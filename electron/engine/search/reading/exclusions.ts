/**
 * What a query does not want, said in words: "white t-shirt without print", "dress not red", 不要黑色的皮鞋. Found words are
 * taken out of the text; what they exclude is treated like a part with a minus sign.
 */
import { segmentRun } from '../../text/words.ts';

export interface Exclusion {
  /** As it stands in the query, with the word that excludes. */
  readonly source: string;
  readonly words: string;
}

/** Of the words after "not" that is one; after "without" as many as follow up to another small word. */
interface Marker {
  readonly pattern: string;
  readonly most: number;
}

const english: readonly Marker[] = [
  { pattern: 'without|w/o|except for|except|other than|but no', most: 3 },
  { pattern: 'but not|and not|not', most: 1 },
];
const others: Readonly<Record<string, readonly Marker[]>> = {
  de: [
    { pattern: 'ohne|außer|ausser', most: 2 },
    { pattern: 'nicht|keine?[nmrs]?', most: 1 },
  ],
  es: [{ pattern: 'sin|excepto', most: 2 }],
  fr: [{ pattern: 'sans|sauf', most: 2 }],
  it: [{ pattern: 'senza|tranne', most: 2 }],
  pt: [{ pattern: 'sem|exceto', most: 2 }],
  nl: [{ pattern: 'zonder|behalve', most: 2 }],
  sv: [{ pattern: 'utan', most: 2 }],
  da: [{ pattern: 'uden', most: 2 }],
  no: [{ pattern: 'uten', most: 2 }],
  pl: [{ pattern: 'bez', most: 2 }],
  fi: [{ pattern: 'ilman', most: 2 }],
  ru: [{ pattern: 'без', most: 2 }],
};

/** "Not only", "do not disturb", "forget me not" exclude nothing. */
const notAfter = /(?:^|\s)(?:do|does|did|can|could|may|me|or|will|why|to|if)\s+$/iu;
const notBefore = /^(?:only|just|included|to|so|your|disturb|enough|yet|very|applicable)(?![\p{L}\p{N}])/iu;
const leading = /^(?:(?:in|for|any|an?|the|with|from|too|der|die|das|ein|eine|un|une|una|unas?|el|la|los|las)\s+)+/iu;
const stopper =
  /^(?:for|with|without|in|on|and|or|but|not|by|from|under|over|that|which|to|of|für|mit|und|oder|aus|para|con|de|y|pour|avec|en|et|per|in|e|voor|met|med|och|og)$/iu;
const word = /^[\p{L}\p{N}\p{M}](?:[\p{L}\p{N}\p{M}'’.-]*[\p{L}\p{N}\p{M}])?/u;

const chinese = /(?:不要|不是|不含|不带|不想要|除了|(?<!有)没有|非)(?=\p{Script=Han})/u;
/** What begins names and sentences as well (南非, 非转基因) excludes only what ends in 的 or is a name of the catalog. */
const doubtful = /^(?:非|不是|没有)$/u;

/** What a text is held against besides its own words. */
export interface ExclusionContext {
  /** Languages of the catalog, whose words exclude besides English and Chinese ones. */
  readonly languages?: Iterable<string>;
  /** Whether a text is the name of a tag. */
  readonly isName?: (text: string) => boolean;
  /** Whether what would be taken out is meant as words. */
  readonly isLiteral?: (source: string) => boolean;
}

export function takeExclusions(
  text: string,
  { languages = [], isName = () => false, isLiteral = () => false }: ExclusionContext = {},
): { readonly rest: string; readonly exclusions: readonly Exclusion[] } {
  const exclusions: Exclusion[] = [];
  let rest = text;
  const markers = [...english, ...[...languages].flatMap((language) => others[language] ?? [])];
  const finders = [
    (text: string) => findSpaced(text, markers, isLiteral),
    (text: string) => findChinese(text, isName, isLiteral),
  ];
  for (const find of finders) {
    for (let found = find(rest); found !== null; found = find(rest)) {
      const { start, end, words } = found;
      exclusions.push({ source: rest.slice(start, end).trim(), words });
      rest = `${rest.slice(0, start)} ${rest.slice(end)}`.replace(/\s+/g, ' ').trim();
    }
  }
  return { rest, exclusions };
}

interface Found {
  readonly start: number;
  readonly end: number;
  readonly words: string;
}

function findSpaced(text: string, markers: readonly Marker[], isLiteral: (source: string) => boolean): Found | null {
  for (const { pattern, most } of markers) {
    const marker = new RegExp(`(?<![\\p{L}\\p{N}-])(?:${pattern})\\s+`, 'giu');
    for (const match of text.matchAll(marker)) {
      const start = match.index;
      const behind = text.slice(start + match[0].length);
      if (/not/i.test(match[0]) && (notAfter.test(text.slice(0, start)) || notBefore.test(behind))) continue;
      const skipped = leading.exec(behind)?.[0].length ?? 0;
      const length = lengthOfWords(behind.slice(skipped), most);
      if (length === 0) continue;
      const end = start + match[0].length + skipped + length;
      if (isLiteral(text.slice(start, end))) continue;
      return { start, end, words: behind.slice(skipped, skipped + length) };
    }
  }
  return null;
}

/** How far up to `most` words reach: a quoted phrase is one, and small words end them. */
function lengthOfWords(text: string, most: number): number {
  const phrase = /^"[^"]+"/.exec(text);
  if (phrase !== null) return phrase[0].length;
  let end = 0;
  for (let count = 0; count < most; count++) {
    const gap = count === 0 ? 0 : (/^\s+/.exec(text.slice(end))?.[0].length ?? 0);
    if (count > 0 && gap === 0) break;
    const next = word.exec(text.slice(end + gap))?.[0];
    if (next === undefined || stopper.test(next)) break;
    end += gap + next.length;
  }
  return end;
}

/** Up to 的, at most six characters; without 的 the longest name of the catalog, else the first word. */
function findChinese(
  text: string,
  isName: (text: string) => boolean,
  isLiteral: (source: string) => boolean,
): Found | null {
  for (const match of text.matchAll(new RegExp(chinese, 'gu'))) {
    const start = match.index;
    const from = start + match[0].length;
    const run = /^\p{Script=Han}+/u.exec(text.slice(from))?.[0] ?? '';
    const at = run.indexOf('的');
    const name = longestName(run, isName);
    const words =
      at > 0 && at <= 6 ? run.slice(0, at) : (name ?? (doubtful.test(match[0]) ? '' : firstWord(run, start > 0)));
    // 非洲的 and 非常好看的 are words of their own.
    if (words === '' || (match[0] === '非' && segmentRun(text.slice(start, from + run.length))[0] !== '非')) continue;
    const end = from + words.length + (text[from + words.length] === '的' ? 1 : 0);
    if (isLiteral(text.slice(start, end))) continue;
    return { start, end, words };
  }
  return null;
}

function longestName(run: string, isName: (text: string) => boolean): string | null {
  for (let length = Math.min(6, run.length); length > 0; length--) {
    if (isName(run.slice(0, length))) return run.slice(0, length);
  }
  return null;
}

/** At least two characters: dictionaries part words that they do not know, as 干电池 into 干 and 电池. Three at the end are one word. */
function firstWord(run: string, isBehind: boolean): string {
  if (isBehind && run.length <= 3) return run;
  const [first = '', second = ''] = segmentRun(run);
  return first.length > 1 ? first : first + second;
}

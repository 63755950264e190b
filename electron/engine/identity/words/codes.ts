/**
 * Article and model numbers, wherever a listing writes them: "PS-LX350H", "KX TG1032S", "002G6Q3", "1169B001". Equal
 * ones are the best sign of one product that words can give, and two of one family (WH-1000XM4, WH-1000XM5) the best
 * sign of two.
 */

export interface Code {
  /** Letters and digits alone, upper case. */
  readonly key: string;
  /** As the listing writes it. */
  readonly text: string;
}

/** The codes of a listing, by their keys. */
export interface Codes {
  /** Those that it names the product by. */
  readonly named: readonly string[];
  /** All that it mentions, these among them. */
  readonly said: readonly string[];
  /** The key of its whole title: a code that is written in two words is found in it. */
  readonly title: string;
}

/** How the codes of two listings stand to each other; each 0..1. */
export interface CodeRelation {
  /** The longest code that both have. */
  readonly same: number;
  /** The longest that one has and the other has with a letter or two more, as for a colour or a country: FS105, FS105NA. */
  readonly extended: number;
  /** Each has one, nothing is common to them, and they begin alike. */
  readonly family: number;
  /** Something is common to them, and yet each has one of a series that the other lacks: DVPNS57PS, DVPNS57PB. */
  readonly twins: number;
  /** Each has one, and nothing is common to them. */
  readonly apart: number;
}

const token = /(?<![\p{L}\p{N}])[a-z0-9]+(?:[-/._][a-z0-9]+)*(?![\p{Script=Latin}\p{N}])(?!\s*:\s*\d)/giu;
/** Letters and digits that name a technique, an amount or a format. */
const notCodes =
  /^(?:\d+(?:ST|ND|RD|TH|D|P|I|K|X|G|IN\d|INCH|PCS?|PK|PACKS?|DAYS?|YEARS?|HZ|KHZ|MHZ|GHZ|MP|FPS|RPM|BIT|WAY|DISC|PORT|CH|MM|CM|M|ML|L|GR?|KG|OZ|LBS?|W|V|MAH|GB|MB|TB|CT|FT|BTU|MBPS|GBPS|SHEETS?|PAGES?|GRAMS?|GRM|IN|INCHES|TH|DPI|COLOU?RS?|METERS?|PIECES?|WATTS?|VOLTS?|AMPS?|K?VA|JOULES?|J|OUTLETS?|PINS?|MILES?|TABS?|DOZEN)|MP[34]|[UW]?HD\d*|H\d+|USB\d*|V\d|A[3-6]|B[456]|CR\d{4}|SIZE\d+|WIN\d+|MPEG\d|DDR\d|PC\d{3,5}|\d+X\d+(?:X\d+)?|\d+X\d+(?:GB|MB|ML|G)|80211\w*|WINDOWS\d+|[A-Z]{1,2}\d)$/;
/** "16-mile", "12-tab": a number and a word, which has a vowel as numbers of articles seldom have. */
const counted = /^\d{1,4}-(?=[a-z]*[aeiou])[a-z]{3,}(?:-[a-z]+)*$/i;
const shortest = 4;
/** Digits alone are a code from so many on: fewer are years, prices and amounts. */
const shortestNumber = 5;
/** From this length on a code is as telling as it gets. */
const telling = 8;
/** What may be added to a code without its being another. */
const mostAdded = 3;

/** The codes of a text in NFKC, in its order, each once. */
export function codesOf(text: string): Code[] {
  const found = new Map<string, Code>();
  for (const [whole] of text.matchAll(token)) {
    const key = codeKey(whole);
    if (isCode(key) && !counted.test(whole) && !found.has(key)) found.set(key, { key, text: whole });
  }
  return [...found.values()];
}

export function codeKey(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function isCode(key: string): boolean {
  if (notCodes.test(key)) return false;
  return /\d/.test(key) && (/[A-Z]/.test(key) ? key.length >= shortest : key.length >= shortestNumber);
}

/** How much a code tells by its length, 0..1. */
export function weightOf(key: string): number {
  return Math.min(1, (key.length - shortest + 2) / (telling - shortest + 2));
}

/** Less rare than this a code is a format ("PC2-4200") and no product's number. */
const commonFrom = 0.4;

/** `rarityOf`: how far a code may be the number of one product by how many listings have it, 0..1. */
export function relateCodes(one: Codes, another: Codes, rarityOf: (key: string) => number = () => 1): CodeRelation {
  const [left, right] = [withoutFormats(one, rarityOf), withoutFormats(another, rarityOf)];
  let same = 0;
  let extended = 0;
  for (const [own, other] of [
    [left, right],
    [right, left],
  ] as const) {
    for (const a of own.named) {
      for (const b of other.said) {
        if (a === b) same = Math.max(same, weightOf(a) * rarityOf(a));
        else if (isExtended(a, b)) extended = Math.max(extended, weightOf(a.length < b.length ? a : b));
      }
      const length = lengthIn(a, other.title);
      const whole = length === a.length && !other.said.some((b) => b !== a && b.startsWith(a));
      if (whole) same = Math.max(same, weightOf(a) * rarityOf(a));
      else if (length > 0) extended = Math.max(extended, weightOf(a.slice(0, length)));
    }
  }
  if (same > 0 || extended > 0) {
    const pair = siblingsIn(left, right);
    return { same, extended, family: 0, twins: pair === undefined ? 0 : weightOf(pair[0]), apart: 0 };
  }
  let family = 0;
  let apart = 0;
  for (const a of left.named) {
    for (const b of right.named) {
      const weight = Math.min(weightOf(a), weightOf(b));
      apart = Math.max(apart, weight);
      family = Math.max(family, weight * alikeness(a, b));
    }
  }
  return { same, extended, family, twins: 0, apart };
}

function withoutFormats(codes: Codes, rarityOf: (key: string) => number): Codes {
  const named = codes.named.filter((key) => rarityOf(key) >= commonFrom);
  return named.length === codes.named.length ? codes : { ...codes, named };
}

/** Two codes of one series, of which each listing has only its own. */
export function siblingsIn(left: Codes, right: Codes): readonly [string, string] | undefined {
  for (const a of left.named) {
    if (right.said.includes(a) || right.title.includes(a)) continue;
    for (const b of right.named) {
      if (areSiblings(a, b) && !left.said.includes(b) && !left.title.includes(b)) return [a, b];
    }
  }
  return undefined;
}

/** Letters and digits stand in the same places, and they begin alike. */
function areSiblings(a: string, b: string): boolean {
  if (a === b || a.length !== b.length) return false;
  const letters = /^\D*/.exec(a)?.[0] ?? '';
  const start = letters === '' ? a.slice(0, 2) : letters;
  return b.startsWith(start) && shapeOf(a) === shapeOf(b);
}

function shapeOf(key: string): string {
  return key.replace(/[A-Z]/g, 'A').replace(/\d/g, '0');
}

/** How much of the beginning of a code is in this title: all of it, or all but the few letters after its number; else 0. */
function lengthIn(code: string, title: string): number {
  if (!/[A-Z]/.test(code) || !/\d/.test(code)) return 0;
  if (title.includes(code)) return code.length;
  const core = code.replace(/[A-Z]+$/, '');
  const added = code.length - core.length;
  if (added === 0 || added > mostAdded || core.length < shortest || !/[A-Z]/.test(core)) return 0;
  return title.includes(core) ? core.length : 0;
}

/** One begins or ends with the other, which is long enough to be a code by itself. */
export function isExtended(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short.length < shortest || long.length - short.length > mostAdded) return false;
  const cutsNumber = /\d$/.test(short) && /\d/.test(long[short.length] ?? '');
  return (long.startsWith(short) && !cutsNumber) || long.endsWith(short);
}

/** Share of the shorter code that both begin with. */
function alikeness(a: string, b: string): number {
  let common = 0;
  while (common < a.length && common < b.length && a[common] === b[common]) common++;
  return common / Math.min(a.length, b.length);
}

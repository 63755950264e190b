/**
 * Titles by a pattern such as "{brand} {rest} {colour}": what a title names, what the pattern makes of it, and which pattern the titles
 * that there are follow. A field stands for what is known of a product; {rest} for the words of its title that name none of the fields;
 * it may stand in several places.
 */
import { AppError } from '../../contract/errors.ts';
import { stem } from '../text/normalise.ts';
import { isHan, words } from '../text/words.ts';

export const restField = 'rest';

export type PatternPart = { readonly field: string } | { readonly text: string };

/** Name of a field, in small letters -> what is known of it, in the words of the catalog. */
export type KnownValues = ReadonlyMap<string, readonly string[]>;

export interface ComposedTitle {
  readonly title: string;
  /** Fields of the pattern of which nothing is known. */
  readonly unknown: readonly string[];
  /** Known fields of the pattern that the title did not name. */
  readonly unnamed: readonly string[];
  /** Words of the old title that the new one lacks: only where the pattern has no {rest}. */
  readonly lost: string;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** @throws {AppError} `BAD_REQUEST` for what is no pattern, saying why */
export function parsePattern(pattern: string): PatternPart[] {
  const parts: PatternPart[] = [];
  let at = 0;
  for (const match of pattern.matchAll(/\{([^{}]*)\}/g)) {
    if (match.index > at) parts.push({ text: pattern.slice(at, match.index) });
    const field = (match[1] ?? '').trim().toLowerCase();
    if (field === '') throw bad('Between { and } stands no field.');
    const twice = parts.some((part) => 'field' in part && part.field === field);
    if (twice && field !== restField) throw bad(`{${field}} stands in it twice.`);
    parts.push({ field });
    at = match.index + match[0].length;
  }
  if (at < pattern.length) parts.push({ text: pattern.slice(at) });
  if (parts.some((part) => 'text' in part && /[{}]/.test(part.text))) throw bad('A { or } stands alone.');
  if (!parts.some((part) => 'field' in part)) throw bad('It names no field, such as {brand}.');
  return parts;
}

export const fieldsOf = (parts: readonly PatternPart[]): string[] =>
  parts.flatMap((part) => ('field' in part && part.field !== restField ? [part.field] : []));

/**
 * What the pattern makes of a title from known facts alone. Values keep the words that the title has for them, and other words stay
 * behind the field that they follow, where the pattern has a {rest} there. A title that follows the pattern stays as it is.
 * @param capitals whether values written small get capitals, as the titles around have them
 */
export function composeTitle(
  parts: readonly PatternPart[],
  title: string,
  known: KnownValues,
  capitals: boolean,
): ComposedTitle {
  const fields = fieldsOf(parts);
  const named = namedIn(title, fields, known, parts);
  const unknown = fields.filter((field) => (known.get(field) ?? []).length === 0);
  const unnamed = fields.filter((field) => !named.has(field) && !unknown.includes(field));
  const slots = freeWords(parts, title, named);
  const lost = slots.get(nowhere) ?? '';
  if (unnamed.length === 0 && lost === '' && isInOrder(parts, title, named)) {
    return { title: tidy(title), unknown, unnamed, lost };
  }
  const written = ({ field }: { readonly field: string }, at: number): string => {
    if (field === restField) return slots.get(at) ?? '';
    const spans = named.get(field);
    if (spans !== undefined) return spans.map(({ start, end }) => title.slice(start, end)).join('/');
    const values = (known.get(field) ?? []).slice(0, mostValues);
    return values.map((value) => (capitals ? capitalised(value) : value)).join('/');
  };
  const whole = parts.map((part, at) => ('field' in part ? written(part, at) : part.text)).join('');
  return { title: tidy(whole), unknown, unnamed, lost };
}

const mostValues = 3;
/** In the place of the number of a part: words for which the pattern has no {rest}. */
const nowhere = -1;

/** The words that name no field, by the {rest} of the pattern that they go to: the next one behind the field that they follow. */
function freeWords(
  parts: readonly PatternPart[],
  title: string,
  named: ReadonlyMap<string, Span[]>,
): Map<number, string> {
  const rests = parts.flatMap((part, at) => ('field' in part && part.field === restField ? [at] : []));
  const placeOf = new Map(parts.flatMap((part, at) => ('field' in part ? [[part.field, at] as const] : [])));
  const spans = [...named].flatMap(([field, own]) => own.map((span) => ({ ...span, field })));
  spans.sort((a, b) => a.start - b.start);
  const slots = new Map<number, string>();
  const add = (text: string, after: number): void => {
    const free = loose(text);
    if (free === '') return;
    const slot = rests.find((at) => at > after) ?? rests.at(-1) ?? nowhere;
    slots.set(slot, [slots.get(slot) ?? '', free].join(' ').trim());
  };
  let at = 0;
  let after = -1;
  for (const { start, end, field } of spans) {
    add(title.slice(at, start), after);
    at = Math.max(at, end);
    after = placeOf.get(field) ?? after;
  }
  add(title.slice(at), after);
  return slots;
}

/** Whether the fields that a title names stand in the order of the pattern, with other words only where it has room for them. */
function isInOrder(parts: readonly PatternPart[], title: string, named: ReadonlyMap<string, Span[]>): boolean {
  // Signs of the pattern's own, such as brackets, are put in by composing.
  if (parts.some((part) => 'text' in part && part.text.trim() !== '')) return false;
  let at = 0;
  let mayRest = false;
  for (const part of parts) {
    if (!('field' in part)) continue;
    if (part.field === restField) {
      mayRest = true;
      continue;
    }
    const spans = named.get(part.field);
    const [first] = spans ?? [];
    const last = spans?.at(-1);
    if (first === undefined || last === undefined) continue;
    if (first.start < at || (!mayRest && loose(title.slice(at, first.start)) !== '')) return false;
    at = last.end;
    mayRest = false;
  }
  return mayRest || loose(title.slice(at)) === '';
}

/**
 * Where a title names each field, longer values first; no word counts for two fields. What is named twice is taken where it stands first,
 * or last where the pattern ends with it.
 */
export function namedIn(
  title: string,
  fields: readonly string[],
  known: KnownValues,
  parts: readonly PatternPart[] = [],
): Map<string, Span[]> {
  const ending = parts.at(-1);
  const last = ending !== undefined && 'field' in ending ? ending.field : undefined;
  const tokens = [...words(title)].filter(({ unspaced }) => !unspaced);
  const lower = title.toLowerCase();
  const taken: Span[] = [];
  const isFree = (span: Span): boolean => taken.every(({ start, end }) => span.end <= start || end <= span.start);
  const wanted = fields
    .flatMap((field) => (known.get(field) ?? []).map((value) => ({ field, value })))
    .filter(({ value }) => value.trim() !== '')
    .sort((a, b) => b.value.length - a.value.length);
  const found = new Map<string, Span[]>();
  for (const { field, value } of wanted) {
    const free = spansOf(value, tokens, lower).filter(isFree);
    const span = field === last ? free.at(-1) : free[0];
    if (span === undefined) continue;
    taken.push(span);
    found.set(
      field,
      [...(found.get(field) ?? []), span].sort((a, b) => a.start - b.start),
    );
  }
  return found;
}

const mostWords = 5;

/** "T-shirt" and "Tshirts", "Men's" and "men" are the same. */
function spansOf(value: string, tokens: readonly (Span & { readonly text: string })[], lower: string): Span[] {
  const plain = value.trim().toLowerCase();
  if (isHan(plain[0] ?? '')) {
    const start = lower.indexOf(plain);
    return start === -1 ? [] : [{ start, end: start + plain.length }];
  }
  const wanted = formOf([...words(plain)].map(({ text }) => text));
  if (wanted === '') return [];
  const spans: Span[] = [];
  for (const [at, { start }] of tokens.entries()) {
    for (let count = 1; count <= mostWords && at + count <= tokens.length; count++) {
      const run = tokens.slice(at, at + count);
      const end = run.at(-1)?.end ?? start;
      if (formOf(run.map(({ text }) => text)) === wanted) spans.push(withHyphens({ start, end }, lower));
    }
  }
  return spans;
}

/** All of a word with hyphens: "off-white" is not cut. */
function withHyphens({ start, end }: Span, text: string): Span {
  const before = /[\p{L}\p{N}]+-$/u.exec(text.slice(0, start))?.[0].length ?? 0;
  const behind = /^-[\p{L}\p{N}]+/u.exec(text.slice(end))?.[0].length ?? 0;
  return { start: start - before, end: end + behind };
}

const irregular: ReadonlyMap<string, string> = new Map([
  ['woman', 'women'],
  ['man', 'men'],
  ['child', 'children'],
]);

function formOf(texts: readonly string[]): string {
  const word = texts
    .join('')
    .toLowerCase()
    .replace(/['’]s?$/, '');
  return irregular.get(word) ?? stem(word);
}

/** Words between fields without the signs and prepositions that tied them to what has moved. */
function loose(text: string): string {
  return tidy(text).replace(/(?:^|\s+)(?:in|with|of|for|and|by|from|aus|mit|für|und|de|en)$/i, '');
}

const separators = '[-–—|,;:/·&+]';

/** Without the separators and brackets that have nothing between them any more. */
function tidy(text: string): string {
  return text
    .replace(/[([{]\s*[)\]}]/g, ' ')
    .replace(new RegExp(String.raw`(?:(?<=\s|^)${separators}+\s*)+(?=${separators}(?:\s|$))`, 'g'), '')
    .replace(/\s+([,;:])/g, '$1')
    .replace(/([,;:])(?:\s*[,;:])+/g, '$1')
    .replace(new RegExp(String.raw`^(?:\s|${separators})+|(?:\s|${separators})+$`, 'g'), '')
    .replace(/\s+/g, ' ')
    .trim();
}

function capitalised(value: string): string {
  return value !== value.toLowerCase()
    ? value
    : value.replace(/(?<![\p{L}\p{N}'’])\p{L}/gu, (letter) => letter.toUpperCase());
}

/** Whether titles write their words with capitals. */
export function writesCapitals(titles: readonly string[]): boolean {
  let long = 0;
  let capital = 0;
  for (const title of titles) {
    for (const { text } of words(title)) {
      if (!/^\p{L}{4,}/u.test(text)) continue;
      long++;
      if (/^\p{Lu}/u.test(text)) capital++;
    }
  }
  return long > 0 && capital / long > 0.6;
}

export interface TitledProduct {
  readonly title: string;
  readonly known: KnownValues;
}

/** A field belongs into the pattern if this share of the titles of which it is known name it. */
const namedShare = 0.7;
/** And if it is known of this share. */
const knownShare = 0.6;
const leastTitles = 5;
/** A pattern is proposed if this share of the titles follow it. */
const followShare = 0.6;
/** Titles that patterns are tried on. */
const titlesTried = 400;
/** {rest} stands where so many of the titles have other words. */
const restShare = 0.1;

/**
 * The pattern that most titles follow: as many fields as possible, in the order of their mean places, with {rest} wherever many have other
 * words. Undefined where most titles follow none.
 */
export function learnPattern(all: readonly TitledProduct[], fields: readonly string[]): string | undefined {
  if (all.length < leastTitles) return undefined;
  const step = Math.max(1, Math.floor(all.length / titlesTried));
  const products = all.filter((_, at) => at % step === 0);
  const left = new Set(fields.filter((field) => isOftenNamed(products, field)));
  let best: Tried | undefined;
  for (;;) {
    const tried = [...left].map((field) => tryFields(products, [...(best?.fields ?? []), field]));
    const [next] = tried.sort((a, b) => b.follow - a.follow);
    if (next === undefined || next.follow < followShare) break;
    best = next;
    for (const field of next.fields) left.delete(field);
  }
  return best?.pattern;
}

interface Tried {
  readonly fields: readonly string[];
  readonly pattern: string;
  /** Share of the titles that follow it. */
  readonly follow: number;
}

function tryFields(products: readonly TitledProduct[], fields: readonly string[]): Tried {
  const places = new Map<string, number[]>(fields.map((field) => [field, []]));
  for (const { title, known } of products) {
    for (const [field, [span]] of namedIn(title, fields, known)) {
      if (span !== undefined) places.get(field)?.push(span.start / title.length);
    }
  }
  const middle = (field: string): number => median(places.get(field) ?? []);
  const order = [...fields].sort((a, b) => middle(a) - middle(b));
  const full: PatternPart[] = order.flatMap((field) => [{ field: restField }, { field }]);
  full.push({ field: restField });
  const counts = new Array<number>(order.length + 1).fill(0);
  const inOrder = products.filter(({ title, known }) => {
    const named = namedIn(title, order, known);
    if (named.size < order.length || !isInOrder(full, title, named)) return false;
    for (const at of freeWords(full, title, named).keys()) counts[at / 2] = (counts[at / 2] ?? 0) + 1;
    return true;
  });
  const least = Math.max(1, inOrder.length * restShare);
  const withRest = order.flatMap((field, at) => ((counts[at] ?? 0) >= least ? [restField, field] : [field]));
  if ((counts[order.length] ?? 0) >= least || !withRest.includes(restField)) withRest.push(restField);
  const blank = isUnspacedCatalog(products) ? '' : ' ';
  const pattern = withRest.map((field) => `{${field}}`).join(blank);
  const parts = parsePattern(pattern);
  const follow = inOrder.filter(({ title, known }) => isInOrder(parts, title, namedIn(title, order, known, parts)));
  return { fields, pattern, follow: follow.length / products.length };
}

function isOftenNamed(products: readonly TitledProduct[], field: string): boolean {
  const knowing = products.filter(({ known }) => (known.get(field) ?? []).length > 0);
  const named = knowing.filter(({ title, known }) => namedIn(title, [field], known).size > 0);
  return knowing.length >= products.length * knownShare && named.length >= knowing.length * namedShare;
}

function isUnspacedCatalog(products: readonly TitledProduct[]): boolean {
  const without = products.filter(({ title }) => /\p{sc=Han}/u.test(title) && !/\s/.test(title.trim()));
  return without.length > products.length / 2;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 1;
}

const bad = (why: string): AppError =>
  new AppError('BAD_REQUEST', `This is no pattern for titles: ${why} Write fields in braces: {brand} {rest} {colour}.`);

/**
 * The little language of the search bar: `red dress - striped`, `2:leather`, `-"long sleeve"`, `红色连衣裙－条纹`.
 *
 * - `+` and `-` standing alone begin a part that reaches to the next operator: `red dress - dotted scarf` is two parts.
 * - A sign attached to a word takes that word only: `red -striped dress` is "red dress" without "striped".
 * - `2:` or `0.5:` weighs the part that begins there.
 * - Quotes keep words, signs and colons as they are, and make a phrase of them: they stay in the text of the part.
 * - Full-width signs count as their ASCII twins. Between Chinese characters, which are not separated by spaces, a sign is an
 *   operator; inside other words (`t-shirt`, `V-neck`) it is a hyphen.
 */

import { isClipName } from '@contract';

export interface TextPart {
  readonly text: string;
  readonly sign: 1 | -1;
  /** Above 0, at most 4. */
  readonly weight: number;
}

type Token =
  | { readonly kind: 'operator'; readonly sign: 1 | -1; readonly attached: boolean }
  | { readonly kind: 'weight'; readonly weight: number }
  | { readonly kind: 'word'; readonly text: string };

const largestWeight = 4;
const quotes: Readonly<Record<string, string>> = { '"': '"', '“': '”', '「': '」', '”': '”' };
const signs: Readonly<Record<string, 1 | -1>> = { '+': 1, '＋': 1, '-': -1, '－': -1, '−': -1, '–': -1 };
const cjk = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const weightPrefix = /^(\d(?:\.\d+)?|\.\d+)[:：](?=\S)/;

/** Splits what was typed into parts, in the order they were written; parts without words are left out. */
export function parseQuery(input: string): TextPart[] {
  const parts: TextPart[] = [];
  let open: { words: string[]; sign: 1 | -1; weight: number } = { words: [], sign: 1, weight: 1 };
  const close = (): void => {
    if (open.words.length > 0) parts.push({ text: open.words.join(' '), sign: open.sign, weight: open.weight });
  };
  const tokens = tokenise(input);
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    if (token.kind === 'word') {
      open.words.push(token.text);
    } else if (token.kind === 'weight') {
      if (open.words.length > 0) {
        close();
        open = { words: [], sign: 1, weight: token.weight };
      } else {
        open.weight = token.weight;
      }
    } else if (token.attached) {
      const single = takeAttached(tokens, i + 1);
      parts.push({ text: single.text, sign: token.sign, weight: single.weight });
      i = single.last;
    } else {
      close();
      open = { words: [], sign: token.sign, weight: 1 };
    }
  }
  close();
  return positiveFirst(parts);
}

/** Whether what was typed begins with a sign: then it comes to the query instead of replacing it. */
export function addsToQuery(input: string): boolean {
  return input.trimStart().charAt(0) in signs;
}

/** The weight and word that follow an attached sign; the tokeniser promises that the word is there. */
function takeAttached(tokens: readonly Token[], at: number): { text: string; weight: number; last: number } {
  const first = tokens[at];
  if (first?.kind === 'weight') {
    const word = tokens[at + 1];
    return { text: word?.kind === 'word' ? word.text : '', weight: first.weight, last: at + 1 };
  }
  return { text: first?.kind === 'word' ? first.text : '', weight: 1, last: at };
}

/** An attached minus is met before the words around it are closed; what is wanted should still come first. */
function positiveFirst(parts: readonly TextPart[]): TextPart[] {
  const spoken = parts.filter((part) => part.text !== '');
  return [...spoken.filter((part) => part.sign > 0), ...spoken.filter((part) => part.sign < 0)];
}

function tokenise(input: string): Token[] {
  const tokens: Token[] = [];
  let rest = input.trim();
  let before = ' ';
  while (rest !== '') {
    const step = nextToken(rest, before);
    tokens.push(...step.tokens);
    before = rest.slice(0, step.length).at(-1) ?? ' ';
    const remaining = rest.slice(step.length);
    rest = remaining.trimStart();
    if (rest.length < remaining.length) before = ' ';
  }
  return tokens;
}

/** `before` is the character left of `rest`, a space at a word boundary. */
function nextToken(rest: string, before: string): { tokens: Token[]; length: number } {
  const character = rest[0] as string;
  const closing = isInchSign(character, before) ? undefined : quotes[character];
  if (closing !== undefined) {
    const end = rest.indexOf(closing, 1);
    const text = (end < 0 ? rest.slice(1) : rest.slice(1, end)).replaceAll('"', '').trim();
    const phrase = end < 0 ? text : `"${text}"`;
    return { tokens: text === '' ? [] : [{ kind: 'word', text: phrase }], length: end < 0 ? rest.length : end + 1 };
  }
  const sign = signs[character];
  if (sign !== undefined) return signToken(rest, before, sign);
  const weight = before === ' ' || before in signs ? weightPrefix.exec(rest) : null;
  if (weight !== null) {
    const value = Math.min(largestWeight, Number(weight[1]));
    return { tokens: value > 0 ? [{ kind: 'weight', weight: value }] : [], length: weight[0].length };
  }
  const text = wordAt(rest);
  return { tokens: [{ kind: 'word', text }], length: text.length };
}

function signToken(rest: string, before: string, sign: 1 | -1): { tokens: Token[]; length: number } {
  const after = rest[1];
  const attached = before === ' ' && after !== undefined && !/\s/.test(after) && !(after in signs);
  return { tokens: [{ kind: 'operator', sign, attached }], length: 1 };
}

/** Up to the next space, opening quote, or sign next to a Chinese character. */
function wordAt(rest: string): string {
  for (let i = 1; i < rest.length; i++) {
    const character = rest[i] as string;
    if (/\s/.test(character)) return rest.slice(0, i);
    if (character in quotes && character !== '”' && !isInchSign(character, rest[i - 1] ?? '')) return rest.slice(0, i);
    if (character in signs && isOperatorInside(rest[i - 1] ?? '', rest[i + 1] ?? '')) return rest.slice(0, i);
  }
  return rest;
}

/** In `32" tv` it opens no phrase. */
function isInchSign(character: string, before: string): boolean {
  return character === '"' && /\d/.test(before);
}

function isOperatorInside(left: string, right: string): boolean {
  return cjk.test(left) && (right === '' || cjk.test(right) || right in quotes);
}

/** Writes a part the way it can be typed, so that a chip can go back into the bar for editing. */
export function formatPart(part: TextPart): string {
  const text = needsQuotes(part.text) ? `"${part.text.replaceAll('"', '')}"` : part.text;
  const weight = part.weight === 1 ? '' : `${part.weight}:`;
  return part.sign < 0 ? `- ${weight}${text}` : `${weight}${text}`;
}

function needsQuotes(text: string): boolean {
  const parsed = parseQuery(text);
  const only = parsed[0];
  return parsed.length !== 1 || only === undefined || only.text !== text || only.sign < 0 || only.weight !== 1;
}

const imageEnding = /\.(jpe?g|jfif|png|webp|avif|gif|tiff?|bmp|heic|heif|svg)$/i;

/** The path of an image or a clip of this machine, when that is what was typed or pasted: a `file:` URL or an absolute path. */
export function asImagePath(input: string): string | null {
  const text = input.trim().replace(/^["']|["']$/g, '');
  if (text.includes('\n')) return null;
  if (/^file:\/\//i.test(text)) return text;
  const absolute = /^(\/|~\/|[A-Za-z]:[\\/]|\\\\)/.test(text);
  return absolute && (imageEnding.test(text) || isClipName(text)) ? text : null;
}

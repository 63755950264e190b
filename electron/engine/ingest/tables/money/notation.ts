/** Takes a price cell apart: its numbers, what currency stands beside them, and what words around them change nothing. */
import { currencyOf } from './currencies.ts';

/** A number as written: digits and what stands between them, `mark` where the decimals are sure to begin. */
export interface WrittenNumber {
  readonly text: string;
}

export interface Notation {
  /** One number, or the lower and the upper end of a range. */
  readonly numbers: readonly string[];
  /** null when nothing or money of several countries is named. */
  readonly currency: string | null;
  /** Whether a currency of any kind is named. */
  readonly named: boolean;
}

/** Words that say something about a price without changing its number. Longer ones first where one begins another. */
const noise = new RegExp(
  `(?<![\\p{L}])(?:${[
    'starting (?:at|from)|starts? at|as low as|up from|prices? from|from|only|just|now|approx\\.?|about|circa|ca\\.|price|our price|sale price|sale|rrp|msrp|each|ea\\.?|per (?:piece|unit|item|pair|set|pack|pcs?)|pcs?|only',
    '(?:incl?\\.?|excl?\\.?|ex\\.?|including|excluding|inkl\\.?|exkl\\.?|zzgl\\.?|plus|inc\\.?)(?: of)?(?: \\d{1,2}%)? ?(?:vat|tax(?:es)?|gst|mwst\\.?|ust\\.?|btw|tva|iva|moms|mva|dph|alv|ust|hst)\\.?',
    '(?:vat|tax|gst|mwst\\.?|btw|tva|iva|moms|mva|dph) (?:incl?(?:uded|uido|usa|use|use)?|inkl|excl?|inclus[ea]?|incluido|inclus|compris[e]?)\\.?',
    'ttc|ht|vat|gst|tax|netto?|brutto',
    'ab|nur|jetzt|preis|uvp|pro st(?:ü|ue)ck|st(?:ü|ue)ck|stk\\.?',
    'à partir de|a partir de|dès|prix|seulement|l[ae] (?:pièce|paire)|l.unité|pièce',
    'desde|precio|solo|cada uno|por unidad|la unidad|apenas|por|preço|cada',
    'da|a partire da|prezzo|solo|cadauno|al pezzo|cad\\.?',
    'vanaf|prijs|per stuk|nu|slechts|voor',
    'från|pris|endast|nu|fra|kun|fr\\.? ?o\\.? ?m\\.?|/?st\\.?|pr\\.? stk\\.?|stk',
    'alkaen|alk\\.?|hinta|vain|od|cena|tylko|za sztukę|szt\\.?|ks|db|ár|csak|de la|doar|preț',
    'от|цена|всего|за штуку|шт\\.?|від|ціна|από|τιμή',
  ].join('|')})(?![\\p{L}])`,
  'giu',
);
const asianNoise =
  /价格|售价|现价|仅售|仅|只要|约|起售|起|税込み?|税抜き?|税別|含税|不含税|から|より|定価|価格|부터|가격|单价|每[个件只双套]|优惠价|活动价|到手价|券后价?|[:：]/gu;

const joins = /^\s*(?:-|–|—|~|〜|～|to|bis|à|a|al|hasta|tot|till|til|do|do|do|до|至|到|and|und|et|y|e)\s*$/iu;

/** What the cell holds; undefined when it is no price: no number, too many, or words that are neither money nor noise. */
export function readNotation(cell: string): Notation | undefined {
  if (/^\d+(?:\.\d+)?$/.test(cell)) return { numbers: [cell], currency: null, named: false };
  const text = tidy(cell);
  if (text.length > 120 || !/\d/.test(text)) return undefined;
  const written = numbersOf(text);
  const [first, second] = written;
  if (first === undefined || written.length > 2) return undefined;
  if (second === undefined) return single(text, first);
  return range(text, first, second);
}

interface FoundNumber {
  readonly digits: string;
  readonly start: number;
  readonly end: number;
}

function single(text: string, found: FoundNumber): Notation | undefined {
  const before = text.slice(0, found.start);
  const after = text.slice(found.end);
  if (/[-−–—]\s*$/.test(before) || /^\s*[-−]/.test(before)) return undefined;
  const coins = coinsOf(before, found.digits, after);
  if (coins !== undefined) return coins;
  const currency = unitOf(
    before,
    after.replace(/^\s?\/-|^\s?[.,:]\s?[-–—]+|^[.,]?[-–—]{1,2}(?=\s|$)|^[.,](?=\s|$)/, ''),
  );
  if (currency === undefined) return undefined;
  return { numbers: [found.digits], currency: currency.code, named: currency.named };
}

function range(text: string, low: FoundNumber, high: FoundNumber): Notation | undefined {
  // "12€50" and "20$00": the sign stands where the decimals begin.
  const inside = text.slice(low.end, high.start);
  if (/^\s?[€$£₣]\s?$/u.test(inside) && /^\d{2}$/.test(high.digits) && !/[.,]\d{1,2}$/.test(low.digits)) {
    const rest = unitOf(text.slice(0, low.start), text.slice(high.end));
    const code = inside.trim() === '$' ? null : (currencyOf(inside) ?? null);
    return rest === undefined || rest.named
      ? undefined
      : { numbers: [`${low.digits.replace(/[.,' ]/g, '')}⎖${high.digits}`], currency: code, named: true };
  }
  const join = splitJoin(inside);
  if (join === undefined) return undefined;
  const before = unitOf(text.slice(0, low.start), join.before);
  const after = unitOf(join.after, text.slice(high.end).replace(/^[.,]?[-–—]{1,2}(?=\s|$)/, ''));
  if (before === undefined || after === undefined) return undefined;
  if (before.code !== null && after.code !== null && before.code !== after.code) return undefined;
  return {
    numbers: [low.digits, high.digits],
    currency: before.code ?? after.code,
    named: before.named || after.named,
  };
}

/** "$ - $" -> what belongs to the first number, and to the second. */
function splitJoin(inside: string): { before: string; after: string } | undefined {
  for (const match of inside.matchAll(
    /[-–—~〜～至到]|(?<![\p{L}])(?:to|bis|à|a|al|hasta|tot|till|til|do|до|and|und)(?![\p{L}])/giu,
  )) {
    const before = inside.slice(0, match.index);
    const after = inside.slice(match.index + match[0].length);
    if (joins.test(match[0])) return { before, after };
  }
  return undefined;
}

/** "99p" and "50¢": hundredths. */
function coinsOf(before: string, digits: string, after: string): Notation | undefined {
  if (before.trim() !== '' || !/^\d{1,2}$/.test(digits)) return undefined;
  const unit = after.trim();
  if (unit !== '¢' && unit !== 'p') return undefined;
  const currency = unit === 'p' ? 'GBP' : null;
  return { numbers: [`0⎖${digits.padStart(2, '0')}`], currency, named: true };
}

/** The currency that the words beside a number name, once noise is taken away; undefined when something else is left. */
function unitOf(before: string, after: string): { code: string | null; named: boolean } | undefined {
  const left = unit(before);
  const right = unit(
    after
      .replace(/^\s*\/\s*(?:\d\s*)?[\p{L}][\p{L}. ]{0,15}$/u, '')
      .replace(/\s\/\s*[\p{L}][\p{L}. ]{0,15}$|(?<=\S)\/[\p{L}][\p{L}.]{0,15}$/u, ''),
  );
  if (left === undefined || right === undefined) return undefined;
  if (left !== null && right !== null && left.code !== null && right.code !== null && left.code !== right.code) {
    // "$12 CAD": the code says which dollar.
    const signs = [before, after].map((text) => /[$¥£]/.test(text));
    if (signs[0] === signs[1]) return undefined;
    return { code: signs[0] ? right.code : left.code, named: true };
  }
  const code = left?.code ?? right?.code ?? null;
  return { code, named: left !== null || right !== null };
}

/** null for nothing. */
function unit(text: string): { code: string | null } | null | undefined {
  const direct = bare(text);
  if (direct === '') return null;
  const found = currencyOf(direct) ?? currencyOfPair(direct);
  if (found !== undefined || currencyOf(direct) === null) return { code: found ?? null };
  const quiet = bare(direct.replace(noise, ' ').replace(asianNoise, ' '));
  if (quiet === '') return null;
  const left = currencyOf(quiet);
  if (left !== undefined) return { code: left };
  const pair = currencyOfPair(quiet);
  return pair === undefined ? undefined : { code: pair };
}

/** "US $", "$ CAD", "€ EUR", "£GBP": a code or word with a sign. */
function currencyOfPair(text: string): string | null | undefined {
  const parts = /^([\p{L}.]+)\s*([^\p{L}\s.\d]+)$/u.exec(text) ?? /^([^\p{L}\s.\d]+)\s*([\p{L}.]+)$/u.exec(text);
  if (parts === null) return undefined;
  const codes = parts.slice(1).map((part) => currencyOf(part));
  if (codes.some((code) => code === undefined)) return undefined;
  const name = /^\p{L}/u.test(parts[1] ?? '') ? codes[0] : codes[1];
  return name ?? codes.find((code) => code !== null) ?? null;
}

function bare(text: string): string {
  return text
    .replace(/[()[\]{}<>*†‡^「」【】|+!,;〜]+/gu, ' ')
    .replace(/^[\s.:=~≈-]+(?=\s|$)|^[\s:=~≈]+|[\s:=]+$/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Digits of every script as ASCII, blanks and apostrophes of every kind as one, marks of direction away. */
function tidy(cell: string): string {
  return cell
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\u00ad\u200b\ufeff]/g, '')
    .replace(/(?<=\d)[⁰¹²³⁴-⁹]{2}(?![⁰¹²³⁴-⁹])/g, (raised) => `⎖${raised.normalize('NFKC')}`)
    .replace(/[⁰¹²³⁴-⁹ⁱª]+/g, '')
    .replace(/٫/g, '⎖')
    .replace(/٬/g, "'")
    .normalize('NFKC')
    .replace(/\p{Nd}/gu, (digit) => String(digitOf(digit)))
    .replace(/[\s\u00a0\u2000-\u200a\u202f]+/g, ' ')
    .replace(/(?<=\d) ?[’ʼ′`´'] ?(?=\d)/g, "'")
    .trim()
    .replace(/^["“”](.*)["“”]$/, '$1');
}

/** Unicode keeps the ten digits of a script side by side, zero at a place that divides by ten from where the block begins. */
function digitOf(digit: string): number {
  const code = digit.codePointAt(0) as number;
  if (code < 128) return code - 48;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return code - zero;
}

const grouped = /\d{1,3}(?:[ ']\d{3})+(?![\d])(?:[.,⎖]\d+)?|\d[\d.,']*(?:⎖\d+)?|[.,]\d{1,3}(?!\d)/g;

function numbersOf(text: string): FoundNumber[] {
  const found: FoundNumber[] = [];
  for (const match of text.matchAll(grouped)) {
    let digits = match[0];
    let start = match.index;
    const before = text[start - 1] ?? ' ';
    // A sign that ends the unit before it ("Rs.500", "S/.10") is no decimal point.
    if (/^[.,]/.test(digits) && /[\p{L}/]/u.test(before)) {
      digits = digits.slice(1);
      start++;
    }
    digits = digits.replace(/[.,']+$/, '');
    found.push({ digits, start, end: start + digits.length });
  }
  return found;
}

/** From digits as written to an amount, knowing how the rest of the column writes its decimals. */
import { decimalsOf } from './currencies.ts';

// "⎖" stands in digits where decimals are sure to begin: "12€50" comes as "12⎖50".

/** How a column writes decimals, as far as its cells leave no doubt. */
export type DecimalMark = '.' | ',' | 'both' | null;

const groups: Readonly<Record<string, RegExp>> = {
  ',': /^\d{1,3}(?:,\d{3})+$|^\d{1,2}(?:,\d{2})+,\d{3}$/,
  '.': /^\d{1,3}(?:\.\d{3})+$/,
  "'": /^\d{1,3}(?:'\d{3})+$/,
  ' ': /^\d{1,3}(?: \d{3})+$/,
};

/** The decimal point or comma that this number is sure to have; null when it has none or may have one. */
export function sureMark(digits: string): '.' | ',' | null {
  const { marks, last } = partsOf(digits);
  if (last === null || digits.includes('⎖')) return null;
  if (marks.size === 2) return last.mark;
  if (last.count > 1) return null;
  if (/[ ']/.test(digits)) return last.mark;
  const whole = digits.slice(0, last.at);
  if (last.after !== 3) return last.mark;
  return whole === '' || /^0/.test(whole) || whole.length > 3 ? last.mark : null;
}

/**
 * The amount; undefined when the digits are no number, or may be two: "1.299" in a column of "12.50".
 * @param currency what the cell or its row says, null when it does not
 */
export function amountOf(digits: string, mark: DecimalMark, currency: string | null): number | undefined {
  if (digits.includes('⎖')) {
    const [whole = '', fraction = ''] = digits.split('⎖');
    const plain = ungrouped(whole);
    return plain === undefined ? undefined : Number(`${plain}.${fraction}`);
  }
  const { last } = partsOf(digits);
  if (last === null) return numberOf(ungrouped(digits));
  const sure = sureMark(digits);
  if (sure !== null) return withDecimals(digits, last.at);
  if (last.count > 1) return numberOf(ungrouped(digits));
  // One sign and three digits behind it.
  const places = currency === null ? null : decimalsOf(currency);
  if (places === 3) return withDecimals(digits, last.at);
  if (mark === last.mark) return places === null ? withDecimals(digits, last.at) : undefined;
  if (mark === 'both' && places === null) return undefined;
  return numberOf(ungrouped(digits));
}

interface Parts {
  readonly marks: ReadonlySet<string>;
  readonly last: {
    readonly mark: '.' | ',';
    readonly at: number;
    readonly after: number;
    readonly count: number;
  } | null;
}

function partsOf(digits: string): Parts {
  const at = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
  const marks = new Set(digits.match(/[.,]/g) ?? []);
  if (at === -1) return { marks, last: null };
  const mark = digits[at] as '.' | ',';
  const count = digits.split(mark).length - 1;
  return { marks, last: { mark, at, after: digits.length - at - 1, count } };
}

function withDecimals(digits: string, at: number): number | undefined {
  const whole = digits.slice(0, at);
  const fraction = digits.slice(at + 1);
  if (!/^\d+$/.test(fraction)) return undefined;
  const plain = whole === '' ? '0' : ungrouped(whole);
  return plain === undefined ? undefined : numberOf(`${plain}.${fraction}`);
}

/** Digits without what groups them; undefined when the groups are none. */
function ungrouped(whole: string): string | undefined {
  if (/^\d+$/.test(whole)) return whole;
  const separators = new Set(whole.match(/[^\d]/g) ?? []);
  if (separators.size !== 1) return undefined;
  const [separator = ''] = separators;
  return groups[separator]?.test(whole) ? whole.replaceAll(separator, '') : undefined;
}

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const amount = Number(text);
  return Number.isFinite(amount) ? amount : undefined;
}

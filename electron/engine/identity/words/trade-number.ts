/**
 * Numbers that one product has everywhere: GTIN (EAN, UPC, UPC-E) and ISBN, as the GS1 General Specifications (2024,
 * 7.9 and 7.10) and ISO 2108 write them. Two that are valid and equal name one product, whatever else is said of it;
 * a number whose check digit is wrong is a typing error, a price or a SKU, and proves nothing.
 */

const longest = 14;
/** A GTIN-8 that lost a leading zero in a table is the shortest with a check digit. */
const shortest = 7;
const isbnDigits = 10;

/** Valid by chance, and typed where nobody knew the number. */
const noneAtAll = new Set(['01234567890128', '00123456789012', '00012345678905', '00000012345670']);

/** What may stand around the digits: a name, the quotes of a table program, blanks and hyphens. */
const around = /^\s*(?:='?"?|')?\s*(?:(?:gtin|ean|upc|isbn|jan)(?:[-\s]?\d{1,2})?\s*[:#]?\s+)?|["'\s]+$/giu;
const written = /^\d(?:[\s-]?\d)*(?:[\s-]?x)?$/iu;
const namedInText =
  /(?<![\p{L}\p{N}])(?:gtin|ean|upc|isbn|条形?码)(?:[-\s]?1[0-4])?(?:\s*(?:code|number|no\.?|nr\.?))?\s*[:#：]?\s*(\d[\d\s-]{5,17}[\dx])(?![\p{L}\p{N}])/giu;

/**
 * All that a number may stand for, as GTIN-14: one of 8 digits may be a GTIN-8 and a UPC-E. Empty for what is no valid
 * number, and for those that a shop gives out itself, which mean something else in every shop.
 */
export function tradeNumbersOf(text: string): string[] {
  const bare = text.normalize('NFKC').replace(around, '').trim();
  if (!written.test(bare)) return [];
  const digits = bare.replace(/[\s-]/g, '').toUpperCase();
  const readings = [...asGtin(digits), ...asUpcE(digits), ...asIsbn10(digits)];
  return [...new Set(readings)].filter((gtin) => !isOfOneShop(gtin));
}

/** The numbers that running text names as such: "EAN: 4006381333931". */
export function tradeNumbersIn(text: string): { readonly text: string; readonly readings: readonly string[] }[] {
  return [...text.matchAll(namedInText)].flatMap(([, number = '']) => {
    const readings = tradeNumbersOf(number.trim());
    return readings.length === 0 ? [] : [{ text: number.trim(), readings }];
  });
}

/** Zeros in front change nothing, so that a number that lost some in a table is still found. */
function asGtin(digits: string): string[] {
  if (!/^\d+$/.test(digits) || digits.length < shortest || digits.length > longest) return [];
  const gtin = digits.padStart(longest, '0');
  return checkDigit(gtin.slice(0, -1)) === gtin.at(-1) ? [gtin] : [];
}

/** UPC-E: number system, six digits that leave out zeros, check digit of the whole number. */
function asUpcE(digits: string): string[] {
  if (digits.length !== 8 && digits.length !== shortest) return [];
  const [system = '', a = '', b = '', c = '', d = '', e = '', last = '', check = ''] = digits.padStart(8, '0');
  if (!/[01]/.test(system)) return [];
  const maker = /[012]/.test(last) ? `${a}${b}${last}00` : last === '3' ? `${a}${b}${c}00` : `${a}${b}${c}${d}`;
  const item = /[012]/.test(last) ? `00${c}${d}${e}` : last === '3' ? `000${d}${e}` : last === '4' ? `0000${e}` : '';
  const long = last === '4' ? `${maker}0${item}` : /[5-9]/.test(last) ? `${maker}${e}0000${last}` : `${maker}${item}`;
  const gtin = `${system}${long}${check}`.padStart(longest, '0');
  return checkDigit(gtin.slice(0, -1)) === check ? [gtin] : [];
}

/** ISBN-10 is the EAN of Bookland with a check digit of its own; one whose zero got lost has nine. */
function asIsbn10(digits: string): string[] {
  const isbn = digits.padStart(isbnDigits, '0');
  if (isbn.length !== isbnDigits || digits.length < isbnDigits - 1 || !/^\d{9}[\dX]$/.test(isbn)) return [];
  const sum = [...isbn].reduce((total, digit, i) => total + (digit === 'X' ? 10 : Number(digit)) * (10 - i), 0);
  if (sum % 11 !== 0) return [];
  const body = `0978${isbn.slice(0, 9)}`;
  return [`${body}${checkDigit(body)}`];
}

/** Of the digits before it: from the right they count three times, once, three times, and so on. */
function checkDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 3 : 1), 0);
  return String((10 - (sum % 10)) % 10);
}

/** Restricted circulation (prefixes 02, 04 and 20 to 29, GTIN-8 with 0 or 2), coupons (05, 98, 99), and no number at all. */
function isOfOneShop(gtin: string): boolean {
  const short = gtin.startsWith('000000');
  return short
    ? /^0{6}[02]/.test(gtin)
    : /^0(?:0[245]|2|9[89])/.test(gtin) || /^0+\d?0*$/.test(gtin) || noneAtAll.has(gtin);
}

/** Amounts in a title, "150 ml", "2×50克", "64GB", brought to one unit a dimension: 500克 and 0.5 kg are the same. */

export interface Quantity {
  readonly dimension: string;
  /** In the base unit of the dimension. */
  readonly value: number;
  /** As the title writes it. */
  readonly text: string;
}

/** By dimension: how many of the base unit each of these words stands for. */
const units: Readonly<Record<string, readonly (readonly [factor: number, words: string])[]>> = {
  volume: [
    [1, 'ml, milliliter, millilitre, milliliters, millilitres, 毫升, cc'],
    [10, 'cl'],
    [100, 'dl'],
    [1000, 'l, liter, litre, liters, litres, ltr, 升, 公升'],
    [29.5735, 'fl oz, fl. oz, fl.oz, floz'],
    [3785.41, 'gallon, gal'],
  ],
  mass: [
    [1, 'g, gr, gm, gram, grams, gramme, 克'],
    [0.001, 'mg, 毫克'],
    [1000, 'kg, kgs, kilo, kilogram, kilograms, 千克, 公斤'],
    [500, '斤'],
    [50, '两'],
    [28.3495, 'oz, ounce, ounces, 盎司'],
    [453.592, 'lb, lbs, pound, pounds, 磅'],
  ],
  storage: [
    [1 / 1024, 'mb'],
    [1, 'gb'],
    [1024, 'tb'],
  ],
  length: [
    [1, 'mm, 毫米'],
    [10, 'cm, 厘米, 公分'],
    [1000, 'm, meter, metre, meters, metres, 米'],
    [25.4, 'inch, inches, in, ", ″, 英寸, 寸'],
    [304.8, 'ft, feet, foot'],
  ],
  power: [
    [1, 'w, watt, watts, 瓦'],
    [1000, 'kw, 千瓦'],
  ],
  voltage: [[1, 'v, volt, volts, 伏']],
  charge: [
    [1, 'mah, 毫安, 毫安时'],
    [1000, 'ah'],
  ],
  count: [
    [1, 'pcs, pc, pieces, piece, pack, packs, pk, count, ct, pairs, pair, tablets, capsules'],
    [1, '片, 只, 个, 件, 件装, 包, 袋, 瓶, 盒, 双, 支, 枚, 粒, 条, 罐, 片装, 只装, 个装, 支装, 双装'],
  ],
};

const factorOf = new Map(
  Object.entries(units).flatMap(([dimension, factors]) =>
    factors.flatMap(([factor, words]) => words.split(', ').map((unit) => [unit, { dimension, factor }] as const)),
  ),
);

const unitPattern = [...factorOf.keys()]
  .sort((a, b) => b.length - a.length)
  .map(
    (unit) =>
      unit.replace(/[.]/g, '\\.') +
      (unit === 'in' ? String.raw`(?![a-z0-9]|[\s-]*\d)` : /[a-z]$/.test(unit) ? '(?![a-z0-9])' : ''),
  )
  .join('|');
const number = String.raw`\d+(?:[.,]\d+)?|[一二两三四五六七八九十]`;
const amount = new RegExp(
  String.raw`(?<![\p{L}\d.,]|\p{L}[-/])(?:(\d{1,3})\s*[x×*]\s*)?(${number})\s*-?\s*(${unitPattern})(?:\s*[x×*]\s*(\d{1,3})(?![\d.]))?`,
  'giu',
);
const packOf = /(?:pack|set|box|lot)\s+of\s+(\d{1,3})(?!\d)/giu;
const chineseDigits = '零一二三四五六七八九十';

/** The amounts of a text in NFKC, in the order they stand there; `rest` is the text without them. */
export function quantitiesOf(text: string): { readonly quantities: readonly Quantity[]; readonly rest: string } {
  const quantities: Quantity[] = [];
  const rest = text
    .replace(packOf, (match, count: string) => {
      quantities.push({ dimension: 'count', value: Number(count), text: match.trim() });
      return ' ';
    })
    .replace(amount, (match, before: string | undefined, value: string, unit: string, after: string | undefined) => {
      const known = factorOf.get(unit.toLowerCase());
      if (known === undefined) return match;
      quantities.push({ dimension: known.dimension, value: numberOf(value) * known.factor, text: match.trim() });
      const times = before ?? after;
      if (times !== undefined) quantities.push({ dimension: 'count', value: Number(times), text: match.trim() });
      return ' ';
    });
  return { quantities, rest };
}

function numberOf(text: string): number {
  if (text === '两') return 2;
  const digit = chineseDigits.indexOf(text);
  return digit > 0 ? digit : Number(text.replace(',', '.'));
}

/** Amounts that round to the same hundredth part are the same. */
export function sameAmount(a: number, b: number): boolean {
  return Math.abs(a - b) <= 0.01 * Math.max(a, b);
}

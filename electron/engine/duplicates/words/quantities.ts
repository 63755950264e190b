/** Amounts in a title, "150 ml", "2×50克", "64GB", brought to one unit a dimension so that 500克 and 0.5 kg are the same. */

export interface Quantity {
  readonly dimension: string;
  /** In the base unit of the dimension. */
  readonly value: number;
  /** As the title writes it. */
  readonly text: string;
}

/** Base unit first; factors turn the others into it. */
const units: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  volume: {
    ml: 1,
    milliliter: 1,
    millilitre: 1,
    milliliters: 1,
    millilitres: 1,
    毫升: 1,
    cc: 1,
    cl: 10,
    dl: 100,
    l: 1000,
    liter: 1000,
    litre: 1000,
    liters: 1000,
    litres: 1000,
    ltr: 1000,
    升: 1000,
    公升: 1000,
    'fl oz': 29.5735,
    'fl. oz': 29.5735,
    'fl.oz': 29.5735,
    floz: 29.5735,
    gallon: 3785.41,
    gal: 3785.41,
  },
  mass: {
    g: 1,
    gr: 1,
    gm: 1,
    gram: 1,
    grams: 1,
    gramme: 1,
    克: 1,
    mg: 0.001,
    毫克: 0.001,
    kg: 1000,
    kgs: 1000,
    kilo: 1000,
    kilogram: 1000,
    kilograms: 1000,
    千克: 1000,
    公斤: 1000,
    斤: 500,
    两: 50,
    oz: 28.3495,
    ounce: 28.3495,
    ounces: 28.3495,
    盎司: 28.3495,
    lb: 453.592,
    lbs: 453.592,
    pound: 453.592,
    pounds: 453.592,
    磅: 453.592,
  },
  storage: { mb: 1 / 1024, gb: 1, tb: 1024 },
  length: {
    mm: 1,
    毫米: 1,
    cm: 10,
    厘米: 10,
    公分: 10,
    m: 1000,
    meter: 1000,
    metre: 1000,
    meters: 1000,
    metres: 1000,
    米: 1000,
    inch: 25.4,
    inches: 25.4,
    in: 25.4,
    '"': 25.4,
    '″': 25.4,
    英寸: 25.4,
    寸: 25.4,
    ft: 304.8,
    feet: 304.8,
    foot: 304.8,
  },
  power: { w: 1, watt: 1, watts: 1, 瓦: 1, kw: 1000, 千瓦: 1000 },
  voltage: { v: 1, volt: 1, volts: 1, 伏: 1 },
  charge: { mah: 1, 毫安: 1, 毫安时: 1, ah: 1000 },
  count: {
    pcs: 1,
    pc: 1,
    pieces: 1,
    piece: 1,
    pack: 1,
    packs: 1,
    pk: 1,
    count: 1,
    ct: 1,
    pairs: 1,
    pair: 1,
    tablets: 1,
    capsules: 1,
    片: 1,
    只: 1,
    个: 1,
    件: 1,
    件装: 1,
    包: 1,
    袋: 1,
    瓶: 1,
    盒: 1,
    双: 1,
    支: 1,
    枚: 1,
    粒: 1,
    条: 1,
    罐: 1,
    片装: 1,
    只装: 1,
    个装: 1,
    支装: 1,
    双装: 1,
  },
};

const factorOf = new Map(
  Object.entries(units).flatMap(([dimension, factors]) =>
    Object.entries(factors).map(([unit, factor]) => [unit, { dimension, factor }] as const),
  ),
);

const unitPattern = [...factorOf.keys()]
  .sort((a, b) => b.length - a.length)
  .map((unit) => unit.replace(/[.]/g, '\\.') + (/[a-z]$/.test(unit) ? '(?![a-z0-9])' : ''))
  .join('|');
const number = String.raw`\d+(?:[.,]\d+)?|[一二两三四五六七八九十]`;
const amount = new RegExp(
  String.raw`(?<![\p{L}\d.,])(?:(\d{1,3})\s*[x×*]\s*)?(${number})\s*-?\s*(${unitPattern})(?:\s*[x×*]\s*(\d{1,3})(?![\d.]))?`,
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

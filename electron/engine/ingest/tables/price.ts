/** Reads prices as people write them. */

export interface ParsedPrice {
  readonly amount: number;
  /** ISO 4217, null when the text does not say. */
  readonly currency: string | null;
}

/** Signs in the order they are looked for. A bare ¥ is taken as yuan; write JPY or 円 for yen. */
const signs: readonly (readonly [RegExp, string])[] = [
  [/US\s?\$/i, 'USD'],
  [/HK\s?\$/i, 'HKD'],
  [/NT\s?\$/i, 'TWD'],
  [/CA?\s?\$/i, 'CAD'],
  [/AU?\s?\$/i, 'AUD'],
  [/R\$/, 'BRL'],
  [/\$/, 'USD'],
  [/€/, 'EUR'],
  [/£/, 'GBP'],
  [/円/, 'JPY'],
  [/[¥￥元]|RMB|人民币/i, 'CNY'],
  [/₹|\bRs\.?/i, 'INR'],
  [/₩/, 'KRW'],
  [/₽|руб/i, 'RUB'],
  [/zł/i, 'PLN'],
  [/₺/, 'TRY'],
  [/₫/, 'VND'],
  [/฿/, 'THB'],
];

const nothing = /^(?:-+|–|—|n\/?a|none|null|nan|无|暂无)?$/i;

/** True for cells that say there is no value. */
export function isBlankValue(text: string): boolean {
  return nothing.test(text.trim());
}

/** The price in a cell such as "1,299.00", "1.299,00 €" or "¥ 99"; undefined when it is none. */
export function parsePrice(text: string): ParsedPrice | undefined {
  const plain = text.normalize('NFKC').trim();
  const numbers = plain.match(/\d(?:[\d.,'’\s]*\d)?/g);
  if (numbers?.length !== 1) return undefined;
  const [digits = ''] = numbers;
  const at = plain.indexOf(digits);
  const before = plain.slice(0, at);
  const after = plain.slice(at + digits.length).replace(/^[.,]?[-–—]*(?=\s|$)/, '');
  if (/[-–—]/.test(before + after)) return undefined;
  const rest = `${before} ${after}`;
  const amount = parseAmount(digits);
  const unit = readUnit(text, rest);
  return amount === undefined || unit === undefined ? undefined : { amount, currency: unit.currency };
}

/** What stands beside the number must be a currency and nothing else. */
function readUnit(original: string, rest: string): { currency: string | null } | undefined {
  const words = rest.trim();
  if (words === '') return { currency: null };
  const code = /^\(?([a-z]{3})\)?$/i.exec(words)?.[1]?.toUpperCase();
  if (code !== undefined && code !== 'RMB') return { currency: code };
  const sign = signs.find(([pattern]) => pattern.test(words) || pattern.test(original));
  if (sign === undefined) return undefined;
  const left = words.replace(sign[0], '').replace(/[\s.]/g, '');
  return left === '' || /^[a-z]{3}$/i.test(left) ? { currency: sign[1] } : undefined;
}

/**
 * The last of "." and "," is the decimal point, unless exactly three digits follow it and nothing else speaks for decimals: then it
 * groups thousands.
 */
function parseAmount(text: string): number | undefined {
  const compact = text.replace(/['’\s]/g, '');
  const points = compact.match(/[.,]/g) ?? [];
  const last = Math.max(compact.lastIndexOf('.'), compact.lastIndexOf(','));
  const after = compact.length - last - 1;
  const mixed = new Set(points).size > 1;
  const grouping =
    points.length > 0 && !mixed && after === 3 && (points.length > 1 || /^[1-9]\d{0,2}[.,]/.test(compact));
  const whole = grouping || last === -1 ? compact : compact.slice(0, last);
  if (!grouping && !mixed && points.length > 1) return undefined;
  const fraction = grouping || last === -1 ? '' : compact.slice(last + 1);
  const amount = Number(`${whole.replace(/[.,]/g, '')}.${fraction || '0'}`);
  return Number.isFinite(amount) ? amount : undefined;
}

/**
 * Prices in the words of a query: "under $50", "20-40 €", "50元以下". A bare number is a price only where nothing else is
 * likely: sizes, ages and numbers of pieces look the same.
 */

export interface PriceReading {
  /** As it stands in the query. */
  readonly source: string;
  readonly min?: number;
  readonly max?: number;
}

const amount = String.raw`\d{1,3}(?:[,.' ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,2})?(?!\d|[.,]\d)`;
const before = String.raw`(?:us\$|[$€£¥￥]|(?:usd|eur|gbp|chf|rmb|cny)\s)`;
const after = String.raw`(?:[$€£¥￥元块圆]钱?|人民币|(?:dollars?|bucks|euros?|yuan|usd|eur|gbp|chf|rmb|cny|zł|pln|kr)(?![\p{L}\p{N}]))`;
const start = String.raw`(?<![\p{L}\p{N}])`;

/** Words before the most or the least that is to be paid, in the larger European languages and Chinese. */
const atMost = String.raw`(?:under|below|less than|cheaper than|up to|at most|no more than|not more than|max\.?|maximum|unter|bis zu|bis|höchstens|weniger als|menos de|hasta|moins de|jusqu['’]à|meno di|fino a|até|onder|minder dan|poniżej|<=?|≤)`;
const atLeast = String.raw`(?:over|above|more than|at least|from|starting at|min\.?|minimum|über|ab|mindestens|mehr als|más de|desde|a partir de|plus de|à partir de|dès|più di|mais de|boven|meer dan|powyżej|>=?|≥)`;
const english = /^(under|below|less than|cheaper than|up to|at most|no more than|not more than|<|≤)/i;
const to = String.raw`\s*(?:[-–—~～]|to|and|bis|und|a|y|à|et|e|到|至)\s*`;
const between = String.raw`(?:between|zwischen|entre|tra|tussen|from|von|desde|de|prices?)\s+`;

const range = new RegExp(
  `(?:${start}(?<between>${between}))?(?<c1>${before})?\\s?(?<![\\p{L}\\p{N}.])(?<min>${amount})\\s?(?<c2>${after})?${to}(?<c3>${before})?\\s?(?<max>${amount})\\s?(?<c4>${after})?`,
  'iu',
);
const most = new RegExp(
  `(?:${start}|(?=[<≤]))(?<word>${atMost})\\s*(?<c1>${before})?\\s?(?<value>${amount})\\s?(?<c2>${after})?`,
  'iu',
);
const least = new RegExp(
  `(?:${start}|(?=[>≥]))(?<word>${atLeast})\\s*(?<c1>${before})?\\s?(?<value>${amount})\\s?(?<c2>${after})?`,
  'iu',
);
const chineseMost = new RegExp(
  `(?:(?<word>不超过|不高于|低于|少于|最多)\\s?(?<c1>${before})?(?<value>${amount})\\s?(?:${after})?|(?<c3>${before})?(?<value2>${amount})\\s?(?:${after})?(?:以下|以内|之内|内))(?:的)?`,
  'iu',
);
/** 6388起动机 is a starter motor. */
const chineseLeast = new RegExp(
  `(?:(?<word>不低于|高于|超过|至少)\\s?(?<c1>${before})?(?<value>${amount})\\s?(?:${after})?|(?<c3>${before})?(?<value2>${amount})\\s?(?:${after})?(?:以上|起(?![\\p{L}\\p{N}])))(?:的)?`,
  'iu',
);

/** What may stand after a bare number that is a price: nothing, or a word that begins something else. */
const endsThere = /^\s*(?:$|[,;.)]|(?:for|with|without|not|by|made|that|which|please|in\s+\p{L}{3,}))/iu;
/** "For kids under 5" are years. */
const aged = /(?:kids?|child(?:ren)?|boys?|girls?|toddlers?|bab(?:y|ies)|age[sd]?|years?|anyone|people|adults?)\s*$/iu;

/** What is measured in something else than money. */
const measured = /[宽长高厚深径距重码岁龄号量度围]\s*$/u;

/** The first price that a text names, `null` when there is none. */
export function findPrice(text: string): PriceReading | null {
  return findRange(text) ?? findChinese(text) ?? findBound(text);
}

function findRange(text: string): PriceReading | null {
  const match = range.exec(text);
  const groups = match?.groups;
  if (match === null || groups === undefined) return null;
  const hasCurrency = [groups.c1, groups.c2, groups.c3, groups.c4].some((currency) => currency !== undefined);
  const [min, max] = [toAmount(groups.min), toAmount(groups.max)];
  if (min > max) return null;
  const rest = text.slice(match.index + match[0].length);
  const isBare = groups.between !== undefined && /^(?:between|price)/i.test(groups.between) && endsThere.test(rest);
  return hasCurrency || isBare ? { source: match[0].trim(), min, max } : null;
}

function findChinese(text: string): PriceReading | null {
  const found = chineseMost.exec(text) ?? chineseLeast.exec(text);
  if (found?.groups === undefined) return null;
  const value = toAmount(found.groups.value ?? found.groups.value2);
  const isMost = chineseMost.test(text);
  const source = found[0].trim();
  // "两米内" and "5内" are no prices; "50元内" is.
  // 宽40以内 is a width.
  if (measured.test(text.slice(0, found.index)) && !new RegExp(after, 'iu').test(source)) return null;
  if (/内的?$/.test(source) && !/(?:以内|之内)的?$/.test(source) && !new RegExp(after, 'iu').test(source)) return null;
  return isMost ? { source, max: value } : { source, min: value };
}

function findBound(text: string): PriceReading | null {
  const upper = most.exec(text);
  if (upper?.groups !== undefined && isPrice(text, upper)) {
    return { source: upper[0].trim(), max: toAmount(upper.groups.value) };
  }
  const lower = least.exec(text);
  if (lower?.groups !== undefined && hasCurrencyOf(lower)) {
    return { source: lower[0].trim(), min: toAmount(lower.groups.value) };
  }
  return null;
}

function isPrice(text: string, match: RegExpExecArray): boolean {
  if (hasCurrencyOf(match)) return true;
  if (!english.test(match.groups?.word ?? '') || aged.test(text.slice(0, match.index))) return false;
  return endsThere.test(text.slice(match.index + match[0].length));
}

function hasCurrencyOf({ groups }: RegExpExecArray): boolean {
  return groups?.c1 !== undefined || groups?.c2 !== undefined;
}

/** "1,000" and "1.000" are thousands; "19,99" and "19.99" are not. */
function toAmount(text = ''): number {
  const [, whole = text, cents] = /^(.*?)(?:[.,](\d{1,2}))?$/.exec(text) ?? [];
  return Number(`${whole.replace(/\D/g, '')}${cents === undefined ? '' : `.${cents}`}`);
}

/**
 * Reads a brief in words: how many products, at most how many of a brand, in stock, on sale, with which margin. What is left is read as any
 * query is (`search/reading`): prices, what is not wanted, and the words to search for.
 */
import { type CampaignBrief, campaignBriefSchema, mostInSet } from '../../contract/campaigns.ts';
import { findPrice } from '../search/reading/prices.ts';
import { readQuery } from '../search/reading/read-query.ts';

export interface BriefContext {
  /** Whether a text is the name of a tag. */
  readonly isName: (text: string) => boolean;
  /** Tags that words name. */
  readonly tagsIn: (text: string) => readonly { readonly group: string; readonly name: string }[];
}

type Found = { -readonly [K in keyof CampaignBrief]?: CampaignBrief[K] };

const numbers: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'one two three four five six seven eight nine ten eleven twelve'.split(' ').map((word, i) => [word, i + 1]),
  ),
  a: 1,
  一: 1,
  两: 2,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  十: 10,
  十二: 12,
  二十: 20,
};
const digit = String.raw`\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve`;
const han = String.raw`\d{1,3}|十二|二十|[一两二三四五六七八九十]`;
const things = `products?|items?|pieces|articles?|listings?|styles`;

interface Phrase {
  readonly pattern: RegExp;
  readonly take: (groups: Readonly<Record<string, string | undefined>>, into: Found) => void;
}

const numberOf = (text: string | undefined): number => numbers[(text ?? '').toLowerCase()] ?? Number(text);
const within = (value: number): number => Math.min(mostInSet, Math.max(1, value));
const perBrand: Phrase['take'] = ({ n }, into) => {
  into.perBrand = within(numberOf(n));
};
const count: Phrase['take'] = ({ n }, into) => {
  into.count ??= within(numberOf(n));
};
const margin: Phrase['take'] = ({ n }, into) => {
  into.marginMin = Math.min(1, Number((n ?? '').replace(',', '.')) / 100);
};
const inStock: Phrase['take'] = (_, into) => {
  into.inStock = true;
};
const onSale: Phrase['take'] = (_, into) => {
  into.onSale = true;
};
const percent = String.raw`(?<n>\d{1,2}(?:[.,]\d+)?)\s*(?:%|％|percent|per cent)`;
const brand = `(?:brand|vendor|label|manufacturer|maker)`;

/** The first of a kind that is found counts; each is taken out of the text. In this order: "at most 2 of a brand" is no number of products. */
const phrases: readonly Phrase[] = [
  {
    pattern: new RegExp(
      String.raw`(?:with\s+)?(?:(?:at most|no more than|not more than|up to|max(?:imum|\.)?|only)\s+)?(?<n>${digit}|a)\s+(?:${things}\s+)?(?:max(?:imum|\.)?\s+)?(?:of (?:a|an|the same|one|each|any)|from (?:a|one|each|any|the same)|per|each|a)\s+(?:single\s+)?${brand}`,
      'iu',
    ),
    take: perBrand,
  },
  {
    pattern: new RegExp(
      String.raw`(?:同一(?:个)?|每(?:个|一个)?|单个|一个)?(?:品牌|牌子)(?:最多|不超过|至多|不多于|只要|限)?(?:选|放)?(?<n>${han})\s?(?:件|款|个|种|条|双|只)(?:以内)?`,
      'u',
    ),
    take: perBrand,
  },
  {
    pattern: new RegExp(
      String.raw`(?:with\s+)?(?:an?\s+)?(?:gross\s+)?margins?\s+(?:of\s+)?(?:is\s+)?(?:over|above|at least|more than|from|of|min(?:imum|\.)?|>=?|≥)?\s*${percent}(?:\s+(?:or more|and up|at least))?`,
      'iu',
    ),
    take: margin,
  },
  {
    pattern: new RegExp(String.raw`(?:over|above|at least|more than|>=?|≥)?\s*${percent}\s+(?:gross\s+)?margin`, 'iu'),
    take: margin,
  },
  {
    pattern: new RegExp(
      String.raw`(?:毛利率|毛利|利润率|利润)\s?(?:在|要|高于|超过|大于|不低于|至少|达到|≥|>=?)?\s?${percent}(?:以上|起)?`,
      'u',
    ),
    take: margin,
  },
  {
    pattern: /(?:only\s+)?(?:what is |that are |which are )?(?:in[ -]stock|available now)(?:\s+only)?/iu,
    take: inStock,
  },
  { pattern: /(?:只要|要)?(?:有现货|有货|有库存|现货|库存充足)(?:的)?/u, take: inStock },
  {
    pattern: /(?:only\s+)?(?:on sale|on offer|discounted|reduced(?: in price)?|marked down)(?:\s+only)?/iu,
    take: onSale,
  },
  { pattern: /(?:只要)?(?:正在)?(?:打折|特价|促销|降价|减价)(?:中)?(?:的|商品)?/u, take: onSale },
  {
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}.,-])(?:(?:about|around|exactly|a set of|set of|choose|pick|show)\s+)*(?<n>${digit})\s+(?:${things})(?![\p{L}-])(?:\s+in (?:all|total))?(?:\s+of)?`,
      'iu',
    ),
    take: count,
  },
  {
    pattern: new RegExp(
      String.raw`(?:共|一共|总共|选|挑|挑选|选出|大约|约|要|来)*\s?(?<n>${han})\s?(?:件|款|个|种)(?:商品|产品|单品|货品|左右)?(?![以之]?[内下上])`,
      'u',
    ),
    take: count,
  },
];

/** @param text at most 500 characters */
export function readBrief(text: string, { isName, tagsIn }: BriefContext): CampaignBrief {
  const found: Found = {};
  let rest = text.normalize('NFC');
  for (const { pattern, take } of phrases) {
    const match = pattern.exec(rest);
    if (match === null) continue;
    take(match.groups ?? {}, found);
    rest = `${rest.slice(0, match.index)} , ${rest.slice(match.index + match[0].length)}`;
  }
  const words: string[] = [];
  const without: string[] = [];
  const bounds: { min?: number; max?: number } = {};
  // A comma within a number parts nothing.
  for (const clause of rest.split(/,(?!\d{3})|[，;；。\n]/).map((part) => part.trim())) {
    const price = findPrice(clause);
    const unpriced = price === null ? clause : clause.replace(price.source, ' ').replace(/\s+/g, ' ').trim();
    if (price?.min !== undefined) bounds.min = Math.max(price.min, bounds.min ?? price.min);
    if (price?.max !== undefined) bounds.max = Math.min(price.max, bounds.max ?? price.max);
    const unwanted = unwantedClause(unpriced);
    if (unwanted !== null) {
      without.push(...unwanted);
      continue;
    }
    const reading = readQuery([{ kind: 'text', text: unpriced, weight: 1 }], { hasPrices: false, isName });
    without.push(...reading.unwanted);
    for (const part of reading.parts) if (part.kind === 'text' && part.weight > 0) words.push(tidy(part.text));
  }
  const asked = words.filter((word) => word !== '').join(' ');
  return campaignBriefSchema.parse({
    ...found,
    text,
    words: asked,
    priceMin: bounds.min ?? null,
    priceMax: bounds.max ?? null,
    without: [...new Set(without.map((word) => word.trim()).filter((word) => word !== ''))].slice(0, 20),
    tags: asked === '' ? [] : tagsIn(asked).map(({ group, name }) => ({ group, name, must: false })),
  });
}

const no =
  /^(?:but\s+|and\s+)?(?:no|not|nothing|without|never|avoid|exclud(?:e|ing)|except)\s+(?:any(?:thing)?\s+|in\s+|an?\s+|the\s+)*(?<what>.+)$/iu;
const chineseNo = /^(?:但)?(?:不要|不含|不带|除了|排除|避免)(?<what>\p{Script=Han}{1,12})$/u;
/** Called so, and wanted: "no iron shirts". */
const notAtAll = /^(?:iron|show|name|brand|slip|tie|fuss)\b/iu;

/** What a clause that says nothing else does not want: "no black or white", 不要黑色和红色. */
function unwantedClause(clause: string): string[] | null {
  const english = no.exec(clause)?.groups?.what;
  if (english !== undefined && !notAtAll.test(english) && english.split(/\s+/).length <= 8)
    return english.split(/\s*(?:\/|\bor\b|\bnor\b|\band\b)\s*(?:no\s+)?/iu).map((word) => word.replaceAll('"', ''));
  const chinese = chineseNo.exec(clause)?.groups?.what;
  return chinese === undefined ? null : chinese.split(/[和或及、]/u).map((word) => word.replace(/的$/u, ''));
}

/** Without what joined the words to a phrase that was taken out. */
function tidy(text: string): string {
  return text
    .replace(/^[\s:：–-]+|[\s:：–-]+$/gu, '')
    .replace(/^(?:and|but|with|that|which|are|is|only|please|for)\s+(?=(?:and|but|with)\b)|^(?:and|but)\s+/iu, '')
    .replace(/(?:^|\s+)(?:and|but|with|that|which|are|is|at|of|only|please)$/iu, '')
    .trim();
}

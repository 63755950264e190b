/**
 * Holds a text against the facts that it may say: every number with its unit, every name and every promise in it has to stand in them, and what
 * a fact denies must not be said. It errs on the side of refusing: what it cannot find is named, for a person to judge.
 */
import type { Written } from '../../../contract/answers.ts';
import { simplified } from '../../text/languages/chinese.ts';
import { foldWord, stem } from '../../text/normalise.ts';
import { isHan, words } from '../../text/words.ts';
import { sentencesOf } from '../facts/sentences.ts';
import { termsOf } from '../questions/message.ts';
import { regionsIn } from '../questions/regions.ts';
import { coloursIn, materialsIn } from '../questions/values.ts';

export type Ungrounded = Written['ungrounded'][number];

export interface Grounds {
  /** Values of facts, titles and numbers of the product, what is not known: all that may be said. */
  readonly said: readonly string[];
  /** Words between facts that are nobody's claim: those of the templates. */
  readonly plain: readonly string[];
  /** Names that the catalog knows: tags of all products. One in the text has to be in the facts. */
  readonly names?: readonly string[];
}

const spelled: Readonly<Record<string, number>> = Object.fromEntries(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'
    .split(' ')
    .map((word, at) => [word, at]),
);
for (const [word, value] of Object.entries({
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
  hundred: 100,
  half: 0.5,
  couple: 2,
  dozen: 12,
}))
  (spelled as Record<string, number>)[word] = value;
const hanDigits: Readonly<Record<string, number>> = {
  零: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  半: 0.5,
};
const unitOf: Readonly<Record<string, string>> = {
  天: 'day',
  日: 'day',
  周: 'week',
  月: 'month',
  年: 'year',
  小时: 'hour',
  元: 'money',
  块: 'money',
  厘米: 'cm',
};
/** "One" and the like stand for things more often than for their number. */
const seldomNumbers = new Set(['one', 'half', 'couple', 'hundred']);

/** Words that bind a shop, or say what a thing can do. Their stems are compared; Chinese ones stand anywhere. */
const promises =
  'free guarantee guaranteed promise refund discount gift voucher coupon bonus definitely certainly always never lifetime unlimited best cheapest lowest perfect today tomorrow tonight immediately instantly overnight express insured waterproof water-resistant windproof washable organic vegan recycled sustainable handmade genuine authentic original certified hypoallergenic breathable unbreakable durable exclusive limited warranty return exchange replace replacement compensate compensation reserve priority upgrade'.split(
    ' ',
  );
const hanPromises =
  '免费 包邮 保证 承诺 一定 肯定 绝对 赠送 送您 赠品 优惠 折扣 打折 优惠券 退款 全额 退货 换货 补偿 赔偿 今天 明天 马上 立即 当天 立刻 永久 终身 最低价 最好 正品 防水 机洗 有机 纯手工 保修 质保 认证 加急 优先 预留'.split(
    ' ',
  );
const negations =
  /(?<![\p{L}])(?:not|no|never|cannot|can't|don't|doesn't|isn't|aren't|won't|without|nothing|none|neither|except|excluded|unable)(?![\p{L}])|不|没|无法|未|除外|勿/iu;
const openers = new Set(
  `hello hi dear thank thanks yes no we our you your it its this that these those there here the a an for in on at with as if and or but so also please could
  can would will shall may is are was were has have do does i i'm i'd we're we've unfortunately regarding about both each all any some what which when where how who why
  delivery shipping returns size sizes material materials colour color colours colors price stock availability warranty care kind best regards sincerely let feel
  sorry happy glad hope currently at once since because while after before from to of by not only just more most other another if unless until once great sure
  of course certainly looking concerning good morning afternoon evening customer team sir madam ok okay from additionally furthermore moreover however
  should must need want see know note made available listed items item orders order`.split(/\s+/),
);

/** What in `text` does not stand in the facts, in the order of the text. Empty: all of it does. */
export function ungroundedIn(text: string, grounds: Grounds): Ungrounded[] {
  const said = grounds.said.join('\n');
  const allowed = `${said}\n${grounds.plain.join('\n')}`;
  const found = [
    ...numbersBeside(text, said),
    ...namesBeside(text, allowed, grounds.names ?? []),
    ...promisesBeside(text, allowed),
    ...negatedBeside(text, grounds),
  ];
  return [...new Map(found.map((one) => [`${one.why} ${one.words.toLowerCase()}`, one])).values()];
}

interface Figure {
  readonly words: string;
  readonly value: string;
  readonly unit: string;
}

function figuresIn(text: string): Figure[] {
  const plain = simplified(text.normalize('NFKC'));
  const found: Figure[] = [];
  const pattern =
    /([$€£¥])?\s?(\d+(?:[.,]\d{3})*(?:[.,]\d+)?)\s?(%|[$€£¥]|(?:working |business )?(?:days?|weeks?|months?|years?|hours?|cm|mm|inch(?:es)?|kg|eur|usd|gbp|cny|rmb)(?![\p{L}])|天|日|周|个?月|年|小时|元|块|厘米)?/giu;
  for (const match of plain.matchAll(pattern)) {
    found.push({ words: match[0].trim(), value: figureOf(match[2] ?? ''), unit: unitName(match[3] ?? match[1] ?? '') });
  }
  const spelledPattern = new RegExp(
    `(?<![\\p{L}\\p{N}-])(${Object.keys(spelled).join('|')})[ -](days?|weeks?|months?|years?|hours?|percent)?`,
    'giu',
  );
  for (const match of plain.matchAll(spelledPattern)) {
    const word = (match[1] ?? '').toLowerCase();
    if (seldomNumbers.has(word) && match[2] === undefined) continue;
    found.push({ words: match[0].trim(), value: String(spelled[word]), unit: unitName(match[2] ?? '') });
  }
  for (const match of plain.matchAll(/([零一二两三四五六七八九十百半]+)(天|日|周|个月|年|小时|元|块|折)/gu)) {
    found.push({ words: match[0], value: String(hanValue(match[1] ?? '')), unit: unitName(match[2] ?? '') });
  }
  return found;
}

function figureOf(digits: string): string {
  const plain =
    /[.,]\d{3}$/.test(digits) && !/[.,]\d{3}[.,]/.test(digits)
      ? digits.replace(/[.,]/g, '')
      : digits.replace(/,(?=\d{3})/g, '').replace(',', '.');
  return String(Number(plain));
}

function hanValue(text: string): number {
  let [sum, digit] = [0, 0];
  for (const character of text) {
    if (character === '十' || character === '百') {
      sum += (digit === 0 ? 1 : digit) * (character === '十' ? 10 : 100);
      digit = 0;
    } else digit = hanDigits[character] ?? 0;
  }
  return sum + digit;
}

function unitName(unit: string): string {
  const plain = unit
    .toLowerCase()
    .replace(/^(?:working|business) /, '')
    .replace(/^个/, '')
    .replace(/^inch(?:es)?$/, 'inch');
  if (/^(?:[$€£¥]|eur|usd|gbp|cny|rmb)$/.test(plain)) return 'money';
  return unitOf[plain] ?? plain.replace(/s$/, '');
}

function numbersBeside(text: string, said: string): Ungrounded[] {
  const known = figuresIn(said);
  return figuresIn(text)
    .filter(
      ({ value, unit }) =>
        !known.some(
          (one) => one.value === value && (unit === '' || one.unit === unit || (unit === 'money' && one.unit === '')),
        ),
    )
    .map((one) => ({ words: one.words, why: 'number' }));
}

function namesBeside(text: string, allowed: string, catalog: readonly string[]): Ungrounded[] {
  const known = new Set(termsOf(allowed));
  const found: string[] = [];
  for (const sentence of sentencesOf(text)) {
    let first = true;
    for (const { text: word, unspaced } of words(sentence)) {
      if (unspaced) {
        first = false;
        continue;
      }
      const plain = word.replace(/['’]\p{L}+$/u, '');
      const isName = /^\p{Lu}/u.test(plain) && !(openers.has(plain.toLowerCase()) && first) && plain !== 'I';
      const inChinese = /\p{sc=Han}/u.test(sentence) && /^\p{L}{2,}/u.test(plain);
      first = false;
      if (!(isName || inChinese)) continue;
      if (known.has(stem(foldWord(plain))) || (openers.has(plain.toLowerCase()) && !inChinese)) continue;
      found.push(plain);
    }
  }
  const regions = regionsIn(allowed).map(({ code }) => code);
  found.push(...regionsIn(text).flatMap(({ code, words: own }) => (regions.includes(code) ? [] : [own])));
  for (const valuesIn of [coloursIn, materialsIn]) {
    const own = valuesIn(allowed).map(({ key }) => key);
    found.push(...valuesIn(text).flatMap(({ key, words: value }) => (own.includes(key) ? [] : [value])));
  }
  const [low, lowAllowed] = [text.toLowerCase(), allowed.toLowerCase()];
  for (const name of catalog) {
    const plain = name.toLowerCase();
    if (plain.length < (isHan(plain) ? 2 : 4) || !low.includes(plain) || lowAllowed.includes(plain)) continue;
    // Tags may be everyday words: only those that are written as names count.
    if (
      isHan(plain) ||
      new RegExp(`(?<![\\p{L}])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}])`, 'u').test(text)
    )
      found.push(name);
  }
  return found.map((own) => ({ words: own, why: 'name' }));
}

function promisesBeside(text: string, allowed: string): Ungrounded[] {
  const stems = new Set(termsOf(allowed));
  const promised = new Map(promises.map((word) => [stem(word), word]));
  const english = [...words(text)].flatMap(({ text: word }) => {
    const own = stem(foldWord(word));
    return promised.has(own) && !stems.has(own) ? [word] : [];
  });
  const [plain, known] = [simplified(text), simplified(allowed)];
  const chinese = hanPromises.filter((word) => plain.includes(word) && !known.includes(word));
  return [...english, ...chinese].map((own) => ({ words: own, why: 'promise' }));
}

/** A sentence that says what a fact denies, or the other way round. */
function negatedBeside(text: string, { said }: Grounds): Ungrounded[] {
  const facts = said.flatMap(sentencesOf).map((sentence) => ({ sentence, terms: new Set(termsOf(sentence)) }));
  return sentencesOf(text).flatMap((sentence): Ungrounded[] => {
    const own = new Set(termsOf(sentence));
    const alike = facts
      .filter(({ terms }) => terms.size >= 4)
      .map((fact) => ({ ...fact, share: [...fact.terms].filter((term) => own.has(term)).length / fact.terms.size }))
      .filter(({ share }) => share >= 0.65)
      .sort((a, b) => b.share - a.share)[0];
    if (alike === undefined || negations.test(alike.sentence) === negations.test(sentence)) return [];
    return [{ words: sentence, why: 'negation' }];
  });
}

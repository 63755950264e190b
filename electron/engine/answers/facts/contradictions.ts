/** Where two sources say different things of the same: materials that exclude each other, times and prices that differ. */
import type { Answer, Fact, QuestionKind } from '../../../contract/answers.ts';
import { materialsIn } from '../questions/values.ts';

type Contradiction = Answer['contradictions'][number];

const inDays: Readonly<Record<string, number>> = {
  day: 1,
  天: 1,
  日: 1,
  week: 7,
  周: 7,
  month: 30,
  个月: 30,
  月: 30,
  year: 365,
  年: 365,
};
const spans =
  /(\d+|one|two|three|six|twelve|一|两|二|三|六|七)[ -]?(?:(?:working|business|calendar) )?(day|week|month|year|天|日|周|个月|月|年)s?/giu;
const words: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  six: 6,
  twelve: 12,
  一: 1,
  两: 2,
  二: 2,
  三: 3,
  六: 6,
  七: 7,
};
/** Sentences in which a time is that of the kind, not of something beside it. */
const within: Readonly<Partial<Record<QuestionKind, RegExp>>> = {
  returns: /return|send .{0,20}back|退货|退换|退回|无理由/iu,
  warranty: /warrant|guarantee|保修|质保/iu,
};

interface Claim {
  readonly fact: Fact;
  readonly says: string;
  /** Names or figures; two claims disagree when they share none. */
  readonly values: readonly string[];
}

export function contradictionsOf(facts: readonly Fact[]): Contradiction[] {
  return [...Map.groupBy(facts, ({ question }) => question)].flatMap(([kind, own]) => {
    const claims = own.flatMap((fact) => claimsOf(kind, fact));
    const sides = claims.filter((claim) => claims.some((other) => disagree(claim, other)));
    const told = [...new Map(sides.map((side) => [side.fact.id, side])).values()];
    return told.length < 2 ? [] : [{ kind, sides: told.map(({ fact, says }) => ({ factId: fact.id, says })) }];
  });
}

function disagree(a: Claim, b: Claim): boolean {
  return sourceOf(a.fact) !== sourceOf(b.fact) && !a.values.some((value) => b.values.includes(value));
}

function sourceOf({ source }: Fact): string {
  if (source.kind === 'listing') return `listing ${source.field} ${source.name}`;
  return source.kind === 'document' ? `document ${source.passageId}` : 'search';
}

function claimsOf(kind: QuestionKind, fact: Fact): Claim[] {
  if (kind === 'material') {
    const named = materialsIn(fact.value);
    // "Wash wool by hand" is on wool, and says nothing of what the product is made of.
    const isCare =
      fact.source.kind === 'document' &&
      !/made|fabric|material|composition|材质|面料|成分|是.{0,6}(?:做|制)/iu.test(fact.value) &&
      !/%/.test(fact.value);
    return named.length === 0 || isCare
      ? []
      : [{ fact, says: named.map(({ words: own }) => own).join(', '), values: named.map(({ key }) => key) }];
  }
  if (kind === 'price' && fact.source.kind !== 'search' && fact.name !== 'usual price') {
    const amounts = [...fact.value.matchAll(/\d+(?:[.,]\d{1,2})?/g)].map(([own]) => own);
    return fact.source.kind === 'listing' || /[$€£¥￥]|\b(?:usd|eur|gbp|cny|rmb)\b|元|price|价/iu.test(fact.value)
      ? [{ fact, says: fact.value, values: amounts.map((own) => String(Number(own.replace(',', '.')))) }]
      : [];
  }
  const cue = within[kind];
  if (cue === undefined || !cue.test(`${fact.name} ${fact.value}`)) return [];
  const [first] = fact.value.matchAll(spans);
  if (first === undefined) return [];
  const [said, amount = '', unit = ''] = first;
  const figure = words[amount.toLowerCase()] ?? Number(amount);
  return [{ fact, says: said, values: [String(figure * (inDays[unit.toLowerCase()] ?? 1))] }];
}

/** A reply made of the facts of an answer, of what is not known, and of the words of the templates between them. */
import type { Answer, Fact, Question } from '../../../contract/answers.ts';
import { sameValue as sameOption } from '../facts/listing-facts.ts';
import { type Wording, wordings } from './templates.ts';

export type Drafted = Pick<
  Answer,
  'language' | 'product' | 'about' | 'questions' | 'facts' | 'unknown' | 'contradictions' | 'alternatives'
>;

export function draftOf(answer: Drafted): string {
  const words = wordings[answer.language];
  const { product, about, questions } = answer;
  const [first] = product.candidates;
  const lines = [words.greeting];
  const concerns = questions.some(({ kind }) => !shopWide.has(kind));
  if (about !== null && first !== undefined) {
    const own = product.candidates.find((one) => one.product.id === about) ?? first;
    lines.push(words.about(own.product.title));
  } else if (product.verdict === 'few') lines.push(words.which(product.candidates.map((one) => one.product.title)));
  else if (product.verdict === 'none') lines.push(words.notListed);
  else if (concerns || questions.length === 0) lines.push(words.notNamed);
  // What goes for one product is not said of another that may be meant.
  const answered =
    about === null && product.verdict !== 'unnamed' ? questions.filter(({ kind }) => shopWide.has(kind)) : questions;
  for (const question of answered) lines.push(...linesFor(question, answer, words));
  return lines.join('\n');
}

/** What the shop as a whole says, whatever the product. */
const shopWide = new Set<Question['kind']>(['delivery', 'returns', 'warranty', 'other']);

function linesFor({ kind, wanted }: Question, answer: Drafted, words: Wording): string[] {
  const facts = answer.facts.filter(({ question }) => question === kind);
  const contradiction = answer.contradictions.find((one) => one.kind === kind);
  const unknown = answer.unknown
    .filter((one) => one.kind === kind)
    .map(({ about }) => words.unknown(about === '' ? words.topics[kind] : `${words.topics[kind]} (${about})`));
  if (contradiction !== undefined) {
    const sides = contradiction.sides.map(({ says }) => says).join(' / ');
    const disputed = new Set(contradiction.sides.map(({ factId }) => factId));
    const rest = facts.filter(({ id }) => !disputed.has(id));
    return [words.check(words.topics[kind], sides), ...rest.map((fact) => lineOf(fact, words)), ...unknown];
  }
  if (kind === 'price') return [...priceLine(facts, words), ...unknown];
  if (kind === 'cheaper') return [...cheaperLine(facts, answer, words), ...unknown];
  if (kind === 'option') return [...optionLines(facts, wanted, words), ...unknown];
  return [...facts.map((fact) => lineOf(fact, words)), ...unknown];
}

function priceLine(facts: readonly Fact[], words: Wording): string[] {
  const price = facts.find(({ source }) => source.kind === 'listing' && source.field === 'price');
  const usual = facts.find(({ name }) => name === 'usual price');
  const others = facts.filter((fact) => fact !== price && fact !== usual);
  return [
    ...(price === undefined ? [] : [words.price(price.value, usual?.value)]),
    ...others.map((fact) => lineOf(fact, words)),
  ];
}

function cheaperLine(facts: readonly Fact[], { unknown }: Drafted, words: Wording): string[] {
  const found = facts.filter(({ source }) => source.kind === 'search');
  if (found.length > 0) return [words.cheaper(found.map(({ value }) => value).join(words.join))];
  return unknown.some(({ kind }) => kind === 'cheaper') ? [] : [words.noCheaper];
}

function optionLines(facts: readonly Fact[], wanted: readonly string[], words: Wording): string[] {
  const asked = wanted.join(', ');
  const listed = facts.filter(({ source }) => source.kind === 'listing');
  const found = facts.filter(({ source }) => source.kind === 'search');
  const having = listed.filter((fact) => fact.name !== '' && answersWanted(fact, wanted));
  const values = (own: readonly Fact[]): string => own.map(({ value }) => value).join(words.join);
  const lines: string[] = [];
  if (having.length > 0) lines.push(words.has(asked, values(having)));
  else if (listed.length > 0) lines.push(words.hasNot(asked, values(listed)));
  if (having.length === 0 && found.length > 0) lines.push(words.others(asked, values(found)));
  return lines;
}

/** Whether a listed value has all that is asked for. */
export function answersWanted(fact: Pick<Fact, 'value'>, wanted: readonly string[]): boolean {
  return (
    wanted.length > 0 && wanted.every((value) => fact.value.split(/\s*[,/·;]\s*/).some((own) => sameOption(own, value)))
  );
}

function lineOf(fact: Fact, words: Wording): string {
  const { source, name, value } = fact;
  if (source.kind !== 'listing') return ended(value);
  if (source.field === 'variants' && fact.question === 'availability') return words.stock(name, value);
  return name === '' ? ended(value) : words.named(name, value);
}

function ended(sentence: string): string {
  return /[\p{P}]$/u.test(sentence) ? sentence : `${sentence}${/\p{sc=Han}/u.test(sentence) ? '。' : '.'}`;
}

/**
 * Approved replies as examples. What stood in the facts when a reply was approved becomes a place in its pattern, to be filled from the facts of
 * the next message; a pattern that cannot be filled, or that would say what the new facts do not, is shown and not used.
 */
import type { Fact, Question, QuestionKind } from '../../../contract/answers.ts';
import type { ProductSummary } from '../../../contract/catalog.ts';
import { termsOf } from '../questions/message.ts';
import { type Drafted, draftOf } from './draft.ts';
import type { StoredExample } from './example-repo.ts';
import { type Grounds, ungroundedIn } from './grounding.ts';

export type Pattern = StoredExample['pattern'];

/** Share of their words that two messages have in common, from which on they ask the same. */
const alike = 0.5;
const mostShown = 3;

/** Facts by the places they fill: where each stands, and which of several it is. */
function slotsOf(
  facts: readonly Fact[],
  product: Pick<ProductSummary, 'title' | 'sku'> | undefined,
): Map<string, string> {
  const slots = new Map<string, string>();
  if (product !== undefined) {
    slots.set('title', product.title);
    slots.set('sku', product.sku);
  }
  for (const { question, source, name, value } of facts) {
    const place = source.kind === 'listing' ? `${source.field} ${name}` : source.kind;
    let n = 0;
    while (slots.has(`${question} ${place} ${n}`)) n++;
    slots.set(`${question} ${place} ${n}`, value);
  }
  return slots;
}

/** Longer values first, so that a number inside of one is no place of its own. */
export function patternOf(
  reply: string,
  facts: readonly Fact[],
  product: Pick<ProductSummary, 'title' | 'sku'> | undefined,
): Pattern {
  let parts: Pattern = [reply];
  const slots = [...slotsOf(facts, product)]
    .filter(([, value]) => value.length > 0)
    .sort((a, b) => b[1].length - a[1].length);
  for (const [slot, value] of slots) {
    parts = parts.flatMap((part) => {
      if (typeof part !== 'string' || !part.includes(value)) return [part];
      return part.split(value).flatMap((text, at) => (at === 0 ? [text] : [{ slot }, text]));
    });
  }
  return parts.filter((part) => part !== '');
}

/** undefined where a place has no fact now. */
function filled(
  pattern: Pattern,
  facts: readonly Fact[],
  product: Pick<ProductSummary, 'title' | 'sku'> | undefined,
): string | undefined {
  const slots = slotsOf(facts, product);
  let text = '';
  for (const part of pattern) {
    const own = typeof part === 'string' ? part : slots.get(part.slot);
    if (own === undefined) return undefined;
    text += own;
  }
  return text;
}

/** Those whose messages have most in common with this one, nearest first. @param sku of the product that is meant */
export function nearestExamples(
  examples: readonly StoredExample[],
  message: string,
  language: string,
  sku: string | undefined,
): StoredExample[] {
  return examples
    .filter((example) => example.language === language)
    .map((example) => ({
      example,
      likeness: likeness(message, example.message) + (example.sku === sku && sku !== undefined ? 0.2 : 0),
    }))
    .filter(({ likeness: own }) => own > 0.2)
    .sort((a, b) => b.likeness - a.likeness || b.example.id - a.example.id)
    .map(({ example }) => example);
}

/** Kinds that the nearest example had, where it asked nearly the same. */
export function kindsByExample(examples: readonly StoredExample[], masked: string): readonly QuestionKind[] {
  const best = examples
    .map((example) => ({ example, own: likeness(masked, example.message) }))
    .sort((a, b) => b.own - a.own)[0];
  return best !== undefined && best.own >= alike ? best.example.kinds : [];
}

/** The draft: by the nearest example that fits, else by templates. */
export function draftBy(
  nearest: readonly StoredExample[],
  answer: Drafted,
  product: Pick<ProductSummary, 'title' | 'sku'> | undefined,
  grounds: Grounds,
): { text: string; by: 'template' | 'example'; exampleId: number | null } {
  for (const { id, kinds, pattern, sku } of nearest) {
    if (!sameKinds(kinds, answer.questions) || answer.contradictions.length > 0) continue;
    const text = filled(pattern, answer.facts, product);
    if (text === undefined) continue;
    // Of the very product a person has approved these words; of another only what its facts say goes.
    const ofOther = sku !== (product?.sku ?? null);
    if (ofOther && ungroundedIn(text, grounds).some(({ why }) => why !== 'negation')) continue;
    return { text, by: 'example', exampleId: id };
  }
  return { text: draftOf(answer), by: 'template', exampleId: null };
}

export function shownExamples(
  nearest: readonly StoredExample[],
): { id: number; message: string; reply: string; approvedAt: string }[] {
  return nearest.slice(0, mostShown).map(({ id, message, reply, approvedAt }) => ({ id, message, reply, approvedAt }));
}

function sameKinds(kinds: readonly QuestionKind[], questions: readonly Question[]): boolean {
  return kinds.length === questions.length && questions.every(({ kind }) => kinds.includes(kind));
}

/** Share of their words in common: Dice's coefficient, 0..1. */
function likeness(a: string, b: string): number {
  const [own, other] = [new Set(termsOf(a)), new Set(termsOf(b))];
  const shared = [...own].filter((term) => other.has(term)).length;
  return own.size + other.size === 0 ? 0 : (2 * shared) / (own.size + other.size);
}

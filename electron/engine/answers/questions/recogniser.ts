/**
 * Which kinds of questions a message asks. Each clause is looked through for the words of each kind; where one kind's words are part of what
 * another asks ("how much is shipping"), the other counts. What no word tells may be told by an approved answer to a message like it.
 */
import { type Question, type QuestionKind, questionKinds } from '../../../contract/answers.ts';
import { conditions, cues } from './cues.ts';
import { clausesOf, hasContent } from './message.ts';
import { regionsIn } from './regions.ts';
import { coloursIn, materialsIn, sizesIn } from './values.ts';

/** Kinds that are not asked where the one before the colon is, in the same clause. */
const insteadOf: readonly (readonly [QuestionKind, readonly QuestionKind[]])[] = [
  ['returns', ['size', 'price', 'delivery', 'availability', 'colour', 'compatibility']],
  ['delivery', ['price', 'availability', 'compatibility', 'size']],
  ['warranty', ['price', 'returns', 'delivery', 'material', 'size']],
  ['cheaper', ['price', 'availability', 'option', 'size', 'compatibility', 'colour']],
];

const asksToHave =
  /(?<![\p{L}])(?:have|has|got|get|come|comes|available|stock|carry|offer|make|sell|do|order|buy|find|exist|is there|are there|any)(?![\p{L}])|有|出|要|来|能买|换成|做/iu;
/** "I am after it in blue. Do you sell that?" */
const wishes =
  /(?<![\p{L}])(?:after|looking for|want|need|would like|'d like|prefer|hoping for)(?![\p{L}])|想要|想买|要/iu;
const asksStock =
  /(?<![\p{L}])(?:in stock|out of stock|sold out|any left|stock)(?![\p{L}])|现货|有货|库存|缺货|断货|补货/iu;
const asksWhich =
  /(?<![\p{L}])(?:what|which|how) (?:other |different )?(?:sizes?|colou?rs?|many)|哪些|哪几|什么|几[种个]|怎么|哪个/iu;
const asksHow =
  /(?<![\p{L}])(?:how|what|which|recommend|should|would|will|does|do)(?![\p{L}])|什么|多|哪|合适|怎么|吗/iu;

/**
 * In the order in which the message asks. @param masked the message without the name of the product
 * @param language of exemplars @param known kinds that an approved answer to a message like it had
 */
export function recognise(masked: string, known: readonly QuestionKind[] = []): Question[] {
  const found = new Map<QuestionKind, Question>();
  for (const clause of clausesOf(masked)) {
    for (const question of inClause(clause)) {
      const before = found.get(question.kind);
      if (before === undefined) found.set(question.kind, question);
      else found.set(question.kind, { ...before, wanted: [...new Set([...before.wanted, ...question.wanted])] });
    }
  }
  if (!found.has('option') && !found.has('returns')) {
    const wish = clausesOf(masked).find(
      (clause) => wishes.test(clause) && [...coloursIn(clause), ...sizesIn(clause)].length > 0,
    );
    if (wish !== undefined) {
      found.set('option', { kind: 'option', words: wish, by: 'words', wanted: wantedIn('option', wish) });
    }
  }
  if (found.size === 0) {
    for (const kind of known) found.set(kind, { kind, words: '', by: 'example', wanted: wantedIn(kind, masked) });
  }
  if (found.size === 0) {
    const asked = clausesOf(masked).find((clause) => hasContent(clause) && isQuestion(clause, masked));
    if (asked !== undefined) found.set('other', { kind: 'other', words: asked, by: 'words', wanted: [] });
  }
  return [...found.values()];
}

/** Kinds that a person chose, with what the message says of them. */
export function chosenQuestions(kinds: readonly QuestionKind[], masked: string): Question[] {
  const recognised = new Map(recognise(masked).map((question) => [question.kind, question]));
  return questionKinds
    .filter((kind) => kinds.includes(kind))
    .map((kind) => ({
      kind,
      words: recognised.get(kind)?.words ?? (kind === 'other' ? masked : ''),
      by: 'chosen',
      wanted: recognised.get(kind)?.wanted ?? wantedIn(kind, masked),
    }));
}

function isQuestion(clause: string, message: string): boolean {
  const after = message[message.indexOf(clause) + clause.length];
  return (
    after === '?' ||
    after === '？' ||
    /[吗呢么]$|吗|什么|谁|哪|怎|多少|几|能不能|可不可以|是不是|有没有/u.test(clause) ||
    /^(?:(?:hi|hello|hey|so|ok|please|and|but)[ ,]+)?(?:is|are|do|does|did|can|could|will|would|what|which|who|where|when|why|how|has|have|any|tell|may|should)(?![\p{L}])/iu.test(
      clause,
    )
  );
}

function inClause(clause: string): Question[] {
  const plain = clause.replace(conditions, ' ').trim();
  const own = read(plain);
  return own.length > 0 || plain === clause ? own : read(clause);
}

function read(clause: string): Question[] {
  const hits = new Map<QuestionKind, string>();
  for (const kind of questionKinds) {
    if (kind === 'other') continue;
    for (const cue of cues[kind].asked) {
      const [words] = cue.exec(clause) ?? [];
      if (words !== undefined) hits.set(kind, words);
    }
  }
  const option = optionIn(clause, hits);
  if (option !== undefined) {
    hits.set('option', option);
    for (const kind of ['size', 'colour', 'availability', 'material'] as const) hits.delete(kind);
  }
  // "In stock in M" is on stock.
  if (hits.has('availability') && /^sized?s?$/iu.test(hits.get('size') ?? '') && sizesIn(clause).length > 0)
    hits.delete('size');
  // "Does it fit a 15 inch laptop" is not on how it fits a person.
  if (hits.has('compatibility') && /fit/iu.test(hits.get('size') ?? '')) hits.delete('size');
  for (const [kind, others] of insteadOf) if (hits.has(kind)) for (const other of others) hits.delete(other);
  return questionKinds.flatMap((kind) => {
    const words = hits.get(kind);
    return words === undefined ? [] : [{ kind, words, by: 'words' as const, wanted: wantedIn(kind, clause) }];
  });
}

/** "Do you have it in blue": a colour or a size that is asked for, not about. */
function optionIn(clause: string, hits: ReadonlyMap<QuestionKind, string>): string | undefined {
  if (['returns', 'delivery', 'warranty', 'cheaper', 'compatibility'].some((kind) => hits.has(kind as QuestionKind)))
    return undefined;
  if (asksStock.test(clause) || asksWhich.test(clause) || !asksToHave.test(clause)) return undefined;
  const wanted = [...coloursIn(clause), ...sizesIn(clause)];
  const materials =
    /(?<![\p{L}])in (?:a |an |the )?(?:\p{L}+ )?\p{L}+/iu.test(clause) && !/made|wash|care/iu.test(clause)
      ? materialsIn(clause)
      : [];
  const [first] = [...wanted, ...materials];
  if (first === undefined) return undefined;
  // "I wear size M, how does it fit" asks how it fits.
  if (
    hits.has('size') &&
    !/(?<![\p{L}])(?:have|got|get|come|comes|available|stock|carry|sell|offer|is there|are there|any)(?![\p{L}])|有|出/iu.test(
      clause,
    )
  )
    return undefined;
  return asksHow.test(clause) || /got|get|有|available|any|is there|are there|出|do you/iu.test(clause)
    ? first.words
    : undefined;
}

function wantedIn(kind: QuestionKind, clause: string): string[] {
  if (kind === 'option' || kind === 'availability') {
    const values = [...coloursIn(clause), ...sizesIn(clause), ...(kind === 'option' ? materialsIn(clause) : [])];
    return values.map(({ words }) => words);
  }
  if (kind === 'delivery') return regionsIn(clause).map(({ words }) => words);
  if (kind === 'size') return sizesIn(clause).map(({ words }) => words);
  return [];
}

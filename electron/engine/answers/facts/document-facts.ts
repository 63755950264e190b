/** Passages of the shop's documents that answer a question, with the sentences that do. */
import type { Question, QuestionKind, ReplyLanguage } from '../../../contract/answers.ts';
import type { Product } from '../../../contract/catalog.ts';
import { queryTerms } from '../../text/segment.ts';
import type { Documents, FoundPassage } from '../documents/documents.ts';
import { cues } from '../questions/cues.ts';
import { tellingWords, termsOf } from '../questions/message.ts';
import { regionsIn } from '../questions/regions.ts';
import { materialsIn } from '../questions/values.ts';
import type { NewFact } from './listing-facts.ts';
import { sentencesOf } from './sentences.ts';

/** Words that passages on a kind have, in both languages, besides those of the question. */
const seeds: Readonly<Partial<Record<QuestionKind, string>>> = {
  price: 'price 价格',
  availability: 'stock available restock 库存 现货 补货',
  size: 'size fit measurements 尺码 尺寸',
  material: 'material care wash 材质 洗涤 保养',
  colour: 'colour color 颜色',
  compatibility: 'compatible suitable fits 兼容 适用',
  delivery: 'delivery shipping postage 发货 配送 运费',
  returns: 'return refund exchange 退货 退款 换货',
  warranty: 'warranty guarantee repair 保修 质保 维修',
};
/** Of passages on the shop itself; all others have to be about the product. */
const ofTheShop: readonly QuestionKind[] = [
  'delivery',
  'returns',
  'warranty',
  'other',
  'size',
  'material',
  'availability',
  'compatibility',
];
const mostPassages = 2;
const mostSentences = 3;
/** Share of the telling words of a question of no known kind that a passage has to have. */
const leastCover = 0.6;

export interface Asked {
  readonly question: Question;
  readonly clause: string;
  readonly language: ReplyLanguage;
  readonly product: Product | undefined;
  /** Of the message. */
  readonly vector: Float32Array | undefined;
}

export interface DocumentFacts {
  readonly facts: readonly NewFact[];
  /** Countries that are asked for and that none of the passages names. */
  readonly unsaid: readonly string[];
}

export function documentFacts(documents: Documents, asked: Asked): DocumentFacts {
  const { question, clause, language, product, vector } = asked;
  const { kind } = question;
  if (kind === 'cheaper' || kind === 'option') return { facts: [], unsaid: [] };
  const telling = tellingWords(clause);
  const terms = queryTerms(
    [telling.join(' '), seeds[kind] ?? '', kind === 'price' || kind === 'colour' ? (product?.title ?? '') : ''].join(
      ' ',
    ),
  );
  const askedTerms = new Set(telling.flatMap(termsOf));
  const scored = documents
    .find(terms, vector)
    .flatMap((passage) => {
      const score = relevance(passage, kind, askedTerms, product);
      return score === undefined
        ? []
        : [{ passage, score: score + (passage.language === language ? 3 : 0) + 0.5 * passage.likeness }];
    })
    .sort((a, b) => b.score - a.score || a.passage.id - b.passage.id);
  // What is said in the language of the reply is not said again in another.
  const [first] = scored;
  const own = scored.filter(({ passage }) => passage.language === first?.passage.language);
  const regions = regionsIn(question.wanted.join(' , '));
  const naming = own.filter(({ passage }) =>
    regions.some(({ code }) => regionsIn(`${passage.heading}. ${passage.text}`).some((one) => one.code === code)),
  );
  const chosen = (naming.length > 0 ? naming : own)
    .filter(({ score }) => score >= (first?.score ?? 0) - 1.6)
    .slice(0, mostPassages);
  const facts = chosen.flatMap(({ passage }) =>
    sentencesFor(
      passage,
      kind,
      askedTerms,
      regions.map(({ words }) => words),
    ).map((value) => factOf(passage, kind, value)),
  );
  return { facts: unique(facts), unsaid: naming.length > 0 ? [] : regions.map(({ words }) => words) };
}

function factOf(passage: FoundPassage, kind: QuestionKind, value: string): NewFact {
  const { id, document, heading, line } = passage;
  return { question: kind, name: '', value, source: { kind: 'document', passageId: id, document, heading, line } };
}

function unique(facts: readonly NewFact[]): NewFact[] {
  return [...new Map(facts.map((fact) => [fact.value, fact])).values()];
}

/** undefined where the passage does not answer. */
function relevance(
  passage: FoundPassage,
  kind: QuestionKind,
  asked: ReadonlySet<string>,
  product: Product | undefined,
): number | undefined {
  const whole = `${passage.heading}. ${passage.text}`;
  const own = new Set(termsOf(whole));
  const met = [...asked].filter((term) => own.has(term)).length;
  const cover = asked.size === 0 ? 0 : met / asked.size;
  const about = aboutProduct(whole, product);
  if (kind === 'other') return asked.size > 0 && cover >= leastCover ? 2 * cover + (about ? 1 : 0) : undefined;
  const { answers, sentences } = cues[kind];
  const inHeading = answers?.test(passage.heading.split(' › ').at(-1) ?? '') === true;
  const inText = (sentences ?? answers)?.test(passage.text) === true;
  if (!inHeading && !inText) return undefined;
  if (!ofTheShop.includes(kind) && !about) return undefined;
  // A size chart of shoes says nothing of a bag, and what is said of wool nothing of cotton.
  if ((kind === 'size' || kind === 'material') && !about && !(inHeading && concerns(passage, product, kind)))
    return undefined;
  if ((kind === 'availability' || kind === 'compatibility') && !about && !inHeading) return undefined;
  return (inHeading ? 2 : 0) + (inText ? 0.6 : 0) + cover + (about ? 1.5 : 0);
}

/** Whether a passage names the product: its number, or most words of its title one way or the other. */
function aboutProduct(text: string, product: Product | undefined): boolean {
  if (product === undefined) return false;
  if (product.sku.length > 2 && text.includes(product.sku)) return true;
  const [own, title] = [new Set(termsOf(text)), [...new Set(termsOf(product.title))]];
  return title.length > 0 && title.filter((term) => own.has(term)).length >= Math.max(2, 0.8 * title.length);
}

/** Whether a general passage is on what the product is: it names one of its tags or materials, or no kind of thing at all. */
function concerns({ heading, text }: FoundPassage, product: Product | undefined, kind: QuestionKind): boolean {
  const last = heading.split(' › ').at(-1) ?? '';
  if (product === undefined) return true;
  const kinds = product.tags
    .filter(({ group }) => /type|category|类|kind/i.test(group))
    .flatMap(({ name }) => termsOf(name));
  const titled = new Set([...termsOf(product.title), ...kinds]);
  if (kind === 'material') {
    const named = materialsIn(`${last}. ${text}`).map(({ key }) => key);
    const own = materialsIn(
      [product.title, ...product.tags.map(({ name }) => name), ...product.attributes.map(({ value }) => value)].join(
        ' , ',
      ),
    ).map(({ key }) => key);
    return named.length === 0 || named.some((key) => own.includes(key));
  }
  const specific = tellingWords(last).flatMap(termsOf);
  return specific.length === 0 || specific.some((term) => titled.has(term));
}

/** The sentences that answer, in their order; the first ones where none stands out. */
function sentencesFor(
  passage: FoundPassage,
  kind: QuestionKind,
  asked: ReadonlySet<string>,
  regions: readonly string[],
): string[] {
  const all = sentencesOf(passage.text);
  const cue = kind === 'other' ? null : (cues[kind].sentences ?? cues[kind].answers);
  const scored = all.map((sentence, at) => {
    const own = new Set(termsOf(sentence));
    const met = [...asked].filter((term) => own.has(term)).length;
    const named = regions.some((region) => sentence.toLowerCase().includes(region.toLowerCase())) ? 3 : 0;
    return {
      sentence,
      at,
      score: met + named + (cue?.test(sentence) === true ? 1 : 0) + (/\d/.test(sentence) ? 0.4 : 0),
    };
  });
  const best = [...scored].sort((a, b) => b.score - a.score || a.at - b.at).slice(0, mostSentences);
  return best.sort((a, b) => a.at - b.at).map(({ sentence }) => sentence);
}

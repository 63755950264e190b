/** What a listing says to a question: its values, variants, attributes, tags and sentences of its description, as they stand there. */
import type { Fact, FactSource, Question, QuestionKind } from '../../../contract/answers.ts';
import type { Product } from '../../../contract/catalog.ts';
import { cues } from '../questions/cues.ts';
import { tellingWords, termsOf } from '../questions/message.ts';
import { coloursIn, materialsIn, sizeKey, sizesIn } from '../questions/values.ts';
import { sentencesOf } from './sentences.ts';

type ListingSource = Extract<FactSource, { kind: 'listing' }>;
export type NewFact = Omit<Fact, 'id'>;

const mostSentences = 3;
const mostValues = 40;

/** A price as it is told everywhere: "59.90 EUR". */
export function priceText(amount: number, currency: string | null): string {
  const figure = Number.isInteger(amount) ? String(amount) : amount.toFixed(2);
  return currency === null || currency === '' ? figure : `${figure} ${currency}`;
}

export function listingFacts(product: Product, question: Question): NewFact[] {
  const facts = factsFor(product, question);
  return question.kind === 'availability' ? facts : withoutRepeats(facts);
}

function factsFor(product: Product, question: Question): NewFact[] {
  const { kind } = question;
  if (kind === 'cheaper') return priceFacts(product, kind);
  if (kind === 'price') return priceFacts(product, kind);
  if (kind === 'availability') return [...stockFacts(product, question), ...namedFacts(product, kind)];
  if (kind === 'option') return optionFacts(product, question);
  if (kind === 'colour') return colourFacts(product, kind);
  if (kind === 'other') return otherFacts(product, question);
  const facts = [...namedFacts(product, kind), ...(kind === 'size' ? variantValues(product, kind, isSizeName) : [])];
  if (kind === 'material' && !facts.some(({ value }) => materialsIn(value).length > 0))
    facts.push(...titleFacts(product, kind, materialsIn));
  return [...facts, ...sentenceFacts(product, kind)];
}

/** What tags, options and attributes say alike is said once. */
function withoutRepeats(facts: readonly NewFact[]): NewFact[] {
  return [...new Map(facts.toReversed().map((fact) => [fact.value.toLowerCase(), fact])).values()].toReversed();
}

function factOf(
  product: Product,
  kind: QuestionKind,
  field: ListingSource['field'],
  name: string,
  value: string,
): NewFact {
  return { question: kind, name, value, source: { kind: 'listing', productId: product.id, field, name } };
}

function priceFacts(product: Product, kind: QuestionKind): NewFact[] {
  const { price, variants } = product;
  const facts: NewFact[] = [];
  if (price !== null) {
    const { amount, upTo, currency } = price;
    const value =
      upTo === undefined
        ? priceText(amount, currency)
        : `${priceText(amount, currency)} – ${priceText(upTo, currency)}`;
    facts.push(factOf(product, kind, 'price', '', value));
  }
  const onSale = variants.find(
    ({ sale, usualPrice, price: now }) => sale !== null && now !== null && usualPrice !== null && now < usualPrice,
  );
  if (onSale?.usualPrice != null)
    facts.push(factOf(product, kind, 'variants', 'usual price', priceText(onSale.usualPrice, onSale.currency)));
  return facts;
}

const nameOfVariant = ({ options, sku }: Product['variants'][number]): string =>
  options.map(({ value }) => value).join(' / ') || sku;

/** Of the variants that are asked for, or of all. */
function stockFacts(product: Product, { kind, wanted }: Question): NewFact[] {
  const counted = product.variants.filter(({ stock }) => stock !== null);
  const asked =
    wanted.length === 0 ? counted : counted.filter((variant) => wanted.every((value) => hasValue(variant, value)));
  return asked
    .slice(0, mostValues)
    .map((variant) => factOf(product, kind, 'variants', nameOfVariant(variant), String(variant.stock)));
}

function hasValue({ options }: Product['variants'][number], wanted: string): boolean {
  return options.some(({ value }) => sameValue(value, wanted));
}

/** Whether two words are the same colour, material or size, in whatever language. */
export function sameValue(listed: string, wanted: string): boolean {
  const keys = (text: string): string[] => [...coloursIn(text), ...materialsIn(text)].map(({ key }) => key);
  const own = keys(wanted);
  if (own.length > 0) return own.some((key) => keys(listed).includes(key));
  const sizes = [sizeKey(wanted), ...sizesIn(wanted).map(({ key }) => key)];
  return [sizeKey(listed), ...sizesIn(listed).map(({ key }) => key)].some((key) => sizes.includes(key));
}

const isSizeName = (name: string): boolean => /size|尺码|尺寸|码/i.test(name);
const isColourName = (name: string): boolean => /colou?r|颜色|色/i.test(name);
const isMaterialName = (name: string): boolean => /material|fabric|材质|面料/i.test(name);

/** The values of options whose name fits, each once, in the order of the table. */
function variantValues(product: Product, kind: QuestionKind, fits: (name: string) => boolean): NewFact[] {
  const byName = new Map<string, Set<string>>();
  for (const { options } of product.variants) {
    for (const { name, value } of options) if (fits(name)) byName.set(name, (byName.get(name) ?? new Set()).add(value));
  }
  return [...byName].map(([name, values]) =>
    factOf(product, kind, 'variants', name, [...values].slice(0, mostValues).join(', ')),
  );
}

function tagFacts(product: Product, kind: QuestionKind, fits: (group: string) => boolean): NewFact[] {
  const groups = Map.groupBy(
    product.tags.filter(({ group, provenance }) => fits(group) && provenance !== 'rejected'),
    ({ group }) => group,
  );
  return [...groups].map(([group, tags]) =>
    factOf(product, kind, 'tags', group, tags.map(({ name }) => name).join(', ')),
  );
}

function attributeFacts(product: Product, kind: QuestionKind, fits: (name: string) => boolean): NewFact[] {
  return product.attributes
    .filter(({ name, value }) => fits(name) && value.trim() !== '')
    .map(({ name, value }) => factOf(product, kind, 'attribute', name, value));
}

/** Attributes and tag groups whose name says that they answer. */
function namedFacts(product: Product, kind: Exclude<QuestionKind, 'other'>): NewFact[] {
  const { answers } = cues[kind];
  if (answers === null) return [];
  const fits = (name: string): boolean => answers.test(name.replaceAll('_', ' '));
  return [...attributeFacts(product, kind, fits), ...tagFacts(product, kind, fits)];
}

function sentenceFacts(product: Product, kind: Exclude<QuestionKind, 'other'>): NewFact[] {
  const cue = cues[kind].sentences ?? cues[kind].answers;
  if (cue === null) return [];
  return sentencesOf(product.description)
    .filter((sentence) => cue.test(sentence) || (kind === 'material' && materialsIn(sentence).length > 0))
    .slice(0, mostSentences)
    .map((sentence) => factOf(product, kind, 'description', '', sentence));
}

function titleFacts(product: Product, kind: QuestionKind, valuesIn: typeof materialsIn): NewFact[] {
  return valuesIn(product.title).length > 0 ? [factOf(product, kind, 'title', '', product.title)] : [];
}

function colourFacts(product: Product, kind: QuestionKind): NewFact[] {
  const own = [
    ...variantValues(product, kind, isColourName),
    ...tagFacts(product, kind, isColourName),
    ...attributeFacts(product, kind, isColourName),
  ];
  if (own.length > 0) return own;
  const named = titleFacts(product, kind, coloursIn);
  const told = sentencesOf(product.description).filter((sentence) => coloursIn(sentence).length > 0);
  return [...named, ...told.slice(0, 1).map((sentence) => factOf(product, kind, 'description', '', sentence))];
}

/** What the listing has of the options that are asked for: the variants with it, or all values there are. */
function optionFacts(product: Product, { kind, wanted }: Question): NewFact[] {
  const having = product.variants.filter(
    (variant) => wanted.length > 0 && wanted.every((value) => hasValue(variant, value)),
  );
  if (having.length > 0) {
    return having.slice(0, mostValues).map((variant) => {
      const stock = variant.stock === null ? '' : ` · ${variant.stock}`;
      return factOf(product, kind, 'variants', nameOfVariant(variant), `${nameOfVariant(variant)}${stock}`);
    });
  }
  const isAbout = (fits: (text: string) => unknown[]): boolean => wanted.some((value) => fits(value).length > 0);
  const sizeAsked = isAbout(sizesIn) && !isAbout(coloursIn);
  if (sizeAsked)
    return variantValues(product, kind, isSizeName).concat(
      tagFacts(product, kind, isSizeName),
      attributeFacts(product, kind, isSizeName),
    );
  const facts = isAbout(coloursIn) ? colourFacts(product, kind) : [];
  if (isAbout(materialsIn))
    facts.push(...tagFacts(product, kind, isMaterialName), ...attributeFacts(product, kind, isMaterialName));
  return facts;
}

/** A question of no known kind: what names or says what it asks. */
function otherFacts(product: Product, question: Question): NewFact[] {
  const asked = new Set(tellingWords(question.words).flatMap(termsOf));
  if (asked.size === 0) return [];
  const meets = (text: string, share: number): boolean => {
    const own = new Set(termsOf(text));
    return [...asked].filter((term) => own.has(term)).length >= Math.max(1, share * asked.size);
  };
  const names = [
    ...attributeFacts(product, 'other', (name) => meets(name.replaceAll('_', ' '), 0.5)),
    ...tagFacts(product, 'other', (group) => meets(group, 0.5)),
  ];
  // Who, where and when are answered by a name or a figure.
  const wantsName =
    /(?<![\p{L}])(?:who|whose|where|when|which (?:factory|company|country))(?![\p{L}])|谁|哪里|哪儿|何时|哪个国家|哪家/iu.test(
      question.words,
    );
  const isNamed = (sentence: string): boolean => /(?<=[\p{Ll},] )\p{Lu}|\d/u.test(sentence);
  const told = sentencesOf(product.description).filter(
    (sentence) => meets(sentence, 0.75) && (!wantsName || isNamed(sentence)),
  );
  return [
    ...names,
    ...told.slice(0, mostSentences).map((sentence) => factOf(product, 'other', 'description', '', sentence)),
  ];
}

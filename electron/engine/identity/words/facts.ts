/** What a listing says that tells variants apart: amounts, sizes, colours, models, identifiers, whom it is for. */
import { type Audience, audiencesOf } from './audience.ts';
import { type Codes, codeKey, codesOf } from './codes.ts';
import { type Colour, coloursOf } from './colours.ts';
import { type Identifiers, identifiersOf } from './identifiers.ts';
import { type Maker, makerOf, namesMaker } from './maker.ts';
import { type Offer, offerOf } from './offer.ts';
import { type Quantity, quantitiesOf } from './quantities.ts';

export interface Listing {
  readonly title: string;
  readonly description?: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Of its variants. */
  readonly barcodes?: readonly string[];
  /** What it can be had in: values of each option, by its name. */
  readonly options?: ListedOptions;
  readonly tags: readonly { readonly group: string; readonly name: string }[];
}

export type ListedOptions = ReadonlyMap<string, readonly string[]>;

export interface Named {
  /** What is compared. */
  readonly key: string;
  /** As the listing writes it. */
  readonly text: string;
}

export interface Facts {
  readonly quantities: readonly Quantity[];
  /** By system: '' where none is named, 'letter' for S, M, L. */
  readonly sizes: ReadonlyMap<string, readonly Named[]>;
  readonly colours: readonly Colour[];
  /** Tokens of letters and digits, such as WH-1000XM4. */
  readonly models: readonly Named[];
  /** Numbers that stand alone, such as the 13 of "iPhone 13". */
  readonly numbers: readonly Named[];
  /** Keys of codes: those that the product is named by, and all that the listing mentions. */
  readonly codes: Codes;
  /** The last word of the title where it is short and has a digit, as for a shade; else ''. */
  readonly ending: string;
  readonly identifiers: Identifiers;
  /** Keys of the numbers that columns for model and part numbers give. */
  readonly numbered: readonly string[];
  readonly offer: Offer;
  /** The title without what tells variants of one style apart: colours, sizes and amounts. */
  readonly style: string;
  /** What that was: equal for listings that name the same variant. */
  readonly variant: string;
  /** What it can be had in, by the option: "size", "colour", or as the listing calls it. */
  readonly options: ReadonlyMap<string, readonly Named[]>;
  readonly maker: Maker;
  /** Whom it is for; empty where that is not said, or everyone. */
  readonly audiences: readonly Audience[];
}

const sizeNames = /^(?:size|shoe ?size|größe|taille|talla|尺码|尺寸|码数|鞋码|规格尺码)$/i;
const colourNames = /^(?:colou?r|base ?colou?r|farbe|couleur|颜色|色彩|颜色分类)$/i;
const gtinNames =
  /^(?:(?:gtin|ean|upc|jan|isbn)(?:[-_ ]?(?:\d+|[ae]|code))?|global ?trade ?item ?number|(?:variant ?)?bar ?code|条码|条形码|商品条码|国际条码)$/i;
const mpnNames = /^(?:mpn|part ?(?:no|nr|number)\.?|manufacturer ?part ?number|厂商编号|零件号)$/i;
const modelNames =
  /^(?:model|model ?(?:no|nr|number|name)\.?|style ?(?:no|code|number)\.?|article ?(?:no|number)\.?|型号|款号|货号)$/i;
const audienceNames =
  /^(?:gender|sex|audience|target ?(?:group|audience|gender)|age ?group|department|geschlecht|genre|性别|适用性别|适用人群|适用对象)$/i;

const letterSize =
  /(?<![\p{L}\p{N}'’./-])(?:size\s*:?\s*)?((?:[2-6]|X{1,4})?X?[SL]|M|small|medium|large|(?:x|extra)[\s-]?(?:small|large))(?![\p{L}\p{N}'’/-])/giu;
const letterNames: Readonly<Record<string, string>> = {
  small: 'S',
  medium: 'M',
  large: 'L',
  xsmall: 'XS',
  extrasmall: 'XS',
  xlarge: 'XL',
  extralarge: 'XL',
  xxl: '2XL',
  xxxl: '3XL',
  xxxxl: '4XL',
  xxs: '2XS',
  xxxs: '3XS',
};
const numberedSize =
  /(?<![\p{L}\p{N}])(size|sz|eu|eur|uk|us|尺码|鞋码)\s*[:：]?\s*(\d{1,3}(?:[.,]5)?)(?![\p{N}.]|\s*[x×*]\s*\d)|(?<![\p{N}.])(\d{2,3}(?:[.,]5)?)\s*[码號号](?!\p{N})/giu;
const chineseSize = /(加小|加大|特大|大|中|小|均)码/gu;

const ending = /(?<![^\s#])(?=\S*\d)[\p{L}\d]{1,3}\s*$/u;
const modelToken =
  /(?<![\p{L}\p{N}])(?=[a-z0-9/-]*\d)(?=[a-z0-9/-]*[a-z])[a-z0-9]+(?:[-/][a-z0-9]+)*(?![\p{Script=Latin}\p{N}])/giu;
/** Words of letters and digits that name a technique, not a model. */
const notModels =
  /^(?:\d+(?:st|nd|rd|th|d|p|k|x|g|in1|inch|pcs|pack|days?|years?|hz|mp)|mp[34]|[uw]?hd\d*|h\d+|usb\d*|v\d|a[3-6]|b[456]|cr\d{4}|size\d+|100%?)$/i;
const numberToken = /(?<![\p{L}\p{N}.,-])\d{1,6}(?![\p{N}%]|[.,]\d|\p{Script=Latin})/gu;

export function factsOf(listing: Listing): Facts {
  const { title, description = '', attributes, barcodes = [] } = listing;
  const named = withoutChoices(listing);
  const values = (names: RegExp): string[] =>
    named
      .filter(([name, value]) => names.test(name.trim()) && value.trim() !== '')
      .map(([, value]) => value.normalize('NFKC').trim());
  const { quantities, rest } = quantitiesOf(title.normalize('NFKC'));
  const sizes = new Map<string, Named[]>();
  const unsized = takeSizes(rest, sizes);
  for (const value of values(sizeNames)) takeSizeValue(value, sizes);
  const models = modelsOf(unsized);
  for (const value of values(modelNames)) models.push({ key: compact(value), text: value });
  const inTitle = coloursOf(unsized);
  const colours = unique([...values(colourNames).flatMap(coloursOf), ...inTitle]);
  const numbered = [...values(modelNames), ...values(mpnNames)];
  return {
    quantities: orNone(quantities),
    sizes: sizes.size === 0 ? noSizes : sizes,
    colours: orNone(colours),
    models: orNone(models),
    numbers: orNone(numbersOf(unsized.replace(modelToken, ' '))),
    codes: codesIn(title, description, numbered, Object.values(attributes)),
    ending: ending.exec(title.normalize('NFKC'))?.[0].trim() ?? '',
    identifiers: identifiersOf(
      { tradeNumbers: [...values(gtinNames), ...barcodes], partNumbers: values(mpnNames) },
      `${title}\n${description}`.normalize('NFKC'),
    ),
    numbered: orNone(numbered.map(numberKey).filter((key) => key.length >= shortestNumber)),
    offer: offerOf(title.normalize('NFKC')),
    style: inTitle.reduce((rest, { text }) => rest.replaceAll(text, ' '), unsized),
    variant: variantOf(colours, sizes, quantities),
    options: optionsOf(listing),
    maker: makerOf(named.find(([name, value]) => namesMaker(name) && value.trim() !== '')?.[1]),
    audiences: orNone(audiencesOf([title.normalize('NFKC'), ...values(audienceNames)].join('\n'))),
  };
}

/** Shared by all listings that say nothing of a kind: most do, and a library is held in memory while it is compared. */
const none: readonly never[] = [];
const noSizes: ReadonlyMap<string, readonly Named[]> = new Map();

function orNone<T>(list: readonly T[]): readonly T[] {
  return list.length === 0 ? none : list;
}

/** Attributes and tags by name, but for what the listing leaves to be chosen: "S, M, L" is no size of it. */
function withoutChoices({ attributes, tags, options = new Map() }: Listing): [string, string][] {
  const said = Object.entries(attributes);
  const tagged = tags.map(({ group, name }): [string, string] => [group, name]);
  const choices = [...options].filter(([, values]) => values.length > 1);
  if (choices.length === 0) return [...said, ...tagged];
  const names = new Set(choices.map(([name]) => name));
  const values = new Set(choices.flatMap(([, all]) => all.map(compact)));
  return [...said.filter(([name]) => !names.has(name)), ...tagged.filter(([, name]) => !values.has(compact(name)))];
}

function optionsOf({ options }: Listing): Facts['options'] {
  if (options === undefined || options.size === 0) return noSizes;
  return new Map(
    [...options].map(([name, values]) => {
      const key = sizeNames.test(name) ? 'size' : colourNames.test(name) ? 'colour' : compact(name);
      return [key, values.map((text) => ({ key: compact(text), text }))];
    }),
  );
}

function takeSizes(text: string, sizes: Map<string, Named[]>): string {
  return text
    .replace(
      numberedSize,
      (match, system: string | undefined, value: string | undefined, chinese: string | undefined) => {
        const name = (system ?? '')
          .toLowerCase()
          .replace('eur', 'eu')
          .replace(/size|sz|尺码|鞋码/, '');
        add(sizes, name, { key: (value ?? chinese ?? '').replace(',', '.'), text: match.trim() });
        return ' ';
      },
    )
    .replace(chineseSize, (match, value: string) => {
      add(sizes, 'chinese', { key: value, text: match });
      return ' ';
    })
    .replace(letterSize, (match, value: string) => {
      if (/^[a-z]$/.test(value)) return match;
      add(sizes, 'letter', { key: letterKey(value), text: match.trim() });
      return ' ';
    });
}

/** The value of a size attribute: a letter, a number, or whatever it says. */
function takeSizeValue(value: string, sizes: Map<string, Named[]>): void {
  const before = [...sizes.values()].flat().length;
  takeSizes(value, sizes);
  if ([...sizes.values()].flat().length > before) return;
  const bare = /^\d{1,3}(?:[.,]5)?$/.test(value);
  add(sizes, bare ? '' : 'named', { key: bare ? value.replace(',', '.') : compact(value), text: value });
}

function letterKey(value: string): string {
  const plain = value.toLowerCase().replace(/[\s-]/g, '');
  return letterNames[plain] ?? plain.toUpperCase();
}

function modelsOf(text: string): Named[] {
  return [...text.matchAll(modelToken)]
    .map(([token]) => ({ key: compact(token), text: token }))
    .filter(({ key, text: token }) => key.length >= 3 && !notModels.test(token));
}

function numbersOf(text: string): Named[] {
  return [...text.matchAll(numberToken)].map(([token]) => ({ key: String(Number(token)), text: token }));
}

const shortestNumber = 3;

/** A number as a column gives it, without words that stand beside it: "228175 kit", "31010615100 mouse". */
function numberKey(value: string): string {
  const words = value.split(/\s+/);
  const numbers = words.filter((word) => /\d/.test(word) || word.length < shortestNumber);
  return codeKey((numbers.some((word) => /\d/.test(word)) ? numbers : words).join(''));
}

function variantOf(
  colours: readonly Colour[],
  sizes: ReadonlyMap<string, readonly Named[]>,
  quantities: readonly Quantity[],
): string {
  const names = [
    ...colours.map(({ family, shade }) => `${family} ${shade}`),
    ...[...sizes].flatMap(([system, all]) => all.map(({ key }) => `${system} ${key}`)),
    ...quantities.map(({ dimension, value }) => `${dimension} ${value}`),
  ];
  return names.sort().join(', ');
}

/** What the shop calls a model or part number is one, whatever it looks like. */
function codesIn(
  title: string,
  description: string,
  numbers: readonly string[],
  values: readonly string[],
): Facts['codes'] {
  const named = new Set(codesOf(title.normalize('NFKC')).map(({ key }) => key));
  for (const key of numbers.map(codeKey)) if (key.length >= 3) named.add(key);
  const said = new Set(named);
  for (const { key } of codesOf([description, ...values].join(' | ').normalize('NFKC'))) said.add(key);
  return { named: orNone([...named]), said: said.size === 0 ? none : [...said], title: codeKey(title) };
}

function compact(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function add(sizes: Map<string, Named[]>, system: string, size: Named): void {
  const known = sizes.get(system) ?? [];
  if (!known.some(({ key }) => key === size.key)) known.push(size);
  sizes.set(system, known);
}

function unique(colours: readonly Colour[]): Colour[] {
  return [...new Map(colours.map((colour) => [`${colour.family} ${colour.shade}`, colour])).values()];
}

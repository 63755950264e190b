/**
 * How well customers are answered: `npm run bench:answers [-- --wrong]`. 300 messages in two languages, on products of `fashion-2k` and of
 * `photos-luma-multiview` (one in six by a photo of another view) and on terms written for it. Prints one line of JSON for the wordings that may
 * be tuned on and one for those that were held out: shares of messages whose product was found and whose kinds were all recognised, of facts that
 * are right, and of questions without an answer that were refused; and how many facts were invented. `--wrong` lists what went wrong, of the tuned
 * wordings alone.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import sharp from 'sharp';
import type { Answer, QuestionKind, ReplyLanguage } from '../electron/contract/answers.ts';
import { askedHash } from '../electron/contract/region.ts';
import { policy, policyFacts } from './answers/policy.ts';
import { frames, held, tuned } from './answers/wordings.ts';
import { requireData } from './support/data.ts';
import { type BenchEngine, importAndWait, jobEnded, openBenchEngine, quiet } from './support/engine.ts';

type Row = Record<string, string>;
type AskedKind = keyof typeof tuned;

interface Catalog {
  readonly name: 'luma' | 'fashion';
  readonly rows: readonly Row[];
  readonly engine: BenchEngine;
}

interface Message {
  readonly set: 'tuned' | 'held';
  readonly catalog: Catalog;
  readonly row: Row | undefined;
  readonly language: ReplyLanguage;
  readonly text: string;
  readonly photo: string | undefined;
  /** The photo of the listing itself, made smaller and cut, as in a screenshot; else another view. */
  readonly isCopy: boolean;
  readonly kinds: readonly AskedKind[];
  readonly option: string;
  readonly country: string;
}

interface Tally {
  right: number;
  of: number;
}

const showWrong = process.argv.includes('--wrong');
const messages = 300;
const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-answers-'));
const luma = path.dirname(requireData('photos-luma-multiview/images.csv'));
const photos = rowsOf(path.join(luma, 'images.csv'));
const kinds = Object.keys(tuned) as AskedKind[];
const options: readonly Record<ReplyLanguage, string>[] = [
  { en: 'blue', zh: '蓝色' },
  { en: 'red', zh: '红色' },
  { en: 'black', zh: '黑色' },
  { en: 'green', zh: '绿色' },
];
const ids = new Map<string, number>();
const countries: readonly Record<ReplyLanguage, string>[] = [
  { en: 'Norway', zh: '挪威' },
  { en: 'Sweden', zh: '瑞典' },
  { en: 'Japan', zh: '日本' },
];

try {
  const documents = path.join(dir, 'documents');
  mkdirSync(documents);
  for (const [name, text] of Object.entries(policy)) writeFileSync(path.join(documents, name), text);
  const catalogs = [await opened('luma', lumaRows(), documents), await opened('fashion', fashionRows(), documents)];
  const asked = plan(catalogs);
  for (const set of ['tuned', 'held'] as const)
    await measure(
      set,
      asked.filter((message) => message.set === set),
    );
  for (const { engine } of catalogs) await engine.close();
} finally {
  rmSync(dir, { recursive: true, force: true });
}

function rowsOf(file: string): Row[] {
  return parse(readFileSync(file), { columns: true, bom: true, relax_column_count: true });
}

/** As a shop would list them: attributes in columns of their own, colours those that there are photos of. */
function lumaRows(): Row[] {
  return [...rowsOf(path.join(luma, 'products.csv')), ...rowsOf(path.join(luma, 'gear_products.csv'))].map((row) => {
    const { sku = '', name = '', price = '', description = '' } = row;
    const attributes = new Map((row.attributes ?? '').split(',').map((pair) => pair.split('=') as [string, string]));
    const own = photos.filter((photo) => photo.style_sku?.toLowerCase() === sku.toLowerCase() && photo.view === 'main');
    const colours = [
      ...new Set(own.flatMap(({ colour }) => (colour === undefined || colour === '' ? [] : [colour]))),
    ].sort();
    const type =
      (row.categories ?? row.category ?? '').split(',')[0]?.split(/[/|]/)[row.categories === undefined ? 1 : 3] ?? '';
    const plain = (text: string): string =>
      text.replaceAll('&trade;', '™').replaceAll('&reg;', '®').replace(/\s+/g, ' ').trim();
    const list = (text = ''): string => plain(text.replaceAll('|', ', '));
    return {
      ...{
        sku,
        title: plain(name),
        type,
        price,
        currency: 'USD',
        description: plain(description),
        material: list(attributes.get('material')),
      },
      ...{ climate: list(attributes.get('climate')), colour: colours.join(';') },
      image: own[0] === undefined ? '' : path.join(luma, 'images', own[0].file ?? ''),
    };
  });
}

function fashionRows(): Row[] {
  return rowsOf(requireData('fashion-2k/products.csv')).map(
    ({ sku = '', title = '', type = '', colour = '', usage = '' }) => ({
      ...{ sku, title, type, colour, usage },
    }),
  );
}

async function opened(name: Catalog['name'], rows: readonly Row[], documents: string): Promise<Catalog> {
  const table = path.join(dir, `${name}.csv`);
  writeFileSync(table, stringify([...rows], { header: true }));
  const engine = await openBenchEngine(path.join(dir, name));
  await importAndWait(engine, { path: table });
  await quiet(engine);
  await jobEnded(engine, await engine.call('answers.addDocuments', { path: documents }));
  return { name, rows, engine };
}

/** Always the same messages. */
function plan(catalogs: readonly Catalog[]): Message[] {
  const used = new Map<string, number>();
  return Array.from({ length: messages }, (_, n): Message => {
    const set = n % 2 === 0 ? 'tuned' : 'held';
    const language: ReplyLanguage = n % 4 < 2 ? 'en' : 'zh';
    const catalog = catalogs[n % 5 < 3 ? 0 : 1] as Catalog;
    const kind = kinds[Math.floor(n / 4) % kinds.length] as AskedKind;
    const second =
      n % 7 === 3 && kind !== 'unanswerable' ? kinds[(Math.floor(n / 4) + 4) % (kinds.length - 1)] : undefined;
    const own = catalog.rows.filter(({ title, image }) => title !== '' && (catalog.name === 'fashion' || image !== ''));
    const row = own[(n * 37) % own.length] as Row;
    const wordings = set === 'tuned' ? tuned : held;
    const worded = (of: AskedKind): string => {
      const all = wordings[of][language];
      const key = `${set} ${of} ${language}`;
      const at = used.get(key) ?? 0;
      used.set(key, at + 1);
      return all[at % all.length] as string;
    };
    const option = options[n % options.length]?.[language] ?? '';
    const country = countries[n % countries.length]?.[language] ?? '';
    const other = catalog.name === 'luma' && n % 3 === 0 ? otherView(row.sku ?? '') : undefined;
    const title = n % 11 === 5 ? (row.title ?? '').toLowerCase() : (row.title ?? '');
    const name = other !== undefined ? (language === 'en' ? 'this' : '这个') : n % 6 === 1 ? (row.sku ?? '') : title;
    const fill = (text: string, product: string): string =>
      text.replaceAll('{p}', product).replaceAll('{o}', option).replaceAll('{c}', country);
    const first = worded(kind);
    const chosen = second === undefined || second === kind ? [kind] : [kind, second];
    const rest = chosen.length === 1 ? '' : ` ${fill(worded(chosen[1] as AskedKind), language === 'en' ? 'it' : '它')}`;
    const frame = frames[language][n % frames[language].length] ?? '{m}';
    const isNamed = first.includes('{p}') || other !== undefined;
    return {
      ...{
        set,
        catalog,
        language,
        option,
        country,
        kinds: chosen,
        photo: other,
        isCopy: n % 2 === 0 ? n % 4 === 0 : n % 4 === 1,
      },
      row: isNamed ? row : undefined,
      text: frame.replace('{m}', `${fill(first, name)}${rest}`),
    };
  });
}

/** A photo of a product that the catalog has another one of. */
function otherView(sku: string): string | undefined {
  const own = photos.find((photo) => photo.style_sku?.toLowerCase() === sku.toLowerCase() && photo.view !== 'main');
  return own === undefined ? undefined : path.join(luma, 'images', own.file ?? '');
}

/** The hash of the photo as it is sent. */
async function sent({ catalog, row, isCopy }: Message, view: string): Promise<string> {
  const file = path.join(dir, 'sent.jpg');
  const listed = sharp(isCopy ? (row?.image ?? view) : view);
  const { width = 100, height = 100 } = await listed.metadata();
  const cut = {
    left: Math.round(width * 0.03),
    top: Math.round(height * 0.03),
    width: Math.round(width * 0.94),
    height: Math.round(height * 0.94),
  };
  writeFileSync(
    file,
    await (isCopy ? listed.extract(cut).resize(Math.round(width * 0.6)) : listed).jpeg({ quality: 70 }).toBuffer(),
  );
  const { hash, content } = await catalog.engine.call('search.addImage', { path: file });
  return askedHash({ hash, region: content });
}

async function measure(set: Message['set'], asked: readonly Message[]): Promise<void> {
  const tallies = {
    product: tally(),
    copy: tally(),
    otherView: tally(),
    kinds: tally(),
    facts: tally(),
    refused: tally(),
  };
  const byKind = new Map<string, Tally>();
  let invented = 0;
  for (const message of asked) {
    const { catalog, text, photo } = message;
    const images = photo === undefined ? [] : [await sent(message, photo)];
    const first = await catalog.engine.call('answers.ask', { text, images });
    const wrong: string[] = [];
    const found = isFound(message, first);
    count(photo === undefined ? tallies.product : message.isCopy ? tallies.copy : tallies.otherView, found, () =>
      wrong.push(`product ${first.product.verdict} ${first.product.candidates.map(({ product }) => product.title)}`),
    );
    const recognised = first.questions.map(({ kind }) => kind);
    if (!message.kinds.includes('unanswerable')) {
      const right =
        recognised.length === message.kinds.length &&
        message.kinds.every((kind) => recognised.includes(kind as QuestionKind));
      count(tallies.kinds, right, () => wrong.push(`kinds ${recognised}`));
      for (const kind of message.kinds) {
        const own = byKind.get(kind) ?? tally();
        byKind.set(kind, own);
        count(own, recognised.includes(kind as QuestionKind), () => {});
      }
    }
    // Facts are those of the right product: where several are offered a person has chosen it.
    const productId = message.row === undefined ? undefined : await idOf(catalog, message.row.sku ?? '');
    const answer =
      productId === undefined ? first : await catalog.engine.call('answers.ask', { text, images, productId });
    for (const kind of message.kinds) {
      const expected = expectation(kind, message);
      if (expected === undefined) continue;
      const which = expected === 'unknown' ? tallies.refused : tallies.facts;
      const right = expected === 'unknown' ? isRefused(kind, message, answer) : expected(answer);
      count(which, right, () =>
        wrong.push(
          `${kind}: ${answer.facts.map(({ value }) => value).join(' | ')} unknown ${JSON.stringify(answer.unknown)}`,
        ),
      );
    }
    const made = inventedIn(message, answer);
    invented += made.length;
    wrong.push(...made.map((words) => `invented ${words}`));
    if (showWrong && set === 'tuned' && wrong.length > 0)
      console.error(JSON.stringify({ text, kinds: message.kinds, title: message.row?.title, wrong }));
  }
  const shares = Object.fromEntries(Object.entries(tallies).map(([name, own]) => [name, shareOf(own)]));
  const each = Object.fromEntries([...byKind].map(([kind, own]) => [kind, shareOf(own).share]));
  console.log(JSON.stringify({ wordings: set, messages: asked.length, ...shares, invented, recognised: each }));
}

function isFound({ row, catalog, photo }: Message, { product }: Answer): boolean {
  const { verdict, candidates } = product;
  if (row === undefined) return verdict === 'unnamed';
  if (verdict !== 'one' && verdict !== 'few') return false;
  const named = verdict === 'one' ? candidates.slice(0, 1) : candidates;
  const same = (sku: string): boolean => catalog.rows.find((own) => own.sku === sku)?.title === row.title;
  return named.some((one) => one.product.sku === row.sku || (photo === undefined && same(one.product.sku)));
}

/** 'unknown' where neither the table nor the terms say it; undefined where no rule can tell what is right. */
function expectation(
  kind: AskedKind,
  { row, catalog, language, option }: Message,
): 'unknown' | ((answer: Answer) => boolean) | undefined {
  if (kind === 'unanswerable') return 'unknown';
  if (kind === 'delivery' || kind === 'returns' || kind === 'warranty') {
    const [said] = policyFacts[kind][language];
    return ({ facts }) =>
      facts.some(
        ({ question, value, source }) => question === kind && source.kind === 'document' && value.includes(said),
      );
  }
  if (row === undefined) return undefined;
  const ofKind = (answer: Answer): Answer['facts'] => answer.facts.filter(({ question }) => question === kind);
  const isLuma = catalog.name === 'luma';
  if (kind === 'availability') return 'unknown';
  if (kind === 'price')
    return isLuma ? (answer) => ofKind(answer).some(({ value }) => value === `${Number(row.price)} USD`) : 'unknown';
  if (kind === 'material') {
    if (!isLuma || row.material === '') return undefined;
    return (answer) => ofKind(answer).some(({ value }) => sameList(value, row.material ?? ''));
  }
  const colours = (row.colour ?? '').split(';').filter((colour) => colour !== '');
  if (kind === 'colour')
    return colours.length === 0
      ? undefined
      : (answer) => ofKind(answer).some(({ value }) => sameList(value, colours.join(', ')));
  if (kind === 'option') {
    if (colours.length === 0) return undefined;
    const english = options.find((own) => own[language] === option)?.en ?? '';
    const has = colours.some((colour) => colour.toLowerCase() === english);
    return ({ draft }) => (has ? /Yes, we have it in|有.+:/u : /is not listed|没有列出/u).test(draft.text);
  }
  if (kind === 'cheaper') {
    if (!isLuma) return 'unknown';
    const price = Number(row.price);
    return ({ alternatives, unknown }) =>
      !unknown.some((one) => one.kind === 'cheaper') &&
      alternatives.every(({ kind: own, product }) => own !== 'cheaper' || (product.price?.amount ?? price) < price);
  }
  return undefined;
}

function sameList(value: string, listed: string): boolean {
  const parts = (text: string): string =>
    text
      .toLowerCase()
      .split(/\s*[,;]\s*/)
      .sort()
      .join();
  return parts(value) === parts(listed);
}

function isRefused(kind: AskedKind, { text }: Message, { facts, unknown }: Answer): boolean {
  if (kind === 'unanswerable') {
    const country = ['Brazil', 'Kenya', 'Canada', '巴西', '肯尼亚', '加拿大'].find((name) => text.includes(name));
    if (country !== undefined) return unknown.some(({ about }) => about === country);
    return facts.length === 0 && unknown.length > 0;
  }
  return unknown.some((one) => one.kind === kind) && facts.every(({ question }) => question !== kind);
}

/** Facts that stand in no row, no document and no result of a search, and figures of the draft that stand in none of these. */
function inventedIn({ row, catalog, text, option }: Message, answer: Answer): string[] {
  const plain = (words: string): string => words.replace(/\s+/g, ' ').toLowerCase();
  const listed = plain(Object.values(row ?? {}).join(' '));
  const terms = plain(Object.values(policy).join(' ').replaceAll('#', ''));
  const all = catalog.rows.map((other) => plain(Object.values(other).join(' ')));
  const stands = ({ value, source }: Answer['facts'][number]): boolean => {
    if (source.kind === 'document') return terms.includes(plain(value));
    const names = plain(value)
      .replace(/ usd\b/g, '')
      .split(/\s*[,;(]\s*|\s\(/)
      .map((part) => part.replace(/\)$/, ''));
    if (source.kind === 'search') return all.some((other) => names.every((name) => other.includes(name)));
    return listed.includes(plain(value)) || names.every((name) => listed.includes(name.replace(/\.00$/, '')));
  };
  const missing = answer.facts.filter((fact) => !stands(fact)).map(({ value }) => value);
  const known = `${listed} ${terms} ${answer.product.candidates.map(({ product }) => product.title).join(' ')} ${text} ${option} ${answer.facts
    .filter(({ source }) => source.kind === 'search')
    .map(({ value }) => value)
    .join(' ')}`;
  const figures = answer.draft.text.match(/\d+(?:[.,]\d+)?/g) ?? [];
  return [...missing, ...figures.filter((figure) => !known.includes(figure))];
}

async function idOf({ engine, name }: Catalog, sku: string): Promise<number> {
  const key = `${name} ${sku}`;
  const id = ids.get(key) ?? (await engine.call('catalog.productBySku', { sku })).id;
  ids.set(key, id);
  return id;
}

function tally(): Tally {
  return { right: 0, of: 0 };
}

function count(own: Tally, right: boolean, otherwise: () => void): void {
  own.of++;
  if (right) own.right++;
  else otherwise();
}

function shareOf({ right, of }: Tally): { share: number; of: number } {
  return { share: of === 0 ? 1 : Math.round((right / of) * 1000) / 1000, of };
}

/**
 * Which product a message is about: by photo, by number, or by the words of its title. Titles are compared as a whole: what share of a title,
 * each word as rare as it is in the catalog, the message says.
 */
import type { ProductFind } from '../../../contract/answers.ts';
import type { ProductSummary } from '../../../contract/catalog.ts';
import { AppError } from '../../../contract/errors.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { CatalogView } from '../../search/catalog-view.ts';
import type { PhotoLookUp } from '../../search/look-up.ts';
import type { PhotoBarcodes } from '../../search/photo-barcodes.ts';
import type { Search } from '../../search/search.ts';
import { simplified } from '../../text/languages/chinese.ts';
import { namesIn } from '../../text/languages/common-words.ts';
import { normaliseText, stem } from '../../text/normalise.ts';
import { words } from '../../text/words.ts';
import { tellingWords, termsOf } from './message.ts';
import { regionsIn } from './regions.ts';

export interface ProductFinderDependencies {
  readonly catalog: Pick<Catalog, 'products'>;
  readonly view: CatalogView;
  readonly search: Pick<Search, 'find'>;
  readonly lookUp: Pick<PhotoLookUp, 'lookUp'>;
  readonly barcodes: Pick<PhotoBarcodes, 'of'>;
  /** The product whose very photo it is, resized, cut or saved again; null where there is none. */
  readonly copyOf: (
    hash: string,
    signal: AbortSignal,
  ) => Promise<{ readonly product: ProductSummary; readonly probability: number } | null>;
}

type Candidate = ProductFind['candidates'][number];

interface Titled {
  readonly id: number;
  /** Share of its title that the message says, 0..1. */
  readonly share: number;
  /** How much is said in all: of two titles said whole the longer one is meant. */
  readonly weight: number;
  readonly words: readonly string[];
}

/** Products whose titles are compared. */
const compared = 60;
/** Titles from which is told how rare words are. */
const sampled = 4000;
const mostCandidates = 3;
/** Share of a title from which on it names its product. */
const namesIt = 0.72;
/** Below, the words that a message shares with a title say nothing. */
const leastShare = 0.34;
/** A second title that comes as near as this may be meant as well. */
const asNear = 0.93;

export class ProductFinder {
  readonly #deps: ProductFinderDependencies;
  #rarity: { readonly version: number; readonly of: (term: string) => number } | undefined;

  constructor(deps: ProductFinderDependencies) {
    this.#deps = deps;
  }

  /** @throws {AppError} `NOT_FOUND` for images that were not added, `MODEL_*` */
  async find(
    text: string,
    images: readonly string[],
    chosen: number | undefined,
    signal: AbortSignal,
  ): Promise<ProductFind> {
    if (chosen !== undefined) {
      const [product] = this.#deps.catalog.products.summaries([chosen]);
      if (product === undefined) throw new AppError('NOT_FOUND', 'This product is not in the library any more.');
      return {
        verdict: 'one',
        by: 'chosen',
        candidates: [{ product, probability: null, words: this.#said(text, product) }],
      };
    }
    const numbered = this.#byNumber(text);
    if (numbered.length > 0) return this.#answer('number', numbered.length === 1 ? 'one' : 'few', numbered);
    const seen = await this.#byPhotos(images, text, signal);
    if (seen !== undefined && (seen.verdict !== 'none' || text.trim() === '')) return seen;
    const titled = await this.#byTitle(text, signal);
    return titled.candidates.length === 0 && seen !== undefined ? seen : titled;
  }

  /** Numbers of products, variants and barcodes in a text. */
  #byNumber(text: string): Candidate[] {
    const tokens = [...text.normalize('NFKC').matchAll(/[\p{L}\p{N}][\p{L}\p{N}._/+-]*[\p{L}\p{N}]|\p{N}+/gu)].flatMap(
      ({ 0: token, index }) => {
        const plain = token.replace(/^\p{sc=Han}+|\p{sc=Han}+$/gu, '');
        const inner = plain.match(/[A-Za-z0-9][A-Za-z0-9._/+-]*/g) ?? [];
        const called = /(?:sku|no\.?|number|item|ref\.?|code|#|编号|货号|款号|型号)\s*[:：#]?\s*$/iu.test(
          text.slice(0, index),
        );
        return inner.filter(
          (one) =>
            /\d|^[A-Z]{2,}[-_/.][A-Z]/.test(one) && (called || (/^\d+$/.test(one) ? one.length >= 5 : one.length >= 3)),
        );
      },
    );
    const asked = [...new Set(tokens.flatMap((token) => [token, token.replace(/[._/+-]+$/, '')]))];
    if (asked.length === 0) return [];
    const { products } = this.#deps.catalog;
    const ids = [...products.numbered(asked)].slice(0, mostCandidates);
    const named = products.variantNumbers(ids, asked);
    return products.summaries(ids).map((product) => {
      const own = asked.filter((token) => token.toLowerCase() === product.sku.toLowerCase());
      return { product, probability: null, words: [...new Set([...own, ...(named.get(product.id) ?? [])])] };
    });
  }

  async #byPhotos(images: readonly string[], text: string, signal: AbortSignal): Promise<ProductFind | undefined> {
    let best: ProductFind | undefined;
    for (const own of images) {
      const codes = await this.#deps.barcodes.of(own, signal);
      const coded = codes.flatMap(({ products }) => products).slice(0, mostCandidates);
      if (coded.length > 0) {
        return this.#answer(
          'barcode',
          coded.length === 1 ? 'one' : 'few',
          coded.map((product) => ({ product, probability: null, words: [] })),
        );
      }
      const copy = await this.#deps.copyOf(own, signal);
      if (copy !== null) {
        const { product, probability } = copy;
        return this.#answer('photo', 'one', [{ product, probability, words: this.#said(text, product) }]);
      }
      const { verdict, candidates } = await this.#deps.lookUp.lookUp(own, signal);
      const told = candidates.map(({ product, probability }) => ({
        product,
        probability,
        words: this.#said(text, product),
      }));
      // What the message says besides may tell which of several it is.
      const said = [...told].sort(
        (a, b) => b.words.length - a.words.length || (b.probability ?? 0) - (a.probability ?? 0),
      );
      const [first, second] = said;
      const isTold =
        verdict === 'few' &&
        first !== undefined &&
        first.words.length >= 2 &&
        first.words.length > (second?.words.length ?? 0);
      const find: ProductFind = { verdict: isTold ? 'one' : verdict, by: 'photo', candidates: isTold ? said : told };
      const rank = { one: 3, few: 2, none: 1, unnamed: 0 };
      if (best === undefined || rank[find.verdict] > rank[best.verdict]) best = find;
    }
    return best;
  }

  async #byTitle(text: string, signal: AbortSignal): Promise<ProductFind> {
    const telling = tellingWords(text);
    if (telling.length === 0) return { verdict: 'unnamed', by: null, candidates: [] };
    const query = telling.join(' ').slice(0, 500);
    const found = await this.#deps.search.find(
      {
        parts: [{ kind: 'text', text: query, weight: 1 }],
        filters: { tags: {} },
        sort: 'relevance',
        imagesOnly: false,
        cutoff: false,
        spelling: false,
        asWords: [query],
      },
      signal,
    );
    const said = saidTerms(text, telling);
    const titled = found
      .slice(0, compared)
      .flatMap((id) => this.#compare(id, said))
      .sort((a, b) => b.share * b.weight - a.share * a.weight || b.share - a.share);
    const best = titled.filter(({ share }) => share >= leastShare);
    const [first] = best;
    if (first === undefined) return this.#unlisted(telling);
    const near = best.filter((one) => one.share * one.weight >= asNear * first.share * first.weight);
    const verdict = first.share >= namesIt && near.length === 1 ? 'one' : 'few';
    const shown =
      verdict === 'one' ? best.slice(0, mostCandidates) : (near.length > 1 ? near : best).slice(0, mostCandidates);
    const summaries = new Map(
      this.#deps.catalog.products.summaries(shown.map(({ id }) => id)).map((product) => [product.id, product]),
    );
    return this.#answer(
      'words',
      verdict,
      shown.flatMap(({ id, words: own }) => {
        const product = summaries.get(id);
        return product === undefined ? [] : [{ product, probability: null, words: [...own] }];
      }),
    );
  }

  /** A message that names a thing the catalog has not, or that names none. */
  #unlisted(telling: readonly string[]): ProductFind {
    const names = telling.some((word) => /\p{Lu}/u.test(word) || this.#rare().of(stem(word)) > 0);
    return { verdict: names || telling.length >= 2 ? 'none' : 'unnamed', by: null, candidates: [] };
  }

  #compare(id: number, said: ReadonlyMap<string, string>): Titled[] {
    const title = this.#deps.view.get(id)?.title;
    if (title === undefined) return [];
    const rarity = this.#rare();
    let [all, met] = [0, 0];
    const own: string[] = [];
    for (const term of new Set(termsOf(title))) {
      const weight = rarity.of(term);
      all += weight;
      const word = said.get(term);
      if (word === undefined) continue;
      met += weight;
      own.push(word);
    }
    return all === 0 || met === 0 ? [] : [{ id, share: met / all, weight: met, words: [...new Set(own)] }];
  }

  /** The words of a message that stand in a title. */
  #said(text: string, { title }: ProductSummary): string[] {
    const said = saidTerms(text, tellingWords(text));
    return [...new Set(termsOf(title).flatMap((term) => said.get(term) ?? []))];
  }

  /** How much a word of a title tells: ln(titles / titles with it), from a part of a large catalog; the most for one that is not there. */
  #rare(): { of: (term: string) => number } {
    const { view } = this.#deps;
    if (this.#rarity?.version === view.version) return this.#rarity;
    const rows = view.size <= sampled ? [...view.rows()] : view.sample(sampled);
    const counts = new Map<string, number>();
    for (const { title } of rows)
      for (const term of new Set(termsOf(title))) counts.set(term, (counts.get(term) ?? 0) + 1);
    const all = Math.max(1, rows.length);
    const of = (term: string): number => Math.log(1 + all / (1 + (counts.get(term) ?? 0)));
    this.#rarity = { version: view.version, of };
    return this.#rarity;
  }

  #answer(
    by: NonNullable<ProductFind['by']>,
    verdict: ProductFind['verdict'],
    candidates: readonly Candidate[],
  ): ProductFind {
    return { verdict, by, candidates: [...candidates] };
  }
}

/** Whether a message writes something as a name: a capital within a sentence, Latin letters among Chinese ones, or a number with letters. */
export function writesName(message: string): boolean {
  const text = regionsIn(message).reduce((rest, { words: name }) => rest.replaceAll(name, ' '), message);
  if (/\p{sc=Han}/u.test(text)) return /[A-Za-z]{2,}/.test(text);
  return /(?<=[\p{Ll}\p{N},] )\p{Lu}\p{L}+|\p{L}+\d|\d+\p{L}{2,}/u.test(text);
}

/** Term -> the word of the message that has it; common things count by their names in the other language too. */
function saidTerms(text: string, telling: readonly string[]): Map<string, string> {
  const said = new Map<string, string>();
  for (const word of words(simplified(normaliseText(text))))
    for (const term of termsOf(word.text)) if (!said.has(term)) said.set(term, word.text);
  for (const word of telling) {
    for (const name of namesIn(['en', 'zh'], word))
      for (const term of termsOf(name)) if (!said.has(term)) said.set(term, word);
  }
  return said;
}

/** The message without the name of the product and its numbers, so that a "cotton shirt" is not taken for a question about cotton. */
export function withoutName(
  text: string,
  product: Pick<ProductSummary, 'title' | 'sku'> | undefined,
  numbers: readonly string[],
): string {
  let rest = text;
  for (const number of [product?.sku ?? '', ...numbers].filter((one) => one.length > 1))
    rest = rest.replaceAll(number, ' ');
  if (product === undefined) return rest;
  const terms = new Set(termsOf(product.title));
  const found = [...words(rest)];
  const spans: { start: number; end: number; hits: number }[] = [];
  for (const { text: word, start, end, unspaced } of found) {
    if (unspaced) {
      const at = longestShared(word, product.title);
      if (at !== undefined) spans.push({ start: start + at.start, end: start + at.end, hits: 2 });
      continue;
    }
    const [term = ''] = termsOf(word);
    const isIn = terms.has(term) && term !== '';
    const last = spans.at(-1);
    const joined =
      last !== undefined &&
      /^[\s&'’"-]*(?:(?:of|the|and|for|with|in|n) )?[\s&'’"-]*$/iu.test(rest.slice(last.end, start));
    if (isIn && joined) {
      last.end = end;
      last.hits++;
    } else if (isIn) spans.push({ start, end, hits: 1 });
  }
  for (const { start, end, hits } of spans.reverse())
    if (hits >= 2) rest = `${rest.slice(0, start)}\u2009${rest.slice(end)}`;
  return rest;
}

/** The longest stretch of a Chinese text that stands in a title too, of three characters or more. */
function longestShared(text: string, title: string): { start: number; end: number } | undefined {
  for (let length = text.length; length >= 3; length--) {
    for (let start = 0; start + length <= text.length; start++) {
      if (title.includes(text.slice(start, start + length))) return { start, end: start + length };
    }
  }
  return undefined;
}

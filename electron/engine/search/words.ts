/**
 * The words component: BM25 over title, tags, description and sku, divided by what a product would reach that has every
 * word of the query once in its title. What was merged into a product is found by its title and number under that
 * product. So 1 means "all that was asked for is in the title", whatever the query's length and however rare its words.
 */
import type { Catalog } from '../catalog/catalog.ts';
import { namedLanguages, namesIn } from '../text/languages/common-words.ts';
import { Compounds } from '../text/languages/compounds.ts';
import { languageOf } from '../text/languages/detect.ts';
import { compounding, hasStemmer, stemIn } from '../text/languages/stemmers.ts';
import { ftsAll, ftsAny, ftsTerm, phraseTerms, queryTerms, type TermGroup, termGroups } from '../text/segment.ts';
import { isUnspaced } from '../text/words.ts';
import type { CatalogView } from './catalog-view.ts';
import { phrasesOf } from './reading/phrases.ts';
import { WordPostings } from './word-postings.ts';
import { type WordsRepo, wordWeights } from './words-repo.ts';

/**
 * BM25 of a single title occurrence in a product of average length, as a multiple of the word's idf: f (k1 + 1) / (f +
 * k1), k1 = 1.2.
 */
const titleGain = (wordWeights.title * 2.2) / (wordWeights.title + 1.2);
/** The same for a word that stands on an image of the product, which counts less than one of its title or tags. */
const imageWeight = 1.2;
const imageGain = (imageWeight * 2.2) / (imageWeight + 1.2);
/** Products beyond these hardly have more than one common word of the query. */
const mostMatches = 1000;
/** More than a person looks through. */
const mostTitled = 4000;

/** Words of so many products, and of such a share of them, take longest to look up: they are read ahead. */
const fewestCommon = 500;
const commonShare = 0.01;
const mostReadAhead = 150;

type ReadView = Pick<CatalogView, 'size' | 'version' | 'languages'>;

/** Listings of a language so rare are strays, and more forms of each word would be looked for in vain. */
const strayShare = 0.002;
/** A language of fewer listings may be mistaken for one. */
const leastShare = 0.02;
/** Languages of the catalog whose forms of a word are looked for. */
const mostLanguages = 8;

export class WordScorer {
  readonly #repo: WordsRepo;
  readonly #merges: Pick<Catalog['merges'], 'keepers'>;
  readonly #view: ReadView;
  readonly #listed: () => ReadonlyMap<string, number> | undefined;
  readonly #documentFrequency = new Map<string, number>();
  readonly #postings: WordPostings;
  #version = -1;
  #languages: readonly string[] = [];
  #compounds: { readonly of: ReadonlyMap<string, number>; readonly all: readonly Compounds[] } | undefined;

  /** `listed`: the words of the catalog by how many products carry them, once they are known. */
  constructor(
    repo: WordsRepo,
    merges: Pick<Catalog['merges'], 'keepers'>,
    view: ReadView,
    listed: () => ReadonlyMap<string, number> | undefined = () => undefined,
  ) {
    this.#repo = repo;
    this.#postings = new WordPostings({ weigh: (term, from, to) => this.#weigh(term, from, to) });
    this.#merges = merges;
    this.#view = view;
    this.#listed = listed;
  }

  /** Languages of the catalog that words are stemmed in, the most frequent first. */
  get languages(): readonly string[] {
    this.#follow();
    return this.#languages;
  }

  /**
   * Product id -> 0..1 for the products that match best, or `null` when no word of the query occurs anywhere, in which
   * case words say nothing about any product (a Chinese query over English listings, say).
   */
  score(text: string): Map<number, number> | null {
    const scores = new Map<number, number>();
    for (const groups of this.#renderings(text)) this.#scoreOne(groups, scores);
    return scores.size === 0 ? null : scores;
  }

  /** What a listing reaches in the rendering that fits it best counts. */
  #scoreOne(groups: readonly TermGroup[], scores: Map<number, number>): void {
    const terms = [...new Set(groups.flat(2))];
    const best = this.#idfSum(groups) * titleGain;
    if (best <= 0) return;
    const keeperOf = this.#merges.keepers;
    const count = (productId: number, bm25: number): void => {
      scores.set(productId, Math.max(scores.get(productId) ?? 0, Math.min(1, bm25 / best)));
    };
    for (const { productId, bm25 } of this.#postings.best(terms, mostMatches)) {
      if (!keeperOf.has(productId)) count(productId, bm25);
    }
    if (keeperOf.size > 0) {
      const expression = ftsAny(terms);
      for (const { productId, bm25 } of this.#repo.matchNames(expression, [...keeperOf.keys()])) {
        count(keeperOf.get(productId) ?? productId, bm25);
      }
    }
  }

  /** What a term adds to each product that has it, in its texts or on its images: ids rising. */
  #weigh(term: string, from?: number, to?: number): [productId: number, bm25: number][] {
    const listed = this.#repo.weigh(term, from, to);
    const onImages = this.#repo.onImages(term, from, to);
    if (onImages.length === 0) return listed;
    const gain = imageGain * this.#idf(term);
    const gains = new Map(listed);
    for (const id of onImages) gains.set(id, (gains.get(id) ?? 0) + gain);
    return [...gains].sort((a, b) => a[0] - b[0]);
  }

  /** Reads the most common words of a large catalog ahead, between other work. */
  async readAhead(pause: () => Promise<void>): Promise<void> {
    const { size } = this.#view;
    const fewest = Math.max(fewestCommon, commonShare * size);
    const common = [...(this.#listed() ?? [])].filter(([, products]) => products >= fewest);
    common.sort((a, b) => b[1] - a[1]);
    const terms = new Set(common.slice(0, mostReadAhead).flatMap(([word]) => this.#groups(word).flat(2)));
    const lastId = this.#repo.lastId();
    for (const term of terms) await this.#postings.prepare(term, lastId, pause);
  }

  /** Products whose title or tags have all words of one of the texts, those in quotes one after the other. */
  saying(texts: readonly string[]): ReadonlySet<number> {
    const found = new Set<number>();
    for (const text of texts) {
      const phrases = phrasesOf(text).map((phrase) => this.#phrase(phrase));
      const all = [ftsAll(this.#groups(text)), ...phrases].filter((part) => part !== '');
      if (all.length > 0) for (const id of this.#repo.naming(all.join(' AND '))) found.add(id);
    }
    return found;
  }

  /** Products with every telling word of the text in their title. */
  titled(text: string): number[] {
    const all = this.#renderings(text)
      .map(ftsAll)
      .filter((expression) => expression !== '');
    const expression = all.map((one) => `(${one})`).join(' OR ');
    return expression === '' ? [] : this.#shown(this.#repo.titled(expression, mostTitled));
  }

  /** Products on whose images every telling word of the text can be read. */
  onImages(text: string): number[] {
    const all = this.#renderings(text)
      .map(ftsAll)
      .filter((expression) => expression !== '');
    const expression = all.map((one) => `(${one})`).join(' OR ');
    return expression === '' ? [] : this.#shown(this.#repo.showing(expression, mostTitled));
  }

  /** Products that say a phrase as it stands, in whatever field. */
  phrased(phrase: string): number[] {
    const expression = this.#phrase(phrase);
    return expression === '' ? [] : this.#shown(this.#repo.holding(expression, mostTitled));
  }

  /** A phrase as the index has it in any of the catalog's languages. */
  #phrase(phrase: string): string {
    const forms = new Set(['', ...this.languages].map((language) => phraseTerms(phrase, language)));
    forms.delete('');
    const expression = [...forms].map(ftsTerm).join(' OR ');
    return forms.size > 1 ? `(${expression})` : expression;
  }

  #shown(ids: readonly number[]): number[] {
    const keeperOf = this.#merges.keepers;
    return keeperOf.size === 0 ? [...ids] : ids.map((id) => keeperOf.get(id) ?? id);
  }

  /** In how many products a word occurs, in whatever form, and as parts where it is put together. */
  productsWith(word: string): number {
    this.#follow();
    const known = this.#documentFrequency.get(word);
    if (known !== undefined) return known;
    const expression = ftsAll(this.#groups(word));
    const products = expression === '' ? 0 : this.#repo.countMatches(expression);
    this.#documentFrequency.set(word, products);
    return products;
  }

  /** In how many products all of these words occur. */
  productsWithAll(words: readonly string[]): number {
    const expression = ftsAll(this.#groups(words.join(' ')));
    return expression === '' ? 0 : this.#repo.countMatches(expression);
  }

  /** What each word of a text is looked for as. */
  #groups(text: string): TermGroup[] {
    const { languages } = this;
    // English words are stemmed by the index, and have no words left out but the few that mean nothing.
    const own = languages.length === 0 ? '' : languageOf(text, this.#shares());
    const groups = termGroups(text, languages, own);
    for (const compounds of this.#allCompounds()) addCompounds(groups, compounds);
    return groups;
  }

  /** A query as it stands, and with what common things are called in the other languages of the catalog. */
  #renderings(text: string): TermGroup[][] {
    const groups = this.#groups(text);
    const { languages, size } = this.#view;
    const own = languageOf(text, this.#shares());
    const others = namedLanguages.filter((language) => {
      return language !== own && (languages.get(language) ?? 0) >= Math.max(1, leastShare * size);
    });
    const rendered = others.flatMap((language) => {
      const other = groups.map((group) => this.#groupIn(language, group));
      return other.some((group) => group !== null) ? [other.map((group, at) => group ?? groups[at] ?? [])] : [];
    });
    return [groups, ...rendered];
  }

  /** The name that the catalog uses most of those that a word has in a language; `null` where it has none. */
  #groupIn(language: string, group: TermGroup): TermGroup | null {
    const names = namesIn([language], group[0]?.[0] ?? '').map((name) =>
      queryTerms(name).map((term) => this.#formIn(term, language)),
    );
    const counted = names.map((terms) => ({
      terms,
      count: Math.min(...terms.map((term) => this.#termFrequency(term))),
    }));
    counted.sort((a, b) => b.count - a.count);
    const [most] = counted;
    return most === undefined ? null : [most.terms];
  }

  /** A term as listings in a language have it. */
  #formIn(term: string, language: string): string {
    const stemmed = stemIn(language, term);
    return this.#termFrequency(stemmed) > 0 ? stemmed : term;
  }

  #shares(): ReadonlyMap<string, number> {
    const { languages, size } = this.#view;
    return new Map([...languages].map(([language, count]) => [language, count / Math.max(1, size)]));
  }

  #allCompounds(): readonly Compounds[] {
    const listed = this.#listed();
    const own = this.languages.filter((language) => compounding.has(language));
    if (listed === undefined || own.length === 0) return [];
    if (this.#compounds?.of !== listed || this.#compounds.all.length !== own.length) {
      this.#compounds = { of: listed, all: own.map((language) => new Compounds(language, listed)) };
    }
    return this.#compounds.all;
  }

  #follow(): void {
    const { version, languages } = this.#view;
    if (version === this.#version) return;
    this.#documentFrequency.clear();
    this.#postings.clear();
    this.#languages = [...languages]
      .filter(([language, count]) => hasStemmer(language) && count >= strayShare * this.#view.size)
      .map(([language]) => language)
      .slice(0, mostLanguages);
    this.#version = version;
  }

  /**
   * Whether a product has a word, or what it is called in another language of the catalog. Characters of a script without
   * spaces are no words by themselves, so that nothing is told by them.
   */
  isSaid(word: string): boolean {
    if (isUnspaced(word)) return true;
    return this.#renderings(word).some((groups) => this.#idfSum(groups) > 0);
  }

  /** The idf of a word that one product has. */
  get rarest(): number {
    return Math.log(Math.max(1, (this.#view.size - 0.5) / 1.5));
  }

  /** How rare a word of a query is in the catalog, by its rarest form; 0 for a word that no product has. */
  idf(word: string): number {
    return this.#idfSum(this.#groups(word));
  }

  /**
   * Sum over the words of the query that occur in the catalog of the idf of their rarest form: ln((N - n + 0.5) / (n +
   * 0.5)), never below 1e-6 (FTS5's own).
   */
  #idfSum(groups: readonly TermGroup[]): number {
    return groups.reduce((sum, group) => {
      const idfs = group.map((terms) => terms.reduce((all, term) => all + this.#idf(term), 0));
      return sum + Math.max(0, ...idfs);
    }, 0);
  }

  /** 0 for a term that does not occur. */
  #idf(term: string): number {
    const products = this.#termFrequency(term);
    // What was merged into another still has its words, so a word may be in more listings than there are products.
    const size = Math.max(this.#view.size, products);
    return products === 0 ? 0 : Math.max(1e-6, Math.log((size - products + 0.5) / (products + 0.5)));
  }

  #termFrequency(term: string): number {
    this.#follow();
    const key = `= ${term}`;
    const known = this.#documentFrequency.get(key);
    if (known !== undefined) return known;
    const products = this.#repo.countMatches(ftsTerm(term));
    this.#documentFrequency.set(key, products);
    return products;
  }
}

/** Adds the parts of words that are put together, and words that are put together of these. */
function addCompounds(groups: TermGroup[], compounds: Compounds): void {
  const words = groups.map((group) => group[0]?.[0] ?? '');
  words.forEach((word, at) => {
    if (!/^\p{L}{4,}$/u.test(word)) return;
    const parts = compounds.split(word);
    const own = parts === null ? [] : [parts];
    const kinds = compounds.kindsOf(word);
    groups[at] = [...(groups[at] ?? []), ...own, ...kinds.map((kind) => [compounds.stem(kind)])];
    for (const kind of kinds) {
      const modifier = compounds.modifierOf(kind, word);
      words.forEach((other, index) => {
        if (index === at || modifier === null || compounds.stem(other) !== modifier) return;
        groups[index] = [...(groups[index] ?? []), [compounds.stem(kind)]];
      });
    }
  });
}

/**
 * The last step of a search: a page of ranked products as it is shown, with what is known of each and why it is there.
 */
import type { ProductSummary } from '../../contract/catalog.ts';
import type { Hit } from '../../contract/search.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { type RangeFinder, rangeFinder } from '../text/match-ranges.ts';
import { type BandFacts, bandOf } from './bands.ts';
import type { CatalogView } from './catalog-view.ts';
import { componentShares, matchedWords } from './explain.ts';
import type { Ranker } from './rankers/ranker.ts';
import { withoutQuotes } from './reading/phrases.ts';
import type { CandidatePool } from './retrieve.ts';
import { queryScales, type RankedProduct, weightsOf } from './score.ts';
import type { WordScorer } from './words.ts';

/** What was asked, and how it was read. */
export type Asked = Pick<CandidatePool, 'query' | 'scales' | 'asked'>;

/** What the products of a page are explained by. */
interface Explaining {
  readonly asked: Asked;
  readonly ranker: Ranker;
  readonly find: RangeFinder;
}

function factsOf({ candidate, named }: RankedProduct, asked: Asked | null): BandFacts {
  return { unsaid: asked?.asked?.unsaid, contradicted: candidate?.contradicted, named };
}

export class Hits {
  readonly #catalog: Pick<Catalog, 'products' | 'merges'>;
  readonly #view: CatalogView;
  readonly #words: Pick<WordScorer, 'languages'>;

  constructor(catalog: Pick<Catalog, 'products' | 'merges'>, view: CatalogView, words: Pick<WordScorer, 'languages'>) {
    this.#catalog = catalog;
    this.#view = view;
    this.#words = words;
  }

  /** `asked` is null for products that are merely listed, `before` how many come before the first of them. */
  of(page: readonly RankedProduct[], asked: Asked | null, ranker: Ranker, before = 0): Hit[] {
    const ranked = new Map(page.map((product, index) => [product.productId, { product, rank: before + index + 1 }]));
    const numbered = page.flatMap(({ productId, candidate }) => (candidate?.numbered === true ? [productId] : []));
    const variants =
      asked === null || numbered.length === 0
        ? new Map<number, string[]>()
        : this.#catalog.products.variantNumbers(numbered, asked.query.numbers);
    const find = rangeFinder(asked?.query.text ?? '', this.#words.languages);
    return this.#catalog.products.summaries([...ranked.keys()]).flatMap((summary): Hit[] => {
      const found = ranked.get(summary.id);
      if (found === undefined) return [];
      const { product, rank } = found;
      const why =
        asked === null ? null : this.#why(summary, product, { asked, ranker, find }, variants.get(summary.id) ?? []);
      return [
        {
          ...summary,
          rank,
          band: product.score === null ? null : bandOf(product.score, ranker.cutoff, factsOf(product, asked)),
          score: product.score,
          matchedImageId: product.candidate?.imageId ?? null,
          ...(product.candidate?.frame === undefined ? {} : { matchedFrame: product.candidate.frame }),
          why,
        },
      ];
    });
  }

  #why(
    summary: ProductSummary,
    { candidate, bonus, named }: RankedProduct,
    { asked, ranker, find }: Explaining,
    variants: readonly string[],
  ): Hit['why'] {
    if (candidate === null) return null;
    const { query } = asked;
    const row = this.#view.get(summary.id);
    const weights = weightsOf(ranker, query);
    return {
      components: componentShares(weights, queryScales(ranker, asked), candidate.similarities, bonus),
      named,
      without: query.unwanted.map(withoutQuotes),
      textTells: row !== undefined && this.#view.isInformative(row),
      matches: matchedWords(summary, find, {
        variants,
        merged: query.text === '' ? [] : this.#namesMerged(summary),
      }),
    };
  }

  /** Titles and numbers of what was merged into a product, without those that it shows itself. */
  #namesMerged({ id, title, sku }: ProductSummary): string[] {
    const members = this.#catalog.merges.of(id)?.memberIds ?? [];
    if (members.length === 0) return [];
    const names = this.#catalog.products.summaries(members).flatMap((other) => [other.title, other.sku]);
    return [...new Set(names)].filter((name) => name !== title && name !== sku);
  }
}

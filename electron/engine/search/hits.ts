/** Ranked products as they are shown: what is known of each, and why it is there. */
import type { Hit, QueryPart } from '../../contract/search.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { CatalogView } from './catalog-view.ts';
import { matchedWords } from './explain.ts';
import { wantedText } from './query.ts';
import type { PreparedQuery, QueryReader } from './query-reader.ts';
import { componentShares, type Ranker } from './ranker.ts';
import type { RankedProduct } from './ranking.ts';

export interface Shown {
  readonly parts: readonly QueryPart[];
  readonly imagesOnly: boolean;
  /** Places before the first of them. */
  readonly offset: number;
}

type Explaining = Pick<PreparedQuery, 'weights' | 'scales' | 'named' | 'numbered'>;

export class Hits {
  readonly #catalog: Pick<Catalog, 'products' | 'merges'>;
  readonly #view: CatalogView;
  readonly #reader: QueryReader;

  constructor(catalog: Pick<Catalog, 'products' | 'merges'>, view: CatalogView, reader: QueryReader) {
    this.#catalog = catalog;
    this.#view = view;
    this.#reader = reader;
  }

  /** `prepared` is null for products that are merely listed. */
  of(page: readonly RankedProduct[], shown: Shown, prepared: Explaining | null, ranker: Ranker): Hit[] {
    const ranked = new Map(
      page.map((product, index) => [product.productId, { ...product, rank: shown.offset + index + 1 }]),
    );
    return this.#catalog.products.summaries([...ranked.keys()]).flatMap((summary): Hit[] => {
      const product = ranked.get(summary.id);
      if (product === undefined) return [];
      const { candidate, rank, score } = product;
      const why = prepared === null ? null : this.#why(summary, product, shown, prepared, ranker);
      return [{ ...summary, rank, score, matchedImageId: candidate?.imageId ?? null, why }];
    });
  }

  #why(
    summary: Parameters<typeof matchedWords>[0] & { readonly id: number },
    { productId, candidate }: RankedProduct,
    { parts, imagesOnly }: Shown,
    prepared: Explaining,
    ranker: Ranker,
  ): Hit['why'] {
    if (candidate === null) return null;
    const text = imagesOnly ? '' : wantedText(parts);
    const bonus = imagesOnly ? 0 : this.#reader.bonus(ranker, productId, prepared);
    const row = this.#view.get(productId);
    return {
      components: componentShares(prepared.weights, prepared.scales, candidate.similarities, bonus),
      textTells: row !== undefined && this.#view.textTells(row),
      matches: text === '' ? [] : matchedWords(summary, text, this.#namesMerged(summary)),
    };
  }

  /** Titles and numbers of what was merged into a product, without those that it shows itself. */
  #namesMerged({ id, title, sku }: Pick<Hit, 'id' | 'title' | 'sku'>): string[] {
    const members = this.#catalog.merges.of(id)?.memberIds ?? [];
    if (members.length === 0) return [];
    const names = this.#catalog.products.summaries(members).flatMap((other) => [other.title, other.sku]);
    return [...new Set(names)].filter((name) => name !== title && name !== sku);
  }
}

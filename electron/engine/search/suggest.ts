/** What somebody who is typing may be about to ask for: tags and products whose names have words that begin so. */
import type { Suggestions } from '../../contract/search.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { CatalogRow } from '../catalog/types.ts';
import { simplified } from '../text/languages/chinese.ts';
import { namesIn } from '../text/languages/common-words.ts';
import { foldWord, normaliseText } from '../text/normalise.ts';
import { isHan } from '../text/words.ts';
import type { CatalogView } from './catalog-view.ts';

/** Tags by how many products carry them, products as the catalog has them: those first that begin with what was typed. */
export class Suggester {
  readonly #catalog: Pick<Catalog, 'products' | 'vocabulary'>;
  readonly #view: CatalogView;
  /** What titles and numbers are compared as; read anew when the catalog changes. */
  #names: { readonly version: number; readonly rows: readonly { readonly row: CatalogRow; readonly name: string }[] } =
    {
      version: -1,
      rows: [],
    };
  #tags: { readonly version: number; readonly counts: ReadonlyMap<number, number> } = {
    version: -1,
    counts: new Map(),
  };

  constructor(catalog: Pick<Catalog, 'products' | 'vocabulary'>, view: CatalogView) {
    this.#catalog = catalog;
    this.#view = view;
  }

  /** @param limit of the tags and of the products each */
  suggest(typed: string, limit: number): Suggestions {
    const wanted = keyOf(typed);
    if (wanted === '') return { tags: [], products: [] };
    return { tags: this.#tagsLike(wanted, limit), products: this.#productsLike(wanted, limit) };
  }

  #tagsLike(wanted: string, limit: number): Suggestions['tags'] {
    const counts = this.#tagCounts();
    return this.#catalog.vocabulary
      .names()
      .map(({ id, group, names }) => ({
        id,
        group,
        names: [...names, ...names.flatMap((name) => namesIn(['en', 'zh'], name))],
      }))
      .map(({ id, group, names }) => ({
        id,
        group,
        place: Math.min(...names.map((name) => placeOf(keyOf(name), wanted))),
      }))
      .filter(({ id, place }) => place < nowhere && counts.has(id))
      .map(({ id, group, place }) => ({ id, group, place, products: counts.get(id) ?? 0 }))
      .sort((a, b) => a.place - b.place || b.products - a.products || a.id - b.id)
      .slice(0, limit)
      .map(({ id, group, products }) => ({ group, name: this.#view.tags.get(id)?.name ?? '', products }));
  }

  #productsLike(wanted: string, limit: number): Suggestions['products'] {
    const first: CatalogRow[] = [];
    const later: CatalogRow[] = [];
    for (const { row, name } of this.#rows()) {
      const place = placeOf(name, wanted);
      if (place === 0) first.push(row);
      else if (place < nowhere && later.length < limit) later.push(row);
      if (first.length === limit) break;
    }
    const ids = [...first, ...later].slice(0, limit).map(({ productId }) => productId);
    const summaries = new Map(this.#catalog.products.summaries(ids).map((summary) => [summary.id, summary]));
    return ids.flatMap((id) => summaries.get(id) ?? []);
  }

  #rows(): readonly { readonly row: CatalogRow; readonly name: string }[] {
    const { version } = this.#view;
    if (this.#names.version !== version) {
      const rows = [...this.#view.rows()].map((row) => ({ row, name: keyOf(row.title) }));
      this.#names = { version, rows };
    }
    return this.#names.rows;
  }

  #tagCounts(): ReadonlyMap<number, number> {
    const { version } = this.#view;
    if (this.#tags.version !== version) {
      const counts = new Map<number, number>();
      for (const { tagIds } of this.#view.rows()) for (const id of tagIds) counts.set(id, (counts.get(id) ?? 0) + 1);
      this.#tags = { version, counts };
    }
    return this.#tags.counts;
  }
}

const nowhere = 2;

/** 0: the name begins so; 1: a word of it does, or a Chinese name has it inside; 2: neither. */
function placeOf(name: string, wanted: string): number {
  if (name.startsWith(wanted)) return 0;
  return name.includes(` ${wanted}`) || (isHan(wanted) && name.includes(wanted)) ? 1 : nowhere;
}

function keyOf(text: string): string {
  return simplified(foldWord(normaliseText(text)))
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
}

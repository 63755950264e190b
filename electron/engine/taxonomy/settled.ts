/** Which products have a category already, from their source or from a person: an attribute of theirs says so. */
import type { Catalog } from '../catalog/catalog.ts';
import type { TaxonomyRepo } from './taxonomy-repo.ts';
import type { Taxonomy } from './tree.ts';

/** What the attribute is called where the source has no column for it. */
const usualName = 'google_product_category';

export interface SettledProduct {
  readonly productId: number;
  /** As it is written. */
  readonly text: string;
  /** Undefined for a category that the taxonomy lacks. */
  readonly at: number | undefined;
}

export class SettledCategories {
  readonly #catalog: Catalog;
  readonly #repo: TaxonomyRepo;

  constructor(catalog: Catalog, repo: TaxonomyRepo) {
    this.#catalog = catalog;
    this.#repo = repo;
  }

  /** By product, of those that are shown now. */
  read(taxonomy: Taxonomy): Map<number, SettledProduct> {
    const shown = new Set(this.#catalog.rows.read().map(({ productId }) => productId));
    const settled = new Map<number, SettledProduct>();
    for (const { productId, name, value } of this.#repo.attributes()) {
      if (!shown.has(productId) || !isCategoryName(name) || value.trim() === '') continue;
      const at = taxonomy.find(value)?.at;
      if (at !== undefined || !settled.has(productId)) settled.set(productId, { productId, text: value, at });
    }
    return settled;
  }

  /** The attribute that holds the category of products of a source: its own column for it, if it has one. */
  nameFor(sourceId: number): string {
    const header = this.#catalog.sourceRows.header(sourceId);
    const own = header?.columns.find((column, index) => {
      // A column of tags is written by its tags.
      return isCategoryName(column) && header.writing?.meanings[index]?.role !== 'tag';
    });
    return own ?? usualName;
  }
}

/** "Google Shopping / Google Product Category", "google_product_category", "Product Category". */
function isCategoryName(name: string): boolean {
  return /googleproductcategory$|^productcategory$|producttaxonomy$|^standardizedproducttype$/.test(
    name.toLowerCase().replace(/[^a-z]/g, ''),
  );
}

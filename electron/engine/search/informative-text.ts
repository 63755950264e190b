/**
 * Whether the text of a product says anything. Where the title is a file name or a number and there are no tags, the
 * text vector is noise: such a product is ranked by its images alone. So are those whose only words stand in most
 * titles of their kind, as in "shop 0001", "shop 0002".
 */
import type { CatalogRow } from '../catalog/types.ts';
import { informativeWords } from '../text/informative-words.ts';

interface RowSource {
  readonly version: number;
  rows(): Iterable<CatalogRow>;
}

/** A word in more than this share of titles tells none from another. */
const commonShare = 0.5;
/** Below this a share says little. */
const fewestTitles = 20;

export class InformativeText {
  readonly #source: RowSource;
  #common: ReadonlySet<string> = new Set();
  #countedAt = -1;
  #counted = 0;
  #known = new WeakMap<CatalogRow, boolean>();

  constructor(source: RowSource) {
    this.#source = source;
  }

  /** False where the images alone are to be believed. */
  isInformative(row: CatalogRow): boolean {
    if (row.tagIds.length > 0) return true;
    this.#follow();
    let informative = this.#known.get(row);
    if (informative === undefined) {
      informative = informativeWords(row.title).some((word) => !this.#common.has(word));
      this.#known.set(row, informative);
    }
    return informative;
  }

  /** Titles without tags are counted anew when there are a tenth more or less of them. */
  #follow(): void {
    if (this.#countedAt === this.#source.version) return;
    this.#countedAt = this.#source.version;
    let titles = 0;
    for (const { tagIds } of this.#source.rows()) if (tagIds.length === 0) titles++;
    if (Math.abs(titles - this.#counted) <= 0.1 * this.#counted) return;
    this.#counted = titles;
    this.#common = titles < fewestTitles ? new Set() : this.#commonWords(titles);
    this.#known = new WeakMap();
  }

  #commonWords(titles: number): Set<string> {
    const counts = new Map<string, number>();
    for (const { tagIds, title } of this.#source.rows()) {
      if (tagIds.length > 0) continue;
      for (const word of informativeWords(title)) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    return new Set([...counts].filter(([, count]) => count > commonShare * titles).map(([word]) => word));
  }
}

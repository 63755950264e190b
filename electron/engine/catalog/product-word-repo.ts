/** Writes the words that products are found by: of their titles, tags, descriptions and numbers, in the forms of their language. */
import type { Database } from '../db/database.ts';
import { segment, wordsVersion } from '../text/segment.ts';
import type { ImportedTagRepo } from './imported-tag-repo.ts';
import { LanguageRepo } from './language-repo.ts';
import { textHash } from './product-text.ts';
import type { ProductDraft, TagName } from './types.ts';
import type { VariantRepo } from './variant-repo.ts';

type WordSource = Pick<ProductDraft, 'sku' | 'title' | 'description'>;

/** A product is found by so many pieces of the numbers of its variants; whole numbers are looked up besides. */
const mostNumberPieces = 60;

export class ProductWordRepo {
  readonly #db: Database;
  readonly #tags: ImportedTagRepo;
  readonly #variants: VariantRepo;
  readonly #languages: LanguageRepo;

  constructor(database: Database, tags: ImportedTagRepo, variants: VariantRepo) {
    this.#db = database;
    this.#tags = tags;
    this.#variants = variants;
    this.#languages = new LanguageRepo(database);
  }

  /** Forgets what titles told of the language of the catalog. */
  forget(): void {
    this.#languages.forget();
  }

  /** Prepares for products of a catalog that is about to come in. */
  expect(drafts: readonly ProductDraft[]): void {
    this.#languages.expect(drafts.map(({ title }) => title));
  }

  /** Brings the words and the text hash of products in step with their tags as they are now. */
  renew(productIds: readonly number[], now: string): void {
    const select = 'SELECT id, sku, title, description, text_hash FROM products WHERE id = ?';
    for (const productId of productIds) {
      const row = this.#db.get<WordSource & { id: number; text_hash: string }>(select, productId);
      if (row === undefined) continue;
      const tags = this.#tags.of(productId);
      const hash = textHash({ sku: row.sku, title: row.title, tags });
      this.#db.run('UPDATE products SET text_hash = ?, updated_at = ? WHERE id = ?', hash, now, productId);
      this.write(productId, row, tags);
    }
  }

  /** Products whose words an earlier version wrote. */
  outdated(): number {
    return (
      this.#db.get<{ n: number }>('SELECT count(*) AS n FROM products WHERE words_version <> ?', wordsVersion)?.n ?? 0
    );
  }

  /** Writes the words of up to `limit` of them anew; answers of how many. */
  renewOutdated(limit: number): number {
    const rows = this.#db.all<WordSource & { id: number }>(
      'SELECT id, sku, title, description FROM products WHERE words_version <> ? LIMIT ?',
      wordsVersion,
      limit,
    );
    for (const row of rows) this.write(row.id, row, this.#tags.of(row.id));
    return rows.length;
  }

  /** A contentless table keeps no text to compare with, so the row is taken out and put in anew. */
  write(productId: number, draft: WordSource, tags: readonly TagName[]): void {
    const language = this.#languages.of(draft.title, draft.description);
    const own = tags.flatMap((tag) => [tag.name, ...this.#tags.synonymsOf(tag)]).join(' ; ');
    const [plain, stemmed] = [segment(own), segment(own, language)];
    this.#db.run('DELETE FROM product_words WHERE rowid = ?', productId);
    this.#db.run(
      'INSERT INTO product_words (rowid, title, tags, description, sku) VALUES (?, ?, ?, ?, ?)',
      productId,
      segment(draft.title, language),
      // Tags may be in another language than the title.
      plain === stemmed ? plain : `${plain} ; ${stemmed}`,
      segment(draft.description, language),
      [segment(draft.sku), ...this.#numberPieces(productId, draft.sku)].join(' '),
    );
    this.#db.run('UPDATE products SET language = ?, words_version = ? WHERE id = ?', language, wordsVersion, productId);
  }

  /** What the numbers of variants say beyond the product's own: "MH01-XS-Black", "MH01-S-Black" share most of it. */
  #numberPieces(productId: number, sku: string): string[] {
    const said = new Set(segment(sku).split(' '));
    const pieces = new Set<string>();
    for (const number of this.#variants.skus(productId)) {
      for (const piece of segment(number).split(' ')) if (piece !== '' && !said.has(piece)) pieces.add(piece);
      if (pieces.size >= mostNumberPieces) break;
    }
    return [...pieces].slice(0, mostNumberPieces);
  }
}

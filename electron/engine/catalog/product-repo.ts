/**
 * Writes products and their images; with them their tags and words, which have repositories of their own. Every method
 * expects to run inside a transaction of the service.
 */
import type { ProductField } from '../../contract/exchange.ts';
import type { Database } from '../db/database.ts';
import { EditRepo } from './edit-repo.ts';
import { type FieldValue, fieldOf, isAdopted, readValue, withEdits, withField } from './edited-fields.ts';
import { ImportedTagRepo } from './imported-tag-repo.ts';
import { textHash } from './product-text.ts';
import { ProductWordRepo } from './product-word-repo.ts';
import { SourceRowRepo } from './source-row-repo.ts';
import type { ProductDraft } from './types.ts';
import { VariantRepo } from './variant-repo.ts';

export interface UpsertOutcome {
  readonly id: number;
  readonly what: 'added' | 'updated' | 'unchanged';
  readonly removedImages: readonly number[];
}

interface ProductRow {
  readonly id: number;
  readonly title: string;
  readonly description: string;
  readonly price: number | null;
  readonly price_to: number | null;
  readonly currency: string | null;
  readonly url: string | null;
  readonly attributes: string;
  readonly text_hash: string;
}

export class ProductRepo {
  readonly #db: Database;
  readonly #rows: SourceRowRepo;
  readonly #edits: EditRepo;
  readonly #tags: ImportedTagRepo;
  readonly #variants: VariantRepo;
  /** What products are found by. */
  readonly words: ProductWordRepo;

  constructor(database: Database) {
    this.#db = database;
    this.#rows = new SourceRowRepo(database);
    this.#variants = new VariantRepo(database);
    this.#tags = new ImportedTagRepo(database);
    this.words = new ProductWordRepo(database, this.#tags, this.#variants);
    this.#edits = new EditRepo(database);
  }

  /** Forgets the vocabulary, which was edited or which a rolled-back transaction may have taken back. */
  forgetTags(): void {
    this.#tags.forget();
    this.words.forget();
  }

  upsert(sourceId: number, said: ProductDraft, now: string): UpsertOutcome {
    const draft = this.#withEdits(sourceId, said);
    const found = this.#db.get<ProductRow>(
      `SELECT id, title, description, price, price_to, currency, url, attributes, text_hash FROM products WHERE source_id = ? AND sku = ?`,
      sourceId,
      draft.sku,
    );
    const tags = this.#tags.plan(found?.id, draft.tags);
    const hash = textHash({ sku: draft.sku, title: draft.title, tags: tags.live });
    const attributes = JSON.stringify(draft.attributes);
    if (found === undefined) {
      const id = this.#insert(sourceId, draft, attributes, hash, now);
      this.#tags.write(id, tags, now);
      this.#writeImages(id, draft.fileIds);
      this.#variants.put(id, draft.variants ?? [], new Date(now));
      this.words.write(id, draft, tags.live);
      this.#rows.put(id, draft.rows ?? []);
      return { id, what: 'added', removedImages: [] };
    }
    const fieldsDiffer =
      found.title !== draft.title ||
      found.description !== draft.description ||
      found.price !== draft.price ||
      found.price_to !== (draft.priceTo ?? null) ||
      found.currency !== draft.currency ||
      found.url !== draft.url ||
      found.attributes !== attributes ||
      found.text_hash !== hash;
    const tagsDiffer = tags.insert.length + tags.becomeImported.length + tags.remove.length > 0;
    const images = this.#writeImages(found.id, draft.fileIds);
    this.#rows.put(found.id, draft.rows ?? []);
    const variantsDiffer = this.#variants.put(found.id, draft.variants ?? [], new Date(now));
    if (!fieldsDiffer && !tagsDiffer && !images.changed && !variantsDiffer)
      return { id: found.id, what: 'unchanged', removedImages: [] };
    this.#update(found.id, draft, attributes, hash, now);
    this.#tags.write(found.id, tags, now);
    if (fieldsDiffer || tagsDiffer || variantsDiffer) this.words.write(found.id, draft, tags.live);
    return { id: found.id, what: 'updated', removedImages: images.removed };
  }

  /** Writes one field of a product as it is shown, its words and text hash with it. */
  writeField(id: number, field: ProductField, value: FieldValue, now: string): void {
    const row = this.#fields(id);
    if (row === undefined) return;
    const draft = withField(row, field, value);
    const { title, description, price, priceTo = null, currency } = draft;
    this.#db.run(
      `UPDATE products SET title = ?, description = ?, price = ?, price_to = ?, currency = ?, attributes = ? WHERE id = ?`,
      title,
      description,
      price,
      priceTo,
      currency,
      JSON.stringify(draft.attributes),
      id,
    );
    this.words.renew([id], now);
  }

  /** What a product shows of one field. */
  field(id: number, field: ProductField): FieldValue {
    const row = this.#fields(id);
    return row === undefined ? null : fieldOf(row, field);
  }

  #fields(id: number) {
    const row = this.#db.get<Omit<ProductRow, 'url' | 'text_hash'>>(
      'SELECT id, title, description, price, price_to, currency, attributes FROM products WHERE id = ?',
      id,
    );
    if (row === undefined) return undefined;
    const { price_to: priceTo, attributes, ...rest } = row;
    return { ...rest, priceTo, attributes: JSON.parse(attributes) as Record<string, string> };
  }

  /** What a person said of the product holds against its source. */
  #withEdits(sourceId: number, draft: ProductDraft): ProductDraft {
    const edits = this.#edits.ofSku(sourceId, draft.sku);
    if (edits.length === 0) return draft;
    const edited = withEdits(draft, edits);
    for (const [edit, next] of edited.changed) {
      if (next === null) this.#edits.remove(edit.productKey, edit.field);
      else this.#edits.put(next);
    }
    return edited.draft;
  }

  /** Ids of a source's products whose sku is not in `keep`. */
  missing(sourceId: number, keep: ReadonlySet<string>): number[] {
    const rows = this.#db.all<{ id: number; sku: string }>(
      'SELECT id, sku FROM products WHERE source_id = ?',
      sourceId,
    );
    return rows.filter((row) => !keep.has(row.sku)).map((row) => row.id);
  }

  /** Takes products out with their words, tags, images and problems; answers the ids of the images. */
  remove(productIds: readonly number[]): number[] {
    const ids = JSON.stringify(productIds);
    const images = this.#db.all<{ id: number }>(
      'SELECT id FROM images WHERE product_id IN (SELECT value FROM json_each(?)) ORDER BY id',
      ids,
    );
    this.#db.run('DELETE FROM product_words WHERE rowid IN (SELECT value FROM json_each(?))', ids);
    this.#db.run('DELETE FROM products WHERE id IN (SELECT value FROM json_each(?))', ids);
    return images.map((image) => image.id);
  }

  /** Brings prices in step with the sales that run at `now`; answers the products that cost another price than before. */
  renewPrices(now: Date): number[] {
    const changed = this.#variants.renewAsked(now);
    for (const { productId, price, priceTo } of changed) {
      const edit = this.#edits.ofProduct(productId, 'price');
      if (edit !== undefined && !isAdopted(edit)) {
        // What a person said holds; the source says something else now.
        const before = readValue(edit.source);
        const currency = before === null || typeof before === 'string' ? null : before.currency;
        const source = price === null ? null : { amount: price, upTo: priceTo, currency };
        this.#edits.put({ ...edit, base: JSON.stringify(source), source: JSON.stringify(source) });
        continue;
      }
      this.#db.run(
        'UPDATE products SET price = ?, price_to = ?, updated_at = ? WHERE id = ?',
        price,
        priceTo,
        now.toISOString(),
        productId,
      );
    }
    return changed.map(({ productId }) => productId);
  }

  /** Products that show one of the files. */
  showing(fileIds: readonly number[]): number[] {
    return this.#db
      .all<{ product_id: number }>(
        'SELECT DISTINCT product_id FROM images WHERE file_id IN (SELECT value FROM json_each(?)) ORDER BY product_id',
        JSON.stringify(fileIds),
      )
      .map((row) => row.product_id);
  }

  #insert(sourceId: number, draft: ProductDraft, attributes: string, hash: string, now: string): number {
    return this.#db.run(
      `INSERT INTO products (source_id, sku, title, description, price, price_to, currency, url, attributes, text_hash, created_at, updated_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      sourceId,
      draft.sku,
      draft.title,
      draft.description,
      draft.price,
      draft.priceTo ?? null,
      draft.currency,
      draft.url,
      attributes,
      hash,
      now,
      now,
    ).lastInsertRowid;
  }

  #update(id: number, draft: ProductDraft, attributes: string, hash: string, now: string): void {
    this.#db.run(
      `UPDATE products SET title = ?, description = ?, price = ?, price_to = ?, currency = ?, url = ?, attributes = ?, text_hash = ?, updated_at = ?
       WHERE id = ?`,
      draft.title,
      draft.description,
      draft.price,
      draft.priceTo ?? null,
      draft.currency,
      draft.url,
      attributes,
      hash,
      now,
      id,
    );
  }

  #writeImages(productId: number, fileIds: readonly number[]): { changed: boolean; removed: number[] } {
    const wanted = [...new Set(fileIds)];
    const present = this.#db.all<{ id: number; file_id: number; position: number }>(
      'SELECT id, file_id, position FROM images WHERE product_id = ?',
      productId,
    );
    const byFile = new Map(present.map((image) => [image.file_id, image]));
    let changed = false;
    for (const [position, fileId] of wanted.entries()) {
      const image = byFile.get(fileId);
      byFile.delete(fileId);
      if (image?.position === position) continue;
      changed = true;
      if (image === undefined) {
        this.#db.run(
          'INSERT INTO images (product_id, file_id, position) VALUES (?, ?, ?)',
          productId,
          fileId,
          position,
        );
      } else {
        this.#db.run('UPDATE images SET position = ? WHERE id = ?', position, image.id);
      }
    }
    const removed = [...byFile.values()].map((image) => image.id);
    for (const id of removed) this.#db.run('DELETE FROM images WHERE id = ?', id);
    return { changed: changed || removed.length > 0, removed };
  }
}

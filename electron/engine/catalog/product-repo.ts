/** Writes products with their images, tags and words. Every method expects to run inside a transaction of the service. */
import type { ProductField } from '../../contract/exchange.ts';
import type { Database } from '../db/database.ts';
import { segment, wordsVersion } from '../text/segment.ts';
import { EditRepo } from './edit-repo.ts';
import { type FieldValue, fieldOf, isAdopted, readValue, withEdits, withField } from './edited-fields.ts';
import { LanguageRepo } from './language-repo.ts';
import { textHash } from './product-text.ts';
import { SourceRowRepo } from './source-row-repo.ts';
import type { ProductDraft, TagName } from './types.ts';
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

type WordSource = Pick<ProductDraft, 'sku' | 'title' | 'description'>;

/** A product is found by so many pieces of the numbers of its variants; whole numbers are looked up besides. */
const mostNumberPieces = 60;

interface TagRow {
  readonly tag_id: number;
  readonly grp: string;
  readonly name: string;
  readonly provenance: string;
}

interface KnownTag {
  readonly id: number;
  readonly tag: TagName;
}

/** What a product's tags are going to be: the rows to write and the names that count once written. */
interface TagPlan {
  readonly insert: readonly number[];
  readonly becomeImported: readonly number[];
  readonly remove: readonly number[];
  readonly live: readonly TagName[];
}

export class ProductRepo {
  readonly #db: Database;
  readonly #rows: SourceRowRepo;
  readonly #variants: VariantRepo;
  readonly #edits: EditRepo;
  /** By the name an import uses; a name that was given up leads to the tag that took its place. */
  readonly #tagIds = new Map<string, KnownTag>();
  /** By name without case; made when a name is new. */
  #folded: Map<string, KnownTag> | undefined;
  #synonyms: Map<string, string[]> | undefined;
  readonly #languages: LanguageRepo;

  constructor(database: Database) {
    this.#db = database;
    this.#languages = new LanguageRepo(database);
    this.#rows = new SourceRowRepo(database);
    this.#variants = new VariantRepo(database);
    this.#edits = new EditRepo(database);
  }

  /** Forgets the vocabulary, which was edited or which a rolled-back transaction may have taken back. */
  forgetTags(): void {
    this.#tagIds.clear();
    this.#folded = undefined;
    this.#synonyms = undefined;
    this.#languages.forget();
  }

  /** Prepares for products of a catalog that is about to come in. */
  expect(drafts: readonly ProductDraft[]): void {
    this.#languages.expect(drafts.map(({ title }) => title));
  }

  upsert(sourceId: number, said: ProductDraft, now: string): UpsertOutcome {
    const draft = this.#withEdits(sourceId, said);
    const found = this.#db.get<ProductRow>(
      `SELECT id, title, description, price, price_to, currency, url, attributes, text_hash FROM products WHERE source_id = ? AND sku = ?`,
      sourceId,
      draft.sku,
    );
    const tags = this.#planTags(found?.id, draft.tags);
    const hash = textHash({ sku: draft.sku, title: draft.title, tags: tags.live });
    const attributes = JSON.stringify(draft.attributes);
    if (found === undefined) {
      const id = this.#insert(sourceId, draft, attributes, hash, now);
      this.#writeTags(id, tags, now);
      this.#writeImages(id, draft.fileIds);
      this.#variants.put(id, draft.variants ?? [], new Date(now));
      this.#writeWords(id, draft, tags.live);
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
    this.#writeTags(found.id, tags, now);
    if (fieldsDiffer || tagsDiffer || variantsDiffer) this.#writeWords(found.id, draft, tags.live);
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
    this.renewTexts([id], now);
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

  /** Brings the words and the text hash of products in step with their tags as they are now. */
  renewTexts(productIds: readonly number[], now: string): void {
    const select = 'SELECT id, sku, title, description, text_hash FROM products WHERE id = ?';
    for (const productId of productIds) {
      const row = this.#db.get<WordSource & { id: number; text_hash: string }>(select, productId);
      if (row === undefined) continue;
      const tags = this.#tagsOf(productId);
      const hash = textHash({ sku: row.sku, title: row.title, tags });
      this.#db.run('UPDATE products SET text_hash = ?, updated_at = ? WHERE id = ?', hash, now, productId);
      this.#writeWords(productId, row, tags);
    }
  }

  /** Products whose words an earlier version wrote. */
  wordsToRenew(): number {
    return (
      this.#db.get<{ n: number }>('SELECT count(*) AS n FROM products WHERE words_version <> ?', wordsVersion)?.n ?? 0
    );
  }

  /** Writes the words of up to `limit` of them anew; answers of how many. */
  renewWords(limit: number): number {
    const rows = this.#db.all<WordSource & { id: number }>(
      'SELECT id, sku, title, description FROM products WHERE words_version <> ? LIMIT ?',
      wordsVersion,
      limit,
    );
    for (const row of rows) this.#writeWords(row.id, row, this.#tagsOf(row.id));
    return rows.length;
  }

  #tagsOf(productId: number): TagName[] {
    return this.#db
      .all<TagRow>(
        `SELECT pt.tag_id, t.grp, t.name, pt.provenance FROM product_tags pt JOIN tags t ON t.id = pt.tag_id
         WHERE pt.product_id = ? AND pt.provenance <> 'rejected' ORDER BY pt.tag_id`,
        productId,
      )
      .map((tag) => ({ group: tag.grp, name: tag.name }));
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

  /** What a person confirmed or rejected outlives the import; everything imported before is replaced. */
  #planTags(productId: number | undefined, drafted: readonly TagName[]): TagPlan {
    const present =
      productId === undefined
        ? []
        : this.#db.all<TagRow>(
            `SELECT pt.tag_id, t.grp, t.name, pt.provenance FROM product_tags pt JOIN tags t ON t.id = pt.tag_id
             WHERE pt.product_id = ? ORDER BY pt.tag_id`,
            productId,
          );
    const wanted = new Map<number, TagName>();
    for (const drafting of drafted) {
      const { id, tag } = this.#knownTag(drafting);
      wanted.set(id, tag);
    }
    const kept = present.filter((tag) => tag.provenance !== 'imported' || wanted.has(tag.tag_id));
    const known = new Set(present.map((tag) => tag.tag_id));
    const rejected = new Set(present.filter((tag) => tag.provenance === 'rejected').map((tag) => tag.tag_id));
    const live: TagName[] = [];
    for (const [id, tag] of wanted) if (!rejected.has(id)) live.push(tag);
    for (const tag of kept)
      if (!wanted.has(tag.tag_id) && !rejected.has(tag.tag_id)) live.push({ group: tag.grp, name: tag.name });
    return {
      insert: [...wanted.keys()].filter((id) => !known.has(id)),
      becomeImported: present
        .filter((tag) => tag.provenance === 'suggested' && wanted.has(tag.tag_id))
        .map((tag) => tag.tag_id),
      remove: present
        .filter((tag) => tag.provenance === 'imported' && !wanted.has(tag.tag_id))
        .map((tag) => tag.tag_id),
      live,
    };
  }

  #writeTags(productId: number, plan: TagPlan, now: string): void {
    for (const id of plan.remove) {
      this.#db.run('DELETE FROM product_tags WHERE product_id = ? AND tag_id = ?', productId, id);
    }
    for (const id of plan.becomeImported) {
      this.#db.run(
        `UPDATE product_tags SET provenance = 'imported', updated_at = ? WHERE product_id = ? AND tag_id = ?`,
        now,
        productId,
        id,
      );
    }
    for (const id of plan.insert) {
      this.#db.run(
        `INSERT INTO product_tags (product_id, tag_id, provenance, updated_at) VALUES (?, ?, 'imported', ?)`,
        productId,
        id,
        now,
      );
    }
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

  /** A contentless table keeps no text to compare with, so the row is taken out and put in anew. */
  #writeWords(productId: number, draft: WordSource, tags: readonly TagName[]): void {
    const language = this.#languages.of(draft.title, draft.description);
    const own = tags.flatMap((tag) => [tag.name, ...this.#synonymsOf(tag)]).join(' ; ');
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

  #synonymsOf(tag: TagName): string[] {
    const key = `${tag.group}\u0000${tag.name}`;
    if (this.#synonyms === undefined) {
      const rows = this.#db.all<{ grp: string; name: string; text: string }>(
        'SELECT t.grp, t.name, s.text FROM tag_synonyms s JOIN tags t ON t.id = s.tag_id ORDER BY s.text',
      );
      this.#synonyms = new Map();
      for (const { grp, name, text } of rows) {
        const own = `${grp}\u0000${name}`;
        this.#synonyms.set(own, [...(this.#synonyms.get(own) ?? []), text]);
      }
    }
    return this.#synonyms.get(key) ?? [];
  }

  #knownTag(tag: TagName): KnownTag {
    const key = `${tag.group}\u0000${tag.name}`;
    let known = this.#tagIds.get(key);
    if (known === undefined) {
      known = this.#aliased(tag) ?? this.#alike(tag) ?? { id: this.#putTag(tag), tag };
      this.#tagIds.set(key, known);
    }
    return known;
  }

  #aliased(tag: TagName): KnownTag | undefined {
    const row = this.#db.get<{ id: number; grp: string; name: string }>(
      'SELECT t.id, t.grp, t.name FROM tag_aliases a JOIN tags t ON t.id = a.tag_id WHERE a.grp = ? AND a.name = ?',
      tag.group,
      tag.name,
    );
    return row === undefined ? undefined : { id: row.id, tag: { group: row.grp, name: row.name } };
  }

  #putTag(tag: TagName): number {
    const row = this.#db.put<{ id: number }>(
      'INSERT INTO tags (grp, name) VALUES (?, ?) ON CONFLICT (grp, name) DO UPDATE SET name = excluded.name RETURNING id',
      tag.group,
      tag.name,
    );
    if (row === undefined) throw new Error(`The tag ${tag.group}:${tag.name} could not be written.`);
    this.#folded?.set(foldTag(tag), { id: row.id, tag });
    return row.id;
  }

  /** A tag that differs in case or Unicode form alone is the same one, under the name that came first. */
  #alike(tag: TagName): KnownTag | undefined {
    if (this.#folded === undefined) {
      this.#folded = new Map();
      const rows = this.#db.all<{ id: number; grp: string; name: string }>(
        'SELECT id, grp, name FROM tags ORDER BY id DESC',
      );
      for (const { id, grp, name } of rows) {
        const tag = { group: grp, name };
        this.#folded.set(foldTag(tag), { id, tag });
      }
    }
    return this.#folded.get(foldTag(tag));
  }
}

function foldTag({ group, name }: TagName): string {
  return `${group}\u0000${name.normalize('NFC').toLowerCase()}`;
}

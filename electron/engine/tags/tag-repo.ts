/** SQL of the vocabulary and of which product carries which tag, since when and by whom. */
import type { Tag } from '../../contract/catalog.ts';
import type { Provenance, StatedTag, Synonym } from '../../contract/tags.ts';
import type { Database } from '../db/database.ts';

/** A row of `product_tags`. */
export interface ProductTag {
  readonly productId: number;
  readonly tagId: number;
  readonly provenance: Provenance;
  readonly at: string;
  readonly by: string | null;
  /** Of a confirmed or rejected tag: where it came from before. */
  readonly origin: 'imported' | 'suggested' | null;
}

/** A row of `tags`. */
export interface StoredTag extends Tag {
  readonly id: number;
}

/** Everything a tag is called. */
export interface TagSpelling {
  readonly tag: StoredTag;
  readonly synonyms: Synonym[];
  /** Names that lead here. */
  readonly aliases: Tag[];
}

const columns = 'product_id AS productId, tag_id AS tagId, provenance, updated_at AS at, decided_by AS "by", origin';
const select = `SELECT ${columns} FROM product_tags`;
const listed = 'IN (SELECT value FROM json_each(?))';

export class TagsRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  tags(): StoredTag[] {
    return this.#db.all<StoredTag>('SELECT id, grp AS "group", name FROM tags ORDER BY id');
  }

  find({ group, name }: Tag): StoredTag | undefined {
    return this.#db.get<StoredTag>('SELECT id, grp AS "group", name FROM tags WHERE grp = ? AND name = ?', group, name);
  }

  counts(): Map<number, { products: number; confirmed: number; rejected: number }> {
    const rows = this.#db.all<{ tagId: number; products: number; confirmed: number; rejected: number }>(
      `SELECT tag_id AS tagId, sum(provenance <> 'rejected') AS products, sum(provenance = 'confirmed') AS confirmed,
         sum(provenance = 'rejected') AS rejected FROM product_tags GROUP BY tag_id`,
    );
    return new Map(rows.map(({ tagId, ...counts }) => [tagId, counts]));
  }

  synonyms(): Map<number, Synonym[]> {
    const rows = this.#db.all<Synonym & { tagId: number }>(
      'SELECT tag_id AS tagId, language, text FROM tag_synonyms ORDER BY tag_id, language, text',
    );
    const byTag = new Map<number, Synonym[]>();
    for (const { tagId, language, text } of rows) byTag.set(tagId, [...(byTag.get(tagId) ?? []), { language, text }]);
    return byTag;
  }

  spelling(tagId: number): TagSpelling | undefined {
    const tag = this.#db.get<StoredTag>('SELECT id, grp AS "group", name FROM tags WHERE id = ?', tagId);
    if (tag === undefined) return undefined;
    return {
      tag,
      synonyms: this.#db.all<Synonym>(
        'SELECT language, text FROM tag_synonyms WHERE tag_id = ? ORDER BY language, text',
        tagId,
      ),
      aliases: this.#db.all<Tag>(
        'SELECT grp AS "group", name FROM tag_aliases WHERE tag_id = ? ORDER BY grp, name',
        tagId,
      ),
    };
  }

  /** Writes a tag with everything it is called, whatever was there under its id. */
  putSpelling({ tag, synonyms, aliases }: TagSpelling): void {
    const { id, group, name } = tag;
    this.#db.run(
      `INSERT INTO tags (id, grp, name) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET grp = excluded.grp, name = excluded.name`,
      id,
      group,
      name,
    );
    this.#db.run('DELETE FROM tag_synonyms WHERE tag_id = ?', id);
    for (const { language, text } of synonyms) {
      this.#db.run('INSERT OR IGNORE INTO tag_synonyms (tag_id, language, text) VALUES (?, ?, ?)', id, language, text);
    }
    this.#db.run('DELETE FROM tag_aliases WHERE tag_id = ? OR (grp = ? AND name = ?)', id, group, name);
    for (const alias of aliases) {
      this.#db.run(
        `INSERT INTO tag_aliases (grp, name, tag_id) VALUES (?, ?, ?)
         ON CONFLICT (grp, name) DO UPDATE SET tag_id = excluded.tag_id`,
        alias.group,
        alias.name,
        id,
      );
    }
  }

  /** Takes a tag out that no product carries any more. */
  removeTag(tagId: number): void {
    this.#db.run('DELETE FROM tags WHERE id = ?', tagId);
  }

  /** All, or those of some products. */
  productTags(productIds?: readonly number[]): ProductTag[] {
    if (productIds === undefined) return this.#db.all<ProductTag>(select);
    return this.#db.all<ProductTag>(`${select} WHERE product_id ${listed}`, JSON.stringify(productIds));
  }

  productTagsOf(tagIds: readonly number[]): ProductTag[] {
    return this.#db.all<ProductTag>(`${select} WHERE tag_id ${listed}`, JSON.stringify(tagIds));
  }

  productTag(productId: number, tagId: number): ProductTag | undefined {
    return this.#db.get<ProductTag>(`${select} WHERE product_id = ? AND tag_id = ?`, productId, tagId);
  }

  /** Does nothing for a product that is gone. */
  putProductTag({ productId, tagId, provenance, at, by, origin }: ProductTag): void {
    this.#db.run(
      `INSERT INTO product_tags (product_id, tag_id, provenance, updated_at, decided_by, origin)
       SELECT ?, ?, ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM products WHERE id = ?)
       ON CONFLICT (product_id, tag_id) DO UPDATE
         SET provenance = excluded.provenance, updated_at = excluded.updated_at, decided_by = excluded.decided_by, origin = excluded.origin`,
      productId,
      tagId,
      provenance,
      at,
      by,
      origin,
      productId,
    );
  }

  /**
   * Of these products, the tags that an import brought against a confirmed tag of the same group, and all that were
   * found to be such before. `opposed`: there is a confirmed tag of the group.
   */
  contradictions(productIds: readonly number[]): (ProductTag & { readonly group: string; readonly opposed: 0 | 1 })[] {
    const confirmed = `EXISTS (SELECT 1 FROM product_tags other JOIN tags o ON o.id = other.tag_id
      WHERE other.product_id = pt.product_id AND other.provenance = 'confirmed' AND o.grp = t.grp)`;
    return this.#db.all(
      `SELECT ${columns}, t.grp AS "group", ${confirmed} AS opposed
       FROM product_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.product_id ${listed}
         AND (pt.provenance = 'imported' AND ${confirmed} OR pt.provenance = 'rejected' AND pt.origin = 'imported' AND pt.decided_by IS NULL)`,
      JSON.stringify(productIds),
    );
  }

  removeProductTag(productId: number, tagId: number): void {
    this.#db.run('DELETE FROM product_tags WHERE product_id = ? AND tag_id = ?', productId, tagId);
  }

  stated(productId: number): StatedTag[] {
    return this.#db
      .all<Omit<StatedTag, 'contradicted'> & { contradicted: number }>(
        `SELECT t.grp AS "group", t.name, pt.tag_id AS tagId, pt.provenance, pt.decided_by AS "by", pt.updated_at AS at,
           pt.provenance = 'rejected' AND pt.decided_by IS NULL AS contradicted
         FROM product_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.product_id = ? ORDER BY t.grp, t.name`,
        productId,
      )
      .map((row) => ({ ...row, contradicted: row.contradicted === 1 }));
  }
}

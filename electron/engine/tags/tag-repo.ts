/** SQL of the vocabulary and of which product carries which tag, since when and by whom. */
import type { Provenance, StatedTag, Synonym } from '../../contract/tags.ts';
import type { Database } from '../db/database.ts';

/** A row of `product_tags`. */
export interface TagRow {
  readonly productId: number;
  readonly tagId: number;
  readonly provenance: Provenance;
  readonly at: string;
  readonly by: string | null;
  readonly origin: 'imported' | 'suggested' | null;
}

export interface TagEntry {
  readonly id: number;
  readonly group: string;
  readonly name: string;
}

export interface TagSpelling {
  readonly tag: TagEntry;
  readonly synonyms: Synonym[];
  /** Names that lead here. */
  readonly aliases: { readonly group: string; readonly name: string }[];
}

const rowColumns = `product_id AS productId, tag_id AS tagId, provenance, updated_at AS at, decided_by AS "by", origin`;

export class TagsRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  tags(): TagEntry[] {
    return this.#db.all<TagEntry>('SELECT id, grp AS "group", name FROM tags ORDER BY id');
  }

  tag(id: number): TagEntry | undefined {
    return this.#db.get<TagEntry>('SELECT id, grp AS "group", name FROM tags WHERE id = ?', id);
  }

  find(group: string, name: string): TagEntry | undefined {
    return this.#db.get<TagEntry>('SELECT id, grp AS "group", name FROM tags WHERE grp = ? AND name = ?', group, name);
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

  /** Everything a tag is called. */
  spelling(tagId: number): TagSpelling | undefined {
    const tag = this.tag(tagId);
    if (tag === undefined) return undefined;
    return {
      tag: { ...tag },
      synonyms: this.#db
        .all<Synonym>('SELECT language, text FROM tag_synonyms WHERE tag_id = ? ORDER BY language, text', tagId)
        .map((row) => ({ ...row })),
      aliases: this.#db
        .all<{ group: string; name: string }>(
          'SELECT grp AS "group", name FROM tag_aliases WHERE tag_id = ? ORDER BY grp, name',
          tagId,
        )
        .map((row) => ({ ...row })),
    };
  }

  create(group: string, name: string): number {
    return this.#db.run('INSERT INTO tags (grp, name) VALUES (?, ?)', group, name).lastInsertRowid;
  }

  /** Writes a tag with everything it is called, whatever was there under its id. */
  spell({ tag, synonyms, aliases }: TagSpelling): void {
    const { id, group, name } = tag;
    this.#db.run(
      'INSERT INTO tags (id, grp, name) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET grp = excluded.grp, name = excluded.name',
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
        'INSERT INTO tag_aliases (grp, name, tag_id) VALUES (?, ?, ?) ON CONFLICT (grp, name) DO UPDATE SET tag_id = excluded.tag_id',
        alias.group,
        alias.name,
        id,
      );
    }
  }

  /** Takes a tag out that no product carries any more. */
  remove(tagId: number): void {
    this.#db.run('DELETE FROM tags WHERE id = ?', tagId);
  }

  /** All rows, or those of some products. */
  rows(productIds?: readonly number[]): TagRow[] {
    return productIds === undefined
      ? this.#db.all<TagRow>(`SELECT ${rowColumns} FROM product_tags`)
      : this.#db.all<TagRow>(
          `SELECT ${rowColumns} FROM product_tags WHERE product_id IN (SELECT value FROM json_each(?))`,
          JSON.stringify(productIds),
        );
  }

  rowsOfTags(tagIds: readonly number[]): TagRow[] {
    return this.#db.all<TagRow>(
      `SELECT ${rowColumns} FROM product_tags WHERE tag_id IN (SELECT value FROM json_each(?))`,
      JSON.stringify(tagIds),
    );
  }

  row(productId: number, tagId: number): TagRow | undefined {
    return this.#db.get<TagRow>(
      `SELECT ${rowColumns} FROM product_tags WHERE product_id = ? AND tag_id = ?`,
      productId,
      tagId,
    );
  }

  put({ productId, tagId, provenance, at, by, origin }: TagRow): void {
    this.#db.run(
      `INSERT INTO product_tags (product_id, tag_id, provenance, updated_at, decided_by, origin)
       SELECT ?, ?, ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM products WHERE id = ?)
       ON CONFLICT (product_id, tag_id) DO UPDATE SET provenance = excluded.provenance, updated_at = excluded.updated_at,
         decided_by = excluded.decided_by, origin = excluded.origin`,
      productId,
      tagId,
      provenance,
      at,
      by,
      origin,
      productId,
    );
  }

  delete(productId: number, tagId: number): void {
    this.#db.run('DELETE FROM product_tags WHERE product_id = ? AND tag_id = ?', productId, tagId);
  }

  stated(productId: number): StatedTag[] {
    return this.#db
      .all<Omit<StatedTag, 'contradicted'> & { contradicted: number }>(
        `SELECT t.grp AS "group", t.name, pt.tag_id AS tagId, pt.provenance, pt.decided_by AS "by", pt.updated_at AS at,
           pt.provenance = 'rejected' AND pt.decided_by IS NULL AS contradicted FROM product_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.product_id = ? ORDER BY t.grp, t.name`,
        productId,
      )
      .map((row) => ({ ...row, contradicted: row.contradicted === 1 }));
  }
}

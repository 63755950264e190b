/**
 * Writes the tags that products come in with. A name that differs from a known one in case alone, or that was given up
 * for another, leads to the tag that there is. Expects to run inside a transaction, as the products do.
 */
import type { Database } from '../db/database.ts';
import type { TagName } from './types.ts';

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
export interface TagPlan {
  readonly insert: readonly number[];
  readonly becomeImported: readonly number[];
  readonly remove: readonly number[];
  readonly live: readonly TagName[];
}

export class ImportedTagRepo {
  readonly #db: Database;
  /** By the name an import uses; a name that was given up leads to the tag that took its place. */
  readonly #tagIds = new Map<string, KnownTag>();
  /** By name without case; made when a name is new. */
  #folded: Map<string, KnownTag> | undefined;
  #synonyms: Map<string, string[]> | undefined;

  constructor(database: Database) {
    this.#db = database;
  }

  /** Forgets the vocabulary, which was edited or which a rolled-back transaction may have taken back. */
  forget(): void {
    this.#tagIds.clear();
    this.#folded = undefined;
    this.#synonyms = undefined;
  }

  /** What a person confirmed or rejected outlives the import; everything imported before is replaced. */
  plan(productId: number | undefined, drafted: readonly TagName[]): TagPlan {
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

  write(productId: number, plan: TagPlan, now: string): void {
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

  /** Names of a product's tags, without those that were rejected. */
  of(productId: number): TagName[] {
    return this.#db
      .all<TagRow>(
        `SELECT pt.tag_id, t.grp, t.name, pt.provenance FROM product_tags pt JOIN tags t ON t.id = pt.tag_id
         WHERE pt.product_id = ? AND pt.provenance <> 'rejected' ORDER BY pt.tag_id`,
        productId,
      )
      .map((tag) => ({ group: tag.grp, name: tag.name }));
  }

  synonymsOf(tag: TagName): string[] {
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

/** Reads the tags there are: how each is called, and how many products show it. */
import type { Database } from '../db/database.ts';
import type { MergedView } from './merged-view.ts';
import { compareGroups } from './tag-order.ts';
import type { TagName } from './types.ts';

export class VocabularyRepo {
  readonly #db: Database;
  readonly #merged: MergedView;

  constructor(database: Database, merged: MergedView) {
    this.#db = database;
    this.#merged = merged;
  }

  byId(): Map<number, TagName> {
    const rows = this.#db.all<{ id: number; grp: string; name: string }>('SELECT id, grp, name FROM tags');
    return new Map(rows.map((row) => [row.id, { group: row.grp, name: row.name }]));
  }

  /** Every tag with all it is called: its name first, then synonyms. */
  names(): { id: number; group: string; names: string[] }[] {
    const synonyms = Map.groupBy(
      this.#db.all<{ tag_id: number; text: string }>('SELECT tag_id, text FROM tag_synonyms ORDER BY tag_id, text'),
      (row) => row.tag_id,
    );
    return [...this.byId()].map(([id, { group, name }]) => ({
      id,
      group,
      names: [name, ...(synonyms.get(id) ?? []).map(({ text }) => text)],
    }));
  }

  /** The tags in use, by group, the most frequent first. */
  counted(): { group: string; tags: { name: string; products: number }[] }[] {
    const rows = this.#db.all<{ grp: string; name: string; products: number }>(
      `SELECT t.grp, t.name, count(*) AS products FROM product_tags pt JOIN tags t ON t.id = pt.tag_id
       WHERE pt.provenance <> 'rejected' AND pt.product_id NOT IN (SELECT value FROM json_each(?))
       GROUP BY pt.tag_id ORDER BY products DESC, t.name`,
      JSON.stringify([...this.#merged.keepers.keys(), ...this.#merged.removed]),
    );
    return [...Map.groupBy(rows, (row) => row.grp)]
      .map(([group, own]) => ({ group, tags: own.map(({ name, products }) => ({ name, products })) }))
      .sort((a, b) => compareGroups(a.group, b.group));
  }
}

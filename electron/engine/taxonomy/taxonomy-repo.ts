/** SQL of the taxonomy of a library, where products are proposed to belong, and which tags stand for which category. */
import { z } from 'zod';
import type { CategoryGuess } from '../../contract/taxonomy.ts';
import type { Database } from '../db/database.ts';

export interface StoredTaxonomy {
  readonly name: string;
  readonly content: string;
  readonly broughtAt: string;
}

/** Where a product is proposed to belong. */
export interface Proposal {
  readonly productId: number;
  readonly path: string;
  readonly confidence: number;
  readonly branch: CategoryGuess | null;
  readonly others: readonly CategoryGuess[];
}

export interface Mapping {
  readonly group: string;
  readonly tag: string;
  readonly path: string;
  readonly by: string;
}

export interface KindTag {
  readonly productId: number;
  readonly group: string;
  readonly tag: string;
}

const othersSchema = z.array(z.object({ path: z.string(), confidence: z.number() }));

interface ProposalRow {
  readonly productId: number;
  readonly path: string;
  readonly confidence: number;
  readonly branch: string | null;
  readonly branchConfidence: number;
  readonly others: string;
}

export class TaxonomyRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  taxonomy(): StoredTaxonomy | undefined {
    return this.#db.get<StoredTaxonomy>('SELECT name, content, brought_at AS broughtAt FROM taxonomies WHERE id = 1');
  }

  /** When it was brought in, which tells one from the next; undefined without one. */
  stamp(): string | undefined {
    return this.#db.get<{ at: string }>('SELECT brought_at AS at FROM taxonomies WHERE id = 1')?.at;
  }

  putTaxonomy({ name, content, broughtAt }: StoredTaxonomy): void {
    this.#db.run(
      `INSERT INTO taxonomies (id, name, content, brought_at) VALUES (1, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, content = excluded.content, brought_at = excluded.brought_at`,
      name,
      content,
      broughtAt,
    );
    this.#db.run('DELETE FROM taxonomy_proposals');
  }

  /** Attributes that may hold a category, whatever they are called. */
  attributes(productIds?: readonly number[]): { productId: number; sourceId: number; name: string; value: string }[] {
    const some = productIds === undefined ? '' : 'AND p.id IN (SELECT value FROM json_each(?))';
    return this.#db.all(
      `SELECT p.id AS productId, p.source_id AS sourceId, a.key AS name, a.value AS value
       FROM products p, json_each(p.attributes) a
       WHERE (a.key LIKE '%categ%' OR a.key LIKE '%taxonomy%') AND a.type = 'text' ${some}`,
      ...(productIds === undefined ? [] : [JSON.stringify(productIds)]),
    );
  }

  sourceOf(productId: number): number | undefined {
    return this.#db.get<{ id: number }>('SELECT source_id AS id FROM products WHERE id = ?', productId)?.id;
  }

  /** Tags of these groups that count, all of them or those of one product. */
  kindTags(groups: readonly string[]): KindTag[] {
    return this.#db.all<KindTag>(
      `SELECT pt.product_id AS productId, t.grp AS "group", t.name AS tag
       FROM product_tags pt JOIN tags t ON t.id = pt.tag_id
       WHERE pt.provenance <> 'rejected' AND t.grp IN (SELECT value FROM json_each(?)) ORDER BY pt.product_id, t.id`,
      JSON.stringify(groups),
    );
  }

  proposals(): Proposal[] {
    return this.#db
      .all<ProposalRow>(
        `SELECT product_id AS productId, path, confidence, branch, branch_confidence AS branchConfidence, others
         FROM taxonomy_proposals ORDER BY confidence DESC, product_id`,
      )
      .map(({ branch, branchConfidence, others, ...row }) => ({
        ...row,
        branch: branch === null ? null : { path: branch, confidence: branchConfidence },
        others: othersSchema.parse(JSON.parse(others)),
      }));
  }

  putProposals(proposals: readonly Proposal[]): void {
    for (const { productId, path, confidence, branch, others } of proposals) {
      this.#db.run(
        `INSERT INTO taxonomy_proposals (product_id, path, confidence, branch, branch_confidence, others)
         SELECT ?, ?, ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM products WHERE id = ?)
         ON CONFLICT (product_id) DO UPDATE SET path = excluded.path, confidence = excluded.confidence,
           branch = excluded.branch, branch_confidence = excluded.branch_confidence, others = excluded.others`,
        productId,
        path,
        confidence,
        branch?.path ?? null,
        branch?.confidence ?? 0,
        JSON.stringify(others),
        productId,
      );
    }
  }

  mappings(): Mapping[] {
    return this.#db.all<Mapping>(
      'SELECT grp AS "group", tag, path, decided_by AS "by" FROM taxonomy_mappings ORDER BY grp, tag',
    );
  }

  putMapping({ group, tag, path, by }: Mapping): void {
    this.#db.run(
      `INSERT INTO taxonomy_mappings (grp, tag, path, decided_by) VALUES (?, ?, ?, ?)
       ON CONFLICT (grp, tag) DO UPDATE SET path = excluded.path, decided_by = excluded.decided_by`,
      group,
      tag,
      path,
      by,
    );
  }

  removeMapping(group: string, tag: string): void {
    this.#db.run('DELETE FROM taxonomy_mappings WHERE grp = ? AND tag = ?', group, tag);
  }
}

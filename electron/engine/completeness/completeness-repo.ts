/** SQL of what listings say, and of what a person said that they should. */
import { z } from 'zod';
import type { Database } from '../db/database.ts';

export interface ListingText {
  readonly productId: number;
  readonly described: 0 | 1;
  /** Whether it has pictures at addresses that were not fetched yet. */
  readonly elsewhere: 0 | 1;
  /** JSON of name and value. */
  readonly attributes: string;
  /** Of its variants, a line each. */
  readonly barcodes: string | null;
}

export interface ListingRule {
  readonly kind: string;
  readonly required: readonly string[] | null;
  readonly pattern: string | null;
  readonly by: string;
  readonly at: string;
}

export const storedRuleSchema = z.object({
  kind: z.string(),
  required: z.array(z.string()).nullable(),
  pattern: z.string().nullable(),
  by: z.string(),
  at: z.string(),
});

const columns = 'kind, required, pattern, decided_by AS "by", decided_at AS at';

interface RuleRow extends Omit<ListingRule, 'required'> {
  readonly required: string | null;
}

export class CompletenessRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  /** By product, in the order of their ids. */
  texts(productIds: readonly number[]): Map<number, ListingText> {
    const rows = this.#db.all<ListingText>(
      `SELECT p.id AS productId, trim(p.description) <> '' AS described, p.attributes AS attributes,
         EXISTS (SELECT 1 FROM problems q WHERE q.product_id = p.id AND q.code = 'IMAGE_REMOTE') AS elsewhere,
         (SELECT group_concat(v.barcode, char(10)) FROM variants v WHERE v.product_id = p.id AND v.barcode <> '') AS barcodes
       FROM products p WHERE p.id IN (SELECT value FROM json_each(?)) ORDER BY p.id`,
      JSON.stringify(productIds),
    );
    return new Map(rows.map((row) => [row.productId, row]));
  }

  rules(): Map<string, ListingRule> {
    const rows = this.#db.all<RuleRow>(`SELECT ${columns} FROM listing_rules`);
    return new Map(rows.map((row) => [row.kind, ruleOf(row)]));
  }

  rule(kind: string): ListingRule | undefined {
    const row = this.#db.get<RuleRow>(`SELECT ${columns} FROM listing_rules WHERE kind = ?`, kind);
    return row && ruleOf(row);
  }

  /** A rule that says nothing is none. */
  putRule({ kind, required, pattern, by, at }: ListingRule): void {
    if (required === null && pattern === null) {
      this.#db.run('DELETE FROM listing_rules WHERE kind = ?', kind);
      return;
    }
    this.#db.run(
      `INSERT INTO listing_rules (kind, required, pattern, decided_by, decided_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (kind) DO UPDATE SET required = excluded.required, pattern = excluded.pattern,
         decided_by = excluded.decided_by, decided_at = excluded.decided_at`,
      kind,
      required === null ? null : JSON.stringify(required),
      pattern,
      by,
      at,
    );
  }
}

function ruleOf({ required, ...row }: RuleRow): ListingRule {
  return { ...row, required: required === null ? null : z.array(z.string()).parse(JSON.parse(required)) };
}

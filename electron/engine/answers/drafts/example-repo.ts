/** Replies that people approved, as they are stored. */
import type { QuestionKind, ReplyLanguage } from '../../../contract/answers.ts';
import type { Database } from '../../db/database.ts';

export interface StoredExample {
  readonly id: number;
  readonly message: string;
  readonly language: ReplyLanguage;
  readonly kinds: readonly QuestionKind[];
  /** Path of the source and number of the product it was about. */
  readonly source: string | null;
  readonly sku: string | null;
  readonly reply: string;
  readonly pattern: readonly (string | { readonly slot: string })[];
  readonly approvedAt: string;
}

interface ExampleRow extends Omit<StoredExample, 'kinds' | 'pattern'> {
  readonly kinds: string;
  readonly pattern: string;
}

export class ExampleRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  /** Newest first. */
  all(): StoredExample[] {
    return this.#db
      .all<ExampleRow>(
        `SELECT id, message, language, kinds, source, sku, reply, pattern, approved_at AS approvedAt
         FROM approved_answers ORDER BY id DESC`,
      )
      .map((row) => ({ ...row, kinds: JSON.parse(row.kinds), pattern: JSON.parse(row.pattern) }));
  }

  /** A reply to the same message takes the place of the one before. */
  put({ message, language, kinds, source, sku, reply, pattern }: Omit<StoredExample, 'id' | 'approvedAt'>): number {
    return this.#db.transaction(() => {
      this.#db.run('DELETE FROM approved_answers WHERE message = ? AND sku IS ?', message, sku);
      return this.#db.run(
        `INSERT INTO approved_answers (message, language, kinds, source, sku, reply, pattern, approved_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[
          message,
          language,
          JSON.stringify(kinds),
          source,
          sku,
          reply,
          JSON.stringify(pattern),
          new Date().toISOString(),
        ],
      ).lastInsertRowid;
    });
  }

  /** Answers whether it was there. */
  remove(id: number): boolean {
    return this.#db.run('DELETE FROM approved_answers WHERE id = ?', id).changes > 0;
  }
}

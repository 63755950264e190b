/** What could not be imported, and since when. */
import type { Problem } from '../../contract/catalog.ts';
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import type { Database } from '../db/database.ts';
import type { ProblemDraft } from './types.ts';

interface ProblemRow {
  readonly id: number;
  readonly source_id: number;
  readonly product_id: number | null;
  readonly path: string | null;
  readonly row: number | null;
  readonly code: ErrorCode;
  readonly reason: string;
  readonly since: string;
}

const columns = 'id, source_id, product_id, path, row, code, reason, since';

export class ProblemRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  /** Makes the problems of a source these; answers the products that gained or lost one. */
  replace(sourceId: number, drafts: readonly ProblemDraft[], now: string): number[] {
    const left = new Map<string, ProblemRow>();
    const superfluous: ProblemRow[] = [];
    for (const problem of this.#ofSource(sourceId)) {
      const key = identity(problem.product_id, problem);
      if (left.has(key)) superfluous.push(problem);
      else left.set(key, problem);
    }
    const written = new Set<string>();
    const products = new Set<number>();
    for (const draft of drafts) {
      const productId = draft.productSku === null ? null : this.#productId(sourceId, draft.productSku);
      const key = identity(productId, draft);
      if (written.has(key)) continue;
      written.add(key);
      const present = left.get(key);
      left.delete(key);
      if (present?.reason === draft.reason) continue;
      if (present !== undefined) {
        this.#db.run('UPDATE problems SET reason = ? WHERE id = ?', draft.reason, present.id);
        continue;
      }
      this.#insert(sourceId, productId, draft, now);
      if (productId !== null) products.add(productId);
    }
    for (const problem of [...left.values(), ...superfluous]) {
      this.#db.run('DELETE FROM problems WHERE id = ?', problem.id);
      if (problem.product_id !== null) products.add(problem.product_id);
    }
    return [...products].sort((a, b) => a - b);
  }

  list({ offset, limit, sourceId }: MethodParams<'catalog.problems'>): MethodResult<'catalog.problems'> {
    const byCode = this.#byCode(sourceId);
    const total = byCode.reduce((sum, { count }) => sum + count, 0);
    return { total, byCode, items: this.#page(offset, limit, sourceId) };
  }

  #page(offset: number, limit: number, sourceId: number | undefined): Problem[] {
    const rows =
      sourceId === undefined
        ? this.#db.all<ProblemRow>(`SELECT ${columns} FROM problems ORDER BY id LIMIT ? OFFSET ?`, limit, offset)
        : this.#db.all<ProblemRow>(
            `SELECT ${columns} FROM problems WHERE source_id = ? ORDER BY id LIMIT ? OFFSET ?`,
            sourceId,
            limit,
            offset,
          );
    return rows.map(toProblem);
  }

  #byCode(sourceId: number | undefined): { code: ErrorCode; count: number }[] {
    const grouped = 'GROUP BY code ORDER BY count DESC, code';
    return sourceId === undefined
      ? this.#db.all(`SELECT code, count(*) AS count FROM problems ${grouped}`)
      : this.#db.all(`SELECT code, count(*) AS count FROM problems WHERE source_id = ? ${grouped}`, sourceId);
  }

  sourcesWith(code: ErrorCode): number[] {
    return this.#db
      .all<{ source_id: number }>('SELECT DISTINCT source_id FROM problems WHERE code = ? ORDER BY source_id', code)
      .map(({ source_id }) => source_id);
  }

  ofProduct(productId: number): Problem[] {
    return this.#db
      .all<ProblemRow>(`SELECT ${columns} FROM problems WHERE product_id = ? ORDER BY id`, productId)
      .map(toProblem);
  }

  #ofSource(sourceId: number): ProblemRow[] {
    return this.#db.all(`SELECT ${columns} FROM problems WHERE source_id = ? ORDER BY id`, sourceId);
  }

  #productId(sourceId: number, sku: string): number | null {
    return (
      this.#db.get<{ id: number }>('SELECT id FROM products WHERE source_id = ? AND sku = ?', sourceId, sku)?.id ?? null
    );
  }

  #insert(sourceId: number, productId: number | null, draft: ProblemDraft, now: string): void {
    this.#db.run(
      'INSERT INTO problems (source_id, product_id, path, row, code, reason, since) VALUES (?, ?, ?, ?, ?, ?, ?)',
      sourceId,
      productId,
      draft.path,
      draft.row,
      draft.code,
      draft.reason,
      now,
    );
  }
}

/** Two reports with the same identity are the same problem, however its reason is worded. */
function identity(productId: number | null, problem: Pick<ProblemDraft, 'path' | 'row' | 'code'>): string {
  return JSON.stringify([productId, problem.path, problem.row, problem.code]);
}

function toProblem(row: ProblemRow): Problem {
  return {
    id: row.id,
    sourceId: row.source_id,
    productId: row.product_id,
    path: row.path,
    row: row.row,
    code: row.code,
    reason: row.reason,
    since: row.since,
  };
}

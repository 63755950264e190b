/** SQL of judged queries, query sets and judgements. */
import { z } from 'zod';
import type { Grade, Judgement, QuerySet } from '../../contract/labels.ts';
import type { QueryPart } from '../../contract/search.ts';
import type { Database } from '../db/database.ts';

export interface QueryRow {
  readonly id: number;
  readonly parts: string;
  readonly label: string;
  readonly note: string;
}

export interface SetQueryRow extends QueryRow {
  readonly key: string;
}

/** A judgement as it is stored: `productId` is the one that was graded, whatever became of it. */
export const storedJudgementSchema = z.object({
  queryId: z.int(),
  judge: z.string(),
  sku: z.string(),
  productId: z.int(),
  grade: z.int(),
  note: z.string(),
  at: z.string(),
});
export type StoredJudgement = z.infer<typeof storedJudgementSchema>;
/** With the product that carries the sku now; `null` while none does. */
export type JudgementRow = Omit<StoredJudgement, 'productId'> & { readonly productId: number | null };

export type SetRow = Pick<QuerySet, 'id' | 'name' | 'origin' | 'createdAt'>;

/** The graded product where it is still there, else the oldest that has its sku. */
const selectJudgements = `SELECT j.query_id AS queryId, j.judge, j.sku, j.grade, j.note, j.at,
  coalesce((SELECT p.id FROM products p WHERE p.id = j.product_id AND p.sku = j.sku),
           (SELECT min(p.id) FROM products p WHERE p.sku = j.sku)) AS productId
  FROM judgements j`;

const among = 'j.query_id IN (SELECT value FROM json_each(?))';
const selectStored = `SELECT query_id AS queryId, judge, sku, product_id AS productId, grade, note, at FROM judgements`;

export class LabelsRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  query(id: number): QueryRow | undefined {
    return this.#db.get<QueryRow>('SELECT id, parts, label, note FROM label_queries WHERE id = ?', id);
  }

  queryByParts(parts: readonly QueryPart[]): QueryRow | undefined {
    const sql = 'SELECT id, parts, label, note FROM label_queries WHERE parts = ?';
    return this.#db.get<QueryRow>(sql, JSON.stringify(parts));
  }

  /** The id of the query that asks this, which is written down when it is new. */
  putQuery(parts: readonly QueryPart[], label: string): number {
    const sql = `INSERT INTO label_queries (parts, label) VALUES (?, ?)
      ON CONFLICT (parts) DO UPDATE SET parts = excluded.parts RETURNING id`;
    return (this.#db.put<{ id: number }>(sql, JSON.stringify(parts), label) as { id: number }).id;
  }

  noteQuery(id: number, note: string): void {
    this.#db.run('UPDATE label_queries SET note = ? WHERE id = ?', note, id);
  }

  /** Newest first. */
  sets(): QuerySet[] {
    const sql = `SELECT s.id, s.name, s.origin, s.created_at AS createdAt, count(DISTINCT q.query_id) AS queries,
        count(j.query_id) AS judgements, json_group_array(DISTINCT j.judge) FILTER (WHERE j.judge IS NOT NULL) AS judges
      FROM label_sets s LEFT JOIN label_set_queries q ON q.set_id = s.id
      LEFT JOIN judgements j ON j.query_id = q.query_id GROUP BY s.id ORDER BY s.id DESC`;
    const rows = this.#db.all<Omit<QuerySet, 'judges'> & { judges: string }>(sql);
    return rows.map((row) => ({ ...row, judges: (JSON.parse(row.judges) as string[]).sort() }));
  }

  set(id: number): SetRow | undefined {
    return this.#db.get<SetRow>('SELECT id, name, origin, created_at AS createdAt FROM label_sets WHERE id = ?', id);
  }

  putSet({ id, name, origin, createdAt }: Omit<SetRow, 'id'> & { readonly id?: number }): number {
    const sql = `INSERT INTO label_sets (id, name, origin, created_at) VALUES (?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET name = excluded.name`;
    return this.#db.run(sql, id ?? null, name, origin, createdAt).lastInsertRowid;
  }

  removeSet(id: number): void {
    this.#db.run('DELETE FROM label_sets WHERE id = ?', id);
  }

  addToSet(setId: number, queryId: number, key: string): void {
    const sql = 'INSERT OR IGNORE INTO label_set_queries (set_id, query_id, key) VALUES (?, ?, ?)';
    this.#db.run(sql, setId, queryId, key);
  }

  removeFromSet(setId: number, queryId: number): void {
    this.#db.run('DELETE FROM label_set_queries WHERE set_id = ? AND query_id = ?', setId, queryId);
  }

  /** With how many grades each has, of all judges and of this one. */
  setQueries(setId: number, judge = ''): (SetQueryRow & { judgements: number; mine: number })[] {
    const sql = `SELECT q.id, q.parts, q.label, q.note, s.key,
        (SELECT count(*) FROM judgements j WHERE j.query_id = q.id) AS judgements,
        (SELECT count(*) FROM judgements j WHERE j.query_id = q.id AND j.judge = ?) AS mine
      FROM label_set_queries s JOIN label_queries q ON q.id = s.query_id WHERE s.set_id = ? ORDER BY q.id`;
    return this.#db.all(sql, judge, setId);
  }

  /** Every query with a judgement, under its id as key. */
  judgedQueries(): SetQueryRow[] {
    return this.#db.all<SetQueryRow>(
      `SELECT id, parts, label, note, 'q' || id AS key FROM label_queries
       WHERE EXISTS (SELECT 1 FROM judgements j WHERE j.query_id = label_queries.id) ORDER BY id`,
    );
  }

  /** Who graded, in the order of the first query each graded. */
  judges(): { name: string; judgements: number; queries: number; latest: string }[] {
    return this.#db.all(
      `SELECT judge AS name, count(*) AS judgements, count(DISTINCT query_id) AS queries, max(at) AS latest
       FROM judgements GROUP BY judge ORDER BY min(query_id), judge`,
    );
  }

  /** Of some queries, or of all when null; by one judge, or by all. */
  judgementRows(queryIds: readonly number[] | null, judge?: string): JudgementRow[] {
    const [ofQueries, ids] = queryIds === null ? ['1', []] : [among, [JSON.stringify(queryIds)]];
    const [ofJudge, judges] = judge === undefined ? ['1', []] : ['j.judge = ?', [judge]];
    const sql = `${selectJudgements} WHERE ${ofQueries} AND ${ofJudge} ORDER BY j.query_id, j.sku, j.judge`;
    return this.#db.all<JudgementRow>(sql, ...ids, ...judges);
  }

  /** The same without those whose product is gone. */
  judgements(queryIds: readonly number[] | null, judge?: string): Judgement[] {
    return this.judgementRows(queryIds, judge).flatMap(({ sku: _sku, productId, grade, ...row }) =>
      productId === null ? [] : [{ ...row, productId, grade: grade as Grade }],
    );
  }

  /** What one judge said of one product under one query, as stored. */
  stored(queryId: number, judge: string, sku: string): StoredJudgement[] {
    return this.#db.all(`${selectStored} WHERE query_id = ? AND judge = ? AND sku = ?`, queryId, judge, sku);
  }

  storedOf(queryId: number, judge: string | null): StoredJudgement[] {
    return this.#db.all(`${selectStored} WHERE query_id = ? AND (? IS NULL OR judge = ?)`, queryId, judge, judge);
  }

  ofJudge(judge: string): StoredJudgement[] {
    return this.#db.all(`${selectStored} WHERE judge = ?`, judge);
  }

  put({ queryId, judge, sku, productId, grade, note, at }: StoredJudgement): void {
    const sql = `INSERT INTO judgements (query_id, judge, sku, product_id, grade, note, at) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (query_id, judge, sku, product_id)
      DO UPDATE SET grade = excluded.grade, note = excluded.note, at = excluded.at`;
    this.#db.run(sql, queryId, judge, sku, productId, grade, note, at);
  }

  delete({ queryId, judge, sku, productId }: StoredJudgement): void {
    const sql = 'DELETE FROM judgements WHERE query_id = ? AND judge = ? AND sku = ? AND product_id = ?';
    this.#db.run(sql, queryId, judge, sku, productId);
  }

  /** What a judge graded at this very moment, as an import does: how many, and the grades together. */
  givenAt(judge: string, at: string): { count: number; sum: number } {
    const sql = 'SELECT count(*) AS count, coalesce(sum(grade), 0) AS sum FROM judgements WHERE judge = ? AND at = ?';
    return this.#db.get(sql, judge, at) as { count: number; sum: number };
  }

  deleteOf(judge: string, at: string): void {
    this.#db.run('DELETE FROM judgements WHERE judge = ? AND at = ?', judge, at);
  }

  /** Queries of sets of which nobody has graded a product. */
  ungradedQueries(): number {
    const sql = `SELECT count(DISTINCT query_id) AS n FROM label_set_queries
      WHERE query_id NOT IN (SELECT query_id FROM judgements)`;
    return this.#db.get<{ n: number }>(sql)?.n ?? 0;
  }

  /** @param at ISO time @param except a judge whose grades do not count */
  gradesSince(at: string, except: string): number {
    const sql = 'SELECT count(*) AS n FROM judgements WHERE at > ? AND judge <> ?';
    return this.#db.get<{ n: number }>(sql, at, except)?.n ?? 0;
  }

  totals(): { judgements: number; queries: number; sets: number } {
    const sql = `SELECT (SELECT count(*) FROM judgements) AS judgements,
      (SELECT count(*) FROM label_queries) AS queries, (SELECT count(*) FROM label_sets) AS sets`;
    return this.#db.get(sql) as { judgements: number; queries: number; sets: number };
  }
}

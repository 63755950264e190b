/** The SQL of what was compared: pairs, what comparing gave, and the state in which each product was compared. */
import { z } from 'zod';
import { vetoSchema } from '../../contract/duplicates.ts';
import type { Database } from '../db/database.ts';
import { type ComparedPair, packEvidence, unpackEvidence } from '../identity/evidence.ts';
import type { ListedOptions } from '../identity/words/facts.ts';

interface PairRow {
  readonly left_id: number;
  readonly right_id: number;
  readonly evidence: string;
  readonly veto: string | null;
  readonly left_image: number | null;
  readonly right_image: number | null;
  readonly mirrored: number;
}

const pairColumns = 'left_id, right_id, evidence, veto, left_image, right_image, mirrored';
const pairsAtOnce = 400;
/** Characters of a description that are compared. */
const mostDescription = 1500;
const evidenceSchema = z.array(z.number().nullable());
const optionsSchema = z.array(z.tuple([z.string(), z.string()]));

export class ComparedPairRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  /** What products say besides their titles, by product: a description, and JSON of attributes. */
  sayings(): Map<number, { readonly description: string; readonly attributes: string }> {
    const rows = this.#db.all<{ id: number; description: string; attributes: string }>(
      `SELECT id, substr(description, 1, ${mostDescription}) AS description, attributes FROM products
       WHERE attributes <> '{}' OR description <> ''`,
    );
    return new Map(rows.map(({ id, description, attributes }) => [id, { description, attributes }]));
  }

  /** What products can be had in: values of each option by its name, by product. */
  options(): Map<number, ListedOptions> {
    const rows = this.#db.iterate<{ id: number; options: string }>(
      `SELECT product_id AS id, options FROM variants WHERE options <> '[]' ORDER BY product_id, position`,
    );
    const found = new Map<number, Map<string, string[]>>();
    for (const { id, options } of rows) {
      const own = found.get(id) ?? new Map<string, string[]>();
      for (const [name, value] of optionsSchema.parse(JSON.parse(options))) {
        const values = own.get(name) ?? [];
        if (!values.includes(value)) own.set(name, [...values, value]);
      }
      found.set(id, own);
    }
    return found;
  }

  /** Barcodes of the variants of each product that has some, as they stand in the table. */
  barcodes(): Map<number, string[]> {
    const rows = this.#db.all<{ id: number; barcode: string }>(
      `SELECT product_id AS id, barcode FROM variants WHERE barcode <> '' ORDER BY product_id, position`,
    );
    const found = new Map<number, string[]>();
    for (const { id, barcode } of rows) found.set(id, [...(found.get(id) ?? []), barcode]);
    return found;
  }

  /** The source of every product. */
  sources(): Map<number, number> {
    const rows = this.#db.all<{ id: number; source: number }>('SELECT id, source_id AS source FROM products');
    return new Map(rows.map(({ id, source }) => [id, source]));
  }

  /** State in which each product was compared. */
  fingerprints(): Map<number, string> {
    return this.#fingerprints('duplicate_scans');
  }

  /** The same of products that a comparison was done with before it was stopped. */
  fingerprintsSoFar(): Map<number, string> {
    return this.#fingerprints('duplicate_scans_so_far');
  }

  #fingerprints(table: 'duplicate_scans' | 'duplicate_scans_so_far'): Map<number, string> {
    const rows = this.#db.all<{ id: number; fingerprint: string }>(
      `SELECT product_id AS id, fingerprint FROM ${table}`,
    );
    return new Map(rows.map(({ id, fingerprint }) => [id, fingerprint]));
  }

  /** How many products were compared: of all, or `among` these, without the `hidden` ones. */
  countCompared(hidden: Iterable<number>, among?: Iterable<number>): number {
    const row = this.#db.get<{ products: number }>(
      `SELECT count(*) AS products FROM duplicate_scans WHERE product_id NOT IN (SELECT value FROM json_each(?1))
       AND (?2 IS NULL OR product_id IN (SELECT value FROM json_each(?2)))`,
      JSON.stringify([...hidden]),
      among === undefined ? null : JSON.stringify([...among]),
    );
    return row?.products ?? 0;
  }

  /** In order, read some at a time: other work may be done between two of them. */
  *pairs(): Generator<ComparedPair> {
    const sql = `SELECT ${pairColumns} FROM duplicate_pairs WHERE (left_id, right_id) > (?, ?)
      ORDER BY left_id, right_id LIMIT ${pairsAtOnce}`;
    for (let last: readonly number[] = [0, 0], read = pairsAtOnce; read === pairsAtOnce; ) {
      const rows = this.#db.all<PairRow>(sql, ...last);
      for (const row of rows) yield toPair(row);
      const end = rows.at(-1);
      last = [end?.left_id ?? 0, end?.right_id ?? 0];
      read = rows.length;
    }
  }

  /** What a comparison found before it was stopped. */
  pairsSoFar(): ComparedPair[] {
    return this.#db.all<PairRow>('SELECT * FROM duplicate_pairs_so_far ORDER BY left_id, right_id').map(toPair);
  }

  /** Forgets what a comparison that was stopped has found of these products, or all of it. */
  forgetSoFar(products?: readonly number[]): void {
    const these = products === undefined ? null : JSON.stringify(products);
    const isMeant = (column: string): string => `${column} IN (SELECT value FROM json_each(?1))`;
    this.#db.transaction(() => {
      this.#db.run(
        `DELETE FROM duplicate_pairs_so_far WHERE ?1 IS NULL OR ${isMeant('left_id')} OR ${isMeant('right_id')}`,
        these,
      );
      this.#db.run(`DELETE FROM duplicate_scans_so_far WHERE ?1 IS NULL OR ${isMeant('product_id')}`, these);
    });
  }

  /** Notes what a running comparison found and which products it is done with, where they are still here. */
  storeSoFar(
    products: readonly { readonly id: number; readonly fingerprint: string }[],
    pairs: readonly ComparedPair[],
  ): void {
    this.#db.transaction(() => {
      for (const { left, right, evidence, veto, images } of pairs) {
        this.#db.run(
          `INSERT OR REPLACE INTO duplicate_pairs_so_far (${pairColumns}) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
           WHERE (SELECT count(*) FROM products WHERE id IN (?1, ?2)) = 2`,
          left,
          right,
          JSON.stringify(packEvidence(evidence)),
          veto === null ? null : JSON.stringify(veto),
          images?.left ?? null,
          images?.right ?? null,
          images?.mirrored === true ? 1 : 0,
        );
      }
      for (const { id, fingerprint } of products) {
        this.#db.run(
          `INSERT OR REPLACE INTO duplicate_scans_so_far (product_id, fingerprint)
           SELECT id, ?2 FROM products WHERE id = ?1`,
          id,
          fingerprint,
        );
      }
    });
  }

  /**
   * Puts what a comparison found in the place of what was known of its products. Pairs with a `hidden` product, one
   * that is shown as part of another, stay as they are for when it is shown again.
   */
  adoptSoFar(hidden: readonly number[]): void {
    const kept = JSON.stringify(hidden);
    this.#db.transaction(() => {
      for (const [own, other] of [
        ['left_id', 'right_id'],
        ['right_id', 'left_id'],
      ]) {
        this.#db.run(
          `DELETE FROM duplicate_pairs WHERE ${own} IN (SELECT product_id FROM duplicate_scans_so_far)
           AND ${other} NOT IN (SELECT value FROM json_each(?))`,
          kept,
        );
      }
      this.#db.run(
        `INSERT OR REPLACE INTO duplicate_pairs (${pairColumns}) SELECT ${pairColumns} FROM duplicate_pairs_so_far`,
      );
      this.#db.run(
        `INSERT OR REPLACE INTO duplicate_scans (product_id, fingerprint)
         SELECT product_id, fingerprint FROM duplicate_scans_so_far`,
      );
      this.#db.run('DELETE FROM duplicate_pairs_so_far');
      this.#db.run('DELETE FROM duplicate_scans_so_far');
    });
  }
}

function toPair(row: PairRow): ComparedPair {
  const { left_image: left, right_image: right } = row;
  return {
    left: row.left_id,
    right: row.right_id,
    evidence: unpackEvidence(evidenceSchema.parse(JSON.parse(row.evidence))),
    veto: row.veto === null ? null : vetoSchema.parse(JSON.parse(row.veto)),
    images: left === null || right === null ? null : { left, right, mirrored: row.mirrored === 1 },
  };
}

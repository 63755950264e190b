/** The SQL of duplicates: how photos look, what was compared, verdicts and fitted models. */
import { z } from 'zod';
import { vetoSchema } from '../../contract/duplicates.ts';
import type { Database } from '../db/database.ts';
import { type ComparedPair, packEvidence, unpackEvidence } from './evidence.ts';
import type { GivenVerdict } from './groups/judgements.ts';
import type { Photo } from './scan/shelf.ts';

interface PairRow {
  readonly left_id: number;
  readonly right_id: number;
  readonly evidence: string;
  readonly veto: string | null;
  readonly left_image: number | null;
  readonly right_image: number | null;
  readonly mirrored: number;
}

export interface StoredPhoto extends Photo {
  readonly productId: number;
}

export interface UnseenPhoto {
  readonly hash: string;
  readonly path: string;
}

export interface ModelRow {
  readonly version: number;
  readonly weights: string;
  readonly verdicts: number;
  readonly fittedAt: string;
}

interface PhotoRow {
  readonly id: number;
  readonly product: number;
  readonly hash: string;
  readonly look: Uint8Array | null;
}

const selectPhotos = `SELECT i.id, i.product_id AS product, f.content_hash AS hash, p.perceptual_hash AS look
  FROM images i JOIN files f ON f.id = i.file_id LEFT JOIN pictures p ON p.content_hash = f.content_hash`;

const pairColumns = 'left_id, right_id, evidence, veto, left_image, right_image, mirrored';
const pairsAtOnce = 400;
const evidenceSchema = z.array(z.number().nullable());
const verdictColumns = 'left_key AS leftKey, right_key AS rightKey, value, decided_at AS decidedAt, given_by AS by';

export class DuplicatesRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  /** Photos that could be read, by image id. */
  photos(): Map<number, Photo> {
    const rows = this.#db.all<PhotoRow>(`${selectPhotos} WHERE f.content_hash IS NOT NULL`);
    return new Map(rows.map((row) => [row.id, toPhoto(row)]));
  }

  photosWithContent(hash: string): StoredPhoto[] {
    return this.#db.all<PhotoRow>(`${selectPhotos} WHERE f.content_hash = ? ORDER BY i.id`, hash).map(toPhoto);
  }

  photosOf(imageIds: readonly number[]): StoredPhoto[] {
    return this.#db
      .all<PhotoRow>(
        `${selectPhotos} WHERE f.content_hash IS NOT NULL AND i.id IN (SELECT value FROM json_each(?)) ORDER BY i.id`,
        JSON.stringify(imageIds),
      )
      .map(toPhoto);
  }

  /** JSON of the attributes of products that have any. */
  attributes(): Map<number, string> {
    const rows = this.#db.all<{ id: number; attributes: string }>(
      "SELECT id, attributes FROM products WHERE attributes <> '{}'",
    );
    return new Map(rows.map(({ id, attributes }) => [id, attributes]));
  }

  signature(hash: string): Uint8Array | undefined {
    const sql = 'SELECT signature FROM pictures WHERE content_hash = ?';
    return this.#db.get<{ signature: Uint8Array | null }>(sql, hash)?.signature ?? undefined;
  }

  /** Of many contents at once, those that have one. */
  signatures(hashes: readonly string[]): Map<string, Uint8Array> {
    const rows = this.#db.all<{ hash: string; signature: Uint8Array }>(
      `SELECT content_hash AS hash, signature FROM pictures
       WHERE signature IS NOT NULL AND content_hash IN (SELECT value FROM json_each(?))`,
      JSON.stringify(hashes),
    );
    return new Map(rows.map(({ hash, signature }) => [hash, signature]));
  }

  /** Contents read before signatures were kept, each with a file that shows it. */
  withoutSignature(): UnseenPhoto[] {
    return this.#db.all<UnseenPhoto>(
      `SELECT p.content_hash AS hash, min(f.path) AS path FROM pictures p JOIN files f ON f.content_hash = p.content_hash
       WHERE p.signature IS NULL GROUP BY p.content_hash ORDER BY p.content_hash`,
    );
  }

  setSignatures(rows: readonly { readonly hash: string; readonly signature: Uint8Array }[]): void {
    this.#db.transaction(() => {
      for (const { hash, signature } of rows) {
        this.#db.run('UPDATE pictures SET signature = ? WHERE content_hash = ?', signature, hash);
      }
    });
  }

  fingerprints(): Map<number, string> {
    const rows = this.#db.all<{ id: number; fingerprint: string }>(
      'SELECT product_id AS id, fingerprint FROM duplicate_scans',
    );
    return new Map(rows.map(({ id, fingerprint }) => [id, fingerprint]));
  }

  scannedIds(): Set<number> {
    return new Set(this.#db.all<{ id: number }>('SELECT product_id AS id FROM duplicate_scans').map(({ id }) => id));
  }

  /** In order, read some at a time: other work may be done between two of them. */
  *pairs(): Generator<ComparedPair> {
    const sql = `SELECT ${pairColumns} FROM duplicate_pairs WHERE (left_id, right_id) > (?, ?) ORDER BY left_id, right_id LIMIT ${pairsAtOnce}`;
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

  /** As `fingerprints`, of products that a comparison was done with before it was stopped. */
  fingerprintsSoFar(): Map<number, string> {
    const rows = this.#db.all<{ id: number; fingerprint: string }>(
      'SELECT product_id AS id, fingerprint FROM duplicate_scans_so_far',
    );
    return new Map(rows.map(({ id, fingerprint }) => [id, fingerprint]));
  }

  /** Forgets what a comparison that was stopped has found of these products, or all of it. */
  forgetSoFar(products?: readonly number[]): void {
    const these = JSON.stringify(products);
    const only = (column: string): string =>
      products === undefined ? '' : `WHERE ${column} IN (SELECT value FROM json_each(?))`;
    const bound = products === undefined ? [] : [these];
    this.#db.transaction(() => {
      for (const column of products === undefined ? ['left_id'] : ['left_id', 'right_id']) {
        this.#db.run(`DELETE FROM duplicate_pairs_so_far ${only(column)}`, ...bound);
      }
      this.#db.run(`DELETE FROM duplicate_scans_so_far ${only('product_id')}`, ...bound);
    });
  }

  /** Notes what a running comparison found and which products it is done with, but for products that have left meanwhile. */
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
          'INSERT OR REPLACE INTO duplicate_scans_so_far (product_id, fingerprint) SELECT id, ?2 FROM products WHERE id = ?1',
          id,
          fingerprint,
        );
      }
    });
  }

  /**
   * Puts what a comparison found in the place of what was known of its products. Pairs with a `hidden` product, one that is shown as part of
   * another, stay as they are for when it is shown again.
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
        'INSERT OR REPLACE INTO duplicate_scans (product_id, fingerprint) SELECT product_id, fingerprint FROM duplicate_scans_so_far',
      );
      this.#db.run('DELETE FROM duplicate_pairs_so_far');
      this.#db.run('DELETE FROM duplicate_scans_so_far');
    });
  }

  setting(key: string): string | undefined {
    return this.#db.get<{ value: string }>('SELECT value FROM settings WHERE key = ?', key)?.value;
  }

  setSetting(key: string, value: string): void {
    this.#db.run('INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)', key, value);
  }

  verdicts(): GivenVerdict[] {
    return this.#db.all<GivenVerdict>(
      `SELECT ${verdictColumns} FROM duplicate_verdicts ORDER BY decided_at, left_key, right_key`,
    );
  }

  verdict(leftKey: number, rightKey: number): GivenVerdict | undefined {
    return this.#db.get<GivenVerdict>(
      `SELECT ${verdictColumns} FROM duplicate_verdicts WHERE left_key = ? AND right_key = ?`,
      Math.min(leftKey, rightKey),
      Math.max(leftKey, rightKey),
    );
  }

  putVerdict({ leftKey, rightKey, value, decidedAt, by }: GivenVerdict): void {
    this.#db.run(
      'INSERT OR REPLACE INTO duplicate_verdicts (left_key, right_key, value, decided_at, given_by) VALUES (?, ?, ?, ?, ?)',
      Math.min(leftKey, rightKey),
      Math.max(leftKey, rightKey),
      value,
      decidedAt,
      by,
    );
  }

  removeVerdict(leftKey: number, rightKey: number): void {
    this.#db.run(
      'DELETE FROM duplicate_verdicts WHERE left_key = ? AND right_key = ?',
      Math.min(leftKey, rightKey),
      Math.max(leftKey, rightKey),
    );
  }

  /** Of the weights fitted for an encoder; `undefined` asks for those of any. */
  latestModel(modelId?: string): ModelRow | undefined {
    return this.#db.get<ModelRow>(
      `SELECT version, weights, verdicts, fitted_at AS fittedAt FROM pair_models
       WHERE model_id = coalesce(?, model_id) ORDER BY version DESC LIMIT 1`,
      modelId ?? null,
    );
  }

  addModel(modelId: string, weights: string, verdicts: number): void {
    this.#db.run(
      'INSERT INTO pair_models (model_id, weights, verdicts, fitted_at) VALUES (?, ?, ?, ?)',
      modelId,
      weights,
      verdicts,
      new Date().toISOString(),
    );
  }

  clearModels(modelId: string): void {
    this.#db.run('DELETE FROM pair_models WHERE model_id = ?', modelId);
  }
}

function toPhoto({ id, product, hash, look }: PhotoRow): StoredPhoto {
  return { imageId: id, productId: product, hash, perceptualHash: look };
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

/** The SQL of vectors. Rows of another pipeline version or length are as good as absent: they are encoded again and replaced. */
import type { Database } from '../db/database.ts';
import { fromBlob, toBlob } from './blob.ts';
import type { EmbeddingKind, EmbeddingScope, MissingImage, MissingText } from './types.ts';

export interface LabelledVector {
  readonly label: number;
  readonly vector: Float32Array;
}

const usable = 'e.model_id = ? AND e.pipeline_version = ? AND length(e.vector) = ?';

/** What carries the vectors of a kind: the label it goes by and the hash of its content. */
const carriers = {
  image: 'SELECT i.id AS label, f.content_hash AS hash FROM images i JOIN files f ON f.id = i.file_id',
  text: 'SELECT p.id AS label, p.text_hash AS hash FROM products p',
} as const;

const absent = {
  image: `NOT EXISTS (SELECT 1 FROM embeddings e WHERE e.content_hash = f.content_hash AND e.kind = 'image' AND ${usable})`,
  text: `NOT EXISTS (SELECT 1 FROM embeddings e WHERE e.content_hash = p.text_hash AND e.kind = 'text' AND ${usable})`,
} as const;

const missingFrom = {
  image: `FROM files f JOIN images i ON i.file_id = f.id WHERE f.content_hash IS NOT NULL AND f.failure_code IS NULL AND ${absent.image}`,
  text: `FROM products p WHERE ${absent.text}`,
} as const;

const pageSize = 256;

export class EmbeddingRepo {
  readonly #database: Database;
  readonly #scope: EmbeddingScope;

  constructor(database: Database, scope: EmbeddingScope) {
    this.#database = database;
    this.#scope = scope;
  }

  /** Every label of a kind with its vector. The database must not be written until the end. */
  *all(kind: EmbeddingKind): Generator<LabelledVector> {
    const sql = `SELECT c.label, e.vector FROM (${carriers[kind]}) c
      JOIN embeddings e ON e.content_hash = c.hash AND e.kind = ? AND ${usable}`;
    const rows = this.#database.iterate<{ label: number; vector: Uint8Array }>(sql, kind, ...this.#usable());
    for (const row of rows) yield { label: row.label, vector: fromBlob(row.vector) };
  }

  /** Those of the labels that are in the library and have a vector. */
  ofLabels(kind: EmbeddingKind, labels: readonly number[]): LabelledVector[] {
    const key = kind === 'image' ? 'i.id' : 'p.id';
    const sql = `SELECT c.label, e.vector FROM (${carriers[kind]} WHERE ${key} IN (SELECT value FROM json_each(?))) c
      JOIN embeddings e ON e.content_hash = c.hash AND e.kind = ? AND ${usable}`;
    const rows = this.#database.all<{ label: number; vector: Uint8Array }>(
      sql,
      JSON.stringify(labels),
      kind,
      ...this.#usable(),
    );
    return rows.map((row) => ({ label: row.label, vector: fromBlob(row.vector) }));
  }

  ofHash(kind: EmbeddingKind, hash: string): Float32Array | undefined {
    const sql = `SELECT e.vector FROM embeddings e WHERE e.content_hash = ? AND e.kind = ? AND ${usable}`;
    const row = this.#database.get<{ vector: Uint8Array }>(sql, hash, kind, ...this.#usable());
    return row && fromBlob(row.vector);
  }

  present(kind: EmbeddingKind, hashes: readonly string[]): string[] {
    const sql = `SELECT e.content_hash AS hash FROM embeddings e
      WHERE e.content_hash IN (SELECT value FROM json_each(?)) AND e.kind = ? AND ${usable}`;
    const rows = this.#database.all<{ hash: string }>(sql, JSON.stringify(hashes), kind, ...this.#usable());
    return rows.map((row) => row.hash);
  }

  put(kind: EmbeddingKind, rows: Iterable<{ readonly hash: string; readonly vector: Float32Array }>): void {
    const { modelId, pipelineVersion } = this.#scope;
    this.#database.transaction(() => {
      for (const { hash, vector } of rows) {
        this.#database.run(
          `INSERT INTO embeddings (content_hash, model_id, pipeline_version, kind, vector) VALUES (?, ?, ?, ?, ?)
          ON CONFLICT (content_hash, kind, model_id)
          DO UPDATE SET pipeline_version = excluded.pipeline_version, vector = excluded.vector`,
          hash,
          modelId,
          pipelineVersion,
          kind,
          toBlob(vector),
        );
      }
    });
  }

  *missingImages(): Generator<MissingImage> {
    const sql = `SELECT f.content_hash AS hash, min(f.path) AS path, json_group_array(i.id) AS labels ${missingFrom.image}
      AND f.content_hash > ? GROUP BY f.content_hash ORDER BY f.content_hash LIMIT ${pageSize}`;
    for (const row of this.#pages<{ hash: string; path: string; labels: string }>(sql)) {
      yield { hash: row.hash, path: row.path, labels: JSON.parse(row.labels) as number[] };
    }
  }

  *missingTexts(): Generator<MissingText> {
    const sql = `SELECT p.text_hash AS hash, json_group_array(p.id) AS labels ${missingFrom.text}
      AND p.text_hash > ? GROUP BY p.text_hash ORDER BY p.text_hash LIMIT ${pageSize}`;
    for (const row of this.#pages<{ hash: string; labels: string }>(sql)) {
      yield { hash: row.hash, labels: JSON.parse(row.labels) as number[] };
    }
  }

  countMissing(kind: EmbeddingKind): number {
    const hash = kind === 'image' ? 'f.content_hash' : 'p.text_hash';
    const sql = `SELECT count(DISTINCT ${hash}) AS n ${missingFrom[kind]}`;
    return this.#database.get<{ n: number }>(sql, ...this.#usable())?.n ?? 0;
  }

  countPresent(kind: EmbeddingKind): number {
    const sql = `SELECT count(DISTINCT c.hash) AS n FROM (${carriers[kind]}) c
      JOIN embeddings e ON e.content_hash = c.hash AND e.kind = ? AND ${usable}`;
    return this.#database.get<{ n: number }>(sql, kind, ...this.#usable())?.n ?? 0;
  }

  *#pages<T extends { hash: string }>(sql: string): Generator<T> {
    let after = '';
    for (;;) {
      const page = this.#database.all<T>(sql, ...this.#usable(), after);
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < pageSize) return;
      after = last.hash;
    }
  }

  #usable(): [string, number, number] {
    return [this.#scope.modelId, this.#scope.pipelineVersion, this.#scope.dimensions * 4];
  }
}

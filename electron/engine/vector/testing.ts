/** Vectors of a small library in a folder of its own: 300 products with an image and a text each, in clusters. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/open-database.ts';
import { fromBlob } from './blob.ts';
import type { Tuning } from './hnsw.ts';
import { LibraryVectors, type LibraryVectorsOptions } from './library-vectors.ts';
import { clusteredVectors } from './synthetic.ts';

export const dimensions = 16;
export const count = 300;
export const images = clusteredVectors(count + 50, dimensions, { clusters: 20 });
export const texts = clusteredVectors(count + 50, dimensions, { clusters: 20, seed: 9 });
export const tuning: Partial<Tuning> = { graphFrom: 100, exactAmong: 20, pendingLimit: 50 };

export const imageHash = (id: number): string => `picture-${String(id).padStart(5, '0')}`;
export const textHash = (id: number): string => `text-${String(id).padStart(5, '0')}`;

export const rowsOf = (kind: 'image' | 'text', from: number, to: number) => {
  const source = kind === 'image' ? images : texts;
  const hash = kind === 'image' ? imageHash : textHash;
  return Array.from({ length: to - from + 1 }, (_, at) => ({
    label: from + at,
    hash: hash(from + at),
    vector: source[from + at - 1] as Float32Array,
  }));
};

export class VectorsPlace {
  dir = '';
  database!: Database;
  /** What was written to the log. */
  said: string[] = [];
  #opened: LibraryVectors[] = [];

  begin(): void {
    this.dir = mkdtempSync(path.join(tmpdir(), 'lookalike-vectors-'));
    this.database = openDatabase(this.dir, { create: true });
    this.said = [];
    this.#opened = [];
  }

  async end(): Promise<void> {
    for (const vectors of this.#opened) await vectors.close();
    this.database.close();
    rmSync(this.dir, { recursive: true });
  }

  async open(options: Partial<LibraryVectorsOptions> = {}): Promise<LibraryVectors> {
    const vectors = await LibraryVectors.open(this.database, {
      dir: this.dir,
      modelId: 'tiny',
      pipelineVersion: 1,
      dimensions,
      tuning,
      log: (line) => this.said.push(line),
      ...options,
    });
    this.#opened.push(vectors);
    return vectors;
  }

  /** Products 1..n, each with the image of the same number. */
  addProducts(from: number, to: number): void {
    this.database.transaction(() => {
      this.database.run("INSERT OR IGNORE INTO sources (id, kind, path, created_at) VALUES (1, 'folder', '/p', '')");
      for (let id = from; id <= to; id++) {
        this.database.run(
          'INSERT INTO files (id, path, bytes, modified_ms, content_hash) VALUES (?, ?, 1, 1, ?)',
          id,
          `/p/${id}.jpg`,
          imageHash(id),
        );
        this.database.run(
          "INSERT INTO products (id, source_id, sku, title, text_hash, created_at, updated_at) VALUES (?, 1, ?, '', ?, '', '')",
          id,
          `S${id}`,
          textHash(id),
        );
        this.database.run('INSERT INTO images (id, product_id, file_id, position) VALUES (?, ?, ?, 0)', id, id, id);
      }
    });
  }

  async filled(options: Partial<LibraryVectorsOptions> = {}): Promise<LibraryVectors> {
    this.addProducts(1, count);
    const vectors = await this.open(options);
    for (const kind of ['image', 'text'] as const) {
      vectors.storeEmbeddings(kind, rowsOf(kind, 1, count));
      vectors.link(kind, rowsOf(kind, 1, count));
    }
    await vectors.idle();
    return vectors;
  }

  /** The index holds exactly what SQLite holds, and searching agrees. */
  expectInStep(vectors: LibraryVectors): void {
    for (const [kind, index] of [
      ['image', vectors.images],
      ['text', vectors.texts],
    ] as const) {
      const rows = this.database.all<{ label: number; vector: Uint8Array }>(
        kind === 'image'
          ? "SELECT i.id AS label, e.vector FROM images i JOIN files f ON f.id = i.file_id JOIN embeddings e ON e.content_hash = f.content_hash AND e.kind = 'image'"
          : "SELECT p.id AS label, e.vector FROM products p JOIN embeddings e ON e.content_hash = p.text_hash AND e.kind = 'text'",
      );
      expect(index.size).toBe(rows.length);
      let found = 0;
      const differing: number[] = [];
      for (const row of rows) {
        const vector = fromBlob(row.vector);
        if (!vector.every((value, at) => index.get(row.label)?.[at] === value)) differing.push(row.label);
        if ((index.search(vector, 1)[0]?.similarity ?? 0) > 0.9999) found++;
      }
      expect(differing).toEqual([]);
      expect(found).toBeGreaterThanOrEqual(rows.length * 0.98);
    }
  }
}

/** A new one for each test of a file. */
export function vectorsPlace(): VectorsPlace {
  const place = new VectorsPlace();
  beforeEach(() => place.begin());
  afterEach(() => place.end());
  return place;
}

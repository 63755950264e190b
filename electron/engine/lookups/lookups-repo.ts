/** SQL of the table of photos that are looked up together. */
import { z } from 'zod';
import { type ErrorPayload, errorPayloadSchema } from '../../contract/errors.ts';
import { type PhotoAnswer, photoAnswerSchema } from '../../contract/lookups.ts';
import { type Region, regionSchema } from '../../contract/region.ts';
import type { Database } from '../db/database.ts';

export interface StoredPhoto {
  readonly id: number;
  readonly name: string;
  readonly path: string | null;
  readonly kept: boolean;
  readonly hash: string | null;
  readonly parts: boolean;
  readonly state: 'waiting' | 'done' | 'failed';
  readonly error: ErrorPayload | null;
}

export interface StoredRow {
  readonly photoId: number;
  readonly place: number;
  readonly hash: string;
  readonly region: Region | null;
  readonly answer: PhotoAnswer['answer'];
  readonly candidates: readonly { readonly productId: number; readonly probability: number }[];
  readonly unknownBarcodes: readonly string[];
  readonly saidNone: boolean;
}

export interface NewPhoto {
  readonly name: string;
  readonly path: string | null;
  readonly kept: boolean;
  readonly hash: string | null;
  readonly error: ErrorPayload | null;
}

type PhotoRecord = Omit<StoredPhoto, 'kept' | 'parts' | 'error'> & {
  kept: number;
  parts: number;
  error: string | null;
};
type RowRecord = Omit<StoredRow, 'region' | 'candidates' | 'unknownBarcodes' | 'saidNone'> & {
  region: string | null;
  candidates: string;
  barcodes: string;
  saidNone: number;
};

const partsKey = 'lookups.parts';
const candidatesSchema = z.array(z.object({ productId: z.int(), probability: z.number() }));
const barcodesSchema = photoAnswerSchema.shape.unknownBarcodes;

const photoColumns = 'id, name, path, kept, hash, parts, state, error';
const rowColumns = 'photo_id AS photoId, place, hash, region, answer, candidates, barcodes, said_none AS saidNone';

export class LookupsRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  /** Whether photos are looked up part by part. */
  parts(): boolean {
    return this.#db.get<{ value: string }>('SELECT value FROM settings WHERE key = ?', partsKey)?.value === 'true';
  }

  setParts(parts: boolean): void {
    this.#db.run('INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)', partsKey, String(parts));
  }

  photos(): StoredPhoto[] {
    return this.#db.all<PhotoRecord>(`SELECT ${photoColumns} FROM lookup_photos ORDER BY id`).map(toPhoto);
  }

  photo(id: number): StoredPhoto | undefined {
    const found = this.#db.get<PhotoRecord>(`SELECT ${photoColumns} FROM lookup_photos WHERE id = ?`, id);
    return found === undefined ? undefined : toPhoto(found);
  }

  nextWaiting(): StoredPhoto | undefined {
    const found = this.#db.get<PhotoRecord>(
      `SELECT ${photoColumns} FROM lookup_photos WHERE state = 'waiting' ORDER BY id LIMIT 1`,
    );
    return found === undefined ? undefined : toPhoto(found);
  }

  countPhotos(): number {
    return this.#db.get<{ n: number }>('SELECT count(*) AS n FROM lookup_photos')?.n ?? 0;
  }

  countWaiting(): number {
    return this.#db.get<{ n: number }>(`SELECT count(*) AS n FROM lookup_photos WHERE state = 'waiting'`)?.n ?? 0;
  }

  /** In the order of the photos. */
  rows(): StoredRow[] {
    return this.#db.all<RowRecord>(`SELECT ${rowColumns} FROM lookup_rows ORDER BY photo_id, place`).map(toRow);
  }

  row(photoId: number, place: number): StoredRow | undefined {
    const found = this.#db.get<RowRecord>(
      `SELECT ${rowColumns} FROM lookup_rows WHERE photo_id = ? AND place = ?`,
      photoId,
      place,
    );
    return found === undefined ? undefined : toRow(found);
  }

  add({ name, path, kept, hash, error }: NewPhoto): void {
    this.#db.run(
      'INSERT INTO lookup_photos (name, path, kept, hash, parts, state, error) VALUES (?, ?, ?, ?, ?, ?, ?)',
      name,
      path,
      Number(kept),
      hash,
      Number(this.parts()),
      error === null ? 'waiting' : 'failed',
      error === null ? null : JSON.stringify(error),
    );
  }

  /** In place of what was answered before. The file that was kept for it is of no use any more. */
  answered(id: number, hash: string, answers: readonly PhotoAnswer[]): void {
    this.#db.run('DELETE FROM lookup_rows WHERE photo_id = ?', id);
    this.#db.run(
      `UPDATE lookup_photos SET state = 'done', hash = ?, error = NULL, path = iif(kept, NULL, path), kept = 0 WHERE id = ?`,
      hash,
      id,
    );
    answers.forEach(({ hash: asked, region, answer, candidates, unknownBarcodes }, place) => {
      this.#db.run(
        'INSERT INTO lookup_rows (photo_id, place, hash, region, answer, candidates, barcodes) VALUES (?, ?, ?, ?, ?, ?, ?)',
        id,
        place,
        asked,
        region === null ? null : JSON.stringify(region),
        answer,
        JSON.stringify(candidates.map(({ product, probability }) => ({ productId: product.id, probability }))),
        JSON.stringify(unknownBarcodes),
      );
    });
  }

  failed(id: number, error: ErrorPayload): void {
    this.#db.run('DELETE FROM lookup_rows WHERE photo_id = ?', id);
    this.#db.run(`UPDATE lookup_photos SET state = 'failed', error = ? WHERE id = ?`, JSON.stringify(error), id);
  }

  /** Lets a photo wait to be looked up again, with what its rows say until then. */
  again(id: number, parts: boolean): void {
    this.#db.run(`UPDATE lookup_photos SET state = 'waiting', parts = ?, error = NULL WHERE id = ?`, Number(parts), id);
  }

  sayNone(photoId: number, place: number, saidNone: boolean): void {
    this.#db.run(
      'UPDATE lookup_rows SET said_none = ? WHERE photo_id = ? AND place = ?',
      Number(saidNone),
      photoId,
      place,
    );
  }

  /** @returns how many there were */
  remove(id: number | undefined): number {
    return id === undefined
      ? this.#db.run('DELETE FROM lookup_photos').changes
      : this.#db.run('DELETE FROM lookup_photos WHERE id = ?', id).changes;
  }
}

function toPhoto({ kept, parts, error, ...photo }: PhotoRecord): StoredPhoto {
  return {
    ...photo,
    kept: kept === 1,
    parts: parts === 1,
    error: error === null ? null : errorPayloadSchema.parse(JSON.parse(error)),
  };
}

function toRow({ region, candidates, barcodes, saidNone, ...row }: RowRecord): StoredRow {
  return {
    ...row,
    region: region === null ? null : regionSchema.parse(JSON.parse(region)),
    candidates: candidatesSchema.parse(JSON.parse(candidates)),
    unknownBarcodes: barcodesSchema.parse(JSON.parse(barcodes)),
    saidNone: saidNone === 1,
  };
}

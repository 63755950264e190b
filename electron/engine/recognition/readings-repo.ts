/** SQL of what was read on images, and of the words that products are found by through it. */
import { z } from 'zod';
import { type BarcodeOnImage, barcodeSchema, type TextLine, textLineSchema } from '../../contract/recognition.ts';
import type { Database } from '../db/database.ts';
import { segment } from '../text/segment.ts';

/** Grows when images should be read anew. */
export const readingVersion = 1;

/** Images smaller than this on their shorter side [px] are not read: what is on them cannot be. */
export const smallestRead = 200;

export interface ImageToRead {
  readonly hash: string;
  readonly paths: readonly string[];
}

export interface StoredReading {
  readonly hash: string;
  readonly lines: readonly TextLine[];
  readonly codes: readonly BarcodeOnImage[];
  readonly failure: string | null;
}

export interface ReadingCounts {
  readonly waiting: number;
  readonly read: number;
  readonly withText: number;
  readonly withCodes: number;
  readonly failed: number;
}

const linesSchema = z.array(textLineSchema);
const formatSchema = barcodeSchema.shape.format;

/** Pictures of products that are large enough and not read yet. */
const waiting = `pictures p WHERE min(p.width, p.height) >= ${smallestRead}
  AND NOT EXISTS (SELECT 1 FROM picture_readings r WHERE r.content_hash = p.content_hash AND r.version = ${readingVersion})
  AND EXISTS (SELECT 1 FROM files f JOIN images i ON i.file_id = f.id WHERE f.content_hash = p.content_hash)`;

export class ReadingsRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  counts(): ReadingCounts {
    const stored = this.#db.get<Omit<ReadingCounts, 'waiting' | 'withCodes'>>(
      `SELECT count(*) AS read, count(*) FILTER (WHERE lines <> '[]') AS withText,
         count(*) FILTER (WHERE failure IS NOT NULL) AS failed FROM picture_readings`,
    );
    const codes = this.#db.get<{ n: number }>('SELECT count(DISTINCT content_hash) AS n FROM picture_codes');
    return {
      ...{ read: 0, withText: 0, failed: 0, ...stored },
      withCodes: codes?.n ?? 0,
      waiting: this.countWaiting(),
    };
  }

  countWaiting(): number {
    return this.#db.get<{ n: number }>(`SELECT count(*) AS n FROM ${waiting}`)?.n ?? 0;
  }

  /** Up to `limit` images that wait, whose hash comes after `after`, by hash. */
  waiting(after: string, limit: number): ImageToRead[] {
    const hashes = this.#db.tuples<[string]>(
      `SELECT p.content_hash FROM ${waiting} AND p.content_hash > ? ORDER BY p.content_hash LIMIT ?`,
      after,
      limit,
    );
    return hashes.map(([hash]) => ({
      hash,
      paths: this.#db.tuples<[string]>('SELECT path FROM files WHERE content_hash = ?', hash).map(([path]) => path),
    }));
  }

  /** Which of these images are too small to be read, and which are pictures of this library at all. */
  sizes(hashes: readonly string[]): Map<string, 'small' | 'large'> {
    const rows = this.#db.all<{ hash: string; side: number }>(
      `SELECT content_hash AS hash, min(width, height) AS side FROM pictures
       WHERE content_hash IN (SELECT value FROM json_each(?))`,
      JSON.stringify(hashes),
    );
    return new Map(rows.map(({ hash, side }) => [hash, side < smallestRead ? 'small' : 'large']));
  }

  of(hashes: readonly string[]): Map<string, StoredReading> {
    const list = JSON.stringify(hashes);
    const rows = this.#db.all<{ hash: string; lines: string; failure: string | null }>(
      `SELECT content_hash AS hash, lines, failure FROM picture_readings
       WHERE content_hash IN (SELECT value FROM json_each(?))`,
      list,
    );
    const codes = Map.groupBy(
      this.#db.all<{ hash: string; format: string; text: string; gtin: string | null; valid: number }>(
        `SELECT content_hash AS hash, format, text, gtin, valid FROM picture_codes
         WHERE content_hash IN (SELECT value FROM json_each(?)) ORDER BY content_hash, position`,
        list,
      ),
      ({ hash }) => hash,
    );
    return new Map(
      rows.map(({ hash, lines, failure }) => [
        hash,
        {
          hash,
          failure,
          lines: linesSchema.parse(JSON.parse(lines)),
          codes: (codes.get(hash) ?? []).map(({ format, text, gtin, valid }) => {
            return { format: formatSchema.parse(format), text, gtin, valid: valid === 1 };
          }),
        },
      ]),
    );
  }

  /** Answers the products that show these images. Inside a transaction. */
  put(readings: readonly StoredReading[]): number[] {
    for (const { hash, lines, codes, failure } of readings) {
      const rounded = lines.map(({ text, confidence, quad }) => ({
        text,
        confidence: round(confidence),
        quad: quad.map(([x, y]) => [round(x), round(y)]),
      }));
      this.#db.run(
        'INSERT OR REPLACE INTO picture_readings (content_hash, version, lines, failure) VALUES (?, ?, ?, ?)',
        hash,
        readingVersion,
        JSON.stringify(rounded),
        failure,
      );
      this.#db.run('DELETE FROM picture_codes WHERE content_hash = ?', hash);
      codes.forEach(({ format, text, gtin, valid }, position) => {
        this.#db.run(
          `INSERT INTO picture_codes (content_hash, position, format, text, gtin, number, valid)
           VALUES (?, ?, ?, ?, ?, ?, ?)`,
          ...[hash, position, format, text, gtin, (gtin ?? text).replace(/^0+(?=.)/, ''), valid ? 1 : 0],
        );
      });
    }
    const told = readings.filter(({ lines, codes }) => lines.length + codes.length > 0).map(({ hash }) => hash);
    return this.#productsShowing(told);
  }

  #productsShowing(hashes: readonly string[]): number[] {
    return this.#db
      .tuples<[number]>(
        `SELECT DISTINCT i.product_id FROM files f JOIN images i ON i.file_id = f.id
         WHERE f.content_hash IN (SELECT value FROM json_each(?))`,
        JSON.stringify(hashes),
      )
      .map(([id]) => id);
  }

  /** Products whose images are others than when their words were written. */
  due(limit: number): number[] {
    return this.#db
      .tuples<[number]>('SELECT product_id FROM picture_words_due ORDER BY product_id LIMIT ?', limit)
      .map(([id]) => id);
  }

  countDue(): number {
    return this.#db.get<{ n: number }>('SELECT count(*) AS n FROM picture_words_due')?.n ?? 0;
  }

  /** Writes the words on the images of these products. Inside a transaction. */
  writeWords(productIds: readonly number[]): void {
    for (const id of productIds) {
      const said = this.#db
        .tuples<[string]>(
          `SELECT r.lines FROM images i JOIN files f ON f.id = i.file_id
             JOIN picture_readings r ON r.content_hash = f.content_hash
           WHERE i.product_id = ? ORDER BY i.position, i.id`,
          id,
        )
        .flatMap(([lines]) => linesSchema.parse(JSON.parse(lines)).map(({ text }) => text));
      const { language = '' } =
        this.#db.get<{ language: string }>('SELECT language FROM products WHERE id = ?', id) ?? {};
      const own = said.join(' ; ');
      const [plain, stemmed] = [segment(own), segment(own, language)];
      // An image may speak another language than the listing.
      const words = plain === stemmed ? plain : `${plain} ; ${stemmed}`;
      this.#db.run('DELETE FROM picture_words WHERE rowid = ?', id);
      if (words !== '') this.#db.run('INSERT INTO picture_words (rowid, words) VALUES (?, ?)', id, words);
      this.#db.run('DELETE FROM picture_words_due WHERE product_id = ?', id);
    }
  }

  /** Undefined while no person has decided. */
  isOn(): boolean | undefined {
    const row = this.#db.get<{ value: string }>("SELECT value FROM settings WHERE key = 'readImages'");
    return row === undefined ? undefined : row.value === 'on';
  }

  turn(on: boolean): void {
    this.#db.run(
      `INSERT INTO settings (key, value) VALUES ('readImages', ?)
       ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
      on ? 'on' : 'off',
    );
  }
}

/** Four digits: a tenth of a pixel of the usual image. */
function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

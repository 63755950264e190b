/** What a table of looked-up photos says as CSV, in the application and at the terminal. */
import type { ErrorPayload } from '../../contract/errors.ts';
import type { PhotoAnswer } from '../../contract/lookups.ts';
import type { Region } from '../../contract/region.ts';
import { writeCsv } from '../text/csv.ts';

export interface TableRow {
  readonly photo: string;
  /** The part of the photo; null: all of it. */
  readonly region: Region | null;
  /**
   * barcode: a product carries the number on it; one: probably `sku`; few: `sku` or one of `next`; none: likely not in
   * the catalog, `next` being what comes nearest; failed: the photo could not be read, `error` says why; waiting: not
   * looked up yet.
   */
  readonly answer: PhotoAnswer['answer'] | 'failed' | 'waiting';
  readonly sku: string | null;
  readonly title: string | null;
  /** Of `sku`, 0 to 1. */
  readonly probability: number | null;
  /** A person said so. */
  readonly confirmed: boolean;
  /** Which come next, likeliest first, up to two; up to three where none is named. */
  readonly next: readonly { readonly sku: string; readonly title: string; readonly probability: number }[];
  /** Numbers on it that no product carries, and those whose check digit is wrong. */
  readonly unknownBarcodes: readonly string[];
  readonly error: ErrorPayload | null;
}

export interface CountRow {
  readonly sku: string;
  readonly title: string;
  readonly confirmed: number;
  readonly toCheck: number;
}

const photoColumns = [
  'photo',
  'part',
  'answer',
  'sku',
  'title',
  'probability',
  'confirmed',
  'next',
  'unknown barcodes',
  'error',
];
const countColumns = ['sku', 'title', 'count', 'confirmed', 'to check'];

/** CSV; the part as `x y width height` in shares of the photo, what comes next as `sku (probability)`. */
export function photosTable(rows: readonly TableRow[]): string {
  const share = (value: number): string => value.toFixed(3);
  return writeCsv([
    photoColumns,
    ...rows.map((row) => [
      row.photo,
      row.region === null ? '' : [row.region.x, row.region.y, row.region.width, row.region.height].map(share).join(' '),
      ...[row.answer, row.sku ?? '', row.title ?? '', row.probability === null ? '' : share(row.probability)],
      row.confirmed ? 'yes' : '',
      row.next.map((other) => `${other.sku} (${share(other.probability)})`).join(', '),
      row.unknownBarcodes.join(', '),
      row.error?.message ?? '',
    ]),
  ]);
}

export function countsTable(counts: readonly CountRow[]): string {
  return writeCsv([
    countColumns,
    ...counts.map(({ sku, title, confirmed, toCheck }) => [
      ...[sku, title, String(confirmed + toCheck), String(confirmed), String(toCheck)],
    ]),
  ]);
}

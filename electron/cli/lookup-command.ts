/** `lookup`: which products photos show, one row a photo, as JSON or as a table. This is how a shelf is counted. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { AppError, throwIfCancelled, toAppError } from '../contract/errors.ts';
import { askedHash } from '../contract/region.ts';
import type { Client } from '../contract/rpc/client.ts';
import { isImageName } from '../engine/images/names.ts';
import { writeCsv } from '../engine/text/csv.ts';
import { type InLibrary, libraryOption } from './options.ts';
import type { Progress } from './output.ts';
import type { Terminal } from './terminal.ts';

export interface LookupRow {
  readonly photo: string;
  /**
   * barcode: a product carries the number on it; one: probably `sku`; few: `sku` or one of `next`; none: likely not in
   * the catalog, `next` being what comes nearest; failed: the photo could not be read, `error` says why.
   */
  readonly answer: 'barcode' | 'one' | 'few' | 'none' | 'failed';
  readonly sku: string | null;
  readonly title: string | null;
  /** Of `sku`, 0 to 1. */
  readonly probability: number | null;
  /** Which come next, likeliest first, up to two; up to three where none is named. */
  readonly next: readonly { readonly sku: string; readonly title: string; readonly probability: number }[];
  /** Numbers on it that no product carries, and those whose check digit is wrong. */
  readonly unknownBarcodes: readonly string[];
  readonly error: { readonly code: string; readonly message: string } | null;
}

export interface LookupCounts {
  readonly photos: number;
  readonly named: number;
  readonly unsure: number;
  readonly notListed: number;
  readonly failed: number;
}

interface LookupOptions extends InLibrary {
  readonly csv: boolean;
}

const note = `
A folder stands for the photos in it and below it. A row is barcode (the number on the photo is that of a product), one (probably this
product), few (this product or one of the next), none (likely not in the catalog), or failed (the photo could not be read, which costs
its own row alone).`;

export function addLookup(program: Command, terminal: Terminal): void {
  program
    .command('lookup')
    .description('tell which products photos show, one row a photo')
    .argument('<photo...>', 'photos, or folders of them')
    .addOption(libraryOption())
    .option('--csv', 'a table in place of JSON', false)
    .addHelpText('after', note)
    .action(async (photos: string[], { library, csv }: LookupOptions) => {
      const [signal, progress] = [terminal.signal(), terminal.progress()];
      const files = await photosAt(photos);
      const rows = await terminal.ask((client) => runLookup(client, files, { signal, progress }), library);
      if (csv) await terminal.printText(toTable(rows));
      else await terminal.printJson({ ...countsOf(rows), rows });
    });
}

/** Photos in the order in which they were named, those of a folder by name. @throws {AppError} `NOT_FOUND` for a folder without any */
export async function photosAt(places: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const place of places) {
    const isFolder = await stat(place).then(
      (is) => is.isDirectory(),
      () => false,
    );
    if (!isFolder) {
      found.push(place);
      continue;
    }
    const names = (await readdir(place, { recursive: true })).filter((name) => isImageName(name)).sort();
    if (names.length === 0) throw new AppError('NOT_FOUND', `There is no photo in ${place}. Name one that has some.`);
    found.push(...names.map((name) => path.join(place, name)));
  }
  return [...new Set(found)];
}

/** @throws {AppError} `CANCELLED`; what is wrong with a photo is said in its row */
export async function runLookup(
  client: Client,
  photos: readonly string[],
  { signal, progress }: { readonly signal: AbortSignal; readonly progress: Progress },
): Promise<LookupRow[]> {
  const rows: LookupRow[] = [];
  for (const photo of photos) {
    throwIfCancelled(signal);
    progress.show(`lookup ${rows.length + 1}/${photos.length} ${path.basename(photo)}`, rows.length / photos.length);
    rows.push(await lookUpOne(client, photo));
  }
  progress.end();
  return rows;
}

async function lookUpOne(client: Client, photo: string): Promise<LookupRow> {
  const empty = { photo, sku: null, title: null, probability: null, next: [], unknownBarcodes: [], error: null };
  try {
    const { hash, content } = await client.call('search.addImage', { path: path.resolve(photo) });
    const codes = await client.call('search.barcodes', { hash });
    const unknownBarcodes = codes.filter(({ products }) => products.length === 0).map(({ text }) => text);
    // A screenshot without its bars; a barcode may stand on them.
    const asked = askedHash({ hash, region: content });
    const { verdict, candidates } = await client.call('search.lookUp', { hash: asked });
    const likely = candidates.map(({ product: { sku, title }, probability }) => ({ sku, title, probability }));
    const [coded] = codes.flatMap(({ products }) => products);
    if (coded !== undefined) {
      const { sku, title } = coded;
      const next = likely.filter((other) => other.sku !== sku).slice(0, 2);
      return { ...empty, answer: 'barcode', sku, title, probability: 1, next, unknownBarcodes };
    }
    const [first, ...next] = likely;
    if (verdict === 'none' || first === undefined) return { ...empty, answer: 'none', next: likely, unknownBarcodes };
    return { ...empty, answer: verdict, ...first, next: next.slice(0, 2), unknownBarcodes };
  } catch (error) {
    const { code, message } = toAppError(error);
    // Without a library or a model the next photo fares no better.
    if (!ofPhoto.test(code)) throw error;
    return { ...empty, answer: 'failed', error: { code, message } };
  }
}

const ofPhoto = /^(?:FILE_|IMAGE_|NOT_AN_IMAGE|LINK_|BAD_REQUEST)/;

export function countsOf(rows: readonly LookupRow[]): LookupCounts {
  const count = (...answers: LookupRow['answer'][]): number =>
    rows.filter(({ answer }) => answers.includes(answer)).length;
  return {
    photos: rows.length,
    named: count('barcode', 'one'),
    unsure: count('few'),
    notListed: count('none'),
    failed: count('failed'),
  };
}

const columns = ['photo', 'answer', 'sku', 'title', 'probability', 'next', 'unknown barcodes', 'error'];

/** CSV; what comes next as `sku (probability)`. */
export function toTable(rows: readonly LookupRow[]): string {
  const share = (value: number): string => value.toFixed(3);
  return writeCsv([
    columns,
    ...rows.map(({ photo, answer, sku, title, probability, next, unknownBarcodes, error }) => [
      ...[photo, answer, sku ?? '', title ?? '', probability === null ? '' : share(probability)],
      next.map((other) => `${other.sku} (${share(other.probability)})`).join(', '),
      unknownBarcodes.join(', '),
      error?.message ?? '',
    ]),
  ]);
}

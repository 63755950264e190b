/** `lookup`: which products photos show, one row a photo or a part of one, as JSON or as a table. This is how a shelf is counted. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { AppError, throwIfCancelled, toAppError } from '../contract/errors.ts';
import type { PhotoAnswer } from '../contract/lookups.ts';
import type { Client } from '../contract/rpc/client.ts';
import { isImageName } from '../engine/images/names.ts';
import { isOfPhoto } from '../engine/lookups/of-photo.ts';
import { type CountRow, countsTable, photosTable, type TableRow } from '../engine/lookups/table.ts';
import { type InLibrary, libraryOption } from './options.ts';
import type { Progress } from './output.ts';
import type { Terminal } from './terminal.ts';

export interface LookupCounts {
  readonly photos: number;
  readonly named: number;
  readonly unsure: number;
  readonly notListed: number;
  readonly failed: number;
}

interface LookupOptions extends InLibrary {
  readonly csv: boolean;
  readonly regions: boolean;
  readonly count: boolean;
}

const note = `
A folder stands for the photos in it and below it. A row is barcode (the number on the photo is that of a product), one (probably this
product), few (this product or one of the next), none (likely not in the catalog), or failed (the photo could not be read, which costs
its own row alone). With --regions a photo of several products has a row for each part that may show one. With --count the answer is how
often each product was seen: count is all of it, confirmed what a person said of these very photos before.`;

export function addLookup(program: Command, terminal: Terminal): void {
  program
    .command('lookup')
    .description('tell which products photos show, one row a photo')
    .argument('<photo...>', 'photos, or folders of them')
    .addOption(libraryOption())
    .option('--regions', 'look for several products on each photo, one row a product', false)
    .option('--count', 'how often each product was seen in place of the rows', false)
    .option('--csv', 'a table in place of JSON', false)
    .addHelpText('after', note)
    .action(async (photos: string[], { library, csv, regions, count }: LookupOptions) => {
      const [signal, progress] = [terminal.signal(), terminal.progress()];
      const files = await photosAt(photos);
      const rows = await terminal.ask((client) => runLookup(client, files, { signal, progress, regions }), library);
      const products = productsOf(rows);
      if (csv) await terminal.printText(count ? countsTable(products) : photosTable(rows));
      else await terminal.printJson({ ...countsOf(rows), ...(count ? { products } : { rows }) });
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

interface RunOptions {
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** Several products on a photo are looked for. */
  readonly regions: boolean;
}

/** @throws {AppError} `CANCELLED`; what is wrong with a photo is said in its row */
export async function runLookup(
  client: Client,
  photos: readonly string[],
  { signal, progress, regions }: RunOptions,
): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  for (const [done, photo] of photos.entries()) {
    throwIfCancelled(signal);
    progress.show(`lookup ${done + 1}/${photos.length} ${path.basename(photo)}`, done / photos.length);
    rows.push(...(await lookUpOne(client, photo, regions)));
  }
  progress.end();
  return rows;
}

async function lookUpOne(client: Client, photo: string, parts: boolean): Promise<TableRow[]> {
  try {
    const answers = await client.call('lookups.photo', { path: path.resolve(photo), parts });
    return answers.map((answer) => toRow(photo, answer));
  } catch (error) {
    const failure = toAppError(error);
    // Without a library or a model the next photo fares no better.
    if (!isOfPhoto(failure.code)) throw error;
    const empty = { region: null, sku: null, title: null, probability: null, confirmed: false };
    return [{ photo, answer: 'failed', ...empty, next: [], unknownBarcodes: [], error: failure.toPayload() }];
  }
}

function toRow(photo: string, { answer, region, candidates, confirmed, unknownBarcodes }: PhotoAnswer): TableRow {
  const likely = candidates.map(({ product: { sku, title }, probability }) => ({ sku, title, probability }));
  const row = { photo, region, answer, confirmed, unknownBarcodes, error: null };
  const [first, ...next] = likely;
  if (answer === 'none' || first === undefined)
    return { ...row, sku: null, title: null, probability: null, next: likely };
  return { ...row, ...first, next: next.slice(0, 2) };
}

export function countsOf(rows: readonly TableRow[]): LookupCounts {
  const count = (...answers: TableRow['answer'][]): number =>
    rows.filter(({ answer }) => answers.includes(answer)).length;
  return {
    photos: new Set(rows.map(({ photo }) => photo)).size,
    named: count('barcode', 'one'),
    unsure: count('few'),
    notListed: count('none'),
    failed: count('failed'),
  };
}

/** How often each product was seen, the most frequent first. */
function productsOf(rows: readonly TableRow[]): CountRow[] {
  const found = new Map<string, CountRow>();
  for (const { sku, title, confirmed } of rows) {
    if (sku === null) continue;
    const count = found.get(sku) ?? { sku, title: title ?? '', confirmed: 0, toCheck: 0 };
    found.set(sku, {
      ...count,
      confirmed: count.confirmed + Number(confirmed),
      toCheck: count.toCheck + Number(!confirmed),
    });
  }
  return [...found.values()].sort((a, b) => b.confirmed + b.toCheck - a.confirmed - a.toCheck);
}

/** Writing files as jobs, remembering what was written, and taking it back. */
import { createReadStream } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { MethodParams, MethodResult } from '../../../contract/contract.ts';
import { AppError } from '../../../contract/errors.ts';
import { type ExportChoices, type ExportResult, exportRequestSchema } from '../../../contract/exchange.ts';
import { exists, writeAtomically, writeFailure } from '../../files/atomic-file.ts';
import { sha256Of } from '../../files/checksum.ts';
import { fileIn } from '../../files/file-in.ts';
import type { RecordOptions } from '../../ingest/tables/records.ts';
import { rewriteTable } from '../../ingest/tables/rewrite/index.ts';
import type { JobContext } from '../../jobs/types.ts';
import { writeCsv } from '../../text/csv.ts';
import { assertColumns, choicesFor } from '../choices.ts';
import { exportedValue, type PlannedChange } from '../planned-change.ts';
import { type SourceTable, sourceTable } from '../source-table.ts';
import type { Exchange } from '../types.ts';
import { exportCatalog } from './catalog-export.ts';
import { refusedChanges, sourceEdits } from './source-edits.ts';

type ExportRequest = MethodParams<'exchange.export'>;

export const exportTaskSchema = z.object({ ...exportRequestSchema, out: z.string() });
type ExportTask = z.infer<typeof exportTaskSchema>;

const refusedShown = 1000;
const endings = { shopify: '.csv', woocommerce: '.csv', google: '.tsv', xlsx: '.xlsx', jsonl: '.jsonl' } as const;

/** @throws {AppError} `NOT_FOUND`, `BAD_REQUEST`, `CONFLICT` for a source that changed or a file that is there */
export async function startExport(
  exchange: Exchange,
  request: ExportRequest,
): Promise<MethodResult<'exchange.export'>> {
  const sourceId = request.format === 'source' ? (request.sourceId ?? onlyTable(exchange)) : request.sourceId;
  const out = await place(exchange, { ...request, sourceId });
  if (request.format === 'source' && sourceId !== undefined) {
    await assertReady(exchange, sourceId);
    const table = sourceTable(exchange.catalog, sourceId);
    if (table !== undefined) assertColumns(table, request.columns ?? []);
  }
  if (!request.overwrite && (await exists(out))) {
    throw new AppError(
      'CONFLICT',
      `${out} is there already. Choose another name, or say that it may be written over.`,
      {
        details: { why: 'file-there', path: out },
      },
    );
  }
  const task: ExportTask = { ...request, sourceId, out };
  const job = exchange.jobs.start('export', out, task);
  return { jobId: job.id, path: out };
}

export async function runExport(
  exchange: Exchange,
  task: ExportTask,
  context: JobContext,
): Promise<Record<string, unknown>> {
  const started = performance.now();
  const seconds = (): number => Math.round(performance.now() - started) / 1000;
  const { format, out, overwrite } = task;
  let result: ExportResult;
  if (format === 'source') result = await exportSource(exchange, task, context);
  else {
    let products = 0;
    const bytes = await writeAtomically(out, overwrite, async (write) => {
      products = await exportCatalog(exchange, { format, vectors: task.vectors }, write, context);
    });
    const nothing = { changes: 0, cells: 0, refused: [], redirects: null, exportId: null };
    result = { path: out, format, bytes, products, ...nothing, seconds: 0 };
  }
  return { ...result, seconds: seconds() };
}

async function exportSource(exchange: Exchange, task: ExportTask, context: JobContext): Promise<ExportResult> {
  const { repo, sets } = exchange;
  const { out, overwrite } = task;
  const sourceId = task.sourceId as number;
  await assertReady(exchange, sourceId);
  context.report({ phase: 'read', done: 0, total: null });
  const choices = choicesFor(exchange, sourceId, task);
  const { table, changes } = await sets.of(sourceId, choices);
  if (table === undefined) throw unread(exchange.catalog.sources.get(sourceId).path);
  const marks = repo.marks(sourceId);
  const wanted = task.changes ? changes.filter(({ id }) => marks.get(id)?.leftOut !== true) : [];
  const plan = sourceEdits(table, wanted, choices.newColumns);
  context.report({ phase: 'write', done: 0, total: null, current: out });
  const overSource = path.resolve(out) === path.resolve(table.source.path);
  const backup = overSource ? await keepOriginal(exchange, table) : null;
  let outcome: Awaited<ReturnType<typeof rewriteTable>> = { written: 0, refused: [] };
  const shape = { headerLine: table.writing.headerLine, width: table.columns.length };
  const bytes = await writeAtomically(out, overwrite, async (write) => {
    outcome = await rewriteTable(recordsOf(table), shape, plan.edits, write, context.signal);
  });
  const refused = refusedChanges(plan, table, outcome.refused);
  const left = new Set(refused.map(({ change }) => change));
  const written = plan.taken.filter((change) => !left.has(change));
  const redirects = task.changes
    ? await writeRedirects(exchange, { ...task, merged: choices.merged }, table, written)
    : null;
  const exportId = repo.addExport(
    {
      source: table.source.path,
      format: 'source',
      path: out,
      changes: written.length,
      backup,
      at: new Date().toISOString(),
    },
    written.map((change) => [change.id, exportedValue(change)] as const),
  );
  if (overSource) exchange.rescan(sourceId);
  return {
    path: out,
    format: 'source',
    bytes,
    products: new Set(written.map(({ productId }) => productId)).size,
    changes: written.length,
    cells: outcome.written,
    refused: [
      ...wanted
        .filter((change) => !plan.taken.includes(change))
        .map(({ sku, kind, refused: why }) => ({ sku, column: kind, why: why ?? 'no-column' })),
      ...refused.map(({ change, column, why }) => ({ sku: change?.sku ?? '', column, why })),
    ].slice(0, refusedShown),
    redirects,
    exportId,
    seconds: 0,
  };
}

/** Puts back what an export wrote over the source; the file of an export elsewhere stays, and is only forgotten. @throws {AppError} `NOT_FOUND`, `CONFLICT` */
export async function takeBackExport(exchange: Exchange, exportId: number): Promise<MethodResult<'exchange.takeBack'>> {
  const { repo, catalog, libraryDir } = exchange;
  const found = repo.getExport(exportId);
  if (found === undefined) throw new AppError('NOT_FOUND', 'That export is not in the log.', { details: { exportId } });
  if (found.takenBackAt !== null)
    throw new AppError('CONFLICT', 'That was taken back already.', { details: { why: 'undone-already' } });
  const restored = found.backup !== null;
  if (found.backup !== null) {
    const backup = fileIn(path.join(libraryDir, 'exports'), found.backup);
    await writeAtomically(found.path, true, async (write) => {
      for await (const piece of createReadStream(backup)) await write(piece as Buffer);
    }).catch((error) => {
      throw writeFailure(found.path, error);
    });
  }
  repo.takeBack(exportId);
  const source = restored ? catalog.sources.all().find(({ path: own }) => own === found.source) : undefined;
  if (source !== undefined) exchange.rescan(source.id);
  return { path: found.path, restored };
}

function onlyTable({ catalog }: Exchange): number {
  const tables = catalog.sources.all().filter(({ kind }) => kind === 'table');
  const [only] = tables;
  if (tables.length === 1 && only !== undefined) return only.id;
  const names = tables.map(({ path: file }) => file).join(', ');
  throw new AppError(
    'BAD_REQUEST',
    tables.length === 0
      ? 'No table was imported into this library, so there is none to give back. Choose another format.'
      : `Say which table is to be given back: ${names}.`,
    { details: { why: tables.length === 0 ? 'no-table' : 'which-table' } },
  );
}

async function assertReady({ sets }: Exchange, sourceId: number): Promise<void> {
  const { state, path: file } = await sets.source(sourceId);
  if (state === 'ready') return;
  if (state === 'unread') throw unread(file);
  const words = {
    changed: `${file} was changed since it was read. Read it again first; what you changed stays.`,
    gone: `${file} is not there. It may have been moved or renamed.`,
    folder: `${file} is a folder of images, so there is no table to give back. Choose another format.`,
  }[state];
  const why = { changed: 'source-changed', gone: 'table-gone', folder: 'no-table' }[state];
  throw new AppError(state === 'gone' ? 'FILE_MISSING' : 'CONFLICT', words, { details: { why, path: file } });
}

function unread(file: string): AppError {
  return new AppError(
    'CONFLICT',
    `${file} was read by an earlier version. Read it again first; what you changed stays.`,
    {
      details: { why: 'source-unread', path: file },
    },
  );
}

function recordsOf({ source, header, writing }: SourceTable): RecordOptions {
  const { path: file } = source;
  if (writing.kind === 'workbook') return { kind: 'workbook', path: file, sheet: header.sheet ?? undefined };
  if (writing.kind === 'feed') return { kind: 'feed', path: file, encoding: header.encoding, header: header.columns };
  const delimiter = header.delimiter as Extract<RecordOptions, { kind: 'text' }>['delimiter'];
  return { kind: 'text', path: file, encoding: header.encoding, delimiter, backslash: writing.backslash };
}

/** Where the file goes: beside the source, or into the library's folder, under a name that is free. */
async function place({ catalog, libraryDir }: Exchange, { out, format, sourceId }: ExportRequest): Promise<string> {
  if (out !== undefined) return path.resolve(out);
  const source = sourceId === undefined ? undefined : catalog.sources.get(sourceId).path;
  const { dir, name, ext } = path.parse(source ?? path.join(libraryDir, 'products.csv'));
  const ending = format === 'source' ? ext : endings[format];
  const word = format === 'source' ? 'corrected' : format;
  for (let number = 1; ; number++) {
    const file = path.join(dir, `${name}-${word}${number === 1 ? '' : `-${number}`}${ending}`);
    if (!(await exists(file))) return file;
  }
}

/** Copies the table into the library's folder before it is written over. */
async function keepOriginal({ libraryDir }: Exchange, { source }: SourceTable): Promise<string> {
  const folder = path.join(libraryDir, 'exports');
  const name = `${await sha256Of(source.path)}${path.extname(source.path)}`;
  const file = path.join(folder, name);
  try {
    await mkdir(folder, { recursive: true });
    if (!(await exists(file))) await copyFile(source.path, file);
  } catch (error) {
    throw writeFailure(file, error);
  }
  return name;
}

/**
 * Where merged listings lead on to: the shop system's own table of redirects, or a plain one of numbers, titles and addresses where it has
 * none that could be made from its table. Null when nothing was merged.
 */
async function writeRedirects(
  { catalog }: Exchange,
  { out, overwrite, merged }: Pick<ExportTask, 'out' | 'overwrite'> & Pick<ExportChoices, 'merged'>,
  { dialect }: SourceTable,
  written: readonly PlannedChange[],
): Promise<string | null> {
  if (merged === 'leave') return null;
  const own = dialect?.redirects;
  const rows = written.flatMap(({ kind, productId }) => {
    const keeper = kind === 'merged' ? catalog.merges.keeperOf(productId) : undefined;
    const there = (id: number | undefined): id is number =>
      id !== undefined && catalog.products.listed(id) !== undefined;
    const [from, to] = [productId, keeper].map((id) => (there(id) ? catalog.products.asListed(id) : undefined));
    if (from === undefined || to === undefined) return [];
    return own === undefined
      ? [[from.sku, from.title, from.url ?? '', to.sku, to.title, to.url ?? '']]
      : [[own.address(from.sku), own.address(to.sku)]];
  });
  if (rows.length === 0) return null;
  const { dir, name } = path.parse(out);
  const file = path.join(dir, `${name}-${own === undefined ? 'merged' : 'redirects'}.csv`);
  const header = own?.header ?? plainRedirects;
  await writeAtomically(file, overwrite || !(await exists(file)), (write) => write(writeCsv([header, ...rows])));
  return file;
}

const plainRedirects = ['Old number', 'Old title', 'Old address', 'New number', 'New title', 'New address'];

/** Looks at a product table without importing it. */
import { open } from 'node:fs/promises';
import path from 'node:path';
import type { TablePreview, TableWarning } from '../../../contract/ingest.ts';
import type { WebLookUp } from '../web/web-address.ts';
import { decode } from './decoding.ts';
import { findLayout, type TableLayout } from './layout.ts';
import { dataRecords, surveyTable, type TableSurvey } from './read.ts';
import type { TableSource } from './source.ts';
import type { TableOptions } from './types.ts';
import { WebHosts } from './web-hosts.ts';

/** Folders are listed once, so that a row costs next to nothing; a person sees the figure beside that of all rows. */
const rowsWithImagesLookedAt = 100_000;
const linesOfEncodings = 4;
const examplesOfPrices = 3;

/** @throws {AppError} as `readTable`, except that a table without anything to make products of can be shown: the mapping can still be changed */
export async function previewTable(
  file: string,
  options: TableOptions = {},
  web: WebLookUp = () => undefined,
): Promise<TablePreview> {
  const layout = await findLayout(path.resolve(file), options);
  const survey = await surveyTable(layout, undefined, web);
  const seen = await lookAtRows(layout, survey);
  const { source } = layout;
  return {
    kind: 'table',
    path: layout.path,
    file: source.kind,
    format: layout.dialect?.id ?? 'table',
    sheets: source.kind === 'workbook' ? [...source.sheets] : [],
    sheet: layout.sheet,
    delimiter: layout.delimiter,
    encoding: source.kind === 'workbook' ? 'utf-8' : source.encoding,
    encodings: await readingsOf(source),
    listSeparator: options.listSeparator ?? listSeparatorOf(layout),
    rows: survey.rows,
    products: survey.counts.size,
    prices: seen.prices,
    columns: layout.columns.map(({ name, role, group, samples }) => ({
      name,
      role,
      group: group ?? null,
      samples: [...samples],
    })),
    remembered: false,
    imagesFound: seen.found,
    imagesMissing: seen.missing,
    web: seen.web.said(),
    warnings: [...layout.warnings, ...warningsOf(survey, seen)],
    earlier: [],
  };
}

/** Names of the columns. @throws {AppError} as `readTable` */
export async function columnsOf(file: string, options: TableOptions = {}): Promise<string[]> {
  return (await findLayout(path.resolve(file), options)).columns.map(({ name }) => name);
}

interface Seen {
  readonly found: number;
  readonly missing: number;
  readonly remote: number;
  readonly web: WebHosts;
  /** The first that is not where the table says; null when none is. */
  readonly lost: string | null;
  readonly prices: TablePreview['prices'];
}

async function lookAtRows(layout: TableLayout, { images, prices }: TableSurvey): Promise<Seen> {
  const pictured = layout.columns.filter((column) => column.role === 'image');
  const priced = layout.columns.filter((column) => column.role === 'price');
  const currency = layout.columns.find((column) => column.role === 'currency');
  const read: TablePreview['prices'] = [];
  let lost: string | null = null;
  const web = new WebHosts();
  const counts = { found: 0, missing: 0, remote: 0 };
  let rows = 0;
  for await (const record of dataRecords(layout)) {
    for (const column of pictured) {
      for (const found of await images.findAll(record.cells[column.index] ?? '')) {
        if (found.kind === 'file') counts.found++;
        else if (found.kind === 'remote') web.add(found.address);
        else counts.missing++;
        if (found.kind === 'missing' && found.code === 'IMAGE_REMOTE') counts.remote++;
        else if (found.kind === 'missing') lost ??= found.path;
      }
    }
    for (const { index, name } of priced) {
      const cell = record.cells[index] ?? '';
      const own = read.filter(({ column }) => column === name);
      if (own.length >= examplesOfPrices || own.some((example) => example.cell === cell)) continue;
      const said = currency === undefined ? null : (record.cells[currency.index] ?? '').trim().toUpperCase() || null;
      const money = prices.get(index)?.read(cell, said);
      if (money !== undefined)
        read.push({ column: name, cell, amount: money.amount, currency: said ?? money.currency });
    }
    if (++rows === rowsWithImagesLookedAt) break;
  }
  return { ...counts, web, lost, prices: read };
}

/** A few lines with characters beyond ASCII as each encoding has them; those that differ nowhere count once. */
async function readingsOf(source: TableSource): Promise<TablePreview['encodings']> {
  if (source.kind !== 'text' || source.otherEncodings.length === 0) return [];
  const lines = await foreignLines(source.path);
  const shown = new Map<string, TablePreview['encodings'][number]>();
  for (const encoding of [source.encoding, ...source.otherEncodings]) {
    const texts = lines.map((line) => decode(line, encoding).trim().slice(0, 160));
    const key = texts.join('\n');
    if (!shown.has(key)) shown.set(key, { encoding, lines: texts });
  }
  return shown.size < 2 ? [] : [...shown.values()];
}

async function foreignLines(file: string): Promise<Buffer[]> {
  const handle = await open(file, 'r');
  try {
    const lines: Buffer[] = [];
    const piece = Buffer.alloc(1024 * 1024);
    for (let at = 0; lines.length < linesOfEncodings; at += piece.length) {
      const { bytesRead } = await handle.read(piece, 0, piece.length, at);
      if (bytesRead === 0) break;
      const bytes = piece.subarray(0, bytesRead);
      for (let start = 0; start < bytes.length && lines.length < linesOfEncodings; ) {
        const newline = bytes.indexOf(0x0a, start);
        const end = newline === -1 ? bytes.length : newline;
        const line = bytes.subarray(start, end);
        const first = line.findIndex((byte) => byte > 0x7f);
        if (first !== -1) lines.push(Buffer.from(line.subarray(Math.max(0, first - 60), first + 160)));
        start = end + 1;
      }
    }
    return lines;
  } finally {
    await handle.close();
  }
}

function warningsOf(survey: TableSurvey, seen: Seen): TableWarning[] {
  const { layout, leftOut, broken, prices } = survey;
  const has = (role: string): boolean => layout.columns.some((column) => column.role === role);
  const warnings: TableWarning[] = [];
  const warn = (why: TableWarning['why'], message: string, values: TableWarning['values'] = {}): void => {
    warnings.push({ why, message, values });
  };
  if (broken !== null) {
    const encoding = layout.source.kind === 'workbook' ? 'utf-8' : layout.source.encoding;
    warn(
      'unreadable-characters',
      `${broken.count} rows have characters that cannot be read as ${encoding}; the first is line ${broken.line}. Choose another encoding, or correct them in the table.`,
      { encoding, ...broken },
    );
  }
  if (!has('image')) {
    warn(
      'no-pictures',
      'No column names pictures; products come in as listings without. Choose the column that holds the picture files.',
    );
  }
  if (!has('sku') && layout.dialect === undefined) {
    warn('no-sku', 'No column holds a product number; products are told apart by their pictures or titles.');
  }
  if (!has('title')) {
    warn(
      'no-title',
      'No column holds a title; titles are made from type, colour and brand, or from the product number.',
    );
  }
  // Without any, no row can be taken, which has been said.
  if (leftOut !== null && (has('sku') || has('image') || has('title'))) {
    warn(
      'rows-left-out',
      `${leftOut.count} rows cannot be read and will be left out; the first is line ${leftOut.line}. Check the delimiter and quotes.`,
      { ...leftOut },
    );
  }
  for (const { index, name, role, use } of layout.columns) {
    const unread = prices.get(index)?.unread;
    if (unread === undefined || unread.count === 0 || (role !== 'price' && use !== 'compare-price')) continue;
    const examples = unread.examples.map((cell) => `"${cell}"`).join(', ');
    warn(
      'prices-unclear',
      `${unread.count} of ${unread.of} cells in the column "${name}" are not clear as prices and will be left out, such as ${examples}.`,
      { column: name, count: unread.count, of: unread.of, examples },
    );
  }
  if (seen.lost !== null) {
    const count = seen.missing - seen.remote;
    warn(
      'pictures-not-found',
      `${count} pictures are not where the table says; the first is ${seen.lost}. Paths count from the folder of the table.`,
      { count, path: seen.lost },
    );
  }
  if (seen.remote > 0) {
    warn(
      'pictures-on-web',
      `${seen.remote} pictures are on another computer. Copy them into the folder of the table, or put local paths into the column.`,
      { count: seen.remote },
    );
  }
  return warnings;
}

/** That of the images, else that of the tags, else one that cells rarely hold. */
function listSeparatorOf(layout: TableLayout): string {
  const of = (role: string): string | undefined =>
    layout.columns
      .filter((column) => column.role === role)
      .flatMap(({ separators }) => separators.filter((separator) => separator !== '\n'))[0];
  return of('image') ?? of('tag') ?? (layout.delimiter === '|' ? ';' : '|');
}

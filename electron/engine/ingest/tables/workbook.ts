/** Reads the sheets of a workbook (.xlsx) as rows of text. */
import { readFile, stat } from 'node:fs/promises';
import { AppError } from '../../../contract/errors.ts';
import type { TableRecord } from './records.ts';

/** Loaded when there is a workbook: it takes as long as a tenth of the engine. */
const library = () => import('read-excel-file/node');

/** Sheets are held in memory as a whole. */
const maxBytes = 200 * 1024 * 1024;

/** Names of the sheets, in order. @throws {AppError} `TABLE_UNREADABLE` */
export async function sheetNames(path: string): Promise<string[]> {
  return attempt(path, async (bytes) => {
    const { default: readWorkbook } = await library();
    return (await readWorkbook(bytes, options)).map(({ sheet }) => sheet);
  });
}

/** Rows that are not blank, with their numbers in the sheet. @throws {AppError} `TABLE_UNREADABLE`, `TABLE_MAPPING` for a sheet that is not there */
export async function sheetRows(path: string, sheet: string | undefined): Promise<TableRecord[]> {
  const rows = await attempt(path, async (bytes) => (await library()).readSheet(bytes, sheet ?? 1, options));
  return rows.flatMap((row, index) => {
    const raw = row.map(textOfCell);
    return raw.some((cell) => cell.trim() !== '')
      ? [{ line: index + 1, raw, cells: raw.map((cell) => cell.trim()), fault: null }]
      : [];
  });
}

/** Numbers stay as they are written in the file, which is in the notation of programs whatever the sheet shows. */
const options = { trim: false, parseNumber: plainNumber };

/** "19.899999999999999" is 19.9 that went through binary; "0012" stays. */
function plainNumber(written: string): string {
  if (!/[.eE]/.test(written)) return written;
  const number = Number(written);
  return Number.isFinite(number) ? String(Number(number.toPrecision(15))) : written;
}

function textOfCell(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) {
    const iso = cell.toISOString();
    return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19).replace('T', ' ');
  }
  return String(cell).replace(/\r\n?/g, '\n');
}

async function attempt<T>(path: string, work: (bytes: Buffer) => Promise<T>): Promise<T> {
  const { size } = await stat(path);
  if (size > maxBytes) {
    throw new AppError(
      'TABLE_UNREADABLE',
      `${path} has ${Math.round(size / 1024 / 1024)} MB, more than a workbook may have here (${maxBytes / 1024 / 1024} MB). Save the sheet as CSV (UTF-8).`,
      { details: { why: 'table-workbook', path } },
    );
  }
  const bytes = await readFile(path);
  try {
    return await work(bytes);
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    const why = error instanceof Error ? error.message : String(error);
    if (name === 'SheetNotFoundError') {
      throw new AppError('TABLE_MAPPING', `${path}: ${why}. Choose another sheet.`, {
        details: { path },
        cause: error,
      });
    }
    throw new AppError(
      'TABLE_UNREADABLE',
      `${path} cannot be read as a workbook (${why}). Open it in the spreadsheet program and save it as .xlsx or CSV (UTF-8).`,
      { details: { why: 'table-workbook', path }, cause: error },
    );
  }
}

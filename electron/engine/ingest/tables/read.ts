/** Reads a product table row by row. */
import type { TableItem, TableOptions } from './types.ts';

/**
 * Products and problems of the table at `path`, in the order of the table; memory stays small however long it is.
 * @throws {AppError} `FILE_MISSING`, `TABLE_UNREADABLE`, `TABLE_EMPTY`, `TABLE_MAPPING` before the first product
 */
export async function* readTable(
  path: string,
  options: TableOptions = {},
  signal?: AbortSignal,
): AsyncGenerator<TableItem> {
  throw new Error(`not written yet: ${path} ${JSON.stringify(options)} ${signal}`);
}

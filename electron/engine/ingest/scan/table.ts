/** The products of a table in the form that the import works on. */
import { readTable, type TableOptions } from '../tables/index.ts';
import type { ScanItem } from './types.ts';

/** @throws {AppError} as `readTable`, before the first product */
export async function* scanTable(path: string, options: TableOptions, signal?: AbortSignal): AsyncGenerator<ScanItem> {
  for await (const item of readTable(path, options, signal)) {
    if (item.kind === 'product') {
      const { kind, imagePaths, row, ...draft } = item;
      yield { kind, draft, imagePaths, row };
    } else {
      const { kind, sku, path: file, row, code, reason } = item;
      yield { kind, productSku: sku, path: file, row, code, reason };
    }
  }
}

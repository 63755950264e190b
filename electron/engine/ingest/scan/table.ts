/** The products of a table in the form that the import works on. */
import type { TableHeader } from '../../catalog/types.ts';
import { readTable, type TableOptions } from '../tables/index.ts';
import type { ScanItem } from './types.ts';

export interface TableScan {
  readonly path: string;
  readonly options: TableOptions;
  /** Told of its columns before the first product. */
  readonly onHeader?: (header: TableHeader) => void;
}

/** @throws {AppError} as `readTable`, before the first product */
export async function* scanTable(scan: TableScan, signal?: AbortSignal): AsyncGenerator<ScanItem> {
  for await (const item of readTable(scan.path, scan.options, signal, scan.onHeader)) {
    if (item.kind === 'product') {
      const { kind, imagePaths, row, variants, ...draft } = item;
      yield { kind, draft, variants, imagePaths, row };
    } else {
      const { kind, sku, path: file, row, code, reason } = item;
      yield { kind, productSku: sku, path: file, row, code, reason };
    }
  }
}

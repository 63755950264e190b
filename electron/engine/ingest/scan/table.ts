/** The products of a table in the form that the import works on. */
import type { TableHeader } from '../../catalog/types.ts';
import { readTable, type TableOptions } from '../tables/index.ts';
import type { WebLookUp } from '../web/web-address.ts';
import type { ScanItem } from './types.ts';

export interface TableScan {
  readonly path: string;
  readonly options: TableOptions;
  /** Told of its columns before the first product. */
  readonly onHeader?: (header: TableHeader) => void;
  /** What has been fetched of the images that it names by address. */
  readonly web?: WebLookUp;
}

/** @throws {AppError} as `readTable`, before the first product */
export async function* scanTable(scan: TableScan, signal?: AbortSignal): AsyncGenerator<ScanItem> {
  for await (const item of readTable(scan.path, scan.options, signal, scan.onHeader, scan.web)) {
    if (item.kind === 'product') {
      const { kind, imagePaths, addresses, row, variants, ...draft } = item;
      yield { kind, draft, variants, imagePaths, addresses, row };
    } else {
      const { kind, sku, path: file, row, code, reason } = item;
      yield { kind, productSku: sku, path: file, row, code, reason };
    }
  }
}

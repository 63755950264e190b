/** Looks at a product table without importing it. */
import type { TablePreview } from '../../../contract/ingest.ts';
import type { TableOptions } from './types.ts';

/** @throws {AppError} as `readTable`, except that a mapping that does not fit is a warning */
export async function previewTable(path: string, options: TableOptions = {}): Promise<TablePreview> {
  throw new Error(`not written yet: ${path} ${JSON.stringify(options)}`);
}

/** Looks at a folder or table before it is imported. */
import type { FolderPreview, TableOptions, TablePreview } from '../../contract/ingest.ts';

/** @throws {AppError} `FILE_MISSING`, `FOLDER_UNREADABLE`, and those of `previewTable` */
export async function preview(path: string, tableOptions: TableOptions = {}): Promise<FolderPreview | TablePreview> {
  throw new Error(`not written yet: ${path} ${JSON.stringify(tableOptions)}`);
}

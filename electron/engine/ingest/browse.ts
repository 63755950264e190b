/** Lists folders of this machine for hosts without a native file dialog. */
import type { MethodResult } from '../../contract/contract.ts';

/** @throws {AppError} `FILE_MISSING`, `FOLDER_UNREADABLE` */
export async function browse(path?: string): Promise<MethodResult<'ingest.browse'>> {
  throw new Error(`not written yet: ${path}`);
}

/** Tables that were dropped into a browser, which does not say where they lie: kept, so that they can be read again. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../contract/errors.ts';
import { isTableName } from './tables/index.ts';

/** Copies the table below `folder`, each content under a place of its own. @throws {AppError} `BAD_REQUEST` for a name of no table */
export async function keepTable(folder: string, file: string, name: string): Promise<{ path: string }> {
  const plain = path.basename(name.replaceAll('\\', '/')).replace(/[\p{Cc}<>:"|?*]/gu, '_');
  if (!isTableName(plain)) {
    throw new AppError('BAD_REQUEST', `"${name}" is no table. Drop a CSV, TSV, XLSX or XML file.`);
  }
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const place = path.join(folder, hash.digest('hex').slice(0, 16), plain);
  await mkdir(path.dirname(place), { recursive: true });
  const part = `${place}.${process.pid}.part`;
  await copyFile(file, part);
  await rename(part, place);
  return { path: place };
}

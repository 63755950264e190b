/** An image that was pasted, or dragged out of another program: kept in a temporary file for as long as the engine needs to read it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { AppError } from '../contract/errors.ts';

/** [bytes] */
export const largestImage = 200 * 1024 * 1024;

/** @throws {AppError} `FILE_TOO_LARGE`, and what `use` throws */
export async function withImage<T>(bytes: Uint8Array, use: (file: string) => Promise<T>): Promise<T> {
  if (bytes.byteLength > largestImage) {
    const megabytes = largestImage / 1024 / 1024;
    throw new AppError('FILE_TOO_LARGE', `The picture is larger than ${megabytes} MB. Save it smaller and try again.`);
  }
  const dir = await mkdtemp(path.join(os.tmpdir(), 'lookalike-picture-'));
  try {
    const file = path.join(dir, 'picture');
    await writeFile(file, bytes, { mode: 0o600 });
    return await use(file);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** Room on the disk, asked before anything large is written. */
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../contract/errors.ts';

/** Bytes that this user may still write where `dir` is, or will be. */
export async function freeBytes(dir: string): Promise<number> {
  for (let at = path.resolve(dir); ; at = path.dirname(at)) {
    const found = await statfs(at).catch(() => undefined);
    if (found !== undefined) return found.bavail * found.bsize;
    if (at === path.dirname(at)) return Number.POSITIVE_INFINITY;
  }
}

/** Left for the library and everything else that runs. */
const reserve = 64 * 1024 * 1024;

/** @throws {AppError} `DISK_FULL` */
export async function requireSpace(dir: string, bytes: number, freeIn: typeof freeBytes = freeBytes): Promise<void> {
  const available = await freeIn(dir);
  if (bytes + reserve <= available) return;
  const [needs, free] = [inMegabytes(bytes + reserve), inMegabytes(available)];
  const message = `The model needs ${needs} on the disk of ${dir}, and ${free} are free. Make room, then go on; what is there already is kept.`;
  throw new AppError('DISK_FULL', message, { details: { why: 'no-room', needs, free } });
}

export const inMegabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;

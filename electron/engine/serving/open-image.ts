/**
 * Opens an image that a host serves. The path was looked up a moment ago, and whoever may write beside it can have put a link in place of
 * the file, or of a folder above it, since. So the file is opened once, what is open is checked, and that is what is sent.
 */
import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, readlink, realpath } from 'node:fs/promises';
import { AppError } from '../../contract/errors.ts';
import { sniffFormat, sniffLength } from '../images/names.ts';

export interface OpenFile {
  readonly handle: FileHandle;
  readonly stat: Stats;
}

/** A link is not followed at the end of the path, and a pipe that nobody writes to is not waited for. */
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** A file that is written anew is another one between two looks; a second opening finds the new one. */
const attempts = 3;
/** Looks at the path where the system does not say itself what is open. */
const looks = 3;

/**
 * @param file a path without links, as `catalog.file` answers it
 * @throws {AppError} `NOT_FOUND` when no image is there, or the path leads elsewhere now
 */
export async function openImage(file: string): Promise<OpenFile> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const handle = await open(file, flags).catch((error: unknown) => {
      throw gone(error);
    });
    try {
      const stat = await handle.stat();
      if (stat.isFile() && (await isAt(handle, file)) && (await isImage(handle))) return { handle, stat };
    } catch (error) {
      await handle.close();
      throw gone(error);
    }
    await handle.close();
  }
  throw gone();
}

function gone(cause?: unknown): AppError {
  return new AppError('NOT_FOUND', 'The file is not there any more.', { cause });
}

/** Whether what is open lies at this path and at no other that a link leads to. */
async function isAt(handle: FileHandle, file: string): Promise<boolean> {
  if (process.platform === 'linux') {
    const where = await readlink(`/proc/self/fd/${handle.fd}`).catch(() => undefined);
    // File systems without case answer a name as they have it.
    if (where !== undefined) return loose(where) === loose(file);
  }
  const { dev, ino } = await handle.stat({ bigint: true });
  for (let look = 0; look < looks; look++) {
    if ((await realpath(file)) !== file) return false;
    const there = await lstat(file, { bigint: true });
    if (there.dev !== dev || there.ino !== ino) return false;
  }
  return true;
}

function loose(file: string): string {
  return file.normalize('NFC').toLowerCase();
}

/** Whatever else is wrong, nothing but images leaves here. */
async function isImage(handle: FileHandle): Promise<boolean> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(sniffLength), 0, sniffLength, 0);
  const format = sniffFormat(buffer.subarray(0, bytesRead));
  return format !== undefined && format === format.toLowerCase();
}

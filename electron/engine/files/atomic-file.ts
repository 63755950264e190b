/** Writes a file beside its place and renames it: whatever goes wrong, there is the old file or the new one and nothing in between. */
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../contract/errors.ts';

export type Write = (bytes: Buffer | string) => Promise<void>;

/**
 * Answers the size of the file [bytes].
 * @throws {AppError} `CONFLICT` when there is a file already that may not be written over, `DISK_FULL`, `FILE_UNREADABLE` with the reason, and what
 * `work` throws
 */
export async function writeAtomically(
  file: string,
  overwrite: boolean,
  work: (write: Write) => Promise<void>,
): Promise<number> {
  if (!overwrite && (await exists(file))) throw thereAlready(file);
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.part`);
  let handle: FileHandle | undefined;
  try {
    handle = await attempt(file, () => open(temporary, 'w'));
    const out = handle;
    let size = 0;
    await work(async (bytes) => {
      const buffer = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
      size += buffer.length;
      if (buffer.length > 0) await attempt(file, () => out.writeFile(buffer));
    });
    await attempt(file, () => out.sync());
    await handle.close();
    handle = undefined;
    await attempt(file, () => rename(temporary, file));
    return size;
  } finally {
    await handle?.close().catch(() => {});
    await rm(temporary, { force: true }).catch(() => {});
  }
}

export async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined;
}

function thereAlready(file: string): AppError {
  return new AppError(
    'CONFLICT',
    `${file} is there already. Choose another name, or say that it may be written over.`,
    {
      details: { why: 'file-there', path: file },
    },
  );
}

async function attempt<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw writeFailure(file, error);
  }
}

export function writeFailure(file: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  const details = { why: 'not-written', path: file };
  const fail = (name: 'DISK_FULL' | 'FILE_UNREADABLE', words: string): AppError =>
    new AppError(name, words, { details, cause: error });
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return fail(
      'DISK_FULL',
      `The disk of ${file} is full, so nothing was written. Free some space, or choose another disk.`,
    );
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return fail('FILE_UNREADABLE', `You have no rights to write ${file}. Choose another folder.`);
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return fail('FILE_UNREADABLE', `The folder of ${file} is not there. Choose another one.`);
  if (code === 'EISDIR') return fail('FILE_UNREADABLE', `${file} is a folder. Give the name of a file.`);
  if (code === 'EBUSY' || code === 'ETXTBSY')
    return fail('FILE_UNREADABLE', `Another program holds ${file}. Close it there, then try again.`);
  if (code === 'ENAMETOOLONG') return fail('FILE_UNREADABLE', `The path ${file} is too long. Choose a shorter one.`);
  return error;
}

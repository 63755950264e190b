/** The folder of a closed library as a whole: copied, moved, taken away. Only what Lookalike made is ever touched; whatever else lies in it stays. */
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { AppError, toAppError } from '../../contract/errors.ts';

/** All that a library may hold; see "What a library holds" in docs/architecture.md. `web`: copies of images from addresses. */
const parts = [
  'library.sqlite',
  'library.sqlite-wal',
  'library.sqlite-shm',
  'library.lock',
  'library.lock-journal',
  'reading.bin',
  'index',
  'thumbs',
  'queries',
  'references',
  'lookups',
  'web',
] as const;
/** What only says that a process has it open. */
const ofProcess: ReadonlySet<string> = new Set(['library.lock', 'library.lock-journal', 'reading.bin']);

/** @throws {AppError} `CONFLICT` when there is something already, `FOLDER_UNREADABLE`, `DISK_FULL`; nothing is left behind then */
export async function copyLibrary(from: string, to: string): Promise<void> {
  await assertFree(to);
  const isNew = !existsSync(to);
  try {
    await mkdir(to, { recursive: true });
    for (const part of parts) {
      if (ofProcess.has(part) || !existsSync(path.join(from, part))) continue;
      await cp(path.join(from, part), path.join(to, part), { recursive: true, preserveTimestamps: true });
    }
  } catch (error) {
    await removeLibrary(to, isNew).catch(() => undefined);
    throw toAppError(error);
  }
}

/** Between disks it is copied first. @throws {AppError} those of `copyLibrary`; the library is where it was then */
export async function moveLibrary(from: string, to: string): Promise<void> {
  await assertFree(to);
  const alone = (await readdir(from)).every((name) => (parts as readonly string[]).includes(name));
  if (alone && !existsSync(to)) {
    try {
      await mkdir(path.dirname(to), { recursive: true });
      await rename(from, to);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw toAppError(error);
    }
  }
  await copyLibrary(from, to);
  await removeLibrary(from, true);
}

/** @param folderToo takes the folder away as well, when nothing else is in it */
export async function removeLibrary(dir: string, folderToo: boolean): Promise<void> {
  for (const part of parts) await rm(path.join(dir, part), { recursive: true, force: true });
  if (folderToo) await rmdir(dir).catch(() => undefined);
}

async function assertFree(dir: string): Promise<void> {
  const there = existsSync(dir) ? await readdir(dir) : [];
  if (there.length === 0) return;
  throw new AppError('CONFLICT', `${dir} is there already and not empty. Choose another place, or another name.`);
}

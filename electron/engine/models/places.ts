/** Folders in which models are made ready, and which process works in which. A process that died has let go of its own. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../contract/errors.ts';
import { isAlive } from '../side-process/alive.ts';

const temporaryName = '.adding';

/** A new folder below `modelsDir` in which something is made ready. */
export async function temporaryFolder(modelsDir: string): Promise<string> {
  const folder = path.join(modelsDir, temporaryName, `${process.pid}-${Date.now().toString(36)}-${folders++}`);
  await mkdir(folder, { recursive: true });
  return folder;
}
let folders = 0;

/** Removes what processes that are gone have left, this one's number having been another's. To be called before anything is begun. */
export async function sweepTemporary(modelsDir: string): Promise<void> {
  const dir = path.join(modelsDir, temporaryName);
  for (const name of await readdir(dir).catch(() => [])) {
    const owner = Number.parseInt(name, 10);
    if (owner === process.pid || !isAlive(owner)) await rm(path.join(dir, name), { recursive: true, force: true });
  }
}

/**
 * Takes hold of a folder for this process until what is answered is called; within the process the list of tasks sees to it.
 * @throws {AppError} `CONFLICT` when another process that is alive has it
 */
export async function claim(folder: string, title: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, 'in-use');
  for (;;) {
    const mine = await writeFile(file, String(process.pid), { flag: 'wx' }).then(
      () => true,
      () => false,
    );
    if (mine) return () => rm(file, { force: true });
    const owner = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
    if (owner !== process.pid && isAlive(owner)) {
      const message = `"${title}" is being worked on by another Lookalike (process ${owner}).`;
      throw new AppError('CONFLICT', message, { details: { why: 'busy-elsewhere', name: title } });
    }
    await rm(file, { force: true });
  }
}

/** Lists folders of this machine, for hosts without a native file dialog. */
import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { MethodResult } from '../../contract/contract.ts';
import { AppError } from '../../contract/errors.ts';
import { isImageName } from '../images/names.ts';
import { errnoOf } from './scan/walk.ts';
import { isOfferedTableName } from './tables/names.ts';

type Listing = MethodResult<'ingest.browse'>;
type FolderEntry = Listing['entries'][number];

const shortcutNames = ['Pictures', 'Desktop', 'Documents', 'Downloads'];
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/**
 * The folders and tables in `folder` (the home folder when left out), hidden ones and text files that are no tables by name left out.
 * @throws {AppError} `FILE_MISSING`, `FOLDER_UNREADABLE`
 */
export async function browse(folder?: string, events = false): Promise<Listing> {
  const here = path.resolve(folder ?? homedir());
  const found = await readdir(here, { withFileTypes: true }).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') {
      const message = `There is no folder ${here}. Check the path, or choose a folder from the list.`;
      throw new AppError('FILE_MISSING', message, { details: { why: 'no-folder', path: here }, cause: error });
    }
    const message = `${here} cannot be opened. Check its permissions, or choose another folder.`;
    throw new AppError('FOLDER_UNREADABLE', message, { details: { why: 'folder-closed', path: here }, cause: error });
  });
  const visible = found.filter((entry) => !entry.name.startsWith('.'));
  const entries = (await Promise.all(visible.map((entry) => folderEntry(here, entry, events)))).filter(
    (entry) => entry !== undefined,
  );
  const parent = path.dirname(here);
  return {
    path: here,
    parent: parent === here ? null : parent,
    pictures: visible.filter((entry) => !entry.isDirectory() && isImageName(entry.name)).length,
    entries: entries.sort(
      (a, b) => Number(a.kind === 'table') - Number(b.kind === 'table') || collator.compare(a.name, b.name),
    ),
    shortcuts: await shortcuts(),
  };
}

async function folderEntry(folder: string, entry: Dirent, events: boolean): Promise<FolderEntry | undefined> {
  const { name } = entry;
  const target = path.join(folder, name);
  const kind = entry.isSymbolicLink() ? await stat(target).catch(() => undefined) : entry;
  if (kind?.isDirectory()) return { name, path: target, kind: 'folder' };
  return kind?.isFile() && (isOfferedTableName(name) || (events && /\.(?:jsonl|ndjson|json)$/i.test(name)))
    ? { name, path: target, kind: 'table' }
    : undefined;
}

async function shortcuts(): Promise<Listing['shortcuts']> {
  const home = homedir();
  const candidates = [
    { name: 'Home', path: home },
    ...shortcutNames.map((name) => ({ name, path: path.join(home, name) })),
  ];
  const there = await Promise.all(
    candidates.map((candidate) =>
      stat(candidate.path).then(
        (stats) => stats.isDirectory(),
        () => false,
      ),
    ),
  );
  return candidates.filter((_, index) => there[index]);
}

/**
 * Goes through a folder and everything below it, one folder at a time, in an order that depends on the names alone. Symbolic links are
 * followed; one that leads nowhere or back to a folder above it is reported and passed over.
 */
import type { Dirent, Stats } from 'node:fs';
import { lstat, readdir, readlink, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError, throwIfCancelled } from '../../../contract/errors.ts';
import { isClipName } from '../../../contract/key-frames.ts';
import { remoteHostOf } from '../../files/remote-path.ts';
import { foreignFormatOf, foreignReason, isImageName } from '../../images/index.ts';
import type { ScanProblem } from './types.ts';

/** The images directly in one folder. */
export interface FolderListing {
  readonly kind: 'folder';
  /** Absolute. */
  readonly path: string;
  /** From the root with forward slashes, '' for the root itself. */
  readonly relative: string;
  /** File names, in code-unit order. */
  readonly pictures: readonly string[];
  /** Photos in formats that cannot be read here, but for those that lie beside the same image in another (IMG_1.CR2, IMG_1.JPG). */
  readonly foreign: readonly string[];
  /** Films. */
  readonly clips: readonly string[];
  /** Names of the sub-folders that are looked into. */
  readonly folders: readonly string[];
  /** Entries of any kind, hidden ones too. */
  readonly entries: number;
}

/** As many as systems follow. */
const mostLinks = 40;

/** Folders that hold copies or code, never a merchant's originals. */
const skippedFolders: ReadonlySet<string> = new Set(['node_modules', '__MACOSX', '@eaDir', '$RECYCLE.BIN']);
/** A folder with this file is a library of ours, with thumbnails that must not be imported. */
const libraryMark = 'library.sqlite';

interface Visit {
  readonly path: string;
  readonly relative: string;
  /** Real paths of the folders from the root down to this one. */
  readonly above: ReadonlySet<string>;
}

/**
 * @throws {AppError} `FILE_MISSING` or `FOLDER_UNREADABLE` when the root itself cannot be read, `CANCELLED`
 */
export async function* walk(root: string, signal?: AbortSignal): AsyncGenerator<FolderListing | ScanProblem> {
  const linked = new Set<string>();
  const stack: Visit[] = [{ path: root, relative: '', above: new Set() }];
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    throwIfCancelled(signal);
    let entries: Dirent[];
    let above: ReadonlySet<string>;
    try {
      entries = await readdir(visit.path, { withFileTypes: true });
      above = new Set([...visit.above, await realpath(visit.path)]);
    } catch (error) {
      if (visit.relative === '') throw rootFailure(root, error);
      yield unreadable(visit, error);
      continue;
    }
    if (entries.some((entry) => entry.name === libraryMark)) continue;
    const sorted = await sortEntries(visit, entries, above, linked);
    yield* sorted.problems;
    const images = sorted.pictures.sort(compareNames);
    const folders = sorted.folders.sort(compareNames);
    const { path: folder, relative } = visit;
    const foreign = withoutTwins(sorted.foreign, images).sort(compareNames);
    const clips = sorted.clips.sort(compareNames);
    yield {
      kind: 'folder',
      path: folder,
      relative,
      pictures: images,
      foreign,
      clips,
      folders,
      entries: entries.length,
    };
    for (const name of folders.toReversed()) {
      stack.push({ path: path.join(folder, name), relative: joinRelative(relative, name), above });
    }
  }
}

export function joinRelative(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

interface SortedEntries {
  readonly pictures: string[];
  readonly foreign: string[];
  readonly clips: string[];
  readonly folders: string[];
  readonly problems: ScanProblem[];
}

async function sortEntries(
  visit: Visit,
  entries: readonly Dirent[],
  above: ReadonlySet<string>,
  linked: Set<string>,
): Promise<SortedEntries> {
  const sorted: SortedEntries = { pictures: [], foreign: [], clips: [], folders: [], problems: [] };
  const links: Dirent[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.') || skippedFolders.has(entry.name)) continue;
    if (await isMisspelt(visit.path, entry.name)) sorted.problems.push(misspelt(visit, entry));
    else if (entry.isSymbolicLink()) links.push(entry);
    else if (entry.isDirectory()) sorted.folders.push(entry.name);
    else if (entry.isFile() && isImageName(entry.name)) sorted.pictures.push(entry.name);
    else if (entry.isFile() && isClipName(entry.name)) sorted.clips.push(entry.name);
    else if (entry.isFile() && foreignFormatOf(entry.name) !== undefined) sorted.foreign.push(entry.name);
    else if (!entry.isFile() && isImageName(entry.name)) sorted.problems.push(noFile(visit, entry.name));
  }
  for (const { name } of links.sort((a, b) => compareNames(a.name, b.name))) {
    const target = await followLink(path.join(visit.path, name), above);
    if (target.kind === 'problem') {
      sorted.problems.push({ ...target.problem, unseen: `${joinRelative(visit.relative, name)}/` });
    } else if (target.stats.isFile()) {
      if (isImageName(name)) sorted.pictures.push(name);
      else if (isClipName(name)) sorted.clips.push(name);
    } else if (target.stats.isDirectory() && !linked.has(target.real)) {
      linked.add(target.real);
      sorted.folders.push(name);
    } else if (!target.stats.isDirectory()) {
      sorted.problems.push(noFile(visit, name));
    }
  }
  return sorted;
}

/** A name that is not UTF-8 comes with marks for what is none, and no file answers to it. */
async function isMisspelt(folder: string, name: string): Promise<boolean> {
  if (!name.includes('\ufffd')) return false;
  return lstat(path.join(folder, name)).then(
    () => false,
    () => true,
  );
}

function misspelt(visit: Visit, entry: Dirent): ScanProblem {
  const what = entry.isDirectory() ? 'folder' : 'file';
  return {
    kind: 'problem',
    productSku: null,
    path: path.join(visit.path, entry.name),
    row: null,
    code: 'FILE_UNREADABLE',
    reason: `The name of this ${what} is not UTF-8, so it cannot be opened by it. Rename the ${what}.`,
  };
}

/** A device, a pipe or a socket, or a link to one: reading it might never end. */
function noFile(visit: Visit, name: string): ScanProblem {
  return {
    kind: 'problem',
    productSku: null,
    path: path.join(visit.path, name),
    row: null,
    code: 'FILE_UNREADABLE',
    reason:
      'This is a device, a pipe or a socket, not a file. Put a picture in its place, or take it out of the folder.',
  };
}

function withoutTwins(foreign: readonly string[], images: readonly string[]): string[] {
  const stem = (name: string): string => name.slice(0, name.lastIndexOf('.')).toLowerCase();
  const stems = new Set(images.map(stem));
  return foreign.filter((name) => !stems.has(stem(name)));
}

/** A photo that cannot be read, as a problem. */
export function foreignProblem(folder: FolderListing, name: string): ScanProblem {
  const format = foreignFormatOf(name);
  return {
    kind: 'problem',
    productSku: null,
    path: path.join(folder.path, name),
    row: null,
    code: 'NOT_AN_IMAGE',
    reason: foreignReason(format ?? 'HEIC'),
  };
}

type LinkTarget =
  | { readonly kind: 'found'; readonly stats: Stats; readonly real: string }
  | { readonly kind: 'problem'; readonly problem: ScanProblem };

async function followLink(link: string, above: ReadonlySet<string>): Promise<LinkTarget> {
  try {
    const host = await hostBehind(link);
    if (host !== undefined) {
      const reason = `The link leads to another computer (${host}), which is not asked for it. Replace it by the picture or folder.`;
      return linkProblem(link, 'LINK_BROKEN', reason);
    }
    const real = await realpath(link);
    const stats = await stat(real);
    if (!stats.isDirectory() || !above.has(real)) return { kind: 'found', stats, real };
    return linkProblem(link, 'LINK_LOOP', `The link leads back to ${real}, which contains it. Remove the link.`);
  } catch (error) {
    const code = errnoOf(error);
    if (code === 'ELOOP') {
      return linkProblem(link, 'LINK_LOOP', 'The link leads back to itself. Replace it by the picture or folder.');
    }
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      return linkProblem(
        link,
        'LINK_BROKEN',
        'The link leads to a file that is not there. Restore it or remove the link.',
      );
    }
    return linkProblem(link, 'FILE_UNREADABLE', `The link cannot be followed (${messageOf(error)}).`);
  }
}

/** The other computer that a link leads to, over other links too, unless the link itself lies there; found without asking it. */
async function hostBehind(link: string): Promise<string | undefined> {
  let at = link;
  for (let step = 0; step < mostLinks; step++) {
    const target = await readlink(at).catch(() => undefined);
    if (target === undefined) return undefined;
    const host = remoteHostOf(target);
    if (host !== undefined && host !== remoteHostOf(link)) return host;
    at = path.resolve(path.dirname(at), target);
  }
  return undefined;
}

function linkProblem(link: string, code: ScanProblem['code'], reason: string): LinkTarget {
  return { kind: 'problem', problem: { kind: 'problem', productSku: null, path: link, row: null, code, reason } };
}

function unreadable(visit: Visit, error: unknown): ScanProblem {
  return {
    kind: 'problem',
    productSku: null,
    path: visit.path,
    row: null,
    code: 'FOLDER_UNREADABLE',
    reason: `The folder cannot be read (${messageOf(error)}). Change its permissions; its products are kept as they are.`,
    unseen: `${visit.relative}/`,
  };
}

export function rootFailure(root: string, error: unknown): AppError {
  const code = errnoOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new AppError(
      'FILE_MISSING',
      `${root} is not there. Connect the disk or put the folder back, then try again; nothing was removed.`,
      { details: { why: 'source-gone', path: root }, cause: error },
    );
  }
  return new AppError(
    'FOLDER_UNREADABLE',
    `${root} cannot be read (${messageOf(error)}). Check its permissions and the disk, then try again; nothing was removed.`,
    { details: { why: 'source-unreadable', path: root }, cause: error },
  );
}

export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Code-unit order: fast for folders of fifty thousand files, and the same on every machine. */
function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

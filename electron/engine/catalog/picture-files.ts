/**
 * Decides which file a host may serve for a picture address. Addresses hold a hash or an id and never a path; a photo is served only
 * while its path still leads to the very file that was imported, so that a link put in its place opens nothing.
 */
import { lstatSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../contract/errors.ts';

export interface ImportedFile {
  readonly path: string;
  readonly real_path: string | null;
  readonly bytes: number;
  readonly modified_ms: number;
  readonly format: string | null;
}

export interface ServedFile {
  readonly path: string;
  readonly mime: string;
  /** True when the address can never stand for other bytes. */
  readonly immutable: boolean;
}

export interface PictureLookup {
  fileOfImage(imageId: number): ImportedFile | undefined;
  thumbKind(hash: string): 'own' | 'original' | undefined;
  filesWithContent(hash: string): readonly ImportedFile[];
}

/** By the name libvips gives a format. */
const mimeByFormat: Readonly<Record<string, string>> = {
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
  heif: 'image/heif',
  heic: 'image/heic',
  tiff: 'image/tiff',
  tif: 'image/tiff',
  bmp: 'image/bmp',
  jp2: 'image/jp2',
  jxl: 'image/jxl',
};

const byHash = /^(thumb|query)\/([0-9a-f]{64})$/;
const byId = /^original\/([1-9][0-9]{0,14})$/;

/** @throws {AppError} `NOT_FOUND` for everything that is not a picture of this library */
export function resolvePicture(url: string, lookup: PictureLookup, libraryDir: string): ServedFile {
  const [, kind, hash] = byHash.exec(url) ?? [];
  const id = byId.exec(url)?.[1];
  const file =
    id !== undefined
      ? original(lookup.fileOfImage(Number(id)))
      : hash === undefined
        ? undefined
        : kind === 'query'
          ? made(path.join(libraryDir, 'queries', `${hash}.webp`), 'image/webp')
          : thumbnail(hash, lookup, libraryDir);
  if (file === undefined) {
    throw new AppError('NOT_FOUND', 'There is no such picture in this library. It may have been moved or taken out.');
  }
  return file;
}

function thumbnail(hash: string, lookup: PictureLookup, libraryDir: string): ServedFile | undefined {
  const kind = lookup.thumbKind(hash);
  if (kind === 'own') return made(path.join(libraryDir, 'thumbs', hash.slice(0, 2), `${hash}.jpg`), 'image/jpeg');
  if (kind !== 'original') return undefined;
  for (const row of lookup.filesWithContent(hash)) {
    const file = original(row);
    if (file !== undefined) return { ...file, immutable: isUntouched(row) };
  }
  return undefined;
}

/** A file that Lookalike made itself: it has to be a plain file, not a link. */
function made(file: string, mime: string): ServedFile | undefined {
  return lstatSync(file, { throwIfNoEntry: false })?.isFile() ? { path: file, mime, immutable: true } : undefined;
}

function original(row: ImportedFile | undefined): ServedFile | undefined {
  if (row === undefined || row.real_path === null) return undefined;
  try {
    if (realpathSync.native(row.path) !== row.real_path || !statSync(row.real_path).isFile()) return undefined;
  } catch {
    return undefined;
  }
  const mime = mimeByFormat[row.format ?? ''] ?? 'application/octet-stream';
  return { path: row.real_path, mime, immutable: false };
}

function isUntouched(row: ImportedFile): boolean {
  const stat = statSync(row.path, { throwIfNoEntry: false });
  return stat?.size === row.bytes && stat.mtimeMs === row.modified_ms;
}

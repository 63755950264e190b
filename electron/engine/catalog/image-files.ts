/**
 * Decides which file a host may serve for an image address. Addresses hold a hash or an id and never a path; an original is served only
 * while its path still leads to the very file that was imported, so that a link put in its place opens nothing. What is answered is a
 * path without links, to which the host holds the file that it opens (`serving/open-image.ts`).
 */
import { lstatSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../contract/errors.ts';
import type { ImageFileRepo, ImportedFile } from './image-file-repo.ts';

export interface ServedFile {
  readonly path: string;
  readonly mime: string;
  /** True when the address can never stand for other bytes. */
  readonly immutable: boolean;
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

const byHash = /^(thumb|query|reference)\/([0-9a-f]{64})$/;
/** Folders with copies of photos that people brought, by what their addresses begin with. */
const copies = { query: 'queries', reference: 'references' } as const;
type Copies = keyof typeof copies;
const byId = /^original\/([1-9][0-9]{0,14})$/;

export class ImageFiles {
  readonly #repo: ImageFileRepo;
  readonly #libraryDir: string;

  constructor(repo: ImageFileRepo, libraryDir: string) {
    this.#repo = repo;
    this.#libraryDir = libraryDir;
  }

  /** The path is free of links. @throws {AppError} `NOT_FOUND` for everything that is not an image of this library */
  resolve(url: string): ServedFile {
    const [, kind, hash] = byHash.exec(url) ?? [];
    const id = byId.exec(url)?.[1];
    let file: ServedFile | undefined;
    if (id !== undefined) file = original(this.#repo.ofImage(Number(id)));
    else if (hash !== undefined)
      file = kind === 'thumb' ? this.#thumbnail(hash) : this.#made(copies[kind as Copies], `${hash}.webp`);
    if (file !== undefined) return file;
    throw new AppError('NOT_FOUND', 'There is no such picture in this library. It may have been moved or taken out.');
  }

  #thumbnail(hash: string): ServedFile | undefined {
    const kind = this.#repo.thumbKind(hash);
    if (kind === 'own') return this.#made('thumbs', hash.slice(0, 2), `${hash}.jpg`);
    if (kind !== 'original') return undefined;
    for (const row of this.#repo.withContent(hash)) {
      const file = original(row);
      if (file !== undefined) return { ...file, immutable: isUntouched(row) };
    }
    return undefined;
  }

  /** A file that Lookalike made itself: it has to be a plain file, not a link. The folder of all of them may be one. */
  #made(folder: 'thumbs' | (typeof copies)[Copies], ...place: readonly string[]): ServedFile | undefined {
    const root = realPathOf(path.join(this.#libraryDir, folder));
    if (root === undefined) return undefined;
    const file = path.join(root, ...place);
    const there = lstatSync(file, { throwIfNoEntry: false })?.isFile();
    return there ? { path: file, mime: mimeOf(path.extname(file).slice(1)), immutable: true } : undefined;
  }
}

function realPathOf(file: string): string | undefined {
  try {
    return realpathSync.native(file);
  } catch {
    return undefined;
  }
}

function original(row: ImportedFile | undefined): ServedFile | undefined {
  if (row === undefined || row.realPath === null) return undefined;
  const isSame = realPathOf(row.path) === row.realPath;
  if (!isSame || !lstatSync(row.realPath, { throwIfNoEntry: false })?.isFile()) return undefined;
  return { path: row.realPath, mime: mimeOf(row.format ?? ''), immutable: false };
}

function mimeOf(format: string): string {
  return mimeByFormat[format] ?? 'application/octet-stream';
}

function isUntouched(row: ImportedFile): boolean {
  const stat = statSync(row.path, { throwIfNoEntry: false });
  return stat?.size === row.bytes && stat.mtimeMs === row.modifiedMs;
}

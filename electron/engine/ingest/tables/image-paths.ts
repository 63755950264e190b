/** Finds the files that the image cells of a table name. Folders are listed once, so that 50,000 rows cost a few directory reads. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ErrorCode } from '../../../contract/errors.ts';

export type FoundImage =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'missing'; readonly code: ErrorCode; readonly path: string; readonly reason: string };

/** Extensions tried for cells that name an image without one. */
const extensions = ['.jpg', '.jpeg', '.png', '.webp'];

export class ImagePaths {
  readonly #folder: string;
  /** By folder: the real name of each entry under its name without case and in one Unicode form. */
  readonly #listings = new Map<string, Promise<ReadonlyMap<string, string>>>();

  /** @param tableFolder absolute; relative cells start from it */
  constructor(tableFolder: string) {
    this.#folder = tableFolder;
  }

  async find(cell: string): Promise<FoundImage> {
    if (/^file:/i.test(cell)) return this.#findFileUrl(cell);
    if (/^[a-z][a-z0-9+.-]+:\/\/|^\/\/|^data:/i.test(cell)) return this.#findRemote(cell);
    const slashed = cell.replaceAll('\\', '/');
    if (/^[a-z]:\//i.test(slashed)) return this.#findForeign(cell, slashed);
    const asked = path.resolve(this.#folder, cell);
    const candidates = path.isAbsolute(slashed)
      ? [asked, slashed]
      : [asked, path.resolve(this.#folder, slashed), path.resolve(this.#folder, 'images', slashed)];
    return this.#firstOf(candidates, path.resolve(this.#folder, slashed));
  }

  async #findFileUrl(cell: string): Promise<FoundImage> {
    try {
      const file = fileURLToPath(cell);
      return await this.#firstOf([file], file);
    } catch {
      return missing(
        'FILE_MISSING',
        cell,
        `${cell} is not an address of a file on this machine. Write its path instead.`,
      );
    }
  }

  /** An image of the web counts when it lies beside the table already. */
  async #findRemote(cell: string): Promise<FoundImage> {
    const name = baseNameOfUrl(cell);
    const found = name === undefined ? undefined : await this.#lookUp(this.#beside(name));
    if (found !== undefined) return { kind: 'file', path: found };
    const address = cell.length > 300 ? `${cell.slice(0, 299)}…` : cell;
    return missing(
      'IMAGE_REMOTE',
      address,
      `${address} is on the web. Download the pictures into the folder of the table (or its folder "images"), or put local paths into the column.`,
    );
  }

  /** A path of another machine ("C:\images\a.jpg"): the image may have come along. */
  async #findForeign(cell: string, slashed: string): Promise<FoundImage> {
    return this.#firstOf([path.resolve(cell), ...this.#beside(path.posix.basename(slashed))], cell);
  }

  #beside(name: string): string[] {
    return [path.join(this.#folder, name), path.join(this.#folder, 'images', name)];
  }

  async #firstOf(candidates: readonly string[], named: string): Promise<FoundImage> {
    const found = await this.#lookUp(candidates);
    if (found !== undefined) return { kind: 'file', path: found };
    return missing(
      'FILE_MISSING',
      named,
      `${named} is not there. Put the picture back or correct the path in the table.`,
    );
  }

  async #lookUp(candidates: readonly string[]): Promise<string | undefined> {
    for (const candidate of candidates) {
      const listing = await this.#list(path.dirname(candidate));
      const base = path.basename(candidate);
      const tries = path.extname(base) === '' ? [base, ...extensions.map((extension) => base + extension)] : [base];
      for (const name of tries) {
        const real = listing.get(name) ?? listing.get(looseKey(name));
        if (real !== undefined) return path.join(path.dirname(candidate), real);
      }
    }
    return undefined;
  }

  #list(folder: string): Promise<ReadonlyMap<string, string>> {
    let listing = this.#listings.get(folder);
    if (listing === undefined) {
      listing = listFiles(folder);
      this.#listings.set(folder, listing);
    }
    return listing;
  }
}

async function listFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  try {
    const files = (await readdir(folder, { withFileTypes: true })).filter((entry) => !entry.isDirectory());
    for (const { name } of files) names.set(looseKey(name), name);
    for (const { name } of files) names.set(name, name);
  } catch {
    // A folder that is not there or closed holds no images for us; each row that names one says so.
  }
  return names;
}

function looseKey(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

function baseNameOfUrl(cell: string): string | undefined {
  try {
    const name = path.posix.basename(decodeURIComponent(new URL(cell, 'https://x').pathname));
    return name === '' || name.includes('\\') || name.includes('\u0000') ? undefined : name;
  } catch {
    return undefined;
  }
}

function missing(code: ErrorCode, file: string, reason: string): FoundImage {
  return { kind: 'missing', code, path: file, reason };
}

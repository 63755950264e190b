/**
 * Finds the files that the image cells of a table name. Which files there are decides: how a cell is cut into names, and which of several
 * paths is meant. Where two files may be meant, none is taken. Folders are listed once, so that 50,000 rows cost a few directory reads.
 */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ErrorCode } from '../../../contract/errors.ts';
import { remoteHostOf } from '../../files/remote-path.ts';
import { type WebLookUp, webAddressOf } from '../web/web-address.ts';
import { withoutEntities } from './html.ts';
import { cutAddresses, isRemote, pathOf, piecesLost, spellingsOf } from './image-cells.ts';
import { ImageTree, looseKey, sharedEnd } from './image-tree.ts';

export type FoundImage =
  | { readonly kind: 'file'; readonly path: string; readonly address?: string }
  /** An image of the web that can be fetched and has not been; `reason` says what to do otherwise. */
  | { readonly kind: 'remote'; readonly address: string; readonly reason: string }
  | {
      readonly kind: 'missing';
      readonly code: ErrorCode;
      readonly path: string;
      readonly reason: string;
      readonly address?: string;
    };

/** Extensions tried for cells that name an image without one. */
const extensions = ['.jpg', '.jpeg', '.png', '.webp'];
/** Where shop systems and people keep the images of a table, from its folder. */
const imageFolders = [
  '',
  'images',
  'media',
  'media/catalog/product',
  'pub/media/catalog/product',
  'catalog/product',
  'import',
  'img',
  'photos',
  'pictures',
  'uploads',
  'wp-content/uploads',
  '图片',
];
/** Parts of a cell that may together be one name with separators in it. */
const partsOfAName = 5;
const partsOfACell = 400;

export class ImagePaths {
  readonly #folder: string;
  readonly #tree: ImageTree;
  /** By folder: the real name of each entry under its name without case and in one Unicode form. */
  readonly #listings = new Map<string, Promise<ReadonlyMap<string, string>>>();
  /** By base name the one path or address that names it in the table; null when several do. */
  readonly #named = new Map<string, string | null>();

  #folders: Promise<readonly string[]> | undefined;

  readonly #web: WebLookUp | undefined;

  /**
   * @param tableFolder absolute; relative cells start from it
   * @param web what has been fetched; without it images of the web are missing
   */
  constructor(tableFolder: string, web?: WebLookUp) {
    this.#folder = tableFolder;
    this.#web = web;
    this.#tree = new ImageTree(tableFolder);
  }

  /** Takes note of what a cell names, before any is looked for: one file cannot be what two addresses name. */
  note(cell: string): void {
    for (const part of cutAddresses(cell)) {
      for (const name of isRemote(part) ? [part] : part.split(/[|;,\n]/)) {
        const plain = pathOf(name);
        if (plain === undefined) continue;
        const base = looseKey(path.posix.basename(plain));
        const before = this.#named.get(base);
        if (before === undefined) this.#named.set(base, plain);
        else if (before !== null && looseKey(before) !== looseKey(plain)) this.#named.set(base, null);
      }
    }
  }

  /** The images that a cell names: one, or several with any of the usual separators between them. */
  async findAll(cell: string): Promise<FoundImage[]> {
    if (/^\s*data:/i.test(cell)) return [embedded(cell)];
    const found: FoundImage[] = [];
    for (const part of cutAddresses(cell)) found.push(...(await this.#findLocal(part)));
    return found;
  }

  /** The image that a text names as a whole. */
  async find(text: string): Promise<FoundImage> {
    const cell = text.trim();
    if (this.#isElsewhere(cell)) return this.#findElsewhere(cell);
    if (/^file:/i.test(cell)) return this.#findFileUrl(cell);
    if (isRemote(cell)) return this.#findRemote(cell);
    const found = await this.#exact(cell);
    if (found !== undefined) return { kind: 'file', path: found };
    const slashed = cell.replaceAll('\\', '/');
    const moved = /^[a-z]:\/|^\//i.test(slashed) || !slashed.includes('/') ? await this.#moved(slashed) : undefined;
    if (moved !== undefined && moved.kind === 'file') return moved;
    const named = /^[a-z]:\//i.test(slashed) ? cell : path.resolve(this.#folder, slashed.replace(/^\/+(?=[^/]*$)/, ''));
    if (moved !== undefined) return missing('FILE_MISSING', named, moved.reason);
    return missing(
      'FILE_MISSING',
      named,
      `${named} is not there. Put the picture back or correct the path in the table.`,
    );
  }

  /** A stretch without addresses in it, cut so that as much as possible is there; a comma may belong to a name. */
  async #findLocal(text: string): Promise<FoundImage[]> {
    const parts = isRemote(text) ? [text] : text.split(/([|;,\n])/);
    if (parts.length === 1 || parts.length > partsOfACell * 2) {
      const pieces = parts.length === 1 ? [text] : text.split(/[|;,\n]/);
      return Promise.all(pieces.filter((piece) => piece.trim() !== '').map((piece) => this.find(piece)));
    }
    const cut = await this.#cut(parts);
    return Promise.all(cut.filter((piece) => piece.trim() !== '').map((piece) => this.find(piece)));
  }

  /** @param parts names and, at odd places, the separators between them */
  async #cut(parts: readonly string[]): Promise<string[]> {
    const count = (parts.length + 1) / 2;
    /** For the first n names: the least that are missing, and how they are cut. */
    const best: { lost: number; pieces: string[] }[] = [{ lost: 0, pieces: [] }];
    for (let end = 1; end <= count; end++) {
      let here: { lost: number; pieces: string[] } | undefined;
      for (let start = end - 1; start >= Math.max(0, end - partsOfAName); start--) {
        const piece = parts.slice(start * 2, end * 2 - 1).join('');
        const before = best[start] as { lost: number; pieces: string[] };
        const isThere = piece.trim() === '' || (await this.#exact(piece.trim())) !== undefined;
        const lost = before.lost + (isThere ? 0 : piecesLost(piece, end - start));
        if (
          here === undefined ||
          lost < here.lost ||
          (lost === here.lost && before.pieces.length + 1 < here.pieces.length)
        ) {
          here = { lost, pieces: [...before.pieces, piece] };
        }
      }
      best.push(here as { lost: number; pieces: string[] });
    }
    return best[count]?.pieces ?? [];
  }

  async #findFileUrl(cell: string): Promise<FoundImage> {
    try {
      const file = fileURLToPath(cell);
      const found = await this.#lookUp([file]);
      if (found !== undefined) return { kind: 'file', path: found };
      return missing(
        'FILE_MISSING',
        file,
        `${file} is not there. Put the picture back or correct the path in the table.`,
      );
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
    const moved = await this.#moved(pathOf(cell) ?? '');
    if (moved?.kind === 'file') return moved;
    const shown = cell.length > 300 ? `${cell.slice(0, 299)}…` : cell;
    const advice = `${shown} is on the web. Fetch the pictures, download them into the folder of the table (or its folder "images"), or put local paths into the column.`;
    const reason = moved?.reason ?? advice;
    const address = webAddressOf(withoutEntities(cell));
    if (address === undefined || this.#web === undefined) return missing('IMAGE_REMOTE', shown, reason);
    const known = this.#web(address);
    if (known === undefined) return { kind: 'remote', address, reason };
    if (known.kind === 'file') return { ...known, address };
    return { kind: 'missing', code: known.code, path: address, reason: known.reason, address };
  }

  /** Whether looking for it would make this machine talk to another one; that of the table itself is talked to already. */
  #isElsewhere(location: string): boolean {
    const host = remoteHostOf(location);
    return host !== undefined && host !== remoteHostOf(this.#folder) && !isRemote(location);
  }

  /** What lies on another computer counts when it has come along. */
  async #findElsewhere(cell: string): Promise<FoundImage> {
    const moved = await this.#moved(pathOf(cell) ?? '');
    if (moved?.kind === 'file') return moved;
    const reason = `${cell} is on another computer, which is not asked for it. Copy the pictures into the folder of the table (or its folder "images"), or put local paths into the column.`;
    return missing('IMAGE_REMOTE', cell, moved?.reason ?? reason);
  }

  /** The file at the path itself, from the folder of the table or one where its images are kept. */
  async #exact(cell: string): Promise<string | undefined> {
    for (const spelling of spellingsOf(cell)) {
      const slashed = spelling.replaceAll('\\', '/');
      const relative = slashed.replace(/^(?:\.?\/)+/, '');
      if (relative === '') continue;
      const absolute = path.isAbsolute(slashed) || /^[a-z]:\//i.test(slashed) ? [path.resolve(spelling)] : [];
      const literal = path.resolve(this.#folder, spelling);
      const found = await this.#lookUp([...absolute, literal]);
      if (found !== undefined) return found;
      for (const folder of await this.#imageFolders()) {
        const below = await this.#lookUp([path.join(folder, relative)]);
        if (below !== undefined) return below;
      }
    }
    return undefined;
  }

  /** Those that are there. */
  #imageFolders(): Promise<readonly string[]> {
    this.#folders ??= Promise.all(
      imageFolders.map(async (name) => {
        const folder = path.join(this.#folder, name);
        return (await stat(folder).catch(() => undefined))?.isDirectory() === true ? [folder] : [];
      }),
    ).then((found) => found.flat());
    return this.#folders;
  }

  /**
   * The file that ends like a path of another machine or of the web. Folders that agree decide; by its name alone a file counts when it is
   * the only one of that name and nothing else in the table has that name.
   */
  async #moved(
    named: string,
  ): Promise<{ kind: 'file'; path: string } | { kind: 'unclear'; reason: string } | undefined> {
    const base = path.posix.basename(named);
    if (base === '' || base === '.' || base === '..') return undefined;
    const files = await this.#candidates(base);
    const rated = files.map((file) => ({ file, shared: Math.max(1, sharedEnd(file, named)) }));
    const most = Math.max(0, ...rated.map(({ shared }) => shared));
    const best = rated.filter(({ shared }) => shared === most);
    const [only] = best;
    if (only === undefined) return undefined;
    const sharedName = this.#named.get(looseKey(base)) === null;
    if (best.length === 1 && (most > 1 || !sharedName)) return { kind: 'file', path: only.file };
    const which = best
      .map(({ file }) => path.relative(this.#folder, file))
      .sort()
      .slice(0, 3)
      .join(', ');
    const others =
      best.length > 1 ? `several files have its name (${which})` : `the table names others like ${which} as well`;
    return {
      kind: 'unclear',
      reason: `It is not clear which file ${named} is: ${others}. Put each picture where its path says, or write the path of the file.`,
    };
  }

  async #candidates(base: string): Promise<string[]> {
    const beside = await this.#lookUp([path.join(this.#folder, base), path.join(this.#folder, 'images', base)]);
    const all = new Set(await this.#tree.named(base));
    if (beside !== undefined && all.size === 0) all.add(beside);
    return [...all];
  }

  async #lookUp(candidates: readonly string[]): Promise<string | undefined> {
    for (const candidate of candidates) {
      // Whatever a cell became on its way here, no other computer is asked.
      if (this.#isElsewhere(candidate)) continue;
      const listing = await this.#list(path.dirname(candidate));
      if (listing.size === 0) continue;
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

function embedded(cell: string): FoundImage {
  const kilobytes = Math.max(1, Math.round((cell.length * 0.75) / 1024));
  const reason = `The cell holds a picture itself (about ${kilobytes} kB as text), which is not read. Save it as a file beside the table and write its name here.`;
  return missing('NOT_AN_IMAGE', cell.slice(0, 60), reason);
}

function missing(code: ErrorCode, file: string, reason: string): FoundImage {
  return { kind: 'missing', code, path: file, reason };
}

/** The files of a model folder, links followed, and what is written in its small ones. */
import { mkdir, open, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { AppError } from '../../../contract/errors.ts';
import { unsupported } from './unsupported.ts';

/** What a folder is seen as, where its layout is not the usual one. */
export interface FolderView {
  /** Bytes by name, for all the files that are to be seen. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Those that lie elsewhere than their name says, by their path on the disk; and those that were made of others. */
  readonly origins: ReadonlyMap<string, string | Buffer>;
  /** What the model is called, where the folder's own name would not say it. */
  readonly title?: string | undefined;
}

export class FolderFiles {
  readonly folder: string;
  /** Bytes by path inside the folder, with `/` between the parts. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Files that are there in name only: Git LFS has left a note of their size. Not among the others. */
  readonly pointers: ReadonlyMap<string, number>;
  readonly title: string | undefined;
  readonly #origins: ReadonlyMap<string, string | Buffer>;

  constructor(folder: string, view: FolderView, pointers: ReadonlyMap<string, number> = new Map()) {
    this.folder = folder;
    this.sizes = view.sizes;
    this.title = view.title;
    this.#origins = view.origins;
    this.pointers = pointers;
  }

  /** The same folder with other files added, or under other names. */
  seenAs(changes: Partial<FolderView>): FolderFiles {
    const { sizes, title } = this;
    return new FolderFiles(this.folder, { sizes, title, origins: this.#origins, ...changes }, this.pointers);
  }

  /** The same folder and files that lie elsewhere, or that were made, beside its own. */
  with(added: ReadonlyMap<string, { readonly bytes: number; readonly origin: string | Buffer }>): FolderFiles {
    const sizes = new Map(this.sizes);
    const origins = new Map(this.#origins);
    for (const [name, { bytes, origin }] of added) {
      sizes.set(name, bytes);
      origins.set(name, origin);
    }
    return this.seenAs({ sizes, origins });
  }

  get names(): string[] {
    return [...this.sizes.keys()];
  }

  has(name: string): boolean {
    return this.sizes.has(name);
  }

  /** Where a file lies. A file that was made lies nowhere: see `madeOf`. */
  pathOf(name: string): string {
    const origin = this.#origins.get(name);
    return typeof origin === 'string' ? origin : path.join(this.folder, ...name.split('/'));
  }

  /** The content of a file that is not on the disk. */
  madeOf(name: string): Buffer | undefined {
    const origin = this.#origins.get(name);
    return typeof origin === 'string' ? undefined : origin;
  }

  /** Puts files where their names say, in a folder that is the application's own. */
  async placeFiles(names: readonly string[]): Promise<void> {
    for (const name of names) {
      const origin = this.#origins.get(name);
      if (origin === undefined) continue;
      const target = path.join(this.folder, ...name.split('/'));
      await mkdir(path.dirname(target), { recursive: true });
      await (typeof origin === 'string' ? rename(origin, target) : writeFile(target, origin));
    }
  }

  bytesOf(names: Iterable<string>): number {
    return [...new Set(names)].reduce((sum, name) => sum + (this.sizes.get(name) ?? 0), 0);
  }

  /** Undefined when the file is not there. @throws {AppError} `MODEL_UNSUPPORTED` when it is not what `schema` says */
  async json<T>(name: string, schema: z.ZodType<T>): Promise<T | undefined> {
    if (this.pointers.has(name)) throw this.notFetched([name]);
    if (!this.has(name)) return undefined;
    if ((this.sizes.get(name) ?? 0) > largestText) {
      throw unsupported('too-large', `${name} is far too large to be what its name says. Copy or download it again.`, {
        file: name,
      });
    }
    let content: unknown;
    try {
      content = JSON.parse((await this.#read(name)).toString('utf8'));
    } catch (cause) {
      throw unsupported('bad-json', `${name} is not valid JSON. Copy or download it again.`, { file: name }, { cause });
    }
    const parsed = schema.safeParse(content);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    const where = `${issue?.path.join('.')}: ${issue?.message}`;
    throw unsupported('bad-form', `${name} is not of the form that is expected (${where}).`, { file: name, where });
  }

  /** Undefined also when it is larger than any text that a person writes. */
  async text(name: string): Promise<string | undefined> {
    const isText = this.has(name) && (this.sizes.get(name) ?? 0) <= largestText;
    return isText ? (await this.#read(name)).toString('utf8') : undefined;
  }

  /** The refusal of a folder whose large files were not fetched. */
  notFetched(names: readonly string[]) {
    const bytes = names.reduce((sum, name) => sum + (this.pointers.get(name) ?? 0), 0);
    const size = `${(bytes / 1e6).toFixed(1)} MB`;
    const list = names.slice(0, 4).join(', ');
    return unsupported(
      'lfs-pointer',
      `${list}: Git LFS has left a note in place of the file (${size} in all). Run "git lfs pull" in the folder, or download the file by itself.`,
      { files: list, size },
    );
  }

  async #read(name: string): Promise<Buffer> {
    return this.madeOf(name) ?? readFile(this.pathOf(name));
  }
}

/** Tokenizers of a quarter of a million words have 35 MB; what is much larger would take the memory of the engine when it is read. */
const largestText = 200e6;

/** As deep as any layout of a model goes; what lies deeper, or in hidden folders, is none of the model. */
const deepest = 3;
/** More than any model has; a person who names the folder of everything is told so at once. */
const mostFiles = 5000;

/** @throws {AppError} `FILE_MISSING`, `FOLDER_UNREADABLE` */
export async function listFolder(folder: string): Promise<FolderFiles> {
  const info = await stat(folder).catch((cause) => {
    const details = { why: 'folder-gone', path: folder };
    throw new AppError('FILE_MISSING', `${folder} is not there. Check the path.`, { details, cause });
  });
  if (!info.isDirectory()) {
    const message = `${folder} is a file. Name the folder that the model lies in.`;
    throw new AppError('FOLDER_UNREADABLE', message, { details: { why: 'folder-is-file', path: folder } });
  }
  const sizes = new Map<string, number>();
  const pointers = new Map<string, number>();
  const walk = async (inside: string, depth: number): Promise<void> => {
    for (const name of (await readdir(path.join(folder, inside))).sort()) {
      if (name.startsWith('.')) continue;
      const relative = inside === '' ? name : `${inside}/${name}`;
      const found = await stat(path.join(folder, relative)).catch(() => undefined);
      if (sizes.size > mostFiles) {
        throw unsupported('too-many-files', `${folder} holds too many files to be a model. Name its own folder.`);
      }
      if (found?.isFile()) {
        const meant = await bytesOfPointer(path.join(folder, relative), found.size);
        if (meant === undefined) sizes.set(relative, found.size);
        else pointers.set(relative, meant);
      } else if (found?.isDirectory() && depth < deepest) await walk(relative, depth + 1);
    }
  };
  await walk('', 1).catch((cause) => {
    if (cause instanceof AppError) throw cause;
    const message = `${folder} could not be read. Check who may read it.`;
    throw new AppError('FOLDER_UNREADABLE', message, { details: { path: folder }, cause });
  });
  return new FolderFiles(folder, { sizes, origins: new Map() }, pointers);
}

/** The size that a note of Git LFS speaks of; undefined for a file that is none. */
async function bytesOfPointer(file: string, bytes: number): Promise<number | undefined> {
  if (bytes < 40 || bytes > 1024) return undefined;
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1024), 0, 1024, 0);
    const text = buffer.toString('latin1', 0, bytesRead);
    if (!text.startsWith('version https://git-lfs.github.com/spec/')) return undefined;
    return Number(/^size (\d+)$/m.exec(text)?.[1] ?? 0);
  } finally {
    await handle.close();
  }
}

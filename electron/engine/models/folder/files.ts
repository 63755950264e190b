/** The files of a model folder, links followed, and what is written in its small ones. */
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { AppError } from '../../../contract/errors.ts';
import { unsupported } from './unsupported.ts';

export class FolderFiles {
  readonly folder: string;
  /** Bytes by path inside the folder, with `/` between the parts. */
  readonly sizes: ReadonlyMap<string, number>;

  constructor(folder: string, sizes: ReadonlyMap<string, number>) {
    this.folder = folder;
    this.sizes = sizes;
  }

  get names(): string[] {
    return [...this.sizes.keys()];
  }

  has(name: string): boolean {
    return this.sizes.has(name);
  }

  pathOf(name: string): string {
    return path.join(this.folder, ...name.split('/'));
  }

  bytesOf(names: Iterable<string>): number {
    return [...new Set(names)].reduce((sum, name) => sum + (this.sizes.get(name) ?? 0), 0);
  }

  /** Undefined when the file is not there. @throws {AppError} `MODEL_UNSUPPORTED` when it is not what `schema` says */
  async json<T>(name: string, schema: z.ZodType<T>): Promise<T | undefined> {
    if (!this.has(name)) return undefined;
    if ((this.sizes.get(name) ?? 0) > largestText) {
      throw unsupported('too-large', `${name} is far too large to be what its name says. Copy or download it again.`, {
        file: name,
      });
    }
    let content: unknown;
    try {
      content = JSON.parse(await readFile(this.pathOf(name), 'utf8'));
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
    return isText ? readFile(this.pathOf(name), 'utf8') : undefined;
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
  const walk = async (inside: string, depth: number): Promise<void> => {
    for (const name of (await readdir(path.join(folder, inside))).sort()) {
      if (name.startsWith('.')) continue;
      const relative = inside === '' ? name : `${inside}/${name}`;
      const found = await stat(path.join(folder, relative)).catch(() => undefined);
      if (sizes.size > mostFiles) {
        throw unsupported('too-many-files', `${folder} holds too many files to be a model. Name its own folder.`);
      }
      if (found?.isFile()) sizes.set(relative, found.size);
      else if (found?.isDirectory() && depth < deepest) await walk(relative, depth + 1);
    }
  };
  await walk('', 1).catch((cause) => {
    if (cause instanceof AppError) throw cause;
    const message = `${folder} could not be read. Check who may read it.`;
    throw new AppError('FOLDER_UNREADABLE', message, { details: { path: folder }, cause });
  });
  return new FolderFiles(folder, sizes);
}

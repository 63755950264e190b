/**
 * What is known of a download between two starts of the application: `state.json` in a folder of its own, and beside it `files/` with
 * what has come. The folder is the truth; a download that is not running and has a folder can be gone on with.
 */
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { errorPayloadSchema } from '../../../contract/errors.ts';
import { registryEntrySchema } from '../../../contract/models.ts';
import { fileIn, isFileName } from '../../files/file-in.ts';
import { partOf } from './fetch-file.ts';

const fileStateSchema = z.object({
  bytes: z.number().nullable(),
  checksum: z.object({ kind: z.enum(['sha256', 'git-sha1']), hex: z.string() }).nullable(),
  /** Under which mark the server sent what is in the part file. */
  etag: z.string().nullable(),
  /** Once it is here and whole. */
  sha256: z.string().nullable(),
});
export type FileState = z.infer<typeof fileStateSchema>;

const stateSchema = z.object({
  /** As it was when the download began, so that it can be gone on with whatever becomes of the registry. */
  entry: registryEntrySchema,
  commit: z.string().nullable(),
  /** By their place in the model folder. */
  files: z.record(z.string(), fileStateSchema),
  error: errorPayloadSchema.nullable(),
});
export type DownloadState = z.infer<typeof stateSchema>;

export interface DownloadFolder {
  readonly dir: string;
  readonly files: string;
}

export function downloadFolder(modelsDir: string, id: string): DownloadFolder {
  const dir = fileIn(path.join(modelsDir, '.downloads'), id);
  return { dir, files: path.join(dir, 'files') };
}

/** Undefined when there is none, none that can be read, or one of another model than its folder is named after. */
export async function readState({ dir }: DownloadFolder): Promise<DownloadState | undefined> {
  const text = await readFile(path.join(dir, 'state.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const state = stateSchema.parse(JSON.parse(text));
    return state.entry.id === path.basename(dir) ? state : undefined;
  } catch {
    return undefined;
  }
}

export async function writeState({ dir, files }: DownloadFolder, state: DownloadState): Promise<void> {
  await mkdir(files, { recursive: true });
  const target = path.join(dir, 'state.json');
  await writeFile(`${target}.new`, JSON.stringify(state));
  await rename(`${target}.new`, target);
}

export async function discard({ dir }: DownloadFolder): Promise<void> {
  await rm(dir, { recursive: true, force: true });
}

/** The downloads that were begun and not finished. */
export async function listDownloads(modelsDir: string): Promise<DownloadState[]> {
  const names = await readdir(path.join(modelsDir, '.downloads')).catch(() => []);
  const states = await Promise.all(
    names
      .filter(isFileName)
      .sort()
      .map((id) => readState(downloadFolder(modelsDir, id))),
  );
  return states.filter((state) => state !== undefined);
}

/** Bytes that are on the disk. */
export async function bytesHere(folder: DownloadFolder, state: DownloadState): Promise<number> {
  const sizes = Object.keys(state.files).map(async (name) => {
    const target = path.join(folder.files, name);
    const found = await stat(target).catch(() => stat(partOf(target)).catch(() => undefined));
    return found?.size ?? 0;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** Null while the size of one file is not known. */
export function bytesInAll(state: DownloadState): number | null {
  const sizes = state.entry.files.map(
    ({ path: source, as: name = source, bytes }) => state.files[name]?.bytes ?? bytes,
  );
  return sizes.some((size) => size === null) ? null : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
}

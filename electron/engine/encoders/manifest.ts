/** Finds model folders, reads `model.json`, and makes sure that the files are the ones it speaks of before they are used. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../contract/errors.ts';
import { type ModelManifest, modelManifestSchema } from '../../contract/model-manifest.ts';
import { sha256Of } from '../files/checksum.ts';

export const manifestName = 'model.json';

export interface ModelFolder {
  readonly folder: string;
  readonly manifest: ModelManifest;
}

/** A file of a model and the checksum that it must have. */
export interface ModelFile {
  readonly path: string;
  readonly sha256: string;
}

/** Reads the `model.json` of a folder. @throws {AppError} `MODEL_MISSING`, `MODEL_DAMAGED` */
export async function readModelFolder(folder: string): Promise<ModelFolder> {
  const path = join(folder, manifestName);
  const text = await readFile(path, 'utf8').catch((error) => {
    throw missing(path, error);
  });
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw damaged(path, `${path} is not valid JSON.`, 'model-file-other', error);
  }
  const manifest = modelManifestSchema.safeParse(parsed);
  if (manifest.success) return { folder, manifest: manifest.data };
  const issue = manifest.error.issues[0];
  const where = issue === undefined ? '' : ` (${issue.path.join('.')}: ${issue.message})`;
  throw damaged(path, `${path} does not describe a model${where}.`, 'model-file-other');
}

/** The folders below `modelsDir` that hold a `model.json`, by name; none when `modelsDir` is not there. */
export async function listModelFolders(modelsDir: string): Promise<string[]> {
  const entries = await readdir(modelsDir, { withFileTypes: true }).catch(() => []);
  const folders: string[] = [];
  for (const entry of entries) {
    const folder = join(modelsDir, entry.name);
    const info = await stat(join(folder, manifestName)).catch(() => undefined);
    if (info?.isFile()) folders.push(folder);
  }
  return folders.sort();
}

/** Checks that a file of the model is there and has the size that `model.json` gives; its content is checked later. */
export async function locateModelFile({ folder, manifest }: ModelFolder, name: string): Promise<ModelFile> {
  const path = join(folder, name);
  const info = await stat(path).catch((error) => {
    throw missing(path, error);
  });
  const expected = manifest.files[name];
  if (expected === undefined) throw damaged(path, `${manifestName} gives no checksum for ${name}.`);
  if (info.size !== expected.bytes) {
    const message = `${path} has ${info.size} bytes in place of ${expected.bytes}: it is incomplete.`;
    throw damaged(path, message, 'model-file-cut');
  }
  return { path, sha256: expected.sha256 };
}

/** Compares the checksum of a file with the one in `model.json`; done once each time a model is opened. @throws {AppError} `MODEL_DAMAGED` */
export async function verifyModelFile({ path, sha256 }: ModelFile): Promise<void> {
  if ((await sha256Of(path)) === sha256) return;
  throw damaged(path, `${path} is not the file that ${manifestName} describes.`, 'model-file-other');
}

const remedy = 'Install the model (or Lookalike, if it came with it) again.';

function damaged(path: string, message: string, why?: string, cause?: unknown): AppError {
  const details = why === undefined ? { path } : { why, path };
  return new AppError('MODEL_DAMAGED', `${message} ${remedy}`, { details, cause });
}

function missing(path: string, cause: unknown): AppError {
  return new AppError('MODEL_MISSING', `${path} is not there. ${remedy}`, {
    details: { why: 'model-file-gone', path },
    cause,
  });
}

/** What model a folder holds, in whichever layout, before anything is copied. */
import path from 'node:path';
import type { z } from 'zod';
import { AppError } from '../../../contract/errors.ts';
import { modelManifestSchema } from '../../../contract/model-manifest.ts';
import type { FolderInspection } from '../../../contract/models.ts';
import { manifestName, readModelFolder } from '../../encoders/index.ts';
import type { FolderFiles } from './files.ts';
import { type Described, describeHuggingFace, type Naming } from './hugging-face.ts';
import { arranged } from './layouts.ts';
import { unsupported } from './unsupported.ts';
import { bytesOfWeights, findWeights } from './weights.ts';

export interface FolderContents extends Described {
  readonly source: FolderFiles;
  readonly layout: FolderInspection['layout'];
  readonly bytes: number;
  readonly choices: FolderInspection['choices'];
}

export interface InspectOptions extends Naming {
  /** Which of the precisions in the folder; the most exact one when left out. */
  readonly dtype?: string | undefined;
}

/** @throws {AppError} `FILE_MISSING`, `FOLDER_UNREADABLE`, `MODEL_UNSUPPORTED`, `MODEL_DAMAGED` */
export async function inspectFolder(folder: string, options: InspectOptions = {}): Promise<FolderContents> {
  const source = await arranged(path.resolve(folder));
  return source.has(manifestName) ? lookalike(source, options) : huggingFace(source, options);
}

async function lookalike(source: FolderFiles, { id, name }: InspectOptions): Promise<FolderContents> {
  const { manifest } = await readModelFolder(source.folder);
  const listed = Object.keys(manifest.files);
  const missing = listed.filter((file) => !source.has(file));
  if (missing.length > 0) {
    const files = missing.join(', ');
    throw new AppError('MODEL_DAMAGED', `${files} is missing. Copy the whole folder again.`, {
      details: { why: 'model-files-missing', path: source.folder, files },
    });
  }
  const files = [...listed, ...['README.md', 'LICENSE'].filter((file) => source.has(file) && !listed.includes(file))];
  const bytes = source.bytesOf(files);
  return {
    ...{ source, layout: 'lookalike', files, bytes, notes: [], alternatives: [] },
    manifest: { ...manifest, ...(id === undefined ? {} : { id }), ...(name === undefined ? {} : { name }) },
    choices: [{ dtype: manifest.dtype ?? 'fp32', bytes }],
  };
}

async function huggingFace(source: FolderFiles, { dtype, ...naming }: InspectOptions): Promise<FolderContents> {
  const all = await findWeights(source);
  const choices = all.map((weights) => ({ dtype: weights.dtype, bytes: bytesOfWeights(source, weights) }));
  const weights = dtype === undefined ? all[0] : all.find((one) => one.dtype === dtype);
  if (weights === undefined) {
    const there = choices.map((choice) => choice.dtype).join(', ');
    const message = `The folder does not hold the model as ${dtype}. It holds: ${there}.`;
    throw unsupported('other-precisions', message, { dtype: dtype ?? '', there });
  }
  const described = await describeHuggingFace(source, weights, naming);
  const checked = modelManifestSchema.safeParse(described.manifest);
  if (!checked.success) throw beyondLimits(checked.error);
  return { ...described, source, layout: 'hugging-face', bytes: source.bytesOf(described.files), choices };
}

/** Numbers in its files that no model has, or that would take all memory. */
function beyondLimits({ issues: [issue] }: z.ZodError): AppError {
  const where = `${issue?.path.join('.')}: ${issue?.message}`;
  return unsupported('beyond-limits', `The files describe a model that cannot be run here (${where}).`, { where });
}

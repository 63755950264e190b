/** The models that this machine has, as people see them. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError, type ErrorPayload } from '../../contract/errors.ts';
import type { ModelManifest } from '../../contract/model-manifest.ts';
import type { ModelSummary } from '../../contract/models.ts';
import type { FoundModel } from '../encoders/index.ts';
import { listFolder } from './folder/files.ts';

/** A folder whose model.json cannot be read goes by its own name, so that it can be removed. */
export async function summaryOf(found: FoundModel, activeId: string): Promise<ModelSummary> {
  const { folder, bundled, model, problem } = found;
  const manifest = model?.manifest;
  const id = manifest?.id ?? path.basename(folder);
  return {
    id,
    name: manifest?.name ?? path.basename(folder),
    version: manifest?.version ?? '',
    family: manifest?.family ?? null,
    licence: manifest?.licence ?? '',
    languages: manifest?.languages ?? [],
    dimensions: manifest?.dimensions ?? 0,
    dtype: manifest?.dtype ?? null,
    bytes: await bytesOf(folder),
    ...{ folder, bundled },
    active: manifest !== undefined && id === activeId,
    problem: problem?.toPayload() ?? (manifest === undefined ? null : await problemOf(folder, manifest)),
  };
}

async function bytesOf(folder: string): Promise<number> {
  const files = await listFolder(folder).catch(() => undefined);
  return files === undefined ? 0 : files.bytesOf(files.names);
}

/** What can be seen of the files without reading them; their content is compared when the model is opened. */
async function problemOf(folder: string, manifest: ModelManifest): Promise<ErrorPayload | null> {
  for (const [name, { bytes }] of Object.entries(manifest.files)) {
    const file = path.join(folder, name);
    const found = await stat(file).catch(() => undefined);
    if (found?.size === bytes) continue;
    const what = found === undefined ? 'is missing' : `has ${found.size} bytes in place of ${bytes}`;
    const message = `${file} ${what}. Remove the model and add it again.`;
    const why = found === undefined ? 'model-file-gone' : 'model-file-cut';
    return new AppError('MODEL_DAMAGED', message, { details: { why, path: file } }).toPayload();
  }
  return null;
}

/** The models that this machine has, as people see them, and taking one away. */
import { rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError, type ErrorPayload } from '../../contract/errors.ts';
import type { ModelManifest } from '../../contract/model-manifest.ts';
import type { ModelSummary } from '../../contract/models.ts';
import type { EventHub } from '../../contract/rpc/event-hub.ts';
import type { Encoders, FoundModel, ModelFolder } from '../encoders/index.ts';
import { listFolder } from './folder/files.ts';
import { temporaryFolder } from './places.ts';
import type { ModelUses } from './uses.ts';

/** Emits `models.changed`. */
export class InstalledModels {
  readonly #encoders: Encoders;
  readonly #hub: EventHub;
  readonly #uses: ModelUses;
  /** Ends following which model is in use. */
  readonly close: () => void;

  /** `uses`: what of the models is at work, here and in other processes. */
  constructor(encoders: Encoders, hub: EventHub, uses: ModelUses) {
    this.#encoders = encoders;
    this.#hub = hub;
    this.#uses = uses;
    let inUse: string | null = encoders.inUseId;
    this.close = hub.on('encoders.changed', ({ modelId }) => {
      if (modelId === inUse) return;
      inUse = modelId;
      void this.announce().catch(() => undefined);
    });
  }

  async list(): Promise<ModelSummary[]> {
    return Promise.all((await this.#encoders.list()).map((found) => this.#summaryOf(found)));
  }

  /** @throws {AppError} `NOT_FOUND`, `MODEL_DAMAGED` */
  async describe(id: string): Promise<{ summary: ModelSummary; manifest: ModelManifest }> {
    const found = await this.#find(id);
    return { summary: await this.#summaryOf(found), manifest: modelOf(found, id).manifest };
  }

  /** @throws {AppError} `NOT_FOUND`, `MODEL_DAMAGED` */
  async get(id: string): Promise<ModelFolder> {
    return modelOf(await this.#find(id), id);
  }

  /** Of the files of a model; undefined when there is none of that id. */
  async checksums(id: string): Promise<ModelManifest['files'] | undefined> {
    return (await this.get(id).catch(() => undefined))?.manifest.files;
  }

  /** To be called when models were added or removed, or another is in use. */
  async announce(): Promise<ModelSummary[]> {
    const models = await this.list();
    this.#hub.emit('models.changed', models);
    return models;
  }

  /** `isWorkedOn`: by a task of this process. @throws {AppError} `NOT_FOUND`, `CONFLICT` */
  async remove(id: string, isWorkedOn: boolean): Promise<ModelSummary[]> {
    const found = await this.#find(id);
    this.#requireUnused(id, found, isWorkedOn);
    // Gone at once for everybody, however long deleting takes.
    const aside = path.join(await temporaryFolder(path.dirname(found.folder)), 'removed');
    await rename(found.folder, aside).catch((cause) => {
      throw notMoved(found.folder, cause);
    });
    await this.#encoders.reload();
    await rm(path.dirname(aside), { recursive: true, force: true });
    return this.announce();
  }

  /** @throws {AppError} `CONFLICT`, which says who has it at work and where */
  #requireUnused(id: string, { bundled, model }: FoundModel, isWorkedOn: boolean): void {
    const kept = (why: string, because: string, values: Record<string, unknown> = {}): AppError =>
      new AppError('CONFLICT', `The model ${id} ${because}. It was not removed.`, {
        details: { why, modelId: id, ...values },
      });
    if (bundled) throw kept('model-bundled', 'came with Lookalike');
    if (model !== undefined && this.#encoders.inUseId === id) {
      throw kept('model-in-use', 'is in use: switch to another model first');
    }
    if (isWorkedOn || this.#uses.here(id).length > 0) {
      throw kept('model-busy', 'is being worked on: stop that first');
    }
    const [use] = this.#uses.elsewhere(id);
    if (use === undefined) return;
    const { pid, library } = use;
    const because = `is at work in another Lookalike (process ${pid}), on the library ${library}: switch to another model there, or close it, first`;
    throw kept('model-in-use-elsewhere', because, { pid, library });
  }

  async #find(id: string): Promise<FoundModel> {
    const all = await this.#encoders.list();
    const found =
      all.find(({ model }) => model?.manifest.id === id) ??
      all.find(({ model, folder }) => model === undefined && path.basename(folder) === id);
    if (found === undefined) throw notFound(id);
    return found;
  }

  /** A folder whose model.json cannot be read goes by its own name, so that it can be removed. */
  async #summaryOf({ folder, bundled, model, problem }: FoundModel): Promise<ModelSummary> {
    const manifest = model?.manifest;
    const id = manifest?.id ?? path.basename(folder);
    const files = await listFolder(folder).catch(() => undefined);
    return {
      id,
      name: manifest?.name ?? path.basename(folder),
      version: manifest?.version ?? '',
      family: manifest?.family ?? null,
      licence: manifest?.licence ?? '',
      languages: manifest?.languages ?? [],
      dimensions: manifest?.dimensions ?? 0,
      dtype: manifest?.dtype ?? null,
      bytes: files?.bytesOf(files.names) ?? 0,
      ...{ folder, bundled },
      active: manifest !== undefined && id === this.#encoders.inUseId,
      problem: problem?.toPayload() ?? (manifest === undefined ? null : await problemOf(folder, manifest)),
    };
  }
}

function modelOf({ model, problem }: FoundModel, id: string): ModelFolder {
  if (model === undefined) throw problem ?? notFound(id);
  return model;
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

function notFound(id: string): AppError {
  return new AppError('NOT_FOUND', `The model ${id} is not installed.`, { details: { modelId: id } });
}

/** Windows moves no folder whose files somebody has open. */
function notMoved(folder: string, cause: unknown): AppError {
  const message = `${folder} could not be moved: a program may have its files open, or you may not change them. It was not removed.`;
  return new AppError('CONFLICT', message, { details: { why: 'model-not-moved', path: folder }, cause });
}

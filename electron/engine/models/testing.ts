/** For tests: repositories as the hub has them, one of them with the one real model that is here, and a tester without a process. */
import { randomBytes } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach } from 'vitest';
import type { ModelTask, RegistryEntry } from '../../contract/models.ts';
import { EventHub } from '../../contract/rpc/event-hub.ts';
import { createMemoryPair } from '../../contract/rpc/memory.ts';
import { Encoders } from '../encoders/index.ts';
import { type FamilyModelOptions, type FamilyName, writeFamilyModel } from '../encoders/testing/index.ts';
import type { StartSideProcess } from '../side-process/side-process.ts';
import { freeBytes } from './disk.ts';
import { listFolder } from './folder/files.ts';
import { InstalledModels } from './installed.ts';
import { ModelTasks } from './model-tasks.ts';
import { Source } from './source.ts';
import { serveTester } from './tester/serve-tester.ts';
import { ModelUses } from './uses.ts';

export const shippedModels = path.join(import.meta.dirname, '../../../models');
const starter = path.join(shippedModels, 'starter');

const texts: Readonly<Record<string, object>> = {
  'config.json': {
    model_type: 'clip',
    projection_dim: 256,
    text_config: { max_position_embeddings: 32, pad_token_id: 0 },
  },
  'preprocessor_config.json': {
    size: { height: 160, width: 160 },
    do_center_crop: false,
    image_mean: [0.5, 0.5, 0.5],
    image_std: [0.5, 0.5, 0.5],
  },
  'tokenizer_config.json': { model_max_length: 32, unk_token: '[UNK]' },
};
const copies = {
  'onnx/vision_model.onnx': 'vision.onnx',
  'onnx/text_model.onnx': 'text.onnx',
  'tokenizer.json': 'tokenizer.json',
} as const;

/** Tests models in this process, which saves the start of another. */
export const testerHere: StartSideProcess = () => {
  const [transport, far] = createMemoryPair();
  serveTester(far);
  const { promise: ended, resolve } = Promise.withResolvers<string>();
  transport.onClose(() => resolve(''));
  return { transport, ended, kill: () => transport.close() };
};

export async function starterRepository(): Promise<Record<string, Buffer>> {
  const files: Record<string, Buffer> = {};
  for (const [name, content] of Object.entries(texts)) files[name] = Buffer.from(JSON.stringify(content));
  for (const [name, own] of Object.entries(copies)) files[name] = await readFile(path.join(starter, own));
  return files;
}

/** A repository that is opened faster: a toy that knows colours, and beside it a large file that nobody needs. */
export async function toyRepository(folder: string): Promise<Record<string, Buffer>> {
  await writeFamilyModel(folder, 'clip', { layout: 'hugging-face' });
  await writeFile(path.join(folder, 'onnx/unused.onnx_data'), randomBytes(8_000_000));
  const files: Record<string, Buffer> = {};
  for (const name of (await listFolder(folder)).names) files[name] = await readFile(path.join(folder, name));
  return files;
}

export function entryOf(files: Readonly<Record<string, Buffer>>, changes: Partial<RegistryEntry>): RegistryEntry {
  return {
    ...{ id: 'toy', name: 'A toy', family: 'clip', goodAt: 'tests', languages: ['en', 'zh'] },
    licence: { name: 'MIT', url: 'https://example.org/licence', commercialUse: 'yes' },
    ...{ dimensions: 16, bytes: 9_000_000, repository: 'owner/toy', revision: 'main' },
    files: Object.keys(files).map((name) => ({ path: name, bytes: null, sha256: null })),
    ...changes,
  };
}

export const starterEntry = (files: Readonly<Record<string, Buffer>>): RegistryEntry =>
  entryOf(files, {
    ...{
      id: 'hub-starter',
      name: 'Starter from the hub',
      dimensions: 256,
      bytes: 25_000_000,
      repository: 'owner/starter',
    },
    manifest: { text: { prompts: ['{}', 'a picture of {}'] } },
  });

/** The models that ship, with a registry of one model beside them. */
export async function writeShipped(folder: string, entries: readonly RegistryEntry[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  await cp(starter, path.join(folder, 'starter'), { recursive: true, filter: (file) => !file.includes('golden') });
  await writeFile(path.join(folder, 'registry.json'), JSON.stringify({ models: entries }));
}

/** The models of one machine: what ships with the app, a folder for those that are added, and a hub to be set. */
export class ModelPlace {
  readonly shared: string;
  readonly shipped: string;
  /** Repositories as the hub has them: the starter model, and a toy that opens faster. */
  readonly starter: Record<string, Buffer>;
  readonly toy: Record<string, Buffer>;
  dir = '';
  own = '';
  endpoint: string | undefined;
  free: typeof freeBytes = freeBytes;
  hub!: EventHub;
  encoders!: Encoders;
  installed!: InstalledModels;
  tasks!: ModelTasks;
  source!: Source;
  uses!: ModelUses;

  private constructor(shared: string, starter: Record<string, Buffer>, toy: Record<string, Buffer>) {
    this.shared = shared;
    this.shipped = path.join(shared, 'shipped');
    this.starter = starter;
    this.toy = toy;
  }

  static async make(): Promise<ModelPlace> {
    const shared = await mkdtemp(path.join(tmpdir(), 'lookalike-models-'));
    const place = new ModelPlace(shared, await starterRepository(), await toyRepository(path.join(shared, 'toy')));
    await writeShipped(place.shipped, [entryOf(place.toy, {}), starterEntry(place.starter)]);
    return place;
  }

  /** With no model added, in a folder of its own. */
  async begin(): Promise<void> {
    this.dir = await mkdtemp(path.join(tmpdir(), 'lookalike-models-'));
    this.own = path.join(this.dir, 'models');
    this.endpoint = undefined;
    this.free = freeBytes;
    this.start();
  }

  async end(): Promise<void> {
    await this.stop();
    await rm(this.dir, { recursive: true, force: true });
  }

  start(): void {
    const { shipped: modelsDir, own: userModelsDir, dir } = this;
    const hub = new EventHub();
    const encoders = new Encoders({ modelsDir, userModelsDir, hub });
    this.hub = hub;
    this.encoders = encoders;
    this.uses = new ModelUses(path.join(dir, 'uses'));
    const endpointOf = (): string | undefined => this.endpoint;
    const preference = {
      get hubEndpoint() {
        return endpointOf();
      },
      setHubEndpoint: (next: string | undefined): void => {
        this.endpoint = next;
      },
    };
    const source = new Source(preference, 5000);
    this.source = source;
    const installed = new InstalledModels(encoders, hub, this.uses);
    this.installed = installed;
    this.tasks = new ModelTasks({
      ...{ modelsDir, userModelsDir, installed, encoders, source, hub, threads: 2 },
      startTester: testerHere,
      retries: { retryMs: 1, attempts: 2 },
      free: (folder) => this.free(folder),
    });
  }

  async stop(): Promise<void> {
    this.installed.close();
    await this.tasks.close();
    await this.source.close();
    await this.encoders.close();
  }

  async ended(task: ModelTask): Promise<ModelTask> {
    for (;;) {
      const now = (await this.tasks.list()).find(({ id }) => id === task.id);
      if (now === undefined || now.state !== 'running') return now ?? task;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  folder(name: string): string {
    return path.join(this.dir, name);
  }

  /** Writes a small model of a family into a folder, as the hub would have it. */
  family(name: string, kind: FamilyName, options: FamilyModelOptions = {}) {
    return writeFamilyModel(this.folder(name), kind, { layout: 'hugging-face', ...options });
  }

  async add(name: string, options = {}): Promise<ModelTask> {
    return this.ended(await this.tasks.addFolder(this.folder(name), options));
  }

  remove(id: string) {
    return this.installed.remove(id, this.tasks.worksOn(id));
  }

  async ids(): Promise<string[]> {
    return (await this.installed.list()).map(({ id }) => id);
  }

  /** Everything below the folder of added models, whatever it is called. */
  async leftovers(): Promise<string[]> {
    return (await readdir(this.own, { recursive: true }).catch(() => [])).filter((name) => name !== '.adding');
  }
}

/** For the tests of a file: the same repositories, and no model added before each. */
export async function modelPlace(): Promise<ModelPlace> {
  const place = await ModelPlace.make();
  beforeEach(() => place.begin());
  afterEach(() => place.end());
  afterAll(() => rm(place.shared, { recursive: true, force: true }));
  return place;
}

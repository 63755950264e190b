/** For tests: repositories as the hub has them, one of them with the one real model that is here, and a tester without a process. */
import { randomBytes } from 'node:crypto';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RegistryEntry } from '../../contract/models.ts';
import { createMemoryPair } from '../../contract/rpc/memory.ts';
import { writeFamilyModel } from '../encoders/testing/index.ts';
import type { StartSideProcess } from '../side-process/side-process.ts';
import { listFolder } from './folder/files.ts';
import { serveTester } from './tester/serve-tester.ts';

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

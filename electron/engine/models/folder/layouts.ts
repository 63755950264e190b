/**
 * Repositories that lay their files out in ways of their own, seen as the usual layout: everything in `onnx`, towers in a folder of
 * their own below a tokenizer that several models share, and Immich's two folders.
 */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { manifestName } from '../../encoders/index.ts';
import { type FolderFiles, listFolder } from './files.ts';
import { withTokenizer } from './made-tokenizer.ts';
import { unsupported } from './unsupported.ts';
import { hasTowers } from './weights.ts';

/** What lies beside the weights and may lie further up. */
const shared = [
  ...['tokenizer.json', 'tokenizer_config.json', 'special_tokens_map.json', 'vocab.txt', 'vocab.json', 'merges.txt'],
  ...['config.json', 'preprocessor_config.json', 'processor_config.json', 'open_clip_config.json'],
  ...['README.md', 'LICENSE'],
];
const tokenizers = ['tokenizer.json', 'vocab.txt', 'vocab.json'];
const hasTokenizer = (files: FolderFiles): boolean => tokenizers.some((name) => files.has(name));

/** @throws {AppError} `MODEL_UNSUPPORTED` when a folder holds several models; `FILE_MISSING`, `FOLDER_UNREADABLE` */
export async function arranged(folder: string): Promise<FolderFiles> {
  const files = await atRoot(await listFolder(folder));
  if (files.has(manifestName)) return files;
  return withTokenizer(await usual(files));
}

async function usual(files: FolderFiles): Promise<FolderFiles> {
  if (files.has('visual/model.onnx') || files.has('textual/model.onnx')) return immich(files);
  return hasTokenizer(files) ? withTowersBelow(files) : withTokenizerAbove(files);
}

/** People name the folder `onnx` as well as the one that it lies in; and some repositories have everything in `onnx`. */
async function atRoot(files: FolderFiles): Promise<FolderFiles> {
  const isRoot = files.has('config.json') || files.has('open_clip_config.json');
  const allInOnnx = files.has('onnx/config.json') && files.has('onnx/tokenizer.json');
  if (files.has(manifestName) || (isRoot && !allInOnnx)) return files;
  if (allInOnnx) return listFolder(path.join(files.folder, 'onnx'));
  return path.basename(files.folder) === 'onnx' ? listFolder(path.dirname(files.folder)) : files;
}

/** Small files of the text tower lie beside it, and how pictures are prepared beside the other. */
function immich(files: FolderFiles): FolderFiles {
  const added = new Map<string, { bytes: number; origin: string }>();
  for (const name of shared) {
    const inside = `textual/${name}`;
    if (files.has(inside) && !files.has(name)) {
      added.set(name, { bytes: files.sizes.get(inside) ?? 0, origin: files.pathOf(inside) });
    }
  }
  return files.with(added);
}

/** A tokenizer, and below it the towers of one model: `onnx/s2/text_model.onnx`. */
function withTowersBelow(files: FolderFiles): FolderFiles {
  const below = new Set(files.names.map((name) => path.posix.dirname(name)));
  const folders = [...below].filter((inside) => !['.', 'onnx'].includes(inside) && hasTowers(files, `${inside}/`));
  if (hasTowers(files, '') || hasTowers(files, 'onnx/') || folders.length === 0) return files;
  const [inside, ...more] = folders as [string, ...string[]];
  if (more.length > 0) {
    const list = folders.map((one) => path.join(files.folder, ...one.split('/'))).join(', ');
    const message = `The folder holds ${folders.length} models. Name the folder of one of them: ${list}.`;
    throw unsupported('several-models', message, { folders: list });
  }
  const sizes = new Map<string, number>();
  const origins = new Map<string, string>();
  for (const name of files.names) {
    const own = name.startsWith(`${inside}/`);
    if (!own && (name.includes('/') || files.has(`${inside}/${name}`))) continue;
    const seen = own ? name.slice(inside.length + 1) : name;
    sizes.set(seen, files.sizes.get(name) ?? 0);
    if (own) origins.set(seen, files.pathOf(name));
  }
  return files.seenAs({ sizes, origins, title: titleOf(files.folder, inside) });
}

/** The folder of the towers was named, and the tokenizer lies one or two folders up. */
async function withTokenizerAbove(files: FolderFiles): Promise<FolderFiles> {
  if (!hasTowers(files, '') && !hasTowers(files, 'onnx/')) return files;
  for (let up = 1; up <= 2; up++) {
    const above = path.resolve(files.folder, ...Array<string>(up).fill('..'));
    const added = new Map<string, { bytes: number; origin: string }>();
    for (const name of shared.filter((one) => !files.has(one))) {
      const origin = path.join(above, name);
      const found = await stat(origin).catch(() => undefined);
      if (found?.isFile()) added.set(name, { bytes: found.size, origin });
    }
    if (!tokenizers.some((name) => added.has(name))) continue;
    return files.with(added).seenAs({ title: titleOf(above, path.relative(above, files.folder)) });
  }
  return files;
}

/** `mobileclip2-onnx` and `onnx/s2` are `mobileclip2-onnx-s2`. */
function titleOf(root: string, inside: string): string {
  const parts = inside.split(/[/\\]/).filter((part) => part !== '' && part !== 'onnx');
  return [path.basename(root), ...parts].join('-');
}

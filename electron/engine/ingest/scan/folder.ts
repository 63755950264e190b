/** What counts as a product in a folder of images: each image, or each sub-folder. */
import path from 'node:path';
import { AppError } from '../../../contract/errors.ts';
import type { Layout } from '../../../contract/ingest.ts';
import type { TagName } from '../../catalog/types.ts';
import type { TakenFrames } from '../clip-frames.ts';
import { titleFromName } from '../titles.ts';
import type { ScanItem, ScannedProduct, ScanProblem } from './types.ts';
import { type FolderListing, foreignProblem, joinRelative, walk } from './walk.ts';

/** Clips of a folder that are named where none can be read. */
const clipsNamed = 5;

export interface FolderScan {
  readonly root: string;
  readonly layout: Layout;
  /** A folder that has products already and is now entirely empty is taken for a disk that is not mounted. */
  readonly refuseEmpty: boolean;
  /** Takes frames of a clip; clips are passed over where it is left out. */
  readonly framesOf?: (clip: string) => Promise<TakenFrames>;
  /** Told of every folder looked into. */
  readonly onFolder?: (path: string) => void;
}

/**
 * Products and problems of a folder, in a fixed order. Skus are paths from the root, with forward slashes.
 * @throws {AppError} `FILE_MISSING`, `FOLDER_UNREADABLE`, `CANCELLED`
 */
export async function* scanFolder(scan: FolderScan, signal?: AbortSignal): AsyncGenerator<ScanItem> {
  const unread: string[] = [];
  for await (const item of walk(scan.root, signal)) {
    if (item.kind === 'problem') {
      yield item;
      continue;
    }
    if (scan.refuseEmpty && item.relative === '' && item.entries === 0) throw emptyRoot(scan.root);
    scan.onFolder?.(item.path);
    for (const name of item.foreign) yield foreignProblem(item, name);
    const clips = new Map<string, readonly string[]>();
    for (const name of scan.framesOf === undefined ? [] : item.clips) {
      const clip = path.join(item.path, name);
      const taken = await scan.framesOf?.(clip);
      if (taken?.kind === 'frames') clips.set(name, taken.paths);
      else if (taken?.kind === 'failed') yield clipProblem(clip, taken.reason);
      else unread.push(clip);
    }
    if (scan.layout === 'photo' || item.relative === '') yield* imageProducts(item, clips);
    else if (item.pictures.length + clips.size > 0) yield folderProduct(item, clips);
  }
  if (unread.length > 0) yield noReader(scan.root, unread);
}

function clipProblem(clip: string, reason: string): ScanProblem {
  return { kind: 'problem', productSku: null, path: clip, row: null, code: 'CLIP_UNREADABLE', reason };
}

/** Said once, with a few of their names: it is the same for all of them. */
function noReader(root: string, clips: readonly string[]): ScanProblem {
  const names = clips.slice(0, clipsNamed).map((clip) => path.relative(root, clip));
  const more = clips.length > names.length ? ` and ${clips.length - names.length} more` : '';
  return {
    kind: 'problem',
    productSku: null,
    path: clips.length === 1 ? (clips[0] ?? root) : root,
    row: null,
    code: 'CLIP_READER_MISSING',
    reason:
      `Clips were left out (${names.join(', ')}${more}): taking frames of them needs ffmpeg, which is not on this machine. ` +
      'Install it (ffmpeg.org) so that it is on the PATH, then scan again.',
  };
}

type FramesByClip = ReadonlyMap<string, readonly string[]>;

/**
 * Images of one folder that differ in their extension alone keep it in their sku. A clip is a product of its own, or shows the one of
 * the image that is called like it.
 */
function* imageProducts(folder: FolderListing, clips: FramesByClip): Generator<ScannedProduct> {
  const stems = new Map<string, number>(folder.folders.map((name) => [name, 1]));
  for (const name of folder.pictures) stems.set(stemOf(name), (stems.get(stemOf(name)) ?? 0) + 1);
  const tags = folderTags(folder.relative);
  const left = new Map(clips);
  for (const name of folder.pictures) {
    const stem = stemOf(name);
    const sku = joinRelative(folder.relative, stems.get(stem) === 1 ? stem : name);
    const own = [...left].filter(([clip]) => stemOf(clip) === stem);
    for (const [clip] of own) left.delete(clip);
    yield product(sku, titleFromName(name), tags, [
      path.join(folder.path, name),
      ...own.flatMap(([, frames]) => frames),
    ]);
  }
  for (const [clip, frames] of left) {
    const isOnly =
      !stems.has(stemOf(clip)) && [...left.keys()].filter((other) => stemOf(other) === stemOf(clip)).length === 1;
    const sku = joinRelative(folder.relative, isOnly ? stemOf(clip) : clip);
    yield product(sku, titleFromName(clip), tags, frames);
  }
}

/** Its photos, then what its clips show. */
function folderProduct(folder: FolderListing, clips: FramesByClip): ScannedProduct {
  const parts = folder.relative.split('/');
  const photos = naturally(folder.pictures).map((name) => path.join(folder.path, name));
  const images = [...photos, ...naturally([...clips.keys()]).flatMap((name) => clips.get(name) ?? [])];
  return product(
    folder.relative,
    titleFromName(parts.at(-1) as string),
    folderTags(parts.slice(0, -1).join('/')),
    images,
  );
}

function product(sku: string, title: string, tags: readonly TagName[], imagePaths: readonly string[]): ScannedProduct {
  const draft = { sku, title, description: '', price: null, currency: null, url: null, attributes: {}, tags };
  return { kind: 'product', draft, variants: [], imagePaths, row: null };
}

/** Every folder on the way from the root is a tag of the group "folder", so that "shoes/summer/a.jpg" is found under both. */
function folderTags(relative: string): TagName[] {
  if (relative === '') return [];
  return [...new Set(relative.split('/'))].map((name) => ({ group: 'folder', name: name.normalize('NFC') }));
}

function stemOf(name: string): string {
  return name.slice(0, name.length - path.extname(name).length);
}

const collator = new Intl.Collator('en', { numeric: true });

/** "2.jpg" before "10.jpg". */
function naturally(names: readonly string[]): string[] {
  return [...names].sort((a, b) => collator.compare(a, b) || (a < b ? -1 : 1));
}

function emptyRoot(root: string): AppError {
  return new AppError(
    'FOLDER_UNREADABLE',
    `${root} is empty now, as a disk that is not connected would be. Connect it and try again; nothing was removed. ` +
      'If the photos were deleted on purpose, remove the folder from the library.',
    { details: { why: 'source-empty', path: root } },
  );
}

/** What counts as a product in a folder of images: each image, or each sub-folder. */
import path from 'node:path';
import { AppError } from '../../../contract/errors.ts';
import type { Layout } from '../../../contract/ingest.ts';
import type { TagName } from '../../catalog/types.ts';
import { titleFromName } from '../titles.ts';
import type { ScanItem, ScannedProduct } from './types.ts';
import { type FolderListing, foreignProblem, joinRelative, walk } from './walk.ts';

export interface FolderScan {
  readonly root: string;
  readonly layout: Layout;
  /** A folder that has products already and is now entirely empty is taken for a disk that is not mounted. */
  readonly refuseEmpty: boolean;
  /** Told of every folder looked into. */
  readonly onFolder?: (path: string) => void;
}

/**
 * Products and problems of a folder, in a fixed order. Skus are paths from the root, with forward slashes.
 * @throws {AppError} `FILE_MISSING`, `FOLDER_UNREADABLE`, `CANCELLED`
 */
export async function* scanFolder(scan: FolderScan, signal?: AbortSignal): AsyncGenerator<ScanItem> {
  for await (const item of walk(scan.root, signal)) {
    if (item.kind === 'problem') {
      yield item;
      continue;
    }
    if (scan.refuseEmpty && item.relative === '' && item.entries === 0) throw emptyRoot(scan.root);
    scan.onFolder?.(item.path);
    for (const name of item.foreign) yield foreignProblem(item, name);
    if (scan.layout === 'photo' || item.relative === '') yield* imageProducts(item);
    else if (item.pictures.length > 0) yield folderProduct(item);
  }
}

/** Images of one folder that differ in their extension alone keep it in their sku. */
function* imageProducts(folder: FolderListing): Generator<ScannedProduct> {
  const stems = new Map<string, number>(folder.folders.map((name) => [name, 1]));
  for (const name of folder.pictures) stems.set(stemOf(name), (stems.get(stemOf(name)) ?? 0) + 1);
  const tags = folderTags(folder.relative);
  for (const name of folder.pictures) {
    const stem = stemOf(name);
    const sku = joinRelative(folder.relative, stems.get(stem) === 1 ? stem : name);
    yield product(sku, titleFromName(name), tags, [path.join(folder.path, name)]);
  }
}

function folderProduct(folder: FolderListing): ScannedProduct {
  const parts = folder.relative.split('/');
  const images = naturally(folder.pictures).map((name) => path.join(folder.path, name));
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

/** Looks at a folder or table before it is imported. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError, throwIfCancelled } from '../../contract/errors.ts';
import type { FolderPreview, Layout, TableOptions, TablePreview } from '../../contract/ingest.ts';
import { findFfmpeg } from '../clips/ffmpeg.ts';
import { foreignFormatOf } from '../images/index.ts';
import { scanFolder } from './scan/folder.ts';
import { rootFailure, walk } from './scan/walk.ts';
import { isOfferedTableName, previewTable } from './tables/index.ts';
import type { WebLookUp } from './web/web-address.ts';

/** Files counted before the answer is good enough to show. */
const filesCounted = 50_000;
const examplesShown = 6;
/** A sub-folder with more images than this is a collection rather than one product. */
const imagesOfOneProduct = 20;

/** @throws {AppError} `FILE_MISSING`, `FOLDER_UNREADABLE`, `CANCELLED`, and those of `previewTable` */
export async function preview(
  target: string,
  tableOptions: TableOptions = {},
  signal?: AbortSignal,
  web?: WebLookUp,
): Promise<FolderPreview | TablePreview> {
  const absolute = path.resolve(target);
  const stats = await stat(absolute).catch((error: unknown) => {
    throw rootFailure(absolute, error);
  });
  if (stats.isDirectory()) return previewFolder(absolute, signal);
  if (stats.isFile()) return previewTable(absolute, tableOptions, web);
  throw new AppError(
    'FILE_MISSING',
    `${absolute} is neither a folder nor a table. Choose a folder of photos or a table.`,
  );
}

/** @param limit files after which counting stops */
export async function previewFolder(
  folder: string,
  signal?: AbortSignal,
  limit: number = filesCounted,
): Promise<FolderPreview> {
  const counts = { pictures: 0, folders: 0, others: 0 };
  /** Sub-folders by whether they hold as many images as one product would. */
  const subfolders = { products: 0, collections: 0, atTop: 0 };
  const unreadable = new Map<string, number>();
  let clips = 0;
  let complete = true;
  for await (const item of walk(folder, signal)) {
    if (item.kind === 'problem') continue;
    const images = item.pictures.length;
    counts.pictures += images;
    for (const name of item.foreign) {
      const format = foreignFormatOf(name) ?? '';
      unreadable.set(format, (unreadable.get(format) ?? 0) + 1);
    }
    clips += item.clips.length;
    counts.others += item.entries - images - item.folders.length;
    if (item.relative === '') subfolders.atTop = images;
    else if (images > 0) {
      counts.folders++;
      if (images <= imagesOfOneProduct) subfolders.products++;
      else subfolders.collections++;
    }
    if (counts.pictures + counts.others >= limit) {
      complete = false;
      break;
    }
  }
  const layout = guessLayout(subfolders, counts.pictures);
  return {
    kind: 'folder',
    path: folder,
    ...counts,
    unreadable: [...unreadable].map(([format, count]) => ({ format, count })).sort((a, b) => b.count - a.count),
    clips: { count: clips, readable: clips > 0 && findFfmpeg() !== undefined },
    complete,
    layout,
    tables: await tablesIn(folder),
    examples: await examplesOf(folder, layout, signal),
  };
}

/** Sub-folders are products when nearly all of them have the size of one, some hold several images, and few images lie beside them. */
function guessLayout(
  found: { readonly products: number; readonly collections: number; readonly atTop: number },
  images: number,
): Layout {
  const inFolders = images - found.atTop;
  const ofProductSize = found.products >= 2 && found.collections * 10 <= found.products;
  return ofProductSize && found.atTop * 10 <= inFolders ? 'folder' : 'photo';
}

async function tablesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && isOfferedTableName(entry.name))
    .map((entry) => path.join(folder, entry.name))
    .sort();
}

async function examplesOf(root: string, layout: Layout, signal?: AbortSignal): Promise<FolderPreview['examples']> {
  const examples: FolderPreview['examples'] = [];
  for await (const item of scanFolder({ root, layout, refuseEmpty: false }, signal)) {
    throwIfCancelled(signal);
    if (item.kind === 'problem') continue;
    examples.push({ sku: item.draft.sku, title: item.draft.title, images: item.imagePaths.length });
    if (examples.length === examplesShown) break;
  }
  return examples;
}

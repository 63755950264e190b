/** Looks at a product table without importing it. */
import path from 'node:path';
import type { TablePreview, TableWarning } from '../../../contract/ingest.ts';
import { ImagePaths } from './image-paths.ts';
import { findLayout, type TableLayout } from './layout.ts';
import { splitCell } from './list-cells.ts';
import { countRows, dataRecords, type RowCounts } from './read.ts';
import type { TableOptions } from './types.ts';

/** Folders are listed once, so that a row costs next to nothing; a person sees the figure beside that of all rows. */
const rowsWithImagesLookedAt = 100_000;

/** @throws {AppError} as `readTable`, except that a table without an image column gets a warning: the mapping can still be changed */
export async function previewTable(file: string, options: TableOptions = {}): Promise<TablePreview> {
  const layout = await findLayout(path.resolve(file), options);
  const { rows, leftOut, bySku } = await countRows(layout);
  const images = await countImages(layout);
  return {
    kind: 'table',
    path: layout.path,
    format: layout.format,
    delimiter: layout.delimiter,
    encoding: layout.encoding,
    listSeparator: options.listSeparator ?? listSeparatorOf(layout),
    rows,
    products: bySku.size,
    columns: layout.columns.map(({ name, role, group, samples }) => ({
      name,
      role,
      group: group ?? null,
      samples: [...samples],
    })),
    imagesFound: images.found,
    imagesMissing: images.missing,
    warnings: [...layout.warnings, ...warningsOf(layout, leftOut, images)],
  };
}

interface ImageCounts {
  readonly found: number;
  readonly missing: number;
  readonly remote: number;
  /** The first that is not where the table says; null when none is. */
  readonly lost: string | null;
}

async function countImages(layout: TableLayout): Promise<ImageCounts> {
  const paths = new ImagePaths(path.dirname(layout.path));
  const columns = layout.columns.filter((column) => column.role === 'image');
  let lost: string | null = null;
  const counts = { found: 0, missing: 0, remote: 0 };
  let rows = 0;
  for await (const record of dataRecords(layout)) {
    for (const column of columns) {
      for (const cell of splitCell(record.cells[column.index] ?? '', column.separator)) {
        const found = await paths.find(cell);
        if (found.kind === 'file') counts.found++;
        else counts.missing++;
        if (found.kind === 'missing' && found.code === 'IMAGE_REMOTE') counts.remote++;
        else if (found.kind === 'missing') lost ??= found.path;
      }
    }
    if (++rows === rowsWithImagesLookedAt) break;
  }
  return { ...counts, lost };
}

function warningsOf(layout: TableLayout, leftOut: RowCounts['leftOut'], images: ImageCounts): TableWarning[] {
  const has = (role: string): boolean => layout.columns.some((column) => column.role === role);
  const warnings: TableWarning[] = [];
  const warn = (why: TableWarning['why'], message: string, values: TableWarning['values'] = {}): void => {
    warnings.push({ why, message, values });
  };
  if (!has('image')) warn('no-pictures', 'No column names pictures. Choose the column that holds the picture files.');
  if (!has('sku')) warn('no-sku', 'No column holds a product number; products are told apart by their pictures.');
  if (!has('title')) {
    warn(
      'no-title',
      'No column holds a title; titles are made from type, colour and brand, or from the product number.',
    );
  }
  // Without either, no row can be taken, which has been said.
  if (leftOut !== null && (has('sku') || has('image'))) {
    warn(
      'rows-left-out',
      `${leftOut.count} rows cannot be read and will be left out; the first is line ${leftOut.line}. Check the delimiter and quotes.`,
      { ...leftOut },
    );
  }
  if (images.lost !== null) {
    const count = images.missing - images.remote;
    warn(
      'pictures-not-found',
      `${count} pictures are not where the table says; the first is ${images.lost}. Paths count from the folder of the table.`,
      { count, path: images.lost },
    );
  }
  if (images.remote > 0) {
    warn(
      'pictures-on-web',
      `${images.remote} pictures are on the web. Download them into the folder of the table, or put local paths into the column.`,
      { count: images.remote },
    );
  }
  return warnings;
}

/** That of the images, else that of the tags, else one that cells rarely hold. */
function listSeparatorOf(layout: TableLayout): string {
  const of = (role: string): string | undefined =>
    layout.columns.find((column) => column.role === role && column.separator !== undefined)?.separator;
  return of('image') ?? of('tag') ?? (layout.delimiter === '|' ? ';' : '|');
}

/** Writes the products of the library, as they are shown, in a form that any source can be brought into. */
import type { Product } from '../../../contract/catalog.ts';
import { throwIfCancelled } from '../../../contract/errors.ts';
import type { ExportFormat } from '../../../contract/exchange.ts';
import type { Write } from '../../files/atomic-file.ts';
import { splitCell } from '../../ingest/tables/list-cells.ts';
import { createGentlePause } from '../../jobs/slices.ts';
import type { JobContext } from '../../jobs/types.ts';
import { writeCsv } from '../../text/csv.ts';
import { type SourceTable, sourceTable } from '../source-table.ts';
import type { Exchange } from '../types.ts';
import { type CatalogForm, sheetForm, shopForms } from './catalog-forms.ts';
import { WorkbookWriter } from './workbook-writer.ts';

/** Rows written at once. */
const slice = 200;
/** Columns of attributes of a sheet, those that most products have. */
const attributesInSheet = 100;

export interface CatalogExportOptions {
  readonly format: Exclude<ExportFormat, 'source'>;
  readonly vectors: boolean;
}

/** Answers how many products were written. */
export async function exportCatalog(
  exchange: Exchange,
  { format, vectors }: CatalogExportOptions,
  write: Write,
  context: JobContext,
): Promise<number> {
  const ids = exchange.catalog.rows.read().map(({ productId }) => productId);
  context.report({ phase: 'write', done: 0, total: ids.length });
  if (format === 'jsonl') return exportLines(exchange, ids, vectors, write, context);
  if (format === 'xlsx') {
    const sheet = new WorkbookWriter(write, 'Products');
    const form = sheetForm(...columnsOfSheet(exchange, ids));
    await sheet.row(form.header);
    await eachProduct(exchange, ids, form, context, async (rows) => {
      for (const row of rows) await sheet.row(row);
    });
    await sheet.end();
    return ids.length;
  }
  const form = shopForms[format];
  await write(textOf(form, [form.header]));
  await eachProduct(exchange, ids, form, context, (rows) => write(textOf(form, rows)));
  return ids.length;
}

function textOf({ delimiter }: CatalogForm, rows: readonly (readonly (string | number | null)[])[]): string {
  return writeCsv(
    rows.map((row) => row.map((cell) => String(cell ?? ''))),
    '\n',
    delimiter,
  );
}

/** Where the images of a product are on the web, as its table says; else where their files lie. */
function imageAddresses({ catalog }: Exchange): (product: Product) => string[] {
  const tables = new Map<number, SourceTable | undefined>();
  const named = (id: number, sourceId: number): string[] => {
    if (!tables.has(sourceId)) tables.set(sourceId, sourceTable(catalog, sourceId));
    const columns = tables.get(sourceId)?.columns.filter(({ role }) => role === 'image') ?? [];
    const rows = columns.length === 0 ? [] : catalog.sourceRows.ofProduct(id);
    return rows.flatMap(({ cells }) =>
      columns.flatMap(({ index, separators }) => splitCell(cells[index] ?? '', separators)),
    );
  };
  return (product) => {
    const parts = [product.id, ...(catalog.merges.of(product.id)?.memberIds ?? [])];
    const all = parts.flatMap((id) =>
      named(id, id === product.id ? product.source.id : catalog.products.asListed(id).source.id),
    );
    const addresses = [...new Set(all)].filter((image) => /^(?:https?:)?\/\//i.test(image));
    return addresses.length > 0 ? addresses : product.images.map(({ path }) => path);
  };
}

async function eachProduct(
  exchange: Exchange,
  ids: readonly number[],
  form: CatalogForm,
  { signal, report }: JobContext,
  write: (rows: readonly (readonly (string | number | null)[])[]) => Promise<void>,
): Promise<void> {
  const { catalog } = exchange;
  const imagesOf = imageAddresses(exchange);
  const pause = createGentlePause();
  let rows: (readonly (string | number | null)[])[] = [];
  for (const [index, id] of ids.entries()) {
    const product = catalog.products.get(id);
    rows.push(...form.rows(product, imagesOf(product)));
    if (rows.length >= slice) {
      throwIfCancelled(signal);
      await write(rows);
      rows = [];
      report({ done: index + 1 });
    }
    await pause();
  }
  if (rows.length > 0) await write(rows);
  report({ done: ids.length });
}

function columnsOfSheet({ catalog }: Exchange, ids: readonly number[]): [groups: string[], attributes: string[]] {
  const groups = catalog.vocabulary.counted().map(({ group }) => group);
  const counts = new Map<string, number>();
  for (const id of ids) {
    for (const name of Object.keys(catalog.products.listed(id)?.attributes ?? {}))
      counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const attributes = [...counts].sort(([, a], [, b]) => b - a).slice(0, attributesInSheet);
  return [groups, attributes.map(([name]) => name)];
}

async function exportLines(
  { catalog, repo, vectors: { modelId } }: Exchange,
  ids: readonly number[],
  vectors: boolean,
  write: Write,
  { signal, report }: JobContext,
): Promise<number> {
  const pause = createGentlePause();
  for (const [index, id] of ids.entries()) {
    throwIfCancelled(signal);
    const product = catalog.products.get(id);
    const line = {
      ...product,
      merged: (catalog.merges.of(id)?.memberIds ?? []).flatMap((member) => catalog.products.listed(member)?.sku ?? []),
      rows: catalog.sourceRows.ofProduct(id),
      ...(vectors ? { model: modelId, vectors: repo.vectors(id, modelId) } : {}),
    };
    await write(`${JSON.stringify(line)}\n`);
    if (index % slice === 0) report({ done: index });
    await pause();
  }
  report({ done: ids.length });
  return ids.length;
}

/** What was decided, as a table for the shop system: one row a product. */
import path from 'node:path';
import type { Product } from '../../contract/catalog.ts';
import type { MethodResult } from '../../contract/contract.ts';
import type { VerdictGraph } from '../../contract/duplicates.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { writeCsv } from '../text/csv.ts';
import { suggestSurvivor } from './survivor.ts';

interface DecidedProducts {
  readonly survivor: Product;
  readonly others: readonly Product[];
  /** merged: already shown as one here; judged: said to be the same, still shown apart. */
  readonly state: 'merged' | 'judged';
  /** Whether something of it goes into the survivor. */
  readonly gives: (product: Product) => boolean;
}

const columns = ['decision', 'sku', 'title', 'source', 'intoSku', 'intoSource', 'state'] as const;
const heads = ['decision', 'sku', 'title', 'source', 'into_sku', 'into_source', 'state'];

type Row = Readonly<Record<(typeof columns)[number], string>>;

export function exportDecisions(
  catalog: Catalog,
  graph: VerdictGraph,
  format: 'csv' | 'json',
): MethodResult<'duplicates.exportDecisions'> {
  const rows = [...mergedProducts(catalog), ...judgedProducts(catalog, graph)].flatMap(rowsOf);
  const fileName = `duplicates.${format}`;
  if (format === 'json') {
    return { fileName, mime: 'application/json', text: `${JSON.stringify(rows, null, 2)}\n`, rows: rows.length };
  }
  const text = writeCsv([heads, ...rows.map((row) => columns.map((column) => row[column]))], '\r\n');
  return { fileName, mime: 'text/csv;charset=utf-8', text, rows: rows.length };
}

function rowsOf({ survivor, others, state, gives }: DecidedProducts): Row[] {
  const row = (decision: 'keep' | 'merge into' | 'delete', product: Product, into?: Product): Row => ({
    decision,
    sku: product.sku,
    title: product.title,
    source: product.source.path,
    intoSku: into?.sku ?? '',
    intoSource: into === undefined ? '' : path.normalize(into.source.path),
    state,
  });
  return [
    row('keep', survivor),
    ...others.map((other) => row(gives(other) ? 'merge into' : 'delete', other, survivor)),
  ];
}

function mergedProducts(catalog: Catalog): DecidedProducts[] {
  const merged = [...catalog.merges.products.values()].sort((a, b) => a.keeperId - b.keeperId);
  return merged.map(({ keeperId, memberIds, titleFrom, descriptionFrom, priceFrom, tags, imageIds }) => {
    const survivor = catalog.products.asListed(keeperId);
    const others = memberIds.map((member) => catalog.products.asListed(member));
    const sources = new Set([titleFrom, descriptionFrom, priceFrom]);
    const images = new Set(imageIds);
    const own = new Set(survivor.tags.map(({ group, name }) => `${group}\n${name}`));
    const gives = (other: Product): boolean =>
      sources.has(other.id) ||
      other.images.some((image) => images.has(image.id)) ||
      (tags === 'union' && other.tags.some(({ group, name }) => !own.has(`${group}\n${name}`)));
    return { survivor, others, state: 'merged', gives };
  });
}

/** Products that are the same by verdict and still shown apart. */
function judgedProducts(catalog: Catalog, graph: VerdictGraph): DecidedProducts[] {
  const classes = Map.groupBy(catalog.keys.products(), ([key]) => graph.classOf(key));
  return [...classes.values()].flatMap((members): DecidedProducts[] => {
    const shown = members.map(([, id]) => id).filter((id) => catalog.merges.keeperOf(id) === undefined);
    if (shown.length < 2) return [];
    const products = shown.sort((a, b) => a - b).map((id) => catalog.products.get(id));
    const { productId } = suggestSurvivor(products);
    const others = products.filter(({ id }) => id !== productId);
    const [survivor] = products.filter(({ id }) => id === productId);
    return survivor === undefined ? [] : [{ survivor, others, state: 'judged', gives: () => true }];
  });
}

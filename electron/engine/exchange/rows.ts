/** Products as rows of a table in which they are corrected. */
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { isAdopted } from '../catalog/edited-fields.ts';
import { productsMeant } from './replace.ts';
import type { Exchange } from './types.ts';

/** Attributes offered as columns: those that most of the rows at hand have. */
const attributesShown = 12;

const mostProducts = 100_000;

export async function productsOf(
  exchange: Exchange,
  { target }: MethodParams<'exchange.productsOf'>,
  signal: AbortSignal,
): Promise<MethodResult<'exchange.productsOf'>> {
  const ids = await productsMeant(exchange, target, signal);
  // Where nothing is asked for, in the order in which they came: that of their table.
  const asked = target.kind === 'products' || target.parts.length > 0;
  const ordered = asked ? ids : ids.toSorted((a, b) => a - b);
  return { total: ids.length, productIds: ordered.slice(0, mostProducts) };
}

export async function tableRows(
  exchange: Exchange,
  { target, offset, limit }: MethodParams<'exchange.rows'>,
  signal: AbortSignal,
): Promise<MethodResult<'exchange.rows'>> {
  const { catalog } = exchange;
  const ids = await productsMeant(exchange, target, signal);
  const counts = new Map<string, number>();
  const rows = ids.slice(offset, offset + limit).flatMap((id) => {
    const listed = catalog.products.listed(id);
    if (listed === undefined) return [];
    const product = catalog.products.get(id);
    const key = catalog.keys.known(id);
    const edits = key === undefined ? [] : catalog.edits.all([key]);
    for (const { name } of product.attributes) counts.set(name, (counts.get(name) ?? 0) + 1);
    return {
      id,
      sku: product.sku,
      title: product.title,
      description: product.description,
      price: product.price,
      tags: product.tags
        .filter(({ provenance }) => provenance !== 'rejected')
        .map(({ group, name }) => ({ group, name })),
      attributes: Object.fromEntries(product.attributes.map(({ name, value }) => [name, value])),
      image: product.image?.thumb ?? null,
      edited: edits.filter((own) => !isAdopted(own)).map(({ field }) => field),
    };
  });
  const attributes = [...counts].sort(([, a], [, b]) => b - a).slice(0, attributesShown);
  return { total: ids.length, attributes: attributes.map(([name]) => name), rows };
}

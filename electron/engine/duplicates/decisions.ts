/** What was decided, as a table for the shop system. */
import path from 'node:path';
import type { Product } from '../../contract/catalog.ts';
import { writeCsv } from '../text/csv.ts';

export interface Decision {
  readonly decision: 'keep' | 'merge into' | 'delete';
  readonly sku: string;
  readonly title: string;
  readonly source: string;
  readonly intoSku: string;
  readonly intoSource: string;
  /** merged: already shown as one here; judged: said to be the same, still shown apart. */
  readonly state: 'merged' | 'judged';
}

export interface DecidedGroup {
  readonly keeper: Product;
  readonly others: readonly Product[];
  readonly state: Decision['state'];
  /** Products something of which goes into the keeper. */
  readonly giving: ReadonlySet<number>;
}

export function decisionsOf(groups: readonly DecidedGroup[]): Decision[] {
  return groups.flatMap(({ keeper, others, state, giving }) => {
    const row = (decision: Decision['decision'], product: Product, into: Product | null): Decision => ({
      decision,
      sku: product.sku,
      title: product.title,
      source: product.source.path,
      intoSku: into?.sku ?? '',
      intoSource: into === null ? '' : path.normalize(into.source.path),
      state,
    });
    return [
      row('keep', keeper, null),
      ...others.map((other) => row(giving.has(other.id) ? 'merge into' : 'delete', other, keeper)),
    ];
  });
}

const columns = ['decision', 'sku', 'title', 'source', 'intoSku', 'intoSource', 'state'] as const;
const heads = ['decision', 'sku', 'title', 'source', 'into_sku', 'into_source', 'state'];

export function toCsv(decisions: readonly Decision[]): string {
  return writeCsv([heads, ...decisions.map((decision) => columns.map((column) => decision[column]))], '\r\n');
}

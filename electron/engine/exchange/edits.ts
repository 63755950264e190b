/** What a person says of the fields of products, and which products they take out: each one step of undo. */
import { z } from 'zod';
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { AppError } from '../../contract/errors.ts';
import { type ProductField, productFieldSchema } from '../../contract/exchange.ts';
import type { ChangeResult } from '../../contract/tags.ts';
import type { StoredEdit } from '../catalog/catalog.ts';
import { type FieldValue, isAdopted, readValue } from '../catalog/edited-fields.ts';
import { parsePrice } from '../ingest/tables/price.ts';
import { changedSince } from '../operations/operations.ts';
import { shownValue } from './compose.ts';
import type { Exchange } from './types.ts';

const storedEditSchema = z.object({
  productKey: z.int(),
  field: productFieldSchema,
  value: z.string(),
  base: z.string(),
  source: z.string(),
  by: z.string(),
  at: z.string(),
});
export const editUndoSchema = z.object({
  edits: z.array(
    z.object({
      productKey: z.int(),
      field: productFieldSchema,
      before: storedEditSchema.nullable(),
      /** JSON of what was said; null where it was taken back. */
      after: z.string().nullable(),
    }),
  ),
});
export type EditUndo = z.infer<typeof editUndoSchema>;

const removalUndoSchema = z.object({
  removed: z.boolean(),
  before: z.array(z.object({ productKey: z.int(), by: z.string(), at: z.string() })),
  productKeys: z.array(z.int()),
});

export interface FieldChange {
  readonly productId: number;
  readonly field: ProductField;
  /** undefined takes back what was said. */
  readonly value: FieldValue | undefined;
}

const labelLength = 60;

export function registerUndo(exchange: Exchange): void {
  const { operations, catalog, database, texts } = exchange;
  for (const kind of ['exchange.edit', 'exchange.replace']) {
    operations.register(
      kind,
      editUndoSchema,
      (undo) => {
        assertStands(exchange, undo);
        for (const { productKey, field, before } of undo.edits) {
          catalog.restoreEdit(productKey, field, before ?? undefined);
        }
        const keys = undo.edits.map(({ productKey }) => productKey);
        database.afterCommit(() => texts.renew(keys.flatMap((key) => catalog.keys.productOf(key) ?? [])));
      },
      (undo) => assertStands(exchange, undo),
    );
  }
  operations.register('exchange.remove', removalUndoSchema, ({ removed, before, productKeys }) => {
    const earlier = new Map(before.map((own) => [own.productKey, own]));
    for (const key of productKeys) catalog.setRemoved(key, removed ? null : (earlier.get(key) ?? null));
  });
}

function assertStands({ catalog }: Exchange, { edits }: EditUndo): void {
  for (const { productKey, field, after } of edits) {
    if ((catalog.edits.get(productKey, field)?.value ?? null) === after) continue;
    throw changedSince('Something was said of the same fields since. Undo that first.');
  }
}

/** @throws {AppError} `NOT_FOUND`, `BAD_REQUEST` for a price that cannot be read */
export async function edit(
  exchange: Exchange,
  { edits, by }: MethodParams<'exchange.edit'>,
): Promise<MethodResult<'exchange.edit'>> {
  const { operations, texts } = exchange;
  const changes = edits.map((change): FieldChange => ({ ...change, value: wantedValue(exchange, change) }));
  const products = new Set<number>();
  const operation = operations.perform<EditUndo>('exchange.edit', label(exchange, changes), () =>
    write(exchange, changes, by, products),
  );
  texts.renew([...products]);
  await texts.ready();
  return { operation, products: products.size };
}

/** Inside a transaction; null when everything is that way already. */
export function write(
  { catalog }: Exchange,
  changes: readonly FieldChange[],
  by: string,
  products: Set<number>,
): EditUndo | null {
  const edits: EditUndo['edits'] = [];
  for (const { productId, field, value } of changes) {
    const { productKey, before, changed } = catalog.edit(productId, field, value, by);
    if (!changed) continue;
    products.add(productId);
    const after = catalog.edits.get(productKey, field)?.value ?? null;
    edits.push({ productKey, field, before: before ?? null, after });
  }
  return edits.length === 0 ? null : { edits };
}

/** Takes products out of the library, or brings them back. @throws {AppError} `NOT_FOUND` */
export function setRemoved(
  { catalog, operations }: Exchange,
  { productIds, removed, by }: MethodParams<'exchange.setRemoved'>,
): ChangeResult {
  const first = catalog.products.asListed(productIds[0] as number).title;
  const words = productIds.length > 1 ? `${cut(first)} (${productIds.length})` : cut(first);
  let products = 0;
  const at = new Date().toISOString();
  const operation = operations.perform('exchange.remove', words, () => {
    const all = productIds.map((id) => catalog.keys.of(id));
    const before: StoredRemovals = catalog.edits.removals(all);
    const productKeys = all.filter((key) => catalog.setRemoved(key, removed ? { by, at } : null));
    products = productKeys.length;
    return products === 0 ? null : { removed, before, productKeys };
  });
  return { operation, products };
}

type StoredRemovals = { productKey: number; by: string; at: string }[];

export function editsOf({ catalog }: Exchange, productId: number): MethodResult<'exchange.ofProduct'> {
  const key = catalog.keys.known(productId);
  const edits = key === undefined ? [] : catalog.edits.all([key]);
  const [removal] = key === undefined ? [] : catalog.edits.removals([key]);
  return {
    edits: edits.filter((own) => !isAdopted(own)).map(shownEdit),
    removed: removal === undefined ? null : { by: removal.by, at: removal.at },
  };
}

function shownEdit({
  field,
  value,
  base,
  source,
  by,
  at,
}: StoredEdit): MethodResult<'exchange.ofProduct'>['edits'][number] {
  return {
    field,
    value: shownValue(readValue(value)),
    source: shownValue(readValue(source)),
    conflict: base === source ? null : shownValue(readValue(base)),
    by,
    at,
  };
}

/** Texts as they read in a table, prices as amounts. */
function wantedValue(
  { catalog }: Exchange,
  { productId, field, value }: MethodParams<'exchange.edit'>['edits'][number],
): FieldValue | undefined {
  if (value === null) return undefined;
  if (field !== 'price') {
    const text = tidy(field, value);
    if (field !== 'title' || text !== '') return text;
    throw new AppError('BAD_REQUEST', 'A product needs a title.', { details: { why: 'title-empty' } });
  }
  if (value.trim() === '') return null;
  const now = catalog.products.listed(productId);
  const said = parsePrice(value.trim());
  if (now?.priceTo !== null && now !== undefined) {
    throw new AppError(
      'BAD_REQUEST',
      `"${now.sku}" has variants with prices of their own. Correct those in its table.`,
      {
        details: { why: 'price-of-variants', sku: now.sku },
      },
    );
  }
  if (said === undefined || said.upTo !== undefined) {
    throw new AppError('BAD_REQUEST', `"${value}" is not clear as a price. Write an amount such as 19.90.`, {
      details: { why: 'price-unclear', value },
    });
  }
  return { amount: said.amount, upTo: null, currency: said.currency ?? now?.currency ?? null };
}

/** As the reader of tables leaves texts. */
export function tidy(field: ProductField, text: string): string {
  const plain = text.normalize('NFC').replace(/\r\n?/g, '\n');
  if (field === 'title') return plain.replace(/\s+/g, ' ').trim();
  return plain
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function label({ catalog }: Exchange, changes: readonly FieldChange[]): string {
  const ids = [...new Set(changes.map(({ productId }) => productId))];
  const title = cut(catalog.products.asListed(ids[0] as number).title);
  return ids.length > 1 ? `${title} (${ids.length})` : title;
}

/** For the name of an operation. */
export function cut(text: string): string {
  return text.length > labelLength ? `${text.slice(0, labelLength - 1)}…` : text;
}

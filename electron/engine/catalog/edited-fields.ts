/** A product's fields as values that can be compared and kept, and a draft of a source with what a person made of it. */
import { z } from 'zod';
import type { ProductField } from '../../contract/exchange.ts';
import type { StoredEdit } from './edit-repo.ts';
import type { ProductDraft } from './types.ts';

export interface PriceValue {
  readonly amount: number;
  readonly upTo: number | null;
  readonly currency: string | null;
}

/** A text, or for the price the price; null where there is none. */
export type FieldValue = string | PriceValue | null;

const priceValueSchema = z.object({
  amount: z.number(),
  upTo: z.number().nullable(),
  currency: z.string().nullable(),
});
const fieldValueSchema = z.union([z.string(), priceValueSchema, z.null()]);

type Fields = Pick<ProductDraft, 'title' | 'description' | 'price' | 'priceTo' | 'currency' | 'attributes'>;

const attributePrefix = 'attribute:';

export function attributeOf(field: ProductField): string | undefined {
  return field.startsWith(attributePrefix) ? field.slice(attributePrefix.length) : undefined;
}

export function fieldOf(fields: Fields, field: ProductField): FieldValue {
  if (field === 'title' || field === 'description') return fields[field];
  if (field === 'price') {
    const { price: amount, priceTo, currency } = fields;
    return amount === null ? null : { amount, upTo: priceTo ?? null, currency };
  }
  return fields.attributes[attributeOf(field) ?? ''] ?? null;
}

export function withField<T extends Fields>(fields: T, field: ProductField, value: FieldValue): T {
  if (field === 'title' || field === 'description')
    return { ...fields, [field]: typeof value === 'string' ? value : '' };
  if (field === 'price') {
    if (value === null || typeof value === 'string') return { ...fields, price: null, priceTo: null };
    return { ...fields, price: value.amount, priceTo: value.upTo, currency: value.currency };
  }
  const name = attributeOf(field) ?? '';
  const { [name]: _before, ...others } = fields.attributes;
  const attributes =
    typeof value !== 'string' || value === ''
      ? others
      : name in fields.attributes
        ? { ...fields.attributes, [name]: value }
        : { ...others, [name]: value };
  return { ...fields, attributes };
}

export function readValue(json: string): FieldValue {
  return fieldValueSchema.parse(JSON.parse(json));
}

export function sameValue(a: FieldValue, b: FieldValue): boolean {
  if (a === null || b === null || typeof a === 'string' || typeof b === 'string') return (a ?? '') === (b ?? '');
  return a.amount === b.amount && a.upTo === b.upTo && a.currency === b.currency;
}

/** Whether the source says by now what the person said. */
export function isAdopted({ value, source }: Pick<StoredEdit, 'value' | 'source'>): boolean {
  return sameValue(readValue(value), readValue(source));
}

/**
 * The draft with the edits in force, and what becomes of them. Once the source has said the same it has the last word: what it says next counts
 * (null), unless that is what the person had corrected, as when the file from before is put back.
 */
export function withEdits(
  draft: ProductDraft,
  edits: readonly StoredEdit[],
): { readonly draft: ProductDraft; readonly changed: readonly (readonly [StoredEdit, StoredEdit | null])[] } {
  let shown = draft;
  const changed: [StoredEdit, StoredEdit | null][] = [];
  for (const edit of edits) {
    const said = fieldOf(draft, edit.field);
    const value = readValue(edit.value);
    if (isAdopted(edit) && !sameValue(said, value) && !sameValue(said, readValue(edit.base))) {
      changed.push([edit, null]);
      continue;
    }
    shown = withField(shown, edit.field, value);
    if (!sameValue(said, readValue(edit.source))) changed.push([edit, { ...edit, source: JSON.stringify(said) }]);
  }
  return { draft: shown, changed };
}

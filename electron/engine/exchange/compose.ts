/** What people said of one product, as changes of the table that it came from. */
import type { ProductField } from '../../contract/exchange.ts';
import type { MergeRow, StoredEdit, StoredRemoval } from '../catalog/catalog.ts';
import { attributeOf, type FieldValue, fieldOf, isAdopted, readValue, sameValue } from '../catalog/edited-fields.ts';
import type { ListedFields, SourceRow } from '../catalog/types.ts';
import type { DecidedTag } from './change-repo.ts';
import type { SetChoices } from './change-set.ts';
import { type ChosenColumn, chosenColumn } from './choices.ts';
import { placeField } from './place-fields.ts';
import { placeImages, placeListing } from './place-listings.ts';
import { hasOwnColumn, placeTags } from './place-tags.ts';
import { type PlannedChange, plannedChange } from './planned-change.ts';
import type { ColumnHabits, SourceTable } from './source-table.ts';

/** A product as it stands in the library. */
export interface ListedProduct extends ListedFields {
  readonly rows: readonly SourceRow[];
}

export interface MergedIn {
  readonly row: MergeRow;
  readonly product: ListedProduct;
  /** Its tags that count. */
  readonly tags: readonly { readonly group: string; readonly name: string }[];
}

export interface Said {
  readonly product: ListedProduct;
  readonly edits: readonly StoredEdit[];
  readonly tags: readonly DecidedTag[];
  readonly removal: StoredRemoval | undefined;
  /** What it was merged into. */
  readonly keeper: { readonly row: MergeRow; readonly title: string; readonly sku: string } | undefined;
  readonly members: readonly MergedIn[];
  /** Where the title, the description and the price come from, of the product and what was merged into it; by key. */
  readonly productOfKey: (key: number) => ListedProduct | undefined;
}

export function composeChanges(
  table: SourceTable,
  habits: ColumnHabits,
  said: Said,
  choices: SetChoices,
): PlannedChange[] {
  const listing = listingChange(table, said, choices);
  // A row that leaves needs no other change, nor does one that is put away with what it said.
  if (said.removal !== undefined || said.keeper !== undefined) return listing === undefined ? [] : [listing];
  return [
    ...fieldChanges(table, habits, said, choices),
    ...mergedFields(table, habits, said, choices),
    ...tagChanges(table, habits, said, choices),
    ...imageChanges(table, said, choices),
  ];
}

/** The group of tags of all kinds. */
const anyTag = 'tag';

function openEdits({ edits }: Said): readonly StoredEdit[] {
  return edits.filter((edit) => !isAdopted(edit));
}

function about({ product }: Said) {
  return { productId: product.id, sku: product.sku, title: product.title };
}

function fieldChanges(table: SourceTable, habits: ColumnHabits, said: Said, { columns }: SetChoices): PlannedChange[] {
  return openEdits(said).flatMap((edit) => {
    const [value, source, base] = [edit.value, edit.source, edit.base].map(readValue) as [
      FieldValue,
      FieldValue,
      FieldValue,
    ];
    const what = kindOfField(edit.field);
    const chosen = chosenColumn(table, columns, what.kind, what.what);
    const placing = placeField(table, habits, said.product.rows, edit.field, { source, value }, chosen);
    if (placing === undefined) return [];
    return plannedChange(
      {
        ...about(said),
        ...what,
        why: 'edited',
        by: edit.by,
        at: edit.at,
        conflict: sameValue(base, source)
          ? null
          : { base: shownValue(base), source: shownValue(source), value: shownValue(value) },
      },
      table.source.id,
      placing,
    );
  });
}

function kindOfField(field: ProductField): { kind: 'title' | 'description' | 'price' | 'attribute'; what: string } {
  const attribute = attributeOf(field);
  return attribute === undefined
    ? { kind: field as 'title' | 'description' | 'price', what: '' }
    : { kind: 'attribute', what: attribute };
}

/** What the product shows of a listing that was merged into it, unless a person wrote something else. */
function mergedFields(table: SourceTable, habits: ColumnHabits, said: Said, { columns }: SetChoices): PlannedChange[] {
  const [member] = said.members;
  if (member === undefined) return [];
  return (['title', 'description', 'price'] as const).flatMap((field) => {
    const key = member.row.fields[field];
    const from = key === null ? undefined : said.productOfKey(key);
    if (from === undefined || from.id === said.product.id || said.edits.some((edit) => edit.field === field)) return [];
    const source = fieldOf(said.product, field);
    const value = fieldOf(from, field);
    if (sameValue(source, value)) return [];
    const chosen = chosenColumn(table, columns, field, '');
    const placing = placeField(table, habits, said.product.rows, field, { source, value }, chosen);
    if (placing === undefined) return [];
    return plannedChange(
      {
        ...about(said),
        kind: field,
        what: '',
        why: 'merged',
        detail: from.sku,
        by: null,
        at: member.row.mergedAt,
      },
      table.source.id,
      placing,
    );
  });
}

/** Groups without a column of their own share one cell, and so one change. */
function tagChanges(table: SourceTable, habits: ColumnHabits, said: Said, { columns }: SetChoices): PlannedChange[] {
  const given = said.members.flatMap(({ row, tags }) => (row.fields.tags === 'union' ? tags : []));
  const chosen = (group: string): ChosenColumn | undefined => chosenColumn(table, columns, 'tags', group);
  const isApart = (group: string): boolean => hasOwnColumn(table, group) || chosen(group) !== undefined;
  const placeOf = ({ group }: { readonly group: string }): string =>
    isApart(group) || !(hasOwnColumn(table, anyTag) || chosen(anyTag) !== undefined) ? group : anyTag;
  // Tags that came with the table stand somewhere in it: in the group's own column, or as what a variant is.
  const written = said.tags.filter((tag) => hasOwnColumn(table, tag.group) || tag.origin !== 'imported');
  const decided = Map.groupBy(written, placeOf);
  const rejectedNames = new Set(said.tags.filter((tag) => tag.provenance === 'rejected').map(nameOf));
  const taken = Map.groupBy(
    given.filter((tag) => hasOwnColumn(table, tag.group) && !rejectedNames.has(nameOf(tag))),
    placeOf,
  );
  return [...new Set([...decided.keys(), ...taken.keys()])].flatMap((group) => {
    const own = decided.get(group) ?? [];
    const confirmed = own.filter(({ provenance }) => provenance === 'confirmed');
    const rejected = own.filter(({ provenance }) => provenance === 'rejected');
    const edit = {
      group,
      add: [...new Set([...(taken.get(group) ?? []), ...confirmed].map(({ name }) => name))],
      remove: rejected.map(({ name }) => name),
    };
    const placing = placeTags(table, habits, said.product.rows, edit, chosen(group));
    if (placing === undefined) return [];
    const latest = own.toSorted((a, b) => b.at.localeCompare(a.at))[0];
    return plannedChange(
      {
        ...about(said),
        kind: 'tags',
        what: group,
        why: whyTags(confirmed, rejected),
        by: latest?.by ?? null,
        at: latest?.at ?? said.members[0]?.row.mergedAt ?? '',
      },
      table.source.id,
      placing,
    );
  });
}

function whyTags(confirmed: readonly DecidedTag[], rejected: readonly DecidedTag[]): PlannedChange['why'] {
  if (confirmed.length > 0) return confirmed.some(({ origin }) => origin === 'suggested') ? 'suggested' : 'confirmed';
  return rejected.length > 0 ? 'rejected' : 'merged';
}

function imageChanges(table: SourceTable, said: Said, { columns }: SetChoices): PlannedChange[] {
  const members = said.members.filter(({ row }) => row.fields.photos === 'union');
  const [first] = members;
  if (first === undefined) return [];
  const here = members.filter(({ product }) => product.rows.length > 0);
  const placing = placeImages(
    table,
    said.product.rows,
    here.flatMap(({ product }) => product.rows),
    chosenColumn(table, columns, 'images', '')?.column,
  );
  if (placing === undefined) return [];
  return [
    plannedChange(
      {
        ...about(said),
        kind: 'images',
        what: '',
        why: 'merged',
        detail: here.map(({ product }) => product.sku).join(', '),
        by: null,
        at: first.row.mergedAt,
      },
      table.source.id,
      placing,
    ),
  ];
}

function listingChange(table: SourceTable, said: Said, choices: SetChoices): PlannedChange | undefined {
  const { removal, keeper } = said;
  const policy = removal !== undefined ? choices.removed : choices.merged;
  if ((removal === undefined && keeper === undefined) || policy === 'leave') return undefined;
  const placing = placeListing(table, said.product.rows, policy);
  if (placing === undefined) return undefined;
  const what =
    removal !== undefined
      ? ({ kind: 'removed', why: 'removed', detail: '', by: removal.by, at: removal.at } as const)
      : ({
          kind: 'merged',
          why: 'merged',
          detail: keeper?.title ?? '',
          by: null,
          at: keeper?.row.mergedAt ?? '',
        } as const);
  return plannedChange({ ...about(said), ...what, what: '' }, table.source.id, placing);
}

function nameOf({ group, name }: { readonly group: string; readonly name: string }): string {
  return `${group}\u0000${name}`;
}

export function shownValue(value: FieldValue): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  const { amount, upTo, currency } = value;
  return `${amount}${upTo === null ? '' : `–${upTo}`}${currency === null ? '' : ` ${currency}`}`;
}

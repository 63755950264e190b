/** What people said of one product, as changes of the table that it came from. */
import type { ListingPolicy } from '../../contract/exchange.ts';
import type { MergeRow, StoredEdit, StoredRemoval } from '../catalog/catalog.ts';
import { attributeOf, type FieldValue, fieldOf, isAdopted, readValue, sameValue } from '../catalog/edited-fields.ts';
import type { ListedFields, SourceRow } from '../catalog/types.ts';
import type { DecidedTag } from './change-repo.ts';
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

export interface Policies {
  readonly merged: ListingPolicy;
  readonly removed: ListingPolicy;
}

export function composeChanges(
  table: SourceTable,
  habits: ColumnHabits,
  said: Said,
  policies: Policies,
): PlannedChange[] {
  const listing = listingChange(table, said, policies);
  // A row that leaves needs no other change, nor does one that is put away with what it said.
  if (said.removal !== undefined || said.keeper !== undefined) return listing === undefined ? [] : [listing];
  return [
    ...fieldChanges(table, habits, said),
    ...mergedFields(table, habits, said),
    ...tagChanges(table, habits, said),
    ...imageChanges(table, said),
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

function fieldChanges(table: SourceTable, habits: ColumnHabits, said: Said): PlannedChange[] {
  return openEdits(said).map((edit) => {
    const [value, source, base] = [edit.value, edit.source, edit.base].map(readValue) as [
      FieldValue,
      FieldValue,
      FieldValue,
    ];
    const attribute = attributeOf(edit.field);
    return plannedChange(
      {
        ...about(said),
        kind: attribute === undefined ? (edit.field as 'title' | 'description' | 'price') : 'attribute',
        what: attribute ?? '',
        why: 'edited',
        by: edit.by,
        at: edit.at,
        conflict: sameValue(base, source)
          ? null
          : { base: shownValue(base), source: shownValue(source), value: shownValue(value) },
      },
      table.source.id,
      placeField(table, habits, said.product.rows, edit.field, { source, value }),
    );
  });
}

/** What the product shows of a listing that was merged into it, unless a person wrote something else. */
function mergedFields(table: SourceTable, habits: ColumnHabits, said: Said): PlannedChange[] {
  const [member] = said.members;
  if (member === undefined) return [];
  return (['title', 'description', 'price'] as const).flatMap((field) => {
    const key = member.row.fields[field];
    const from = key === null ? undefined : said.productOfKey(key);
    if (from === undefined || from.id === said.product.id || said.edits.some((edit) => edit.field === field)) return [];
    const source = fieldOf(said.product, field);
    const value = fieldOf(from, field);
    if (sameValue(source, value)) return [];
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
      placeField(table, habits, said.product.rows, field, { source, value }),
    );
  });
}

/** Groups without a column of their own share one cell, and so one change. */
function tagChanges(table: SourceTable, habits: ColumnHabits, said: Said): PlannedChange[] {
  const given = said.members.flatMap(({ row, tags }) => (row.fields.tags === 'union' ? tags : []));
  const placeOf = ({ group }: { readonly group: string }): string =>
    hasOwnColumn(table, group) || !hasOwnColumn(table, anyTag) ? group : anyTag;
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
    const placing = placeTags(table, habits, said.product.rows, {
      group,
      add: [...new Set([...(taken.get(group) ?? []), ...confirmed].map(({ name }) => name))],
      remove: rejected.map(({ name }) => name),
    });
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

function imageChanges(table: SourceTable, said: Said): PlannedChange[] {
  const members = said.members.filter(({ row }) => row.fields.photos === 'union');
  const [first] = members;
  if (first === undefined) return [];
  const here = members.filter(({ product }) => product.rows.length > 0);
  const placing = placeImages(
    table,
    said.product.rows,
    here.flatMap(({ product }) => product.rows),
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

function listingChange(table: SourceTable, said: Said, policies: Policies): PlannedChange | undefined {
  const { removal, keeper } = said;
  const policy = removal !== undefined ? policies.removed : policies.merged;
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

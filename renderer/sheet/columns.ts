/** What the columns of the table are: fields of a product, and groups of tags, of which a cell has all. */
import type { ProductField, TableRow, VocabularyGroup } from '@contract';
import { compareGroups } from '../ui/group-name.ts';

export type Column = {
  readonly key: string;
  /** Pixels. */
  readonly width: number;
} & (
  | { readonly kind: 'sku' }
  | { readonly kind: 'field'; readonly field: ProductField; readonly long: boolean }
  | { readonly kind: 'group'; readonly group: string; readonly exclusive: boolean }
);

export type EditableColumn = Exclude<Column, { kind: 'sku' }>;

const field = (name: ProductField, width: number, long = false): Column => ({
  key: name,
  kind: 'field',
  field: name,
  long,
  width,
});

const groupsShown = 4;
const attributesShown = 3;

export interface SheetColumns {
  readonly all: readonly Column[];
  /** Keys of those that are shown until a person chooses. */
  readonly usual: readonly string[];
}

/** @param attributes names, in the order of how many products have them */
export function columnsOf(vocabulary: readonly VocabularyGroup[], attributes: readonly string[]): SheetColumns {
  const groups = vocabulary
    .map(({ group, exclusive }): Column => ({ key: `group:${group}`, kind: 'group', group, exclusive, width: 150 }))
    .sort((a, b) => (a.kind === 'group' && b.kind === 'group' ? compareGroups(a.group, b.group) : 0));
  const named = attributes.map((name) => field(`attribute:${name}`, 170));
  const all = [
    { key: 'sku', kind: 'sku', width: 130 } as const,
    field('title', 300),
    field('price', 100),
    ...groups,
    field('description', 320, true),
    ...named,
  ];
  const left = new Set([...groups.slice(groupsShown), ...named.slice(attributesShown)].map(({ key }) => key));
  return { all, usual: all.filter(({ key }) => !left.has(key)).map(({ key }) => key) };
}

export function cellText(row: TableRow, column: Column): string {
  if (column.kind === 'sku') return row.sku;
  if (column.kind === 'group') {
    return row.tags
      .filter(({ group }) => group === column.group)
      .map(({ name }) => name)
      .join(', ');
  }
  if (column.field === 'title' || column.field === 'description') return row[column.field];
  if (column.field === 'price') return row.price === null ? '' : String(row.price.amount);
  return row.attributes[column.field.slice('attribute:'.length)] ?? '';
}

/** Variants have prices of their own, and the number is how a product is known. */
export function isLocked(row: TableRow | undefined, column: Column): boolean {
  return column.kind === 'sku' || (column.key === 'price' && row?.price?.upTo !== undefined);
}

/**
 * The names of a cell of tags, cut at commas. Names that have a comma themselves stay whole where they are known.
 * @param known names of the group
 */
export function namesOf(text: string, column: EditableColumn & { kind: 'group' }, known: readonly string[]): string[] {
  if (column.exclusive) return text.trim() === '' ? [] : [text.trim()];
  const whole = known.filter((name) => name.includes(',')).sort((a, b) => b.length - a.length);
  const names: string[] = [];
  let rest = text;
  while (rest.trim() !== '') {
    rest = rest.trimStart();
    const found = whole.find((name) => rest.startsWith(name) && /^\s*(?:,|$)/.test(rest.slice(name.length)));
    const end = found?.length ?? (rest.includes(',') ? rest.indexOf(',') : rest.length);
    const name = rest.slice(0, end).trim();
    if (name !== '' && !names.includes(name)) names.push(name);
    rest = rest.slice(end).replace(/^\s*,/, '');
  }
  return names;
}

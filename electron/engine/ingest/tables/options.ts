/** The options of a row ("size: M"), in every way that shops write them, and attributes that stand several in a cell. */
import { withoutEntities } from './html.ts';
import type { TableColumn, TableLayout } from './layout.ts';
import { splitCell } from './list-cells.ts';
import { isBlankValue } from './price.ts';
import type { TableRecord } from './records.ts';
import { foldKey } from './row-keys.ts';

export interface Option {
  readonly name: string;
  /** Stands for the name where only a row above gives it. */
  readonly number: number | undefined;
  readonly values: readonly string[];
}

export interface RowOptions {
  readonly options: readonly Option[];
  readonly names: ReadonlyMap<number, string>;
  readonly attributes: readonly (readonly [string, string])[];
  /** What the row says of its variants, by their key. */
  readonly children: ReadonlyMap<string, readonly { readonly name: string; readonly value: string }[]>;
}

export function optionsOf(layout: TableLayout, record: TableRecord): RowOptions {
  const { columns, dialect } = layout;
  const cellOf = (column: TableColumn | undefined): string => {
    const cell = column === undefined ? '' : withoutEntities(record.cells[column.index] ?? '');
    return isBlankValue(cell) ? '' : cell;
  };
  const names = new Map<number, string>();
  const options: Option[] = [];
  const attributes: (readonly [string, string])[] = [];
  const children = new Map<string, { name: string; value: string }[]>();
  for (const column of columns) {
    if (column.use === 'option-name' && cellOf(column) !== '') names.set(column.number ?? 0, cellOf(column));
  }
  for (const column of columns) {
    const cell = cellOf(column);
    if (cell === '') continue;
    if (column.use === 'option-value') {
      const name = names.get(column.number ?? 0) ?? '';
      options.push({ name, number: column.number, values: valuesOf(cell, column, dialect?.escaped) });
    } else if (column.use === 'options') {
      for (const [name, value] of pairsOf(cell))
        options.push({ name, number: undefined, values: splitCell(value, [';']) });
    } else if (column.use === 'option') {
      options.push({
        name: column.group ?? column.name,
        number: undefined,
        values: splitCell(cell, column.separators),
      });
    } else if (column.use === 'children') {
      for (const child of cell.split('|')) {
        const pairs = pairsOf(child).map(([name, value]) => ({ name, value }));
        const own = pairs.find(({ name }) => name === 'sku')?.value ?? '';
        children.set(
          foldKey(own),
          pairs.filter(({ name }) => name !== 'sku'),
        );
      }
    } else if (column.use === 'pairs') attributes.push(...pairsOf(cell));
  }
  options.push(...namedApart(columns, cellOf));
  return { options, names, attributes, children };
}

/** WooCommerce separated values by bars before it did by commas. */
function valuesOf(cell: string, column: TableColumn, escaped = false): string[] {
  const lists = column.separators.filter((separator) => separator !== '\n');
  if (lists.length === 0) return [cell];
  const separators = cell.includes(' | ') ? ['|'] : lists;
  return splitCell(cell, separators, escaped);
}

/** "a=1,b=2", "A=1|B=2" and "A:1:0;B:2:1": commas inside a value stay, since a name and a sign follow each that separates. */
function pairsOf(cell: string): [string, string][] {
  const parts = cell.includes('=') ? cell.split(/[|,;\n](?=\s*[^=|,;\n]+=)/) : cell.split(/[;|,\n](?=\s*[^:;|,\n]+:)/);
  return parts.flatMap((part): [string, string][] => {
    const [, name = '', value = ''] = /^\s*([^=:]+)\s*[=:]\s*(.*?)\s*$/s.exec(part) ?? [];
    const plain = cell.includes('=') ? value : value.replace(/:\d+(?::\d+)?$/, '');
    return name === '' || plain === '' ? [] : [[name.trim(), plain.replaceAll('|', ', ')]];
  });
}

/** PrestaShop's "Colour:color:0; Size:select:1" beside "Red:0; M:1". */
function namedApart(columns: readonly TableColumn[], cellOf: (column: TableColumn | undefined) => string): Option[] {
  const names = splitCell(cellOf(columns.find(({ use }) => use === 'option-names')), [';', ',']);
  const values = splitCell(cellOf(columns.find(({ use }) => use === 'option-values')), [';', ',']);
  return values.map((value, place) => ({
    name: (names[place] ?? '').split(':')[0]?.trim() ?? '',
    number: undefined,
    values: [value.replace(/:\d+$/, '').trim()],
  }));
}

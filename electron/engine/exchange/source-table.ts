/** The table that products came from, as much of it as writing into it needs: its columns and how they write prices and categories. */
import type { Catalog } from '../catalog/catalog.ts';
import type { ColumnMeaning, StoredSource, TableHeader, TableWriting } from '../catalog/types.ts';
import { type Dialect, dialects } from '../dialects/index.ts';
import { MoneyColumn } from '../ingest/tables/money/column.ts';
import { isBlankValue } from '../ingest/tables/price.ts';
import { createPause } from '../jobs/slices.ts';
import { tagsIn } from './cells/tags-cell.ts';

export interface TableColumn extends ColumnMeaning {
  readonly index: number;
  readonly name: string;
}

export interface SourceTable {
  readonly source: StoredSource;
  readonly header: TableHeader;
  readonly writing: TableWriting;
  readonly dialect: Dialect | undefined;
  readonly columns: readonly TableColumn[];
}

/** How the cells of columns are written, which only all rows together show. */
export interface ColumnHabits {
  money(column: number): MoneyColumn;
  /** A cell that holds a price. */
  priceLike(column: number): string;
  /** How a tag is written in a column whose tags are the ends of paths: "Apparel > Shirts" for Shirts. */
  spelling(column: number, tag: string): string | undefined;
}

/** undefined for a source that is no table, or was read before what writing needs was kept. */
export function sourceTable(catalog: Catalog, sourceId: number): SourceTable | undefined {
  const source = catalog.sources.get(sourceId);
  const header = catalog.sourceRows.header(sourceId);
  if (source.kind !== 'table' || header?.writing === undefined) return undefined;
  const { writing, columns } = header;
  return {
    source,
    header,
    writing,
    dialect: dialects.find(({ id }) => id === header.format),
    columns: columns.flatMap((name, index) => {
      const meaning = writing.meanings[index];
      return meaning === undefined ? [] : [{ ...meaning, index, name }];
    }),
  };
}

/** Goes through all rows once, with other work let in between. `price`: a column that is to hold prices, whatever it was read as. */
export async function columnHabits(
  catalog: Catalog,
  table: SourceTable,
  price?: TableColumn | null,
): Promise<ColumnHabits> {
  const { dialect } = table;
  const prices = table.columns.filter(
    ({ role, use, index }) => role === 'price' || use === 'compare-price' || index === price?.index,
  );
  const paths = table.columns.filter(({ role, path }) => role === 'tag' && path !== undefined);
  const money = new Map(prices.map(({ index, name }) => [index, new MoneyColumn(name)]));
  const likes = new Map<number, string>();
  const spellings = new Map(paths.map(({ index }) => [index, new Map<string, string>()]));
  const pause = createPause();
  if (prices.length + paths.length > 0) {
    for (const { cells } of catalog.sourceRows.ofSource(table.source.id)) {
      for (const { index } of prices) {
        const cell = cells[index]?.trim() ?? '';
        if (isBlankValue(cell)) continue;
        money.get(index)?.observe(cell);
        if (!likes.has(index)) likes.set(index, cell);
      }
      for (const column of paths) {
        const cell = cells[column.index]?.trim() ?? '';
        const known = spellings.get(column.index);
        if (cell === '' || known === undefined) continue;
        const separator = column.separators.find((candidate) => cell.includes(candidate));
        const entries = separator === undefined ? [cell] : cell.split(separator).map((entry) => entry.trim());
        for (const entry of entries) {
          const [tag] = tagsIn(entry, column, dialect);
          if (tag !== undefined && !known.has(tag)) known.set(tag, entry);
        }
      }
      await pause();
    }
  }
  return {
    money: (column) => money.get(column) ?? new MoneyColumn(table.header.columns[column] ?? ''),
    priceLike: (column) => likes.get(column) ?? '',
    spelling: (column, tag) => spellings.get(column)?.get(tag),
  };
}

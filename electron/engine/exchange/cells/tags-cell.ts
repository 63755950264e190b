/** Tags put into a cell that holds a list of them, and taken out of it. */
import type { ColumnMeaning } from '../../catalog/types.ts';
import type { Dialect } from '../../dialects/index.ts';
import { withoutEntities } from '../../ingest/tables/html.ts';
import { splitCell } from '../../ingest/tables/list-cells.ts';
import { tagName } from '../../ingest/tables/row-draft.ts';

export interface TagEdit {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/**
 * The cell with the tags added and removed; undefined when one cannot be written so that it is read again. Entries that stay keep their spelling.
 * @param spell how the table writes a tag elsewhere, such as with the path of its category
 */
export function writeTags(
  cell: string,
  { add, remove }: TagEdit,
  column: ColumnMeaning,
  dialect: Dialect | undefined,
  spell: (name: string) => string | undefined = () => undefined,
): string | undefined {
  const separators = column.separators;
  const lists = separators.filter((separator) => separator !== '\n');
  const escaped = dialect?.escaped === true;
  const read = (written: string): string[] =>
    splitCell(withoutEntities(written), separators, escaped).map((entry) => fold(tagName(entry, column, dialect)));
  const gone = new Set(remove.map(fold));
  const present = read(cell);
  const missing = add.filter((name) => !present.includes(fold(name)));
  if (missing.length === 0 && !present.some((name) => gone.has(name))) return cell;
  const spelled = missing.map((name) => spell(name) ?? spelling(name, dialect));
  // A column for one tag holds the last that was said.
  const single = lists.length === 0 && !cell.includes('\n');
  const separator = separators.find((candidate) => cell.includes(candidate)) ?? lists[0] ?? '\n';
  const kept = single
    ? spelled.length > 0
      ? []
      : pieces(cell, '\n', false).filter((_, index) => !gone.has(present[index] ?? ''))
    : pieces(cell, separator, escaped).filter(
        (piece) => piece.trim() !== '' && !read(piece).some((name) => gone.has(name)),
      );
  const blank = cell.includes(`${separator} `) || (!cell.includes(separator) && separator === ',') ? ' ' : '';
  const added = single ? spelled.slice(-1) : spelled.map((entry) => escapeEntry(entry, separator, escaped));
  const written = [...kept.map((piece) => piece.trim()), ...added].join(
    single ? '' : separator + (separator === '\n' ? '' : blank),
  );
  const now = read(written);
  const wanted = single ? missing.slice(-1) : missing;
  const fits = wanted.every((name) => now.includes(fold(name))) && now.length === kept.length + added.length;
  return fits && !now.some((name) => gone.has(name) && !wanted.some((own) => fold(own) === name)) ? written : undefined;
}

/** What a column for one tag, or none, says now. */
export function tagsIn(cell: string, column: ColumnMeaning, dialect: Dialect | undefined): string[] {
  return splitCell(withoutEntities(cell), column.separators, dialect?.escaped === true).map((entry) =>
    tagName(entry, column, dialect),
  );
}

function spelling(name: string, dialect: Dialect | undefined): string {
  return dialect?.underscores === true ? name.replaceAll(' ', '_') : name;
}

/** Entries as written, escapes and all. */
function pieces(cell: string, separator: string, escaped: boolean): string[] {
  if (!escaped) return cell === '' ? [] : cell.split(separator);
  const kept = '\u0000';
  return cell
    .replaceAll(`\\${separator}`, kept)
    .split(separator)
    .map((piece) => piece.replaceAll(kept, `\\${separator}`));
}

function escapeEntry(entry: string, separator: string, escaped: boolean): string {
  return escaped ? entry.replaceAll(separator, `\\${separator}`) : entry;
}

export function fold(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

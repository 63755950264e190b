/** Cells that hold several tags, options or images. */
import type { Meaning } from './header-words.ts';
import { isImagePath } from './roles.ts';

/** Groups whose names are single words, so that a comma between them ends a name; a category may well be called "Hats, Caps". */
const commaGroups: ReadonlySet<string> = new Set(['tag', 'colour', 'material', 'size', 'season', 'usage', 'audience']);

/** What separates the entries in the cells of a column, most used first; none when each cell is one entry. */
export function detectSeparators(meaning: Meaning, values: readonly string[]): string[] {
  if (meaning.role === 'image') {
    return byUse(values, ['|', ';', ',', '\n'], (parts) => parts.filter(isImagePath).length === parts.length);
  }
  if (meaning.role !== 'tag') return [];
  const candidates = commaGroups.has(meaning.group ?? '') ? ['|', ';', ','] : ['|', ';'];
  return byUse(values, candidates, (parts) => parts.every((part) => part.length <= 40));
}

/** The entries of a cell: it is cut by the first of the separators that it holds, and by line ends. With `escaped`, a backslash keeps one. */
export function splitCell(cell: string, separators: readonly string[], escaped = false): string[] {
  const separator = separators.find((candidate) => cell.includes(candidate));
  if (separator === undefined) return entries([cell]);
  if (!escaped || !cell.includes(`\\${separator}`)) return entries(cell.split(separator));
  const kept = '\u0000';
  return entries(
    cell
      .replaceAll(`\\${separator}`, kept)
      .split(separator)
      .map((part) => part.replaceAll(kept, separator)),
  );
}

function entries(parts: readonly string[]): string[] {
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function byUse(
  values: readonly string[],
  candidates: readonly string[],
  isList: (parts: readonly string[]) => boolean,
): string[] {
  return candidates
    .map((candidate) => ({ candidate, count: values.filter((value) => counts(value, candidate, isList)).length }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ candidate }) => candidate);
}

function counts(value: string, candidate: string, isList: (parts: readonly string[]) => boolean): boolean {
  const parts = splitCell(value, [candidate]);
  return parts.length > 1 && isList(parts);
}

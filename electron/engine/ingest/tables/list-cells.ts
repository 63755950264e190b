/** Cells that hold several tags or images. */
import type { Meaning } from './header-words.ts';
import { isImagePath } from './roles.ts';

export const listSeparators = ['|', ';', ','] as const;

/** Groups whose names are single words, so that a comma between them ends a name; a category may well be called "Hats, Caps". */
const commaGroups: ReadonlySet<string> = new Set(['tag', 'colour', 'material', 'size', 'season', 'usage', 'audience']);

/** What separates the entries in the cells of a column; undefined when each cell is one entry. */
export function detectSeparator(meaning: Meaning, values: readonly string[]): string | undefined {
  if (meaning.role === 'image') {
    return mostUsed(values, ['|', ';', ',', '\n'], (parts) => parts.filter(isImagePath).length === parts.length);
  }
  if (meaning.role !== 'tag') return undefined;
  const candidates = commaGroups.has(meaning.group ?? '') ? listSeparators : listSeparators.slice(0, 2);
  return mostUsed(values, candidates, (parts) => parts.every((part) => part.length <= 40));
}

export function splitCell(cell: string, separator: string | undefined): string[] {
  if (separator === undefined) return cell === '' ? [] : [cell];
  return cell
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function mostUsed(
  values: readonly string[],
  candidates: readonly string[],
  isList: (parts: readonly string[]) => boolean,
): string | undefined {
  let best: string | undefined;
  let bestCount = 0;
  for (const candidate of candidates) {
    const count = values.filter((value) => {
      const parts = splitCell(value, candidate);
      return parts.length > 1 && isList(parts);
    }).length;
    if (count > bestCount) {
      best = candidate;
      bestCount = count;
    }
  }
  return best;
}

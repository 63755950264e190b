/** Finds out what separates the columns of a table. */

export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

const linesLookedAt = 200;

/**
 * The delimiter that splits most lines of `text` into the same number of columns, and of those that do equally well the one that makes
 * most columns. A table of one column answers ','.
 */
export function detectDelimiter(text: string): Delimiter {
  let best: Delimiter = ',';
  let bestScore = 0;
  for (const delimiter of delimiters) {
    const score = regularity(columnCounts(text, delimiter));
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

function regularity(counts: readonly number[]): number {
  const times = new Map<number, number>();
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
  let score = 0;
  for (const [columns, lines] of times) {
    if (columns > 1) score = Math.max(score, (lines / counts.length) ** 2 * (1 + Math.log2(columns) / 10));
  }
  return score;
}

/** The delimiter that a first line such as "sep=;" names, as spreadsheet programs write it. */
export function namedDelimiter(text: string): Delimiter | undefined {
  const named = /^"?sep=(.)"?\s*\n/i.exec(text)?.[1];
  return delimiters.find((delimiter) => delimiter === named);
}

/** Columns of each line that is not empty; what stands in a cell that starts with a quote neither splits nor ends a line. */
function columnCounts(text: string, delimiter: Delimiter): number[] {
  const counts: number[] = [];
  let columns = 1;
  let quoted = false;
  let lineStart = 0;
  let cellStart = 0;
  for (let i = 0; i < text.length && counts.length < linesLookedAt; i++) {
    const char = text[i];
    if (quoted) {
      if (char === '"') quoted = false;
    } else if (char === '"') {
      quoted = text[i - 1] === '"' || text.slice(cellStart, i).trim() === '';
    } else if (char === delimiter) {
      columns++;
      cellStart = i + 1;
    } else if (char === '\n') {
      if (i > lineStart) counts.push(columns);
      columns = 1;
      lineStart = i + 1;
      cellStart = i + 1;
    }
  }
  if (counts.length < linesLookedAt && lineStart < text.length && !text.includes('\n', lineStart)) counts.push(columns);
  return counts;
}

/** Rankings as TREC run files: `topic Q0 docid rank score tag`. */
import { AppError } from '../../contract/errors.ts';
import { skusOfTrecId, trecId } from '../text/trec-id.ts';

/** Each query's documents in order. Scores fall strictly, so that trec_eval keeps the order among equal ones. */
export function writeRun(lists: ReadonlyMap<string, readonly { sku: string; score: number }[]>, tag: string): string {
  const lines: string[] = [];
  for (const [query, list] of lists) {
    let last = Number.POSITIVE_INFINITY;
    list.forEach(({ sku, score }, index) => {
      last = score < last ? score : last - 1e-9;
      lines.push(
        `${query.replace(/\s+/g, '_')} Q0 ${trecId(sku)} ${index + 1} ${last.toFixed(9)} ${tag.replace(/\s+/g, '-')}\n`,
      );
    });
  }
  return lines.join('');
}

/**
 * Skus by query in trec_eval's order: by score, ties by document id backwards; the rank column is not read. @throws
 * {AppError} `TABLE_UNREADABLE`
 */
export function readRun(text: string): Map<string, string[][]> {
  const byQuery = new Map<string, { sku: string; score: number }[]>();
  text.split(/\r?\n/).forEach((raw, index) => {
    if (raw.trim() === '') return;
    const fields = raw.trim().split(/\s+/);
    const [query, , sku, , score] = fields;
    if (fields.length < 5 || query === undefined || sku === undefined || !Number.isFinite(Number(score))) {
      throw new AppError(
        'TABLE_UNREADABLE',
        `Line ${index + 1} is not a line of a TREC run: topic Q0 docid rank score tag.`,
        { details: { why: 'not-trec-run', line: index + 1 } },
      );
    }
    byQuery.set(query, [...(byQuery.get(query) ?? []), { sku, score: Number(score) }]);
  });
  return new Map(
    [...byQuery].map(([query, lines]) => {
      const sorted = lines.sort((a, b) => b.score - a.score || (a.sku < b.sku ? 1 : -1));
      return [query, sorted.map(({ sku }) => skusOfTrecId(sku))];
    }),
  );
}

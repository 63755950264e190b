/** The one place that writes CSV (RFC 4180), for spreadsheets and for our own readers. */
import { stringify } from 'csv-stringify/sync';

/** What a spreadsheet takes for the beginning of a formula, full-width forms included. */
const formula = /^[=+\-@\t\r＝＋－＠]/;

/**
 * A table as text, a line each row, the last one ended too. A cell that a spreadsheet would run as a formula is kept
 * from it by an apostrophe (OWASP, "CSV Injection"); numbers stay as they are.
 */
export function writeCsv(
  rows: readonly (readonly string[])[],
  lineEnd: '\n' | '\r\n' = '\n',
  delimiter: ',' | '\t' = ',',
): string {
  const cells = rows.map((row) => row.map((cell) => (isFormula(cell) ? `'${cell}` : cell)));
  return stringify(cells, { delimiter, record_delimiter: lineEnd, quoted_match: /[\r\n]/ });
}

/** A cell as it was before `writeCsv` guarded it. */
export function unguarded(cell: string): string {
  return cell.startsWith("'") && isFormula(cell.slice(1)) ? cell.slice(1) : cell;
}

/** Whether a spreadsheet would run the cell as a formula. */
export function isFormula(cell: string): boolean {
  return formula.test(cell) && Number.isNaN(Number(cell));
}

/** Cells as a spreadsheet puts them on the clipboard: rows on lines, columns at tabs, quotes where a cell has either. */

export function toClipboard(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => cells.map(quoted).join('\t')).join('\n');
}

function quoted(text: string): string {
  return /[\t\n\r]|^"/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A quoted cell, or one that goes to the next tab or line end. */
const cell = /"((?:[^"]|"")*)"(?=[\t\n]|$)|[^\t\n]*/y;

export function fromClipboard(text: string): string[][] {
  const body = text.replace(/\r\n?/g, '\n').replace(/\n$/, '');
  let row: string[] = [];
  const rows = [row];
  for (let at = 0; ; ) {
    cell.lastIndex = at;
    const [whole = '', quotedText] = cell.exec(body) ?? [];
    row.push(quotedText?.replaceAll('""', '"') ?? whole);
    const end = at + whole.length;
    if (end >= body.length) return rows;
    if (body[end] === '\n') {
      row = [];
      rows.push(row);
    }
    at = end + 1;
  }
}

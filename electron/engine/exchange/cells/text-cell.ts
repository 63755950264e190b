/** Words into a cell that may hold HTML or written line ends, so that they read back as they are meant. */
import type { Dialect } from '../../dialects/index.ts';
import { looksLikeHtml } from '../../ingest/tables/html.ts';
import { textOfCell } from '../../ingest/tables/row-draft.ts';
import { escapeXml } from '../../ingest/tables/xml-text.ts';

const expansions = 12;

/**
 * What the cell is to hold to read as `text`; undefined when nothing would. Of HTML as much stays as can: where the new words differ from the
 * old ones in one place, that place alone changes.
 * @param asHtml whether texts of several lines are HTML in this column
 */
export function writeText(
  cell: string,
  text: string,
  dialect: Dialect | undefined,
  { asHtml = false, oneLine = false } = {},
): string | undefined {
  const read = (written: string): string => {
    const said = textOfCell(dialect, written);
    return oneLine ? said.replace(/\s+/g, ' ') : said;
  };
  const written = dialect?.lineEnds === true ? withWrittenEnds(text) : text;
  const plain = [written, escapeXml(written)];
  const html = looksLikeHtml(cell);
  const candidates =
    html || (asHtml && text.includes('\n'))
      ? [html ? spliced(cell, read(cell), text) : undefined, htmlOf(text), ...plain]
      : [...plain, htmlOf(text)];
  return candidates.find((candidate) => candidate !== undefined && read(candidate) === text);
}

function withWrittenEnds(text: string): string {
  return text.replace(/\\(?=[nrt])/g, '\\\\').replaceAll('\n', '\\n');
}

function htmlOf(text: string): string {
  return text
    .split('\n\n')
    .map((paragraph) => `<p>${escapeXml(paragraph).replaceAll('\n', '<br>')}</p>`)
    .join('');
}

/** The HTML with the one place changed in which the words differ, if it can be told. */
function spliced(html: string, before: string, after: string): string | undefined {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let tail = 0;
  const most = Math.min(before.length, after.length) - start;
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  let end = before.length - tail;
  for (let round = 0; round < expansions; round++) {
    [start, end] = [wordStart(before, start), wordEnd(before, end)];
    const old = escapeXml(before.slice(start, end));
    const place = old === '' ? -1 : html.indexOf(old);
    if (place !== -1 && html.indexOf(old, place + 1) === -1) {
      const replaced = escapeXml(after.slice(start, after.length - (before.length - end)));
      return html.slice(0, place) + replaced.replaceAll('\n', '<br>') + html.slice(place + old.length);
    }
    if (start > 0 && before[start - 1] !== '\n' && round % 2 === 0) start--;
    else if (end < before.length && before[end] !== '\n') end++;
    else if (start > 0 && before[start - 1] !== '\n') start--;
    else return undefined;
  }
  return undefined;
}

function wordStart(text: string, at: number): number {
  let place = at;
  while (place > 0 && /\S/.test(text[place - 1] as string)) place--;
  return place;
}

function wordEnd(text: string, at: number): number {
  let place = at;
  while (place < text.length && /\S/.test(text[place] as string)) place++;
  return place;
}

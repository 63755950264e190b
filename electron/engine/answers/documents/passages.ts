/**
 * Cuts a document of the shop into passages: what stands together under one heading, short enough to be cited. Markdown, plain text, HTML, and
 * tables of questions and answers.
 */
import path from 'node:path';
import { Parser } from 'htmlparser2';
import { AppError } from '../../../contract/errors.ts';
import { RowCutter, usesBackslash } from '../../ingest/tables/cells.ts';
import { decode } from '../../ingest/tables/decoding.ts';
import { detectDelimiter } from '../../ingest/tables/delimiter.ts';
import { detectEncoding } from '../../ingest/tables/encoding.ts';

export interface PassageDraft {
  /** The headings above it, from the top down, joined by " › ". */
  readonly heading: string;
  readonly text: string;
  /** Where it begins, from 1. */
  readonly line: number;
}

/** Beyond this a passage is cut between paragraphs [characters]. */
const longest = 700;
/** A file that is larger is no document that somebody wrote [bytes]. */
export const largestFile = 8 * 1024 * 1024;

const readers: Readonly<Record<string, (text: string) => PassageDraft[]>> = {
  '.md': markdown,
  '.markdown': markdown,
  '.txt': markdown,
  '.html': html,
  '.htm': html,
  '.csv': table,
  '.tsv': table,
};

export function isDocumentName(name: string): boolean {
  return !name.startsWith('.') && Object.hasOwn(readers, path.extname(name).toLowerCase());
}

/** @throws {AppError} `FILE_EMPTY`, `FILE_UNREADABLE` for bytes that are no text */
export function passagesOf(name: string, bytes: Buffer): PassageDraft[] {
  if (bytes.length === 0) throw new AppError('FILE_EMPTY', `${name} is empty. Fill it or take it out of the folder.`);
  const encoding = detectEncoding(bytes);
  if (isBinary(bytes) || (!/^utf-16/i.test(encoding) && bytes.includes(0))) throw noText(name);
  const text = decode(bytes, encoding)
    .replace(/^\ufeff/, '')
    .replaceAll('\r\n', '\n')
    .replaceAll('\r', '\n');
  const read = readers[path.extname(name).toLowerCase()] ?? markdown;
  const found = read(text).filter(({ text: own }) => /[\p{L}\p{N}]/u.test(own));
  if (found.length === 0) throw new AppError('FILE_EMPTY', `There are no words in ${name}.`);
  return found;
}

/** PDF, and what is packed as ZIP: documents of Word and the like. */
function isBinary(bytes: Buffer): boolean {
  const head = bytes.subarray(0, 4).toString('latin1');
  return head === '%PDF' || head === 'PK\x03\x04';
}

function noText(name: string): AppError {
  const message = `${name} is not a text. Save it as Markdown, text, HTML or CSV and add it again.`;
  return new AppError('FILE_UNREADABLE', message);
}

interface Block {
  readonly level: number;
  readonly text: string;
  readonly line: number;
}

/** Blocks with a level are headings; the others go below them, several together as long as they are short. */
function gathered(blocks: readonly Block[]): PassageDraft[] {
  const found: PassageDraft[] = [];
  const above: { level: number; text: string }[] = [];
  let open: { texts: string[]; line: number } | undefined;
  const close = (): void => {
    if (open === undefined) return;
    const heading = above.map(({ text }) => text).join(' › ');
    found.push({ heading, text: open.texts.join('\n'), line: open.line });
    open = undefined;
  };
  for (const { level, text, line } of blocks) {
    if (level > 0) {
      close();
      while (above.length > 0 && (above.at(-1)?.level ?? 0) >= level) above.pop();
      above.push({ level, text });
      continue;
    }
    if (open !== undefined && open.texts.join('\n').length + text.length > longest) close();
    open ??= { texts: [], line };
    open.texts.push(text);
  }
  close();
  return found;
}

function markdown(text: string): PassageDraft[] {
  const blocks: Block[] = [];
  let paragraph: { lines: string[]; line: number } | undefined;
  const close = (): void => {
    if (paragraph !== undefined) blocks.push({ level: 0, text: paragraph.lines.join('\n'), line: paragraph.line });
    paragraph = undefined;
  };
  const lines = text.split('\n');
  lines.forEach((raw, at) => {
    const line = raw.trim();
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
    const underlined = /^(=+|-{3,})$/.exec(line);
    if (heading !== null) {
      close();
      blocks.push({ level: heading[1]?.length ?? 1, text: bare(heading[2] ?? ''), line: at + 1 });
    } else if (underlined !== null && paragraph?.lines.length === 1) {
      const [title = ''] = paragraph.lines;
      paragraph = undefined;
      blocks.push({ level: line.startsWith('=') ? 1 : 2, text: title, line: at });
    } else if (line === '' || underlined !== null || /^[*_]{3,}$/.test(line) || /^\|?\s*:?-{2,}/.test(line)) {
      if (line === '') close();
    } else {
      paragraph ??= { lines: [], line: at + 1 };
      paragraph.lines.push(bare(line));
    }
  });
  close();
  return gathered(blocks);
}

/** A line of Markdown without its signs; links keep their words. */
function bare(line: string): string {
  return line
    .replace(/^(?:[-*+]|>)\s+/, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|__|`)(.+?)\1/g, '$2')
    .replace(/^\||\|$/g, '')
    .replace(/\s*\|\s*/g, ' · ')
    .trim();
}

const unseen = new Set(['script', 'style', 'template', 'head', 'nav', 'noscript']);
const inline = new Set(
  'a abbr b bdi bdo cite code data em font i img label mark q s small span strong sub sup time u wbr'.split(' '),
);

function html(text: string): PassageDraft[] {
  const blocks: Block[] = [];
  const starts = lineStarts(text);
  let [words, level, hidden, line] = ['', 0, 0, 1];
  const close = (): void => {
    const own = words.replace(/\s+/g, ' ').trim();
    if (own !== '') blocks.push({ level, text: own, line });
    words = '';
  };
  const parser = new Parser({
    onopentag(name) {
      if (unseen.has(name)) hidden++;
      if (inline.has(name)) return;
      if (name === 'td' || name === 'th') words += words.trim() === '' ? '' : ' · ';
      else close();
      level = /^h[1-6]$/.test(name) ? Number(name[1]) : level;
    },
    onclosetag(name) {
      if (unseen.has(name)) hidden--;
      if (inline.has(name) || name === 'td' || name === 'th') return;
      close();
      if (/^h[1-6]$/.test(name)) level = 0;
    },
    ontext(own) {
      if (hidden > 0) return;
      if (words.trim() === '' && own.trim() !== '') line = lineAt(starts, parser.startIndex);
      words += own;
    },
  });
  parser.end(text);
  close();
  return gathered(blocks);
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lineAt(starts: readonly number[], index: number): number {
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= index) low = middle;
    else high = middle;
  }
  return low + 1;
}

const questionHeader = /^(?:questions?|q|ask|topic|title|问题|问|标题)$/i;
const answerHeader = /^(?:answers?|a|reply|response|text|答案|回答|答|内容)$/i;

/** Each row is one passage, the question its heading. Without a header that says so the first two columns are taken. */
function table(text: string): PassageDraft[] {
  const delimiter = detectDelimiter(text.slice(0, 20_000));
  const cutter = new RowCutter({ delimiter, backslash: usesBackslash(text, delimiter) });
  const rows = [...cutter.push(text.endsWith('\n') ? text : `${text}\n`), ...cutter.end()].filter(({ cells }) =>
    cells.some((cell) => cell.trim() !== ''),
  );
  const header = rows[0]?.cells.map((cell) => cell.trim()) ?? [];
  const [asked, said] = [
    header.findIndex((cell) => questionHeader.test(cell)),
    header.findIndex((cell) => answerHeader.test(cell)),
  ];
  const named = asked !== -1 && said !== -1;
  return (named ? rows.slice(1) : rows).map(({ cells, line }) => {
    const own = cells.map((cell) => cell.trim());
    const heading = own[named ? asked : 0] ?? '';
    const rest = named ? [own[said] ?? ''] : own.slice(1);
    return { heading, text: rest.filter((cell) => cell !== '').join(' · '), line };
  });
}

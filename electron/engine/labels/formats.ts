/** Judgement files of other tools: TREC qrels, Quepid CSV, ranx JSON, and maps of query ids to texts. */
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { AppError } from '../../contract/errors.ts';
import type { LabelFormat, LabelImportResult } from '../../contract/labels.ts';
import { unguarded, writeCsv } from '../text/csv.ts';
import { trecId } from '../text/trec-id.ts';

export interface FileJudgement {
  readonly query: string;
  readonly sku: string;
  /** As the file has it, on whatever scale. */
  readonly grade: number;
  /** From 1; `null` where the format has no lines. */
  readonly line: number | null;
}

export type FileProblem = LabelImportResult['problems'][number];

export interface ReadFile {
  readonly judgements: FileJudgement[];
  readonly problems: FileProblem[];
}

/** @throws {AppError} `TABLE_UNREADABLE` when the text is not of that format at all */
export function readJudgements(format: LabelFormat, text: string): ReadFile {
  const body = text.replace(/^\uFEFF/, '');
  if (format === 'qrels') return readQrels(body);
  if (format === 'quepid') return readQuepid(body);
  return readRanx(body);
}

/**
 * Query texts by id: `id<TAB>text` lines, `id text` lines, CSV with a header naming the columns id (or qid, query_id,
 * topic) and text (or query), or a JSON object. @throws {AppError} `TABLE_UNREADABLE`
 */
export function readQueryTexts(text: string): Map<string, string> {
  const body = text.replace(/^\uFEFF/, '').trim();
  if (body.startsWith('{')) return new Map(Object.entries(parseJson(body, z.record(z.string(), z.string()))));
  const lines = body.split(/\r?\n/).filter((line) => line.trim() !== '');
  const header = (lines[0] ?? '').toLowerCase();
  if (/^"?(id|qid|query_id|topic)"?,/.test(header)) {
    const rows = parseCsv(body);
    const pick = (row: Record<string, string>, names: readonly string[]): string =>
      names.map((name) => row[name]).find((value) => value !== undefined) ?? '';
    return new Map(
      rows.map((row) => [
        pick(row, ['id', 'qid', 'query_id', 'topic']).trim(),
        pick(row, ['text', 'query', 'title']).trim(),
      ]),
    );
  }
  return new Map(
    lines.flatMap((line): [string, string][] => {
      const match = /^(\S+)[\t ]+(.+)$/.exec(line.trim());
      return match === null ? [] : [[match[1] as string, (match[2] as string).trim()]];
    }),
  );
}

/** One file's text; judgements of each query together, in the order given. */
export function writeJudgements(format: LabelFormat, judgements: readonly Omit<FileJudgement, 'line'>[]): string {
  if (format === 'qrels') {
    return judgements.map(({ query, sku, grade }) => `${query} 0 ${trecId(sku)} ${grade}\n`).join('');
  }
  if (format === 'quepid') {
    const rows = judgements.map(({ query, sku, grade }) => [query, sku, String(grade)]);
    return writeCsv([['query', 'docid', 'rating'], ...rows]);
  }
  const byQuery = [...Map.groupBy(judgements, ({ query }) => query)].map(([query, own]) => {
    return [query, Object.fromEntries(own.map(({ sku, grade }) => [sku, grade]))];
  });
  return `${JSON.stringify(Object.fromEntries(byQuery), null, 1)}\n`;
}

export function writeQueryTexts(texts: ReadonlyMap<string, string>): string {
  return [...texts].map(([key, text]) => `${key}\t${text.replace(/\s+/g, ' ')}\n`).join('');
}

function readQrels(text: string): ReadFile {
  const judgements: FileJudgement[] = [];
  const problems: FileProblem[] = [];
  text.split(/\r?\n/).forEach((raw, index) => {
    const line = index + 1;
    if (raw.trim() === '') return;
    const fields = raw.trim().split(/\s+/);
    const [query, , sku, grade] = fields;
    if (fields.length !== 4 || query === undefined || sku === undefined || !/^-?\d+(\.\d+)?$/.test(grade ?? '')) {
      const reason = 'A line of qrels has four fields: topic, 0, sku, grade.';
      problems.push({ line, code: 'incomplete', subject: '', reason });
    } else judgements.push({ query, sku, grade: Number(grade), line });
  });
  return nonEmpty({ judgements, problems }, 'TREC qrels');
}

function readQuepid(text: string): ReadFile {
  const judgements: FileJudgement[] = [];
  const problems: FileProblem[] = [];
  const rows = parseCsv(text);
  if (rows[0] === undefined || !('query' in rows[0] && 'rating' in rows[0])) {
    throw refused('not-quepid', 'The file is not Quepid CSV: it has no columns query, docid and rating.');
  }
  rows.forEach((row, index) => {
    const line = index + 2;
    const query = unguarded(row.query?.trim() ?? '');
    const sku = unguarded((row.docid ?? row.doc_id ?? '').trim());
    const rating = (row.rating ?? '').trim();
    if (query === '' || sku === '' || rating === '')
      problems.push({ line, code: 'incomplete', subject: '', reason: 'Query, docid or rating is empty.' });
    else if (!Number.isFinite(Number(rating)))
      problems.push({ line, code: 'not-a-grade', subject: rating, reason: `"${rating}" is not a rating.` });
    else judgements.push({ query, sku, grade: Number(rating), line });
  });
  return nonEmpty({ judgements, problems }, 'Quepid CSV with the columns query, docid and rating');
}

function readRanx(text: string): ReadFile {
  const file = parseJson(text, z.record(z.string(), z.record(z.string(), z.number())));
  const judgements = Object.entries(file).flatMap(([query, grades]) =>
    Object.entries(grades).map(([sku, grade]) => ({ query, sku, grade, line: null })),
  );
  return { judgements, problems: [] };
}

function nonEmpty(file: ReadFile, what: string): ReadFile {
  if (file.judgements.length > 0 || file.problems.length === 0) return file;
  throw refused('not-this-format', `The file is not ${what}: ${file.problems[0]?.reason}`);
}

function parseCsv(text: string): Record<string, string>[] {
  try {
    return parse(text, {
      columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()),
      skip_empty_lines: true,
      relax_column_count: true,
      relax_quotes: true,
    }) as Record<string, string>[];
  } catch (error) {
    throw unreadable(error);
  }
}

function parseJson<T>(text: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw unreadable(error);
  }
}

function unreadable(error: unknown): AppError {
  const reason = error instanceof z.ZodError ? 'it has another shape' : error instanceof Error ? error.message : '';
  const message = `The file could not be read: ${reason}. Check that the format is the one chosen.`;
  return refused('not-this-format', message, error);
}

function refused(why: string, message: string, cause?: unknown): AppError {
  return new AppError('TABLE_UNREADABLE', message, { details: { why }, cause });
}

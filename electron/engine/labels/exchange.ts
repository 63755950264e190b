/** Between judgement files and the library: which query and which product a line means. */
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import type { LabelFormat } from '../../contract/labels.ts';
import type { QueryPart } from '../../contract/search.ts';
import {
  type FileProblem,
  readJudgements,
  readQueryTexts,
  skusOfTrecId,
  writeJudgements,
  writeQueryTexts,
} from './formats.ts';
import type { JudgementRow, LabelsRepo, SetQueryRow } from './repo.ts';

const shownProblems = 50;
const mimes: Readonly<Record<LabelFormat, string>> = {
  qrels: 'text/plain',
  quepid: 'text/csv',
  ranx: 'application/json',
};
const endings: Readonly<Record<LabelFormat, string>> = { qrels: 'qrels', quepid: 'csv', ranx: 'json' };

/** To be called inside a transaction. @throws {AppError} `TABLE_UNREADABLE` */
export function importJudgements(
  repo: LabelsRepo,
  params: MethodParams<'labels.import'>,
): MethodResult<'labels.import'> {
  const file = readJudgements(params.format, params.text);
  const texts = params.queries === undefined ? new Map<string, string>() : readQueryTexts(params.queries);
  const candidates = file.judgements.map((row) => (params.format === 'qrels' ? skusOfTrecId(row.sku) : [row.sku]));
  const products = repo.productsBySku([...new Set(candidates.flat())]);
  const at = new Date().toISOString();
  const setId = repo.putSet({ name: params.setName, origin: 'imported', createdAt: at });
  const queries = new Map<string, number>();
  const problems: FileProblem[] = [...file.problems];
  let judgements = 0;
  for (const [index, { query, grade, line }] of file.judgements.entries()) {
    const sku = candidates[index]?.find((candidate) => products.has(candidate));
    const productId = sku === undefined ? undefined : products.get(sku);
    if (sku === undefined || productId === undefined) {
      problems.push({ line, reason: `There is no product with the sku "${candidates[index]?.[0]}".` });
      continue;
    }
    let queryId = queries.get(query);
    if (queryId === undefined) {
      const text = texts.get(query) ?? query;
      const parts: QueryPart[] = [{ kind: 'text', text: text.slice(0, 500), weight: 1 }];
      queryId = repo.putQuery(JSON.stringify(parts), text);
      repo.addToSet(setId, queryId, query);
      queries.set(query, queryId);
    }
    const cut = Math.max(0, Math.min(3, grade));
    repo.put({ queryId, judge: params.judge, sku, productId, grade: cut, note: '', at });
    judgements++;
  }
  return {
    setId,
    queries: queries.size,
    judgements,
    skipped: problems.length,
    problems: problems.slice(0, shownProblems),
  };
}

/** Of several judges of a product the rounded mean is written. */
export function exportJudgements(
  format: LabelFormat,
  name: string,
  queries: readonly SetQueryRow[],
  judgements: readonly JudgementRow[],
): MethodResult<'labels.export'> {
  const byQuery = Map.groupBy(judgements, ({ queryId }) => queryId);
  const rows = queries.flatMap((query) => {
    const bySku = Map.groupBy(byQuery.get(query.id) ?? [], ({ sku }) => sku);
    const key = format === 'quepid' ? query.label : query.key.replace(/\s+/g, '_');
    return [...bySku].map(([sku, own]) => {
      const grade = Math.round(own.reduce((sum, row) => sum + row.grade, 0) / own.length);
      return { query: key, sku, grade };
    });
  });
  const texts = new Map(queries.map(({ key, label }) => [key.replace(/\s+/g, '_'), label]));
  return {
    name: `${name.replace(/[^\p{L}\p{N}]+/gu, '-').toLowerCase()}.${endings[format]}`,
    mime: mimes[format],
    text: writeJudgements(format, rows),
    queries: writeQueryTexts(texts),
    judgements: rows.length,
  };
}

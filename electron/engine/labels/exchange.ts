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
import type { JudgementRow, LabelsRepo, SetQueryRow, StoredJudgement } from './judgement-repo.ts';

const shownProblems = 50;
const longestQuery = 500;
const mimes: Readonly<Record<LabelFormat, string>> = {
  qrels: 'text/plain',
  quepid: 'text/csv',
  ranx: 'application/json',
};
const endings: Readonly<Record<LabelFormat, string>> = { qrels: 'qrels', quepid: 'csv', ranx: 'json' };

/** Judgements of a file whose products are in the library. */
export interface Resolved {
  readonly rows: readonly {
    readonly key: string;
    readonly sku: string;
    readonly productId: number;
    readonly grade: number;
  }[];
  /** What each query asks, by its key. */
  readonly texts: ReadonlyMap<string, string>;
  readonly problems: readonly FileProblem[];
}

type FileRequest = Pick<MethodParams<'labels.import'>, 'format' | 'text' | 'queries'>;

/** @throws {AppError} `TABLE_UNREADABLE` */
export function resolveJudgements(repo: LabelsRepo, { format, text, queries }: FileRequest): Resolved {
  const file = readJudgements(format, text);
  const known = queries === undefined ? new Map<string, string>() : readQueryTexts(queries);
  const candidates = file.judgements.map(({ sku }) => (format === 'qrels' ? skusOfTrecId(sku) : [sku]));
  const products = repo.productsBySku([...new Set(candidates.flat())]);
  const problems: FileProblem[] = [...file.problems];
  const texts = new Map<string, string>();
  const rows = file.judgements.flatMap(({ query: key, grade, line }, index) => {
    const sku = candidates[index]?.find((candidate) => products.has(candidate));
    const productId = sku === undefined ? undefined : products.get(sku);
    if (sku === undefined || productId === undefined) {
      const subject = candidates[index]?.[0] ?? '';
      const reason = `There is no product with the sku "${subject}".`;
      problems.push({ line, code: 'unknown-product', subject, reason });
      return [];
    }
    texts.set(key, (known.get(key) ?? key).slice(0, longestQuery));
    return [{ key, sku, productId, grade: Math.max(0, Math.min(3, grade)) }];
  });
  return { rows, texts, problems };
}

/** What came of an import, and what it takes to go back. */
type Imported = MethodResult<'labels.import'> & { readonly at: string; readonly replaced: StoredJudgement[] };

/** To be called inside a transaction. @throws {AppError} `TABLE_UNREADABLE` */
export function importJudgements(repo: LabelsRepo, params: MethodParams<'labels.import'>): Imported {
  const { rows, texts, problems } = resolveJudgements(repo, params);
  const at = unusedMoment(repo, params.judge);
  const setId = repo.putSet({ name: params.setName, origin: 'imported', createdAt: at });
  const ids = new Map<string, number>();
  for (const [key, text] of texts) {
    const id = repo.putQuery(JSON.stringify(textParts(text)), text);
    repo.addToSet(setId, id, key);
    ids.set(key, id);
  }
  const replaced: StoredJudgement[] = [];
  for (const { key, sku, productId, grade } of rows) {
    const queryId = ids.get(key) as number;
    const before = repo.stored(queryId, params.judge, sku).find((row) => row.productId === productId);
    if (before !== undefined && before.at !== at) replaced.push(before);
    repo.put({ queryId, judge: params.judge, sku, productId, grade, note: '', at });
  }
  const counts = { queries: ids.size, judgements: rows.length, skipped: problems.length };
  return { setId, ...counts, problems: problems.slice(0, shownProblems), at, replaced };
}

/** A moment at which this judge has graded nothing, so that it stands for what is written now. */
function unusedMoment(repo: LabelsRepo, judge: string): string {
  for (let time = Date.now(); ; time++) {
    const at = new Date(time).toISOString();
    if (repo.givenAt(judge, at).count === 0) return at;
  }
}

export function textParts(text: string): QueryPart[] {
  return [{ kind: 'text', text, weight: 1 }];
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

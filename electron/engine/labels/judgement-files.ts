/** Files of judgements: what a line means in this library, taking them in as one step of undo, and giving them out. */
import { z } from 'zod';
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import type { LabelFormat } from '../../contract/labels.ts';
import { changedSince } from '../operations/operations.ts';
import { unicodeForms } from '../text/normalise.ts';
import { skusOfTrecId } from '../text/trec-id.ts';
import { type FileProblem, readJudgements, readQueryTexts, writeJudgements, writeQueryTexts } from './formats.ts';
import { gradeReader } from './grade-scale.ts';
import { type LabelsRepo, type StoredJudgement, storedJudgementSchema } from './judgement-repo.ts';
import type { Labels } from './labels.ts';
import { queriesOf, setOf, textParts } from './queries.ts';
import { assertStands, snapshotOf, snapshotSchema } from './sets.ts';

const shownProblems = 50;
const longestQuery = 500;
const kinds: Readonly<Record<LabelFormat, { readonly mime: string; readonly ending: string }>> = {
  qrels: { mime: 'text/plain', ending: 'qrels' },
  quepid: { mime: 'text/csv', ending: 'csv' },
  ranx: { mime: 'application/json', ending: 'json' },
};

export type JudgementFile = Pick<MethodParams<'labels.import'>, 'format' | 'text' | 'queries' | 'gradesFrom'>;

/**
 * Judgements of a file whose products are in the library, and what each query asks, by its key.
 * @throws {AppError} `TABLE_UNREADABLE`
 */
export function resolveFile(catalog: Labels['products'], { format, text, queries, gradesFrom }: JudgementFile) {
  const file = readJudgements(format, text);
  const asked = queries === undefined ? new Map<string, string>() : readQueryTexts(queries);
  const candidates = file.judgements.map(({ sku }) =>
    (format === 'qrels' ? skusOfTrecId(sku) : [sku]).flatMap(unicodeForms),
  );
  const products = catalog.idsBySku(candidates.flat());
  const gradeOf = gradeReader(
    file.judgements.map(({ grade }) => grade),
    gradesFrom,
  );
  const problems: FileProblem[] = [...file.problems];
  const texts = new Map<string, string>();
  const rows = file.judgements.flatMap(({ query: key, grade, line }, index) => {
    const own = candidates[index] ?? [];
    const sku = own.find((candidate) => products.has(candidate));
    if (sku === undefined) {
      const subject = own[0] ?? '';
      const reason = `There is no product with the sku "${subject}".`;
      problems.push({ line, code: 'unknown-product', subject, reason });
      return [];
    }
    texts.set(key, (asked.get(key) ?? key).slice(0, longestQuery));
    return [{ key, sku, productId: products.get(sku) as number, grade: gradeOf(grade) }];
  });
  return { rows, texts, problems };
}

/** What was written is known by judge and moment, so that a file of any size leaves a short note. */
const undoSchema = z.object({
  set: snapshotSchema,
  judge: z.string(),
  at: z.string(),
  written: z.object({ count: z.int(), sum: z.int() }),
  /** Grades of the same judge that gave way. */
  replaced: z.array(storedJudgementSchema),
});

export function registerImports(labels: Labels): void {
  const { repo } = labels;
  labels.register('labels.import', undoSchema, ({ set, judge, at, written, replaced }) => {
    assertStands(repo, set);
    const now = repo.givenAt(judge, at);
    if (now.count !== written.count || now.sum !== written.sum)
      throw changedSince('Some of the imported grades were changed since. Undo that first.');
    repo.deleteOf(judge, at);
    for (const row of replaced) repo.put(row);
    repo.removeSet(set.set.id);
  });
}

/** @throws {AppError} `TABLE_UNREADABLE` */
export function importJudgements(labels: Labels, params: MethodParams<'labels.import'>): MethodResult<'labels.import'> {
  const { repo } = labels;
  const { setName, judge } = params;
  const { rows, texts, problems } = resolveFile(labels.products, params);
  const counts = { queries: texts.size, judgements: rows.length, skipped: problems.length };
  const shown = problems.slice(0, shownProblems);
  const stored = storedBefore(repo, params, texts, rows);
  if (stored !== undefined) return { setId: stored, ...counts, problems: shown };
  let setId = -1;
  labels.perform('labels.import', setName, () => {
    const at = unusedMoment(repo, judge);
    setId = repo.putSet({ name: setName, origin: 'imported', createdAt: at });
    const ids = new Map<string, number>();
    for (const [key, text] of texts) {
      const id = repo.putQuery(textParts(text), text);
      repo.addToSet(setId, id, key);
      ids.set(key, id);
    }
    const replaced: StoredJudgement[] = [];
    for (const { key, sku, productId, grade } of rows) {
      const queryId = ids.get(key) as number;
      const before = repo.stored(queryId, judge, sku).find((row) => row.productId === productId);
      if (before !== undefined && before.at !== at) replaced.push(before);
      repo.put({ queryId, judge, sku, productId, grade, note: '', at });
    }
    return { set: snapshotOf(repo, setId), judge, at, written: repo.givenAt(judge, at), replaced };
  });
  return { setId, ...counts, problems: shown };
}

/** The set in which the very same is stored already, as when a command is repeated that was killed before it could answer. */
function storedBefore(
  repo: LabelsRepo,
  { setName, judge }: Pick<MethodParams<'labels.import'>, 'setName' | 'judge'>,
  texts: ReadonlyMap<string, string>,
  rows: ReturnType<typeof resolveFile>['rows'],
): number | undefined {
  const named = repo.sets().filter(({ name, origin }) => name === setName && origin === 'imported');
  return named.find(({ id }) => {
    const queries = repo.setQueries(id);
    const ids = new Map(queries.map((query) => [query.key, query.id]));
    if (queries.length !== texts.size || queries.some(({ key, label }) => texts.get(key) !== label)) return false;
    // Of several rows about one product the last one counts.
    const last = new Map(rows.map((row) => [JSON.stringify([row.key, row.productId]), row]));
    return [...last.values()].every(({ key, sku, productId, grade }) =>
      repo
        .stored(ids.get(key) ?? -1, judge, sku)
        .some((row) => row.productId === productId && row.grade === grade && row.note === ''),
    );
  })?.id;
}

/** A moment at which this judge has graded nothing, so that it stands for what is written now. */
function unusedMoment(repo: LabelsRepo, judge: string): string {
  for (let time = Date.now(); ; time++) {
    const at = new Date(time).toISOString();
    if (repo.givenAt(judge, at).count === 0) return at;
  }
}

/** Of several judges of a product the rounded mean is written. @throws {AppError} `NOT_FOUND` */
export function exportJudgements(
  { repo }: Labels,
  { format, setId, judge }: MethodParams<'labels.export'>,
): MethodResult<'labels.export'> {
  const name = setId === undefined ? 'judgements' : setOf(repo, setId).name;
  const queries = queriesOf(repo, setId).map((query) => ({ ...query, word: query.key.replace(/\s+/g, '_') }));
  const ids = queries.map(({ id }) => id);
  const byQuery = Map.groupBy(repo.judgementRows(ids, judge), ({ queryId }) => queryId);
  const rows = queries.flatMap(({ id, label, word }) => {
    const bySku = Map.groupBy(byQuery.get(id) ?? [], ({ sku }) => sku);
    return [...bySku].map(([sku, own]) => {
      const grade = Math.round(own.reduce((sum, row) => sum + row.grade, 0) / own.length);
      return { query: format === 'quepid' ? label : word, sku, grade };
    });
  });
  const { mime, ending } = kinds[format];
  return {
    name: `${name.replace(/[^\p{L}\p{N}]+/gu, '-').toLowerCase()}.${ending}`,
    mime,
    text: writeJudgements(format, rows),
    queries: writeQueryTexts(new Map(queries.map(({ word, label }) => [word, label]))),
    judgements: rows.length,
  };
}

/** Judgements as measuring and learning need them: queries with the grades of their products. */
import type { LabelQuery } from '../../contract/labels.ts';
import { mean } from '../numbers/statistics.ts';
import { clicksJudge } from './given-grades.ts';
import { type JudgementFile, resolveFile } from './judgement-files.ts';
import type { Labels } from './labels.ts';
import { labelQueries, partsOf, queriesOf, setOf, textParts } from './queries.ts';

export class JudgedQueries {
  readonly #labels: Labels;

  constructor(labels: Labels) {
    this.#labels = labels;
  }

  /** The queries of a set, or all with a judgement; the mean of all people where no judge is named. @throws {AppError} `NOT_FOUND` */
  judged(setId: number | undefined, judge?: string) {
    const { repo } = this.#labels;
    const queries = queriesOf(repo, setId);
    const ids = queries.map(({ id }) => id);
    const judgements = repo.judgements(ids, judge).filter((own) => judge !== undefined || own.judge !== clicksJudge);
    const byQuery = Map.groupBy(judgements, ({ queryId }) => queryId);
    return queries.map((row) => {
      const byProduct = Map.groupBy(byQuery.get(row.id) ?? [], ({ productId }) => productId);
      const grades = [...byProduct].map(([id, own]): [number, number] => [id, mean(own.map(({ grade }) => grade))]);
      return { id: row.id, key: row.key, label: row.label, parts: partsOf(row), grades: new Map(grades) };
    });
  }

  /** The judgements of a file, which is not kept. @throws {AppError} `TABLE_UNREADABLE` */
  ofFile(file: JudgementFile) {
    const { rows, texts } = resolveFile(this.#labels.products, file);
    return [...Map.groupBy(rows, ({ key }) => key)].map(([key, own], index) => {
      const label = texts.get(key) ?? key;
      const grades = new Map(own.map(({ productId, grade }) => [productId, grade]));
      return { id: -1 - index, key, label, parts: textParts(label), grades };
    });
  }

  /** @throws {AppError} `NOT_FOUND` */
  queriesOf(setId: number): LabelQuery[] {
    return labelQueries(this.#labels.repo, { setId, judge: 'me' });
  }

  /** Empty for all queries. @throws {AppError} `NOT_FOUND` */
  setName(setId: number | undefined): string {
    return setId === undefined ? '' : setOf(this.#labels.repo, setId).name;
  }
}

/** Grades that a program gives under a judge of its own, as clicks of shoppers tell them: apart from those of people, who never are that judge. */
import type { Grade } from '../../contract/labels.ts';
import { replaceGrades } from './grading.ts';
import type { Labels } from './labels.ts';
import { textParts } from './queries.ts';

/** The judge whose grades come from clicks. Where no judge is named, it does not count. */
export const clicksJudge = 'clicks';

export interface GivenGrade {
  readonly query: string;
  readonly productId: number;
  readonly grade: Grade;
  /** How sure it is, for a person. */
  readonly note: string;
}

/** Takes the place of everything that this judge said before, as one step of undo. Products that are gone are left out. */
export function giveGrades(
  labels: Labels,
  judge: string,
  given: readonly GivenGrade[],
): { queries: number; grades: number } {
  const { repo, search } = labels;
  const at = new Date().toISOString();
  const counted = { queries: 0, grades: 0 };
  labels.perform('labels.grade', judge, () => {
    const before = repo.ofJudge(judge);
    const ids = new Map<string, number>();
    const after = given.flatMap(({ query, productId, grade, note }) => {
      const sku = search.view.get(productId)?.sku;
      if (sku === undefined) return [];
      const queryId = ids.get(query) ?? repo.putQuery(textParts(query), query);
      ids.set(query, queryId);
      return [{ queryId, judge, sku, productId, grade, note, at }];
    });
    counted.queries = ids.size;
    counted.grades = after.length;
    return before.length + after.length === 0 ? null : replaceGrades(labels, { before, after });
  });
  return counted;
}

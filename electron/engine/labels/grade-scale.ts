/** Ratings of other scales (0..4, 1..5, 1..10, decimals) as the grades 0..3: from which rating on which grade begins. */
import { AppError } from '../../contract/errors.ts';
import type { Grade, GradesFrom } from '../../contract/labels.ts';

/** The ratings of a file that are shown to whoever is asked, at most. */
const mostTold = 20;
/** Scales that end here begin at 1, others at 0. */
const fromOne: ReadonlySet<number> = new Set([5, 7, 10]);

/** @throws {AppError} `TABLE_UNREADABLE` with `grades-of-other-scale` for ratings that are no grades, until it is said what they mean */
export function gradeReader(ratings: readonly number[], from: GradesFrom | undefined): (rating: number) => Grade {
  if (from !== undefined) return (rating) => (from.findLastIndex((least) => rating >= least) + 1) as Grade;
  if (ratings.every(isGrade)) return (rating) => rating as Grade;
  const counts = new Map<number, number>();
  for (const rating of ratings) counts.set(rating, (counts.get(rating) ?? 0) + 1);
  const found = [...counts].sort(([a], [b]) => a - b);
  const values = found.map(([rating]) => rating);
  const [lowest, highest] = [values[0] ?? 0, values.at(-1) ?? 0];
  const proposed = proposeFrom(values);
  const flag = proposed.join(',');
  throw new AppError(
    'TABLE_UNREADABLE',
    `The file rates from ${lowest} to ${highest}, and grades go from 0 to 3. Say from which rating on the grades 1, 2 and 3 begin (at the terminal: --grades-from ${flag}).`,
    { details: { why: 'grades-of-other-scale', lowest, highest, proposed, ratings: found.slice(0, mostTold) } },
  );
}

/** Three parts of equal length between the ends of the scale, each beginning with a rating that the file has. */
export function proposeFrom(values: readonly number[]): GradesFrom {
  const [lowest, highest] = [values[0] ?? 0, values.at(-1) ?? 0];
  // Negative ratings are for what is worse than not relevant, beside a scale that begins at 0.
  if (lowest < 0 && values.every((value) => value < 0 || isGrade(value))) return [1, 2, 3];
  const low = lowest >= 1 && fromOne.has(highest) ? 1 : Math.min(0, lowest);
  const edges = [0.5, 1.5, 2.5].map((part) => low + (part * (highest - low)) / 3);
  const whole = values.every(Number.isInteger);
  const [first = 0, second = 0, third = 0] = edges.map((edge) =>
    whole ? Math.ceil(edge) : Math.round(edge * 100) / 100,
  );
  return [first, second, third];
}

function isGrade(rating: number): boolean {
  return rating === 0 || rating === 1 || rating === 2 || rating === 3;
}

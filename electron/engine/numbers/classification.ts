/** Metrics of yes-or-no answers: tags on products, duplicates among pairs. */

/** What was answered, and what is so. */
export interface Answered {
  readonly called: boolean;
  readonly positive: boolean;
}

export interface Scored {
  readonly score: number;
  readonly positive: boolean;
}

/** Shares 0..1; one whose denominator is 0 is 0. F1 = 2TP / (2TP + FP + FN). */
export function ratesOf(answers: readonly Answered[]) {
  const called = answers.filter((answer) => answer.called).length;
  const positive = answers.filter((answer) => answer.positive).length;
  const both = answers.filter((answer) => answer.called && answer.positive).length;
  const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  return {
    accuracy: share(answers.length - called - positive + 2 * both, answers.length),
    precision: share(both, called),
    recall: share(both, positive),
    f1: share(2 * both, called + positive),
  };
}

/**
 * One point a distinct score, from (0, 0) to (1, 1): false positive rate, true positive rate. Empty unless both classes
 * occur.
 */
export function rocCurve(scored: readonly Scored[]): [number, number][] {
  const positives = scored.filter(({ positive }) => positive).length;
  const negatives = scored.length - positives;
  if (positives === 0 || negatives === 0) return [];
  const sorted = [...scored].sort((a, b) => b.score - a.score);
  const points: [number, number][] = [[0, 0]];
  let [truePositives, falsePositives] = [0, 0];
  sorted.forEach(({ score, positive }, index) => {
    if (positive) truePositives++;
    else falsePositives++;
    if (sorted[index + 1]?.score !== score) points.push([falsePositives / negatives, truePositives / positives]);
  });
  return points;
}

/** Area under the ROC curve (trapezoids, so that ties count half); `null` unless both classes occur. */
export function areaUnderCurve(scored: readonly Scored[]): number | null {
  const points = rocCurve(scored);
  if (points.length === 0) return null;
  let area = 0;
  for (let i = 1; i < points.length; i++) {
    const [x0, y0] = points[i - 1] as [number, number];
    const [x1, y1] = points[i] as [number, number];
    area += ((x1 - x0) * (y0 + y1)) / 2;
  }
  return area;
}

/** At most `most` points of a curve, first and last kept. */
export function thinned<T>(points: readonly T[], most: number): T[] {
  if (points.length <= most) return [...points];
  return Array.from({ length: most }, (_, i) => points[Math.round((i * (points.length - 1)) / (most - 1))] as T);
}

/** What is most worth doing next in a library, the first of it first: what hides products, then what is quickest to settle, then what teaches. */
import type { KindCounts, LibraryInfo, Waiting } from '@contract';
import { pressing } from '../state/waiting.ts';

export const stepKinds = [
  'fetch',
  'analyse',
  'scan',
  'duplicates',
  'describe',
  'learn',
  'tags',
  'fruitless',
  'problems',
  'ungraded',
  'unlearned',
] as const;
export type StepKind = (typeof stepKinds)[number];

export interface Step {
  readonly kind: StepKind;
  /** How many; 0 for what is done once. */
  readonly count: number;
}

export interface Situation {
  readonly info: Pick<LibraryInfo, 'products' | 'unencoded' | 'problems' | 'unfetched'>;
  readonly duplicates: KindCounts | null;
  readonly scanned: boolean;
  readonly counted: Waiting | null;
  /** Kinds of jobs at work, which see to some of it by themselves. */
  readonly atWork: ReadonlySet<string>;
}

export const mostSteps = 5;

export function nextSteps({ info, duplicates, scanned, counted, atWork }: Situation): Step[] {
  if (info.products === 0) return [];
  const counts: Readonly<Record<StepKind, number>> = {
    fetch: atWork.has('fetch') ? 0 : info.unfetched,
    analyse: info.unencoded,
    scan: 0,
    duplicates: pressing(duplicates),
    describe: counted?.undescribed ?? 0,
    learn: 0,
    tags: counted?.tags ?? 0,
    fruitless: counted?.fruitless.length ?? 0,
    problems: info.problems - info.unfetched,
    ungraded: counted?.ungraded ?? 0,
    unlearned: counted?.unlearned ?? 0,
  };
  const once: Partial<Record<StepKind, boolean>> = {
    scan: !scanned && !atWork.has('duplicates') && !atWork.has('import'),
    learn: counted !== null && counted.tags === null && !atWork.has('tags') && !atWork.has('import'),
  };
  return stepKinds
    .filter((kind) => once[kind] === true || counts[kind] > 0)
    .slice(0, mostSteps)
    .map((kind) => ({ kind, count: counts[kind] }));
}

/** Grading the results of the query at hand: which product got which grade, and the ranking of what is left in the light of them. */
import type { Grade, LabelHit, QueryPart, SearchResult } from '@contract';
import { create } from 'zustand';
import { ask, command } from './engine.ts';
import { judgeName } from './judge.ts';
import { notifyError } from './notify.tsx';
import { requestParts, useQuery } from './query.ts';
import { pageSize, runSearch, useResults } from './results.ts';

interface GradingStore {
  readonly on: boolean;
  readonly grades: ReadonlyMap<number, Grade>;
  /** Grades that the list on screen was ranked by; null while it is the plain answer. */
  readonly rankedBy: number | null;
  /** Places gained by feedback, for the list on screen. */
  readonly moves: ReadonlyMap<number, number>;
  readonly busy: boolean;
}

const off = { on: false, grades: new Map(), rankedBy: null, moves: new Map(), busy: false } as const;

export const useGrading = create<GradingStore>(() => off);

export function toggleGrading(): void {
  const { on, rankedBy } = useGrading.getState();
  useGrading.setState({ ...off, on: !on });
  if (on && rankedBy !== null) void runSearch({ fresh: true });
  if (!on) void refreshGrades();
}

interface Said {
  readonly question: string;
  readonly productId: number;
  readonly grade: Grade | null;
  refused: boolean;
}

/** What was graded in this window, in order: an answer that was under way meanwhile does not know of it. */
const said: Said[] = [];

/** Reads what this judge has said of the query at hand. */
export async function refreshGrades(): Promise<void> {
  const parts = requestParts(useQuery.getState());
  if (parts.length === 0) {
    useGrading.setState({ grades: new Map(), rankedBy: null, moves: new Map() });
    return;
  }
  const saidBefore = said.length;
  try {
    const judgements = await ask('labels.judgements', { query: { parts }, judge: judgeName() });
    if (!isCurrent(parts)) return;
    let grades = new Map(judgements.map(({ productId, grade }) => [productId, grade]));
    for (const { question, productId, grade, refused } of said.slice(saidBefore)) {
      if (!refused && question === JSON.stringify(parts)) grades = withGrade(grades, productId, grade);
    }
    useGrading.setState({ grades });
  } catch (error) {
    notifyError(error);
  }
}

/** Shown at once, taken back when the engine refuses. `null` takes a grade back. */
export async function gradeResult(productId: number, grade: Grade | null): Promise<void> {
  const parts = requestParts(useQuery.getState());
  if (parts.length === 0) return;
  const before = useGrading.getState().grades;
  const mine: Said = { question: JSON.stringify(parts), productId, grade, refused: false };
  said.push(mine);
  useGrading.setState({ grades: withGrade(before, productId, grade) });
  try {
    await command('labels.grade', { query: { parts }, productId, grade, judge: judgeName() });
  } catch (error) {
    mine.refused = true;
    if (isCurrent(parts)) {
      useGrading.setState((state) => ({ grades: withGrade(state.grades, productId, before.get(productId) ?? null) }));
    }
    notifyError(error);
  }
}

const mostRanked = 500;
const fewestRanked = 10;

/** Puts what is left to grade in the order that the grades so far speak for. */
export async function rankWhatIsLeft(): Promise<void> {
  const { filters } = useQuery.getState();
  const parts = requestParts(useQuery.getState());
  const { head } = useResults.getState();
  if (parts.length === 0 || head === null) return;
  const { grades, rankedBy } = useGrading.getState();
  // The list on screen is without the graded ones already when it was ranked by grades before.
  const left = head.total - (grades.size - (rankedBy ?? 0));
  useGrading.setState({ busy: true });
  try {
    const { graded, hits, facets, priceRange } = await ask('labels.rank', {
      query: { parts },
      judge: judgeName(),
      filters,
      unratedOnly: true,
      limit: Math.min(mostRanked, Math.max(fewestRanked, left)),
    });
    if (!isCurrent(parts)) return;
    showInstead(hits, { facets, priceRange });
    useGrading.setState({ rankedBy: graded, moves: movesOf(hits) });
  } catch (error) {
    useGrading.setState({ rankedBy: null, moves: new Map() });
    notifyError(error);
  } finally {
    useGrading.setState({ busy: false });
  }
}

export function showPlainRanking(): void {
  useGrading.setState({ rankedBy: null, moves: new Map() });
  void runSearch({ fresh: true });
}

/** Grades belong to a question: another one brings its own. */
export function watchGrading(): void {
  useQuery.subscribe((now, before) => {
    if (!useGrading.getState().on || JSON.stringify(requestParts(now)) === JSON.stringify(requestParts(before))) return;
    useGrading.setState({ grades: new Map(), rankedBy: null, moves: new Map() });
    void refreshGrades();
  });
  useResults.subscribe(({ head, question }, before) => {
    if (useGrading.getState().rankedBy === null || head === before.head || head === reranked) return;
    // The catalog changed below the same question: what is left is ranked by the grades again.
    if (question === before.question) void rankWhatIsLeft();
    else useGrading.setState({ rankedBy: null, moves: new Map() });
  });
}

/** Places that each product has gained, or lost when negative; those that stayed or were not ranked before are left out. */
export function movesOf(hits: readonly LabelHit[]): Map<number, number> {
  const moves = new Map<number, number>();
  for (const { id, rank, rankBefore } of hits) {
    if (rankBefore !== null && rankBefore !== rank) moves.set(id, rankBefore - rank);
  }
  return moves;
}

/** The head of the list that feedback made; any other means that the plain answer is back on screen. */
let reranked: ReturnType<typeof useResults.getState>['head'] = null;

function showInstead(hits: readonly LabelHit[], counts: Pick<SearchResult, 'facets' | 'priceRange'>): void {
  const pages = new Map<number, readonly LabelHit[]>();
  for (let page = 0; page * pageSize < Math.max(1, hits.length); page++) {
    pages.set(page, hits.slice(page * pageSize, (page + 1) * pageSize));
  }
  const { head, question } = useResults.getState();
  reranked = head === null ? null : { ...head, ...counts, total: hits.length, meant: hits.length, hidden: 0 };
  useResults.setState({ head: reranked, pages, question: question + 1 });
}

function withGrade(grades: ReadonlyMap<number, Grade>, productId: number, grade: Grade | null): Map<number, Grade> {
  const next = new Map(grades);
  if (grade === null) next.delete(productId);
  else next.set(productId, grade);
  return next;
}

function isCurrent(parts: readonly QueryPart[]): boolean {
  return JSON.stringify(parts) === JSON.stringify(requestParts(useQuery.getState()));
}

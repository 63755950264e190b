/**
 * The labelling mode: one query after the other, and of each the products worth grading. What is on screen stays while the rest is
 * put into another order by the grades given so far.
 */
import type { Grade, LabelHit, MethodResult } from '@contract';
import { useEffect, useMemo, useState } from 'react';
import { ask, command } from '../state/engine.ts';
import { useJudge } from '../state/judge.ts';
import { notifyError } from '../state/notify.tsx';
import { ReviewSession, type Step, useReviewSession } from '../state/review-session.ts';

export type PoolOrder = 'random' | 'feedback';

const depth = 20;

interface PoolOptions {
  readonly setId: number;
  readonly judge: string;
  readonly seed: number;
  readonly unratedOnly: boolean;
}

type Head = Omit<MethodResult<'labels.next'>, 'hits'>;

/** With each step goes the query that it was about. */
export class Pool extends ReviewSession<LabelHit, Grade, Head, number> {
  order: PoolOrder = 'random';
  readonly #options: PoolOptions;
  #from: { readonly at?: number; readonly after?: number };

  /** @param first query to begin with, whether or not something of it is left to grade */
  constructor(options: PoolOptions, first: number | null) {
    super();
    this.#options = options;
    this.#from = first === null ? {} : { at: first };
  }

  keyOf({ id }: LabelHit): string {
    return String(id);
  }

  override isDone({ grade }: LabelHit): boolean {
    return grade !== null;
  }

  protected async fetch(signal: AbortSignal) {
    const { hits, ...head } = await ask('labels.next', { ...this.#options, depth, ...this.#from }, { signal });
    return { items: hits, head };
  }

  /** null takes a grade back. */
  grade(grade: Grade | null): void {
    const hit = this.current;
    const queryId = this.state.head?.query?.id;
    if (hit === undefined || queryId === undefined) return;
    this.say({
      keys: [this.keyOf(hit)],
      outcome: grade,
      change: (graded) => ({ ...graded, grade }),
      operation: this.#send(queryId, hit.id, grade),
      note: queryId,
    });
  }

  nextQuery(): void {
    const id = this.state.head?.query?.id;
    this.#begin(id === undefined ? {} : { after: id });
  }

  retry(): void {
    this.#begin({});
  }

  #begin(from: { readonly after?: number }): void {
    this.#from = from;
    this.startOver();
    this.store.setState({ steps: [] });
    void this.load();
  }

  async #send(queryId: number, productId: number, grade: Grade | null): Promise<null> {
    const { judge } = this.#options;
    await command('labels.grade', { query: { queryId }, productId, grade, judge });
    if (this.order === 'feedback') this.#reorder(queryId).catch(notifyError);
    return null;
  }

  protected override async takeBack({ operation, before, note = 0 }: Step<LabelHit, Grade, number>): Promise<void> {
    await operation;
    for (const { item } of before) if (item !== undefined) await this.#send(note, item.id, item.grade);
  }

  protected override restore(step: Step<LabelHit, Grade, number>): void {
    if (step.note === this.state.head?.query?.id) this.putBack(step);
  }

  async #reorder(queryId: number): Promise<void> {
    const { judge } = this.#options;
    const ranked = await ask('labels.rank', { query: { queryId }, judge, unratedOnly: true, limit: depth });
    if (this.state.head?.query?.id !== queryId) return;
    this.store.setState(({ items }) => ({ items: withRestInOrder(items, this.place, ranked.hits) }));
  }
}

export function usePool(setId: number, first: number | null, unratedOnly: boolean, order: PoolOrder): Pool {
  const judge = useJudge((state) => state.judge);
  const [seed] = useState(() => Math.floor(Math.random() * 1_000_000));
  const pool = useMemo(
    () => new Pool({ setId, judge, seed, unratedOnly }, first),
    [setId, judge, seed, unratedOnly, first],
  );
  useReviewSession(pool);
  useEffect(() => {
    pool.order = order;
  }, [pool, order]);
  return pool;
}

/** Graded products and the one on screen keep their places; the others follow in the order of `ranked`. */
export function withRestInOrder(hits: readonly LabelHit[], shown: number, ranked: readonly LabelHit[]): LabelHit[] {
  const isFixed = (hit: LabelHit, place: number): boolean => hit.grade !== null || place === shown;
  const fixed = new Set(hits.filter(isFixed).map((hit) => hit.id));
  const known = new Set(hits.map((hit) => hit.id));
  const free = hits.filter((hit) => !fixed.has(hit.id));
  const rest = ranked.filter((hit) => known.has(hit.id) && !fixed.has(hit.id));
  const missing = free.filter((hit) => !rest.some((other) => other.id === hit.id));
  const queue = [...rest, ...missing];
  return hits.map((hit) => (fixed.has(hit.id) ? hit : (queue.shift() ?? hit)));
}

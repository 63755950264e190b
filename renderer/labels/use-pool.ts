/**
 * The labelling mode: one query after the other, and of each the products worth grading. What is on screen stays while the rest is
 * put into another order by the grades given so far.
 */
import { type AppError, type Grade, type LabelHit, type LabelQuery, toAppError } from '@contract';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ask, command } from '../state/engine.ts';
import { useJudge } from '../state/judge.ts';
import { notifyError } from '../state/notify.tsx';

export type PoolOrder = 'random' | 'feedback';

export interface PoolOptions {
  readonly unratedOnly: boolean;
  readonly order: PoolOrder;
}

const depth = 20;

export interface Pool {
  /** undefined until the engine has said, null when everything is graded. */
  readonly query: LabelQuery | null | undefined;
  readonly hits: readonly LabelHit[];
  readonly index: number;
  readonly queriesLeft: number;
  readonly queriesTotal: number;
  readonly error: AppError | null;
  readonly canUndo: boolean;
  go(index: number): void;
  grade(grade: Grade | null): void;
  undo(): void;
  nextQuery(): void;
  retry(): void;
}

interface State {
  readonly query: LabelQuery | null | undefined;
  readonly hits: readonly LabelHit[];
  readonly index: number;
  readonly queriesLeft: number;
  readonly queriesTotal: number;
  readonly error: AppError | null;
}

const nothing: State = { query: undefined, hits: [], index: 0, queriesLeft: 0, queriesTotal: 0, error: null };

/** @param first query to begin with, whether or not something of it is left to grade */
export function usePool(setId: number, first: number | null, { unratedOnly, order }: PoolOptions): Pool {
  const judge = useJudge((state) => state.judge);
  const [state, setState] = useState<State>(nothing);
  const [done, setDone] = useState<readonly { readonly productId: number; readonly before: Grade | null }[]>([]);
  const [seed] = useState(() => Math.floor(Math.random() * 1_000_000));
  const request = useRef(new AbortController());
  const now = useRef(state);
  now.current = state;

  const load = useCallback(
    async (from: { after?: number; at?: number }): Promise<void> => {
      request.current.abort();
      const controller = new AbortController();
      request.current = controller;
      setDone([]);
      setState((before) => ({ ...before, query: undefined, error: null }));
      try {
        const { signal } = controller;
        const answer = await ask('labels.next', { setId, judge, seed, depth, unratedOnly, ...from }, { signal });
        if (!signal.aborted) setState({ ...answer, index: firstUngraded(answer.hits, 0), error: null });
      } catch (error) {
        if (!controller.signal.aborted) setState({ ...nothing, query: null, error: toAppError(error) });
      }
    },
    [setId, judge, seed, unratedOnly],
  );

  useEffect(() => {
    void load(first === null ? {} : { at: first });
    return () => request.current.abort();
  }, [load, first]);

  const put = (productId: number, grade: Grade | null): void => {
    setState((before) => ({
      ...before,
      hits: before.hits.map((hit) => (hit.id === productId ? { ...hit, grade } : hit)),
    }));
  };
  const send = async (queryId: number, productId: number, grade: Grade | null, before: Grade | null): Promise<void> => {
    try {
      await command('labels.grade', { query: { queryId }, productId, grade, judge });
      if (order === 'feedback') await reorder(queryId);
    } catch (error) {
      put(productId, before);
      notifyError(error);
    }
  };
  const reorder = async (queryId: number): Promise<void> => {
    const { hits } = await ask('labels.rank', { query: { queryId }, judge, unratedOnly: true, limit: depth });
    if (now.current.query?.id !== queryId) return;
    setState((before) => ({ ...before, hits: withRestInOrder(before.hits, before.index, hits) }));
  };
  const grade = (value: Grade | null): void => {
    const { query, hits, index } = now.current;
    const hit = hits[index];
    if (query === null || query === undefined || hit === undefined) return;
    setDone((entries) => [...entries, { productId: hit.id, before: hit.grade }]);
    put(hit.id, value);
    if (value !== null) {
      const graded = hits.map((other) => (other.id === hit.id ? { ...other, grade: value } : other));
      setState((before) => ({ ...before, index: firstUngraded(graded, index + 1) }));
    }
    void send(query.id, hit.id, value, hit.grade);
  };
  const undo = (): void => {
    const last = done.at(-1);
    const { query, hits } = now.current;
    if (last === undefined || query === null || query === undefined) return;
    const place = hits.findIndex((hit) => hit.id === last.productId);
    setDone((entries) => entries.slice(0, -1));
    put(last.productId, last.before);
    if (place >= 0) setState((before) => ({ ...before, index: place }));
    void send(query.id, last.productId, last.before, hits[place]?.grade ?? null);
  };

  return {
    ...state,
    canUndo: done.length > 0,
    go: (index) => setState((before) => ({ ...before, index: Math.min(before.hits.length - 1, Math.max(0, index)) })),
    grade,
    undo,
    nextQuery: () => {
      const id = now.current.query?.id;
      void load(id === undefined ? {} : { after: id });
    },
    retry: () => void load({}),
  };
}

/** The first product without a grade from `start` on, or from the beginning; the end of the list when all have one. */
export function firstUngraded(hits: readonly LabelHit[], start: number): number {
  const later = hits.findIndex((hit, place) => place >= start && hit.grade === null);
  if (later >= 0) return later;
  const earlier = hits.findIndex((hit) => hit.grade === null);
  return earlier >= 0 ? earlier : hits.length;
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

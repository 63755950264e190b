/**
 * The review queue. What is on screen never changes under the person's hands: after a decision the next question comes up at once, and
 * the rest of the queue is asked for anew behind it, since every decision changes the order of what follows.
 */
import { type AppError, type Decision, type ReviewItem, type ReviewOrder, type Tag, toAppError } from '@contract';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ask, command } from '../state/engine.ts';
import { isLearningTags, useActiveJob, useOnJobEnd } from '../state/jobs.ts';
import { judgeName } from '../state/judge.ts';
import { notifyError } from '../state/notify.tsx';

const ahead = 12;

export type Outcome = 'changed' | 'kept' | 'rejected' | 'skipped';

interface Past {
  readonly item: ReviewItem;
  readonly outcome: Outcome;
  readonly operationId: number | null;
}

export interface Review {
  readonly item: ReviewItem | null;
  readonly upcoming: readonly ReviewItem[];
  /** Latest last. */
  readonly past: readonly Past[];
  /** Questions worth asking, the one on screen included; null until the engine has said. */
  readonly left: number | null;
  /** All that nobody has decided yet, worth asking or not. */
  readonly undecided: number;
  /** The classifiers are still being fitted: questions and counts are provisional. */
  readonly learning: boolean;
  readonly decided: number;
  readonly error: AppError | null;
  readonly loading: boolean;
  decide(outcome: Outcome, decisions: readonly Decision[]): void;
  skip(): void;
  undo(): void;
  reload(): void;
}

export function useReview(order: ReviewOrder, group: string | null): Review {
  const [items, setItems] = useState<readonly ReviewItem[]>([]);
  const [past, setPast] = useState<readonly Past[]>([]);
  const [left, setLeft] = useState<number | null>(null);
  const [undecided, setUndecided] = useState(0);
  const [learning, setLearning] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const [loading, setLoading] = useState(true);
  const head = useRef<ReviewItem | null>(null);
  const request = useRef(new AbortController());
  const pastNow = useRef(past);
  pastNow.current = past;
  head.current = items[0] ?? null;

  const fetchQueue = useCallback(
    async (options: { keepHead: boolean }): Promise<void> => {
      request.current.abort();
      const controller = new AbortController();
      request.current = controller;
      setLoading(true);
      try {
        const skip = pastNow.current
          .filter(({ outcome }) => outcome === 'skipped')
          .map(({ item }) => ({ productId: item.product.id, group: item.group }));
        const answer = await ask(
          'tags.review',
          { order, limit: ahead, skip, ...(group === null ? {} : { group }) },
          { signal: controller.signal },
        );
        if (controller.signal.aborted) return;
        const shown = options.keepHead ? head.current : null;
        setItems(shown === null ? answer.items : [shown, ...answer.items.filter((item) => !sameQuestion(item, shown))]);
        setLeft(answer.total);
        setUndecided(answer.undecided);
        setLearning(answer.learning);
        setError(null);
        setLoading(false);
      } catch (failure) {
        if (controller.signal.aborted) return;
        setError(toAppError(failure));
        setLoading(false);
      }
    },
    [order, group],
  );

  useEffect(() => {
    setItems([]);
    setPast([]);
    setLeft(null);
    pastNow.current = [];
    head.current = null;
    void fetchQueue({ keepHead: false });
    return () => request.current.abort();
  }, [fetchQueue]);

  const afterLearning = useCallback(() => void fetchQueue({ keepHead: pastNow.current.length > 0 }), [fetchQueue]);
  useOnJobEnd(useActiveJob(isLearningTags), afterLearning);

  const advance = (entry: Past): void => {
    pastNow.current = [...pastNow.current, entry];
    setPast(pastNow.current);
    setItems((known) => known.slice(1));
    head.current = items[1] ?? null;
    setLeft((count) => (count === null ? null : Math.max(0, count - 1)));
  };

  const decide = (outcome: Outcome, decisions: readonly Decision[]): void => {
    const item = head.current;
    if (item === null) return;
    advance({ item, outcome, operationId: null });
    command('tags.decide', { decisions: [...decisions], by: judgeName() }).then(
      ({ operation }) => {
        setPast((entries) =>
          entries.map((entry) => (entry.item === item ? { ...entry, operationId: operation?.id ?? null } : entry)),
        );
        void fetchQueue({ keepHead: true });
      },
      (failure: unknown) => {
        notifyError(failure);
        setPast((entries) => entries.filter((entry) => entry.item !== item));
        setItems((known) => [item, ...known]);
      },
    );
  };

  const skip = (): void => {
    const item = head.current;
    if (item === null) return;
    advance({ item, outcome: 'skipped', operationId: null });
    void fetchQueue({ keepHead: true });
  };

  const undo = (): void => {
    const last = pastNow.current.at(-1);
    if (last === undefined) return;
    const bringBack = (): void => {
      pastNow.current = pastNow.current.filter((entry) => entry.item !== last.item);
      setPast(pastNow.current);
      setItems((known) => [last.item, ...known.filter((item) => !sameQuestion(item, last.item))]);
      head.current = last.item;
      void fetchQueue({ keepHead: true });
    };
    if (last.operationId === null) bringBack();
    else command('operations.undo', { id: last.operationId }).then(bringBack, notifyError);
  };

  return {
    item: items[0] ?? null,
    upcoming: items.slice(1),
    past,
    left,
    undecided,
    learning,
    decided: past.filter(({ outcome }) => outcome !== 'skipped').length,
    error,
    loading,
    decide,
    skip,
    undo,
    reload: () => void fetchQueue({ keepHead: false }),
  };
}

function sameQuestion(a: ReviewItem, b: ReviewItem): boolean {
  return a.product.id === b.product.id && a.group === b.group && a.current?.name === b.current?.name;
}

/** The decisions behind each answer. */
export function chooseInstead({ product, current }: ReviewItem, tag: Tag): Decision[] {
  const confirmed: Decision = {
    productId: product.id,
    tag: { group: tag.group, name: tag.name },
    verdict: 'confirmed',
  };
  if (current === null || current.name === tag.name) return [confirmed];
  return [rejection(product.id, current), confirmed];
}

export function keepAsItIs({ product, current }: ReviewItem): Decision[] {
  return current === null
    ? []
    : [{ productId: product.id, tag: { group: current.group, name: current.name }, verdict: 'confirmed' }];
}

/** The tag in doubt comes off; where there is none, the first proposal is refused. */
export function refuse({ product, current, proposals }: ReviewItem): Decision[] {
  const wrong = current ?? proposals[0];
  return wrong === undefined ? [] : [rejection(product.id, wrong)];
}

function rejection(productId: number, tag: Tag): Decision {
  return { productId, tag: { group: tag.group, name: tag.name }, verdict: 'rejected' };
}

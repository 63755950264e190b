/**
 * The review queue. What is on screen never changes under the person's hands: after a decision the next question comes up at once, and
 * the rest of the queue is asked for anew behind it, since every decision changes the order of what follows.
 */
import type { Decision, MethodResult, ReviewItem, ReviewOrder, Tag } from '@contract';
import { useCallback, useMemo } from 'react';
import { ask, command } from '../state/engine.ts';
import { noteHabit } from '../state/habits.ts';
import { isLearningTags, useActiveJob, useOnJobEnd } from '../state/jobs.ts';
import { judgeName } from '../state/judge.ts';
import { ReviewSession, useReviewSession } from '../state/review-session.ts';
import { setDoubtfulTags } from '../state/waiting.ts';

const ahead = 12;

export type TagOutcome = 'changed' | 'kept' | 'rejected' | 'skipped';

export class TagReview extends ReviewSession<ReviewItem, TagOutcome, Omit<MethodResult<'tags.review'>, 'items'>> {
  readonly #order: ReviewOrder;
  readonly #group: string | null;

  constructor(order: ReviewOrder, group: string | null) {
    super();
    this.#order = order;
    this.#group = group;
  }

  keyOf({ product, group, current }: ReviewItem): string {
    return JSON.stringify([product.id, group, current?.name]);
  }

  protected async fetch(signal: AbortSignal) {
    const skip = this.past
      .filter(({ outcome }) => outcome === 'skipped')
      .map(({ item }) => ({ productId: item.product.id, group: item.group }));
    const group = this.#group === null ? {} : { group: this.#group };
    const { items, ...head } = await ask(
      'tags.review',
      { order: this.#order, limit: ahead, skip, ...group },
      { signal },
    );
    if (!head.learning && skip.length === 0) this.#tell(head.total);
    return { items, head };
  }

  /** What was answered, latest last. */
  get past(): { readonly item: ReviewItem; readonly outcome: TagOutcome }[] {
    const { steps, outcomes } = this.state;
    return steps
      .flatMap(({ before }) => before)
      .flatMap(({ key, item }) => {
        const outcome = outcomes.get(key);
        return item === undefined || outcome === undefined ? [] : [{ item, outcome }];
      });
  }

  get decided(): number {
    return this.past.filter(({ outcome }) => outcome !== 'skipped').length;
  }

  /** Questions worth asking, the one on screen included; null until the engine has said. */
  get left(): number | null {
    return this.state.head?.total ?? null;
  }

  answer(outcome: TagOutcome, decisions: readonly Decision[]): void {
    const item = this.current;
    if (item === null || item === undefined) return;
    if (outcome === 'changed' && item.current === null) noteHabit('suggestionsAtOnce');
    const decide = async () => {
      const { operation } = await command('tags.decide', { decisions: [...decisions], by: judgeName() });
      void this.load(true);
      return operation;
    };
    this.say({ keys: [this.keyOf(item)], outcome, operation: outcome === 'skipped' ? undefined : decide() });
    this.store.setState(({ head }) => ({
      head: head === null ? null : { ...head, total: Math.max(0, head.total - 1) },
    }));
    if (outcome === 'skipped') void this.load(true);
    else if (this.left !== null) this.#tell(this.left);
  }

  /** Side bar and start page say what this page says, when its queue is that of all doubtful tags. */
  #tell(total: number): void {
    if (this.#order === 'suspicious' && this.#group === null) setDoubtfulTags(total);
  }
}

export function useTagReview(order: ReviewOrder, group: string | null): TagReview {
  const review = useMemo(() => new TagReview(order, group), [order, group]);
  useReviewSession(review);
  const afterLearning = useCallback(() => void review.load(review.state.steps.length > 0), [review]);
  useOnJobEnd(useActiveJob(isLearningTags), afterLearning);
  return review;
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

/** What waits for a person in an open library, put together from the domains, and telling everyone when it may be another. */
import { toAppError } from '../../contract/errors.ts';
import type { Waiting } from '../../contract/library.ts';
import type { EventHub } from '../../contract/rpc/event-hub.ts';
import type { RankerLearning } from '../evaluation/learning.ts';
import { countUnwritten } from '../exchange/changes.ts';
import type { Exchange } from '../exchange/types.ts';
import { clicksJudge } from '../labels/given-grades.ts';
import type { Labels } from '../labels/labels.ts';
import type { Search } from '../search/search.ts';
import { countUndescribed } from '../tags/describing/starter.ts';
import { countDoubtful } from '../tags/review.ts';
import type { Tags } from '../tags/types.ts';

export interface WaitingDependencies {
  readonly search: Pick<Search, 'history'>;
  readonly tags: Tags;
  readonly labels: Pick<Labels, 'repo'>;
  readonly learning: Pick<RankerLearning, 'reports'>;
  readonly exchange: Exchange;
}

const mostFruitless = 50;

/** @throws {AppError} `MODEL_*` */
export async function whatWaits({ search, tags, labels, learning, exchange }: WaitingDependencies): Promise<Waiting> {
  const [learned] = learning.reports(1);
  return {
    tags: await countDoubtful(tags),
    fruitless: search.history.fruitless(mostFruitless).map(({ parts, label, askedAt }) => ({ parts, label, askedAt })),
    undescribed: countUndescribed(tags),
    ungraded: labels.repo.ungradedQueries(),
    unlearned: labels.repo.gradesSince(learned?.at ?? '', clicksJudge),
    changes: await countUnwritten(exchange),
  };
}

/** From the first change on [ms], so that a bulk of them is counted once. */
const soonMs = 250;
/** After a count that failed, as while the model is being loaded [ms]; each further failure waits twice as long. */
const firstRetryMs = 1000;
const longestRetryMs = 60_000;

/**
 * Renews `library.waitingChanged` after changes of what is counted. One count after the other: a change that comes
 * meanwhile has it counted once more. What cannot be counted stays as it was told before, and is counted again later.
 */
export function announceWaiting(hub: EventHub, count: () => Promise<Waiting>, log: (text: string) => void): () => void {
  const closing = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let counting = false;
  let retryMs = firstRetryMs;
  const renew = (afterMs = soonMs): void => {
    if (!closing.signal.aborted) timer ??= setTimeout(() => void tell(), afterMs);
  };
  const tell = async (): Promise<void> => {
    if (counting) {
      timer = undefined;
      renew();
      return;
    }
    timer = undefined;
    counting = true;
    try {
      const waiting = await count();
      retryMs = firstRetryMs;
      if (!closing.signal.aborted) hub.emit('library.waitingChanged', waiting);
    } catch (error) {
      if (closing.signal.aborted) return;
      log(`What waits could not be counted: ${toAppError(error).message}`);
      renew(retryMs);
      retryMs = Math.min(longestRetryMs, retryMs * 2);
    } finally {
      counting = false;
    }
  };
  const ended = new Set<number>();
  const stops = [
    ...(['catalog.changed', 'operations.changed', 'labels.changed', 'search.remembered'] as const).map((event) =>
      hub.on(event, () => renew()),
    ),
    hub.on('jobs.changed', (jobs) => {
      const fresh = jobs.filter(({ id, state }) => state !== 'running' && state !== 'queued' && !ended.has(id));
      for (const { id } of fresh) ended.add(id);
      if (fresh.length > 0) renew();
    }),
  ];
  hub.emit('library.waitingChanged', null);
  renew();
  return () => {
    closing.abort();
    for (const stop of stops) stop();
    clearTimeout(timer);
  };
}

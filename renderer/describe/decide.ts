/** What a person says of the photos of a wall, as decisions about tags; each one step of undo, however many they are. */
import type { Decision, Operation, Tag } from '@contract';
import { command } from '../state/engine.ts';
import { jobEnded } from '../state/jobs.ts';
import { judgeName } from '../state/judge.ts';

/** The most decisions that one call takes. */
const mostDecisions = 500;

function decisionsOf(ids: readonly number[], verdict: Decision['verdict'], tag: Tag): Decision[] {
  return ids.map((productId) => ({ productId, tag, verdict }));
}

async function decide(decisions: readonly Decision[]): Promise<Operation | null> {
  let last: Operation | null = null;
  for (let at = 0; at < decisions.length; at += mostDecisions) {
    const slice = decisions.slice(at, at + mostDecisions);
    const { operation } = await command('tags.decide', { decisions: slice, by: judgeName() });
    last = operation ?? last;
  }
  return last;
}

/** A whole wall may be more than a call takes: then a job does it. */
export async function confirmAll(ids: readonly number[], tag: Tag): Promise<Operation | null> {
  if (ids.length <= mostDecisions) return decide(decisionsOf(ids, 'confirmed', tag));
  const target = { kind: 'products' as const, productIds: [...ids] };
  const { job, operation } = await command('tags.bulkApply', { target, add: [tag], by: judgeName() });
  if (job === null) return operation;
  const { result } = await jobEnded(job.id);
  const log = await command('operations.list', { limit: 50 });
  return log.find(({ id }) => id === result?.operation) ?? null;
}

export function reject(ids: readonly number[], tag: Tag): Promise<Operation | null> {
  return decide(decisionsOf(ids, 'rejected', tag));
}

export function move(ids: readonly number[], from: Tag, to: Tag): Promise<Operation | null> {
  return decide([...decisionsOf(ids, 'rejected', from), ...decisionsOf(ids, 'confirmed', to)]);
}

export function takeBack(ids: readonly number[], tag: Tag): Promise<Operation | null> {
  return decide(decisionsOf(ids, 'cleared', tag));
}

/** Waiting for stored work, whatever else is running. */
import { AppError } from '../contract/errors.ts';
import type { Job } from '../contract/jobs.ts';
import type { Client } from '../contract/rpc/client.ts';
import type { Progress } from './output.ts';

export interface Waiting {
  readonly progress?: Progress | undefined;
  /** Aborting it cancels the job; what that has done stays. */
  readonly signal?: AbortSignal | undefined;
}

/** The job as it ended. @throws {AppError} the error of a job that failed; `CANCELLED` with what to say of one that was stopped */
export async function waitForJob(
  client: Client,
  id: number,
  { progress, signal }: Waiting,
  stopped = 'It was stopped. What is done is kept; run the same command to go on.',
): Promise<Job> {
  const stop = cancelOnAbort(client, id, signal);
  const { promise: ended, resolve } = Promise.withResolvers<Job>();
  const look = (job: Job): void => {
    if (isOpen(job)) progress?.show(describeJob(job), shareOf(job));
    else resolve(job);
  };
  // Asked as well as listened for: the last event may be older than the job.
  const off = client.on('jobs.changed', () => void client.call('jobs.get', { id }).then(look, () => {}));
  look(await client.call('jobs.get', { id }));
  const job = await ended.finally(() => {
    off();
    stop();
    progress?.end();
  });
  return requireDone(job, stopped);
}

/** Until nothing is queued or running: work may be followed by other work. */
export async function waitForAll(client: Client, progress?: Progress): Promise<void> {
  const { promise: idle, resolve } = Promise.withResolvers<void>();
  const look = (jobs: readonly Job[]): void => {
    const current = jobs.find(({ state }) => state === 'running') ?? jobs.find(isOpen);
    if (current === undefined) resolve();
    else progress?.show(describeJob(current), shareOf(current));
  };
  // Asked as well as listened for: the last event may be older than the job.
  const off = client.on('jobs.changed', () => void client.call('jobs.list', {}).then(look, () => {}));
  look(await client.call('jobs.list', {}));
  await idle.finally(off);
}

/** Cancels the job once the signal is aborted, until what is answered is called. */
export function cancelOnAbort(client: Client, id: number, signal: AbortSignal | undefined): () => void {
  const cancel = (): void => void client.call('jobs.cancel', { id }).catch(() => {});
  signal?.addEventListener('abort', cancel, { once: true });
  if (signal?.aborted) cancel();
  return () => signal?.removeEventListener('abort', cancel);
}

/** @throws {AppError} the error of a job that failed; `CANCELLED` with what to say of one that was stopped */
export function requireDone(job: Job, stopped: string): Job {
  if (job.state === 'done') return job;
  if (job.error !== null) throw AppError.fromPayload(job.error);
  throw new AppError('CANCELLED', stopped);
}

export const isOpen = ({ state }: Job): boolean => state === 'queued' || state === 'running';

/** Null while it is not known how much there is to do. */
const shareOf = ({ done, total }: Job): number | null => (total === null || total <= 0 ? null : done / total);

/** `import encode 120/210, 35 a second, 3 s left, 2 failed`. */
export function describeJob(job: Job): string {
  const parts = [
    `${job.kind} ${job.phase === '' ? job.state : job.phase} ${job.done}${job.total === null ? '' : `/${job.total}`}`,
  ];
  if (job.ratePerSecond !== null && job.ratePerSecond > 0) parts.push(rateOf(job.ratePerSecond));
  if (job.secondsLeft !== null) parts.push(`${Math.ceil(job.secondsLeft)} s left`);
  if (job.failures > 0) parts.push(`${job.failures} failed`);
  return parts.join(', ');
}

/** By the minute where a second is too short to count in. */
function rateOf(perSecond: number): string {
  return perSecond >= 1 ? `${perSecond.toFixed(0)} a second` : `${Math.max(1, Math.round(perSecond * 60))} a minute`;
}

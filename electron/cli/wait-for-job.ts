/** Waiting for one stored job to end, whatever else is running. */
import { AppError } from '../contract/errors.ts';
import type { Job } from '../contract/jobs.ts';
import type { Client } from '../contract/rpc/client.ts';

/**
 * The job as it ended. Aborting `signal` cancels it; what it has done stays.
 * @throws {AppError} `CANCELLED`, and the error of a job that failed
 */
export async function waitForJob(
  client: Client,
  { id }: Pick<Job, 'id'>,
  signal: AbortSignal,
  show: (job: Job) => void = () => {},
): Promise<Job> {
  const cancel = (): void => void client.call('jobs.cancel', { id }).catch(() => {});
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  const { promise: ended, resolve } = Promise.withResolvers<Job>();
  const look = (job: Job): void => {
    if (job.state === 'queued' || job.state === 'running') show(job);
    else resolve(job);
  };
  // Asked as well as listened for: the last event may be older than the job.
  const off = client.on('jobs.changed', () => void client.call('jobs.get', { id }).then(look, () => {}));
  look(await client.call('jobs.get', { id }));
  const job = await ended.finally(() => {
    off();
    signal.removeEventListener('abort', cancel);
  });
  if (job.state === 'done') return job;
  if (job.error !== null) throw AppError.fromPayload(job.error);
  throw new AppError('CANCELLED', 'It was stopped. What is done is kept; run the same command to go on.');
}

/** Trying again when a failure may pass, with growing pauses, and giving up with an error that says how to go on. */
import { setTimeout as pause } from 'node:timers/promises';
import { AppError, throwIfCancelled } from '../../../contract/errors.ts';
import { type Hub, type HubFile, PassingError } from './hub.ts';

export interface Retries {
  /** Milliseconds before the first further attempt; doubled for each that follows without anything having been reached. */
  readonly retryMs: number;
  /** So many in a row without getting any further. */
  readonly attempts: number;
}

/** Half a minute in all. */
export const usualRetries: Retries = { retryMs: 2000, attempts: 5 };

/** What is asked of the hub, again if need be. */
export interface HubRequest {
  readonly hub: Hub;
  readonly file: HubFile;
  readonly signal: AbortSignal;
  readonly retries: Retries;
}

/**
 * `reached`: a number that grows while work is done; attempts that got further do not count as failed.
 * @throws {AppError} `NETWORK_FAILED` when it gives up, `CANCELLED`, and what `work` throws that is no `PassingError`
 */
export async function withRetries<T>(
  request: HubRequest,
  work: () => Promise<T>,
  reached: () => Promise<number> = async () => 0,
): Promise<T> {
  const { retries } = request;
  let failures = 0;
  let furthest = await reached();
  for (;;) {
    try {
      return await work();
    } catch (error) {
      throwIfCancelled(request.signal);
      if (!(error instanceof PassingError)) throw error;
      const now = await reached();
      failures = now > furthest ? 1 : failures + 1;
      furthest = Math.max(furthest, now);
      if (failures >= retries.attempts) throw lost(request, error);
      const wait = error.waitMs ?? retries.retryMs * 2 ** (failures - 1);
      await pause(wait, undefined, { signal: request.signal });
    }
  }
}

function lost({ hub, file }: HubRequest, error: PassingError): AppError {
  const { host } = new URL(hub.endpoint);
  const message = `The download from ${host} stopped (${error.message}). Check the connection, then go on with it: nothing that has come is fetched again.`;
  return new AppError('NETWORK_FAILED', message, {
    details: { why: 'download-stopped', host, path: file.path, resumable: true },
    cause: error,
  });
}

/** `import`: starts the job, shows how it goes, and waits for it and for what it sets off. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../contract/errors.ts';
import {
  type ImportResult,
  importResultSchema,
  type Layout,
  type TableOptions,
  tableOptionsSchema,
} from '../contract/ingest.ts';
import type { Job } from '../contract/jobs.ts';
import type { Client } from '../contract/rpc/client.ts';
import { describeJob, type Progress } from './output.ts';

export interface ImportOptions {
  readonly layout?: Layout;
  /** JSON file of delimiter, encoding, mapping and listSeparator. */
  readonly mapping?: string;
}

/**
 * Aborting `signal` cancels the job; what it has done stays.
 * @throws {AppError} `CANCELLED`, the error of a job that failed, and what is wrong with the path or mapping
 */
export async function runImport(
  client: Client,
  source: string,
  options: ImportOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<ImportResult> {
  const { jobId } = await client.call('ingest.start', {
    path: path.resolve(source),
    ...(options.layout === undefined ? {} : { layout: options.layout }),
    ...(options.mapping === undefined ? {} : { table: await readMapping(options.mapping) }),
  });
  const cancel = (): void => void client.call('jobs.cancel', { id: jobId }).catch(() => {});
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    await waitForJobs(client, progress);
    return readResult(await client.call('jobs.get', { id: jobId }));
  } finally {
    signal.removeEventListener('abort', cancel);
    progress.end();
  }
}

/** Until nothing is queued or running: an import may be followed by a rebuild of the index. */
async function waitForJobs(client: Client, progress: Progress): Promise<void> {
  const isOpen = ({ state }: Job): boolean => state === 'queued' || state === 'running';
  const { promise: idle, resolve } = Promise.withResolvers<void>();
  const look = (jobs: readonly Job[]): void => {
    const current = jobs.find(({ state }) => state === 'running') ?? jobs.find(isOpen);
    if (current === undefined) resolve();
    else progress.show(describeJob(current));
  };
  // Asked as well as listened for: the last event may be older than the job.
  const off = client.on('jobs.changed', () => void client.call('jobs.list', {}).then(look, () => {}));
  look(await client.call('jobs.list', {}));
  await idle.finally(off);
}

function readResult(job: Job): ImportResult {
  if (job.state === 'done') return importResultSchema.parse(job.result);
  if (job.error !== null) throw AppError.fromPayload(job.error);
  throw new AppError(
    'CANCELLED',
    `The import was stopped (${job.phase}, ${job.done} of ${job.total ?? 'an unknown number'}). What is done is kept; run the same command to go on.`,
  );
}

/** @throws {AppError} `TABLE_MAPPING` */
export async function readMapping(file: string): Promise<TableOptions> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('TABLE_MAPPING', `The mapping ${file} cannot be read as JSON: ${reason}`, { cause: error });
  }
  const parsed = tableOptionsSchema.strict().safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AppError('TABLE_MAPPING', `The mapping ${file} does not fit: ${issue?.path.join('.')}: ${issue?.message}.`);
}

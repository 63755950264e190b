/** `import`: starts the job, shows how it goes, and waits for it and for what it sets off. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Command, Option } from 'commander';
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
import { cancelOnAbort, requireDone, waitForAll } from './jobs.ts';
import { libraryOption } from './options.ts';
import type { Progress } from './output.ts';
import type { Terminal } from './terminal.ts';

export interface ImportOptions {
  readonly layout?: Layout;
  /** JSON file of delimiter, encoding, mapping and listSeparator. */
  readonly mapping?: string;
  readonly fetchImages?: boolean;
  readonly allowHost?: readonly string[];
}

/** What came of an import, and of fetching the images that a table names by address. */
export interface Imported extends ImportResult {
  readonly fetched?: Record<string, unknown>;
}

export function addImport(program: Command, terminal: Terminal): void {
  program
    .command('import')
    .description('bring a folder of photos or a product table into a library, which is made when it is missing')
    .argument('<path>', 'folder, or table (CSV, TSV, XLSX or a feed in XML)')
    .addOption(libraryOption())
    .addOption(new Option('--layout <layout>', 'what is one product in a folder').choices(['photo', 'folder']))
    .option(
      '--mapping <file>',
      'JSON of {"delimiter", "encoding", "listSeparator", "mapping": [{"column", "role", "group"}]}',
    )
    .option('--fetch-images', 'fetch the images that a table names by address; nothing is fetched without it')
    .option(
      '--allow-host <host...>',
      'hosts of this computer or its own network that may be asked for images, such as nas.local or 127.0.0.1:8080',
    )
    .action(async (source: string, { library, ...options }: ImportOptions & { library: string }) => {
      const [signal, progress] = [terminal.signal(), terminal.progress()];
      await terminal.print((client) => runImport(client, source, options, progress, signal), library, 'create');
    });
}

/**
 * Aborting `signal` cancels the job; what it has done stays.
 * @throws {AppError} `CANCELLED`, the error of a job that failed, and what is wrong with the path or mapping
 */
export async function runImport(
  client: Client,
  source: string,
  { layout, mapping, fetchImages = false, allowHost = [] }: ImportOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<Imported> {
  const table = mapping === undefined ? undefined : await readMapping(mapping);
  const request = { path: path.resolve(source), layout, table };
  const wanted = fetchImages ? { fetchImages: { allowHosts: [...allowHost] } } : {};
  const { jobId } = await client.call('ingest.start', { ...request, ...wanted });
  const fetching = fetchImages ? (await client.call('jobs.list', {})).find(({ kind }) => kind === 'fetch') : undefined;
  const stops = [jobId, ...(fetching === undefined ? [] : [fetching.id])].map((id) =>
    cancelOnAbort(client, id, signal),
  );
  try {
    await waitForAll(client, progress);
    // What an earlier run that was stopped left to be compared.
    const { unscanned } = await client.call('duplicates.state', {});
    if (unscanned > 0 && !signal.aborted) {
      await client.call('duplicates.scan', { full: false });
      await waitForAll(client, progress);
    }
    const job = await client.call('jobs.get', { id: jobId });
    const how = `${job.phase}, ${job.done} of ${job.total ?? 'an unknown number'}`;
    const stopped = `The import was stopped (${how}). What is done is kept; run the same command to go on.`;
    const result = importResultSchema.parse(requireDone(job, stopped).result);
    if (fetching === undefined) return result;
    const fetched = requireDone(await client.call('jobs.get', { id: fetching.id }), stopped).result ?? {};
    return { ...(await lastImport(client, job, result)), fetched };
  } finally {
    for (const stop of stops) stop();
    progress.end();
  }
}

/** Of the source that `job` imported: what was fetched is brought in by further imports. */
async function lastImport(client: Client, { kind, title }: Job, first: ImportResult): Promise<ImportResult> {
  const jobs = await client.call('jobs.list', { limit: 50 });
  const last = jobs.find((one) => one.kind === kind && one.title === title && one.state === 'done');
  const parsed = importResultSchema.safeParse(last?.result);
  return parsed.success ? parsed.data : first;
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

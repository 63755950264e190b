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
import type { Client } from '../contract/rpc/client.ts';
import { cancelOnAbort, requireDone, waitForAll } from './jobs.ts';
import { libraryOption } from './options.ts';
import type { Progress } from './output.ts';
import type { Terminal } from './terminal.ts';

export interface ImportOptions {
  readonly layout?: Layout;
  /** JSON file of delimiter, encoding, mapping and listSeparator. */
  readonly mapping?: string;
}

export function addImport(program: Command, terminal: Terminal): void {
  program
    .command('import')
    .description('bring a folder of photos or a product table into a library, which is made when it is missing')
    .argument('<path>', 'folder, or CSV/TSV file')
    .addOption(libraryOption())
    .addOption(new Option('--layout <layout>', 'what is one product in a folder').choices(['photo', 'folder']))
    .option(
      '--mapping <file>',
      'JSON of {"delimiter", "encoding", "listSeparator", "mapping": [{"column", "role", "group"}]}',
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
  { layout, mapping }: ImportOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<ImportResult> {
  const table = mapping === undefined ? undefined : await readMapping(mapping);
  const { jobId } = await client.call('ingest.start', { path: path.resolve(source), layout, table });
  const stop = cancelOnAbort(client, jobId, signal);
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
    return importResultSchema.parse(requireDone(job, stopped).result);
  } finally {
    stop();
    progress.end();
  }
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

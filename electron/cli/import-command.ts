/** `import`: starts the job, shows how it goes, and waits for it and for what it sets off. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { AppError } from '../contract/errors.ts';
import {
  type ColumnMapping,
  columnRoles,
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
import { sourceAt } from './sources.ts';
import type { Terminal } from './terminal.ts';

export interface ImportOptions {
  readonly layout?: Layout;
  /** JSON file of delimiter, encoding, sheet, mapping and listSeparator; what follows counts before it. */
  readonly mapping?: string;
  readonly sheet?: string;
  readonly encoding?: string;
  readonly delimiter?: NonNullable<TableOptions['delimiter']>;
  readonly map?: readonly ColumnMapping[];
  readonly fetchImages?: boolean;
  /** Path of a table that was imported. */
  readonly replaces?: string;
  readonly allowHost?: readonly string[];
}

/** What came of an import, and of fetching the images that a table names by address. */
export interface Imported extends ImportResult {
  readonly fetched?: Record<string, unknown>;
}

const delimiters = { comma: ',', semicolon: ';', tab: '\t', bar: '|' } as const;

export function addImport(program: Command, terminal: Terminal): void {
  program
    .command('import')
    .description('bring a folder of photos or a product table into a library, which is made when it is missing')
    .argument('<path>', 'folder, or table (CSV, TSV, XLSX or a feed in XML)')
    .addOption(libraryOption())
    .addOption(new Option('--layout <layout>', 'what is one product in a folder').choices(['photo', 'folder']))
    .option(
      '--mapping <file>',
      'JSON of {"delimiter", "encoding", "sheet", "listSeparator", "mapping": [{"column", "role", "group"}]}',
    )
    .option('--sheet <name>', 'of a workbook; without it the first')
    .option('--encoding <name>', 'of a text file, such as utf-8, windows-1252, gb18030; without it, it is found out')
    .option(
      '--delimiter <sign>',
      `of a text file: ${Object.keys(delimiters).join(', ')}, or the sign itself`,
      readDelimiter,
    )
    .option(
      '--map <role=column>',
      `what a column holds, again for each column: title=Name, tag:colour=Farbe, ignore=Notes. Roles: ${columnRoles.join(', ')}`,
      (text: string, before: readonly ColumnMapping[] = []) => [...before, readMap(text)],
    )
    .option(
      '--replaces <path>',
      'the table takes the place of one that was imported from there: what was corrected and merged stays',
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
  { layout, fetchImages = false, allowHost = [], replaces, ...reading }: ImportOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<Imported> {
  const table = await tableOptions(reading);
  if (table !== undefined) await assertNoFolder(source);
  const request = { path: path.resolve(source), layout, table };
  const wanted = {
    ...(fetchImages ? { fetchImages: { allowHosts: [...allowHost] } } : {}),
    ...(replaces === undefined ? {} : { replaces: await sourceAt(client, replaces) }),
  };
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

/** Undefined where nothing is said of how to read a table. @throws {AppError} `TABLE_MAPPING` */
async function tableOptions({
  mapping,
  map = [],
  sheet,
  encoding,
  delimiter,
}: Omit<ImportOptions, 'layout' | 'fetchImages' | 'allowHost' | 'replaces'>): Promise<TableOptions | undefined> {
  const { mapping: columns = [], ...file } = mapping === undefined ? {} : await readMapping(mapping);
  const merged = new Map([...columns, ...map].map((entry) => [entry.column, entry]));
  const options: TableOptions = {
    ...file,
    ...(merged.size === 0 ? {} : { mapping: [...merged.values()] }),
    ...(sheet === undefined ? {} : { sheet }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(delimiter === undefined ? {} : { delimiter }),
  };
  return Object.keys(options).length === 0 ? undefined : options;
}

/** How a table is read says nothing of a folder. @throws {AppError} `BAD_REQUEST` */
async function assertNoFolder(source: string): Promise<void> {
  const isFolder = await stat(source).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isFolder) return;
  const message = `${source} is a folder; --mapping, --map, --sheet, --encoding and --delimiter are for tables. Give the path of the table.`;
  throw new AppError('BAD_REQUEST', message, { details: { path: source } });
}

/** "title=Name", "tag:colour=Farbe". */
export function readMap(text: string): ColumnMapping {
  const at = text.indexOf('=');
  const [name = '', group] = text.slice(0, Math.max(0, at)).split(':', 2);
  const column = text.slice(at + 1);
  const role = columnRoles.find((known) => known === name);
  if (at < 1 || column === '') throw new InvalidArgumentError('Write it as role=column, for example title=Name.');
  if (role === undefined) throw new InvalidArgumentError(`"${name}" is no role. Roles are ${columnRoles.join(', ')}.`);
  if (role !== 'tag' && group !== undefined)
    throw new InvalidArgumentError(`Only tags have a group, as in tag:${group}=${column}.`);
  return { column, role, ...(role === 'tag' ? { group: group ?? column } : {}) };
}

function readDelimiter(text: string): NonNullable<TableOptions['delimiter']> {
  const found = Object.entries(delimiters).find(([name, sign]) => text === name || text === sign);
  if (found !== undefined) return found[1];
  throw new InvalidArgumentError(`It must be one of ${Object.keys(delimiters).join(', ')}.`);
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

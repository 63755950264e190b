/** `export`: gives the catalog back to where it came from, or prints what would be changed there. */
import path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  type Change,
  type ColumnChoice,
  columnChoiceSchema,
  type ExportFormat,
  type ExportResult,
  exportFormats,
  exportResultSchema,
  type ListingPolicy,
  listingPolicies,
} from '../contract/exchange.ts';
import type { Client } from '../contract/rpc/client.ts';
import { waitForJob } from './jobs.ts';
import { libraryOption } from './options.ts';
import type { Progress } from './output.ts';
import { sourceAt } from './sources.ts';
import type { Terminal } from './terminal.ts';

export interface ExportOptions {
  readonly format: ExportFormat;
  readonly out?: string;
  readonly source?: string;
  readonly changes?: boolean;
  readonly unchanged?: boolean;
  readonly overwrite?: boolean;
  readonly merged?: ListingPolicy;
  readonly removed?: ListingPolicy;
  readonly newColumns?: boolean;
  readonly column?: readonly ColumnChoice[];
  readonly vectors?: boolean;
}

const pageSize = 500;

export function addExport(program: Command, terminal: Terminal): void {
  const policy = (flag: string, what: string): Option =>
    new Option(`--${flag} <policy>`, `what becomes of ${what}; as chosen in the app, else "archive"`).choices(
      listingPolicies,
    );
  program
    .command('export')
    .description('give a table back with what was corrected, every other byte as it was; or write the catalog anew')
    .addOption(libraryOption())
    .addOption(
      new Option('--format <format>', '"source" is the same table with changed cells only')
        .choices(exportFormats)
        .default('source'),
    )
    .option('--out <file>', 'where to; beside the source under a new name when left out')
    .option('--source <path>', 'the table that is meant, where a library has several')
    .option('--changes', 'write nothing, print what would be written')
    .option('--unchanged', 'the table as it was, without what was corrected')
    .option('--overwrite', 'write over a file that is there, the source itself included')
    .addOption(policy('merged', 'listings that were merged into another'))
    .addOption(policy('removed', 'listings that were taken out'))
    .option('--new-columns', 'add columns for what the table has none for')
    .addOption(
      new Option(
        '--column <change=column>',
        'the column that a kind of change is written to, as in "title=SEO Title", "attribute:Fabric=Material" or "tags:colour=+Colour", where "+" ' +
          'adds it; may be given several times',
      ).argParser((text: string, before: readonly ColumnChoice[] = []) => [...before, readColumnChoice(text)]),
    )
    .option('--vectors', 'with the vectors, for jsonl')
    .action(async ({ library, ...options }: ExportOptions & { library: string }) => {
      const [signal, progress] = [terminal.signal(), terminal.progress()];
      const work = (client: Client) =>
        options.changes === true ? printChanges(client, options) : runExport(client, options, progress, signal);
      await terminal.print(work, library, options.changes === true ? 'read' : 'write');
    });
}

/** @throws {InvalidArgumentError} */
function readColumnChoice(text: string): ColumnChoice {
  const [, kind = '', what = '', plus, column = ''] = /^([a-z]+)(?::(.+?))?=(\+?)(.+)$/s.exec(text) ?? [];
  const choice = columnChoiceSchema.safeParse({ kind, what, column, isNew: plus === '+' });
  const needsWhat = kind === 'attribute' || kind === 'tags';
  if (choice.success && needsWhat === (what !== '')) return choice.data;
  throw new InvalidArgumentError(
    `Write it as "title=Column", "description=Column", "price=Column", "images=Column", "attribute:Name=Column" or "tags:group=Column".`,
  );
}

/** What is said here; the rest is as it was chosen in the app. */
function choicesOf({ merged, removed, newColumns, column }: ExportOptions) {
  return { merged, removed, newColumns, columns: column === undefined ? undefined : [...column] };
}

/** @throws {AppError} `CANCELLED`, `CONFLICT`, `DISK_FULL` and what is wrong with the path */
export async function runExport(
  client: Client,
  { format, out, ...options }: ExportOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<ExportResult> {
  const { jobId } = await client.call('exchange.export', {
    format,
    sourceId: options.source === undefined ? undefined : await sourceAt(client, options.source),
    out: out === undefined ? undefined : path.resolve(out),
    overwrite: options.overwrite === true,
    changes: options.unchanged !== true,
    vectors: options.vectors === true,
    ...choicesOf({ format, ...options }),
  });
  const job = await waitForJob(client, jobId, { progress, signal }, 'The export was stopped. Nothing was written.');
  return exportResultSchema.parse(job.result);
}

/** Every change of the table, or of all tables. */
export async function printChanges(
  client: Client,
  { source, ...options }: ExportOptions,
): Promise<{ changes: (Change & { source: string })[] }> {
  const sources = await client.call('exchange.sources', {});
  const wanted = source === undefined ? sources.map(({ sourceId }) => sourceId) : [await sourceAt(client, source)];
  const changes: (Change & { source: string })[] = [];
  for (const sourceId of wanted) {
    for (let offset = 0; ; offset += pageSize) {
      const page = await client.call('exchange.changes', {
        sourceId,
        offset,
        limit: pageSize,
        ...choicesOf(options),
      });
      changes.push(...page.items.map((change) => ({ source: page.source.path, ...change })));
      if (offset + page.items.length >= page.total) break;
    }
  }
  return { changes };
}

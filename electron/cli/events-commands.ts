/** `events`: what shoppers did, brought in from files of the shop, and what becomes of it. */
import path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { AppError } from '../contract/errors.ts';
import {
  type EventKind,
  type EventMapping,
  type EventReading,
  eventKinds,
  eventRoleSchema,
  eventRoles,
} from '../contract/events.ts';
import type { Client } from '../contract/rpc/client.ts';
import { waitForJob } from './jobs.ts';
import { type InLibrary, libraryOption, wholeNumber } from './options.ts';
import type { Progress } from './output.ts';
import type { Terminal } from './terminal.ts';

export interface EventFileOptions {
  readonly kind?: EventKind;
  readonly map?: EventMapping;
  readonly encoding?: string;
  readonly sheet?: string;
}

const privacyNote = `
Customers, sessions and orders are stored as keyed hashes; the key lies in the library. Names, addresses of mail and of computers are
never stored. Columns that are not listed under "mapping" are not read.`;

export function addEvents(program: Command, terminal: Terminal): void {
  const events = program
    .command('events')
    .description('what shoppers did: orders, views, clicks and searches')
    .addHelpText('after', privacyNote);
  withReading(events.command('preview').description('say what a file would bring in, without writing anything')).action(
    (file: string, { library, ...options }: EventFileOptions & InLibrary) =>
      terminal.print(
        (client) => client.call('events.preview', { path: path.resolve(file), reading: readingOf(options) }),
        library,
      ),
  );
  withReading(
    events.command('import').description('bring in a file: CSV, TSV, XLSX or JSON with one object a line'),
  ).action(async (file: string, { library, ...options }: EventFileOptions & InLibrary) => {
    const [signal, progress] = [terminal.signal(), terminal.progress()];
    await terminal.print((client) => runEventImport(client, file, options, progress, signal), library, 'write');
  });
  events
    .command('info')
    .description('how much is known, from which files, and how long it is kept')
    .addOption(libraryOption())
    .action(({ library }: InLibrary) => terminal.print((client) => client.call('events.summary', {}), library));
  events
    .command('unmatched')
    .description('products that files name and the catalog lacks, those met most often first')
    .addOption(libraryOption())
    .option('--limit <n>', 'how many', wholeNumber(1, 500), 100)
    .action(({ library, limit }: InLibrary & { limit: number }) =>
      terminal.print((client) => client.call('events.unmatched', { limit }), library),
    );
  addForgetting(events, terminal);
}

function addForgetting(events: Command, terminal: Terminal): void {
  events
    .command('forget')
    .description('take out what a customer did')
    .argument('<customer>', "number or address of mail, as in the shop's tables")
    .addOption(libraryOption())
    .action((customer: string, { library }: InLibrary) =>
      terminal.print((client) => client.call('events.forget', { customer }), library, 'write'),
    );
  events
    .command('forget-key')
    .description('throw the key of the hashes away: nobody can be found by what they did any more')
    .addOption(libraryOption())
    .action(({ library }: InLibrary) =>
      terminal.print((client) => client.call('events.forgetKey', {}), library, 'write'),
    );
  events
    .command('keep')
    .description('how long events are kept; what is older is taken out')
    .argument('<days>', 'a number of days, or "always"', (text: string) => {
      return text === 'always' ? null : wholeNumber(1, 36_500)(text);
    })
    .addOption(libraryOption())
    .action((days: number | null, { library }: InLibrary) =>
      terminal.print((client) => client.call('events.setRetention', { days }), library, 'write'),
    );
  events
    .command('remove')
    .description('take out what a file brought in, or everything')
    .addOption(libraryOption())
    .option('--file <id>', 'as "events info" lists it', wholeNumber(1, Number.MAX_SAFE_INTEGER))
    .option('--all', 'everything', false)
    .action(({ library, file, all }: InLibrary & { file?: number; all: boolean }) => {
      if ((file === undefined) === !all) throw new AppError('BAD_REQUEST', 'Name one file with --file, or say --all.');
      const asked = file === undefined ? {} : { fileId: file };
      return terminal.print((client) => client.call('events.remove', asked), library, 'write');
    });
}

function withReading(command: Command): Command {
  return command
    .argument('<file>')
    .addOption(libraryOption())
    .addOption(new Option('--kind <kind>', 'what each row is, where no column says so').choices(eventKinds))
    .option(
      '--map <role=column>',
      `what a column holds, again for each column. Roles: ${eventRoles.join(', ')}`,
      (text: string, before: EventMapping = []) => [...before, readMap(text)],
    )
    .option('--encoding <name>', 'of a text file; without it, it is found out')
    .option('--sheet <name>', 'of a workbook; without it the first');
}

/** The columns as they were read, and what came of it. Aborting `signal` stops it; what is done stays. */
export async function runEventImport(
  client: Client,
  file: string,
  options: EventFileOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const asked = { path: path.resolve(file), reading: readingOf(options) };
  const { form, kind, columns } = await client.call('events.preview', asked);
  const { jobId } = await client.call('events.import', asked);
  const { result } = await waitForJob(client, jobId, { signal, progress });
  const mapping = columns.map(({ name: column, role }) => ({ column, role }));
  return { form, kind, mapping, ...result };
}

function readingOf({ map, ...file }: EventFileOptions): EventReading {
  return { ...file, ...(map === undefined ? {} : { mapping: map }) };
}

/** "customer=Buyer". */
function readMap(text: string): EventMapping[number] {
  const at = text.indexOf('=');
  const role = eventRoleSchema.safeParse(text.slice(0, Math.max(0, at)).trim());
  const column = text.slice(at + 1).trim();
  if (role.success && column !== '') return { column, role: role.data };
  throw new InvalidArgumentError(`Write it as role=column, with one of the roles ${eventRoles.join(', ')}.`);
}

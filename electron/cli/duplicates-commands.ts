/** `duplicates` and `verdicts`: what the library lists more than once, and what people said about it, as JSON. */
import { readFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import {
  type DuplicateGroup,
  type DuplicateKind,
  duplicateKinds,
  storedVerdictSchema,
} from '../contract/duplicates.ts';
import { AppError } from '../contract/errors.ts';
import type { Client } from '../contract/rpc/client.ts';
import { waitForJob } from './jobs.ts';
import { type InLibrary, libraryOption, share } from './options.ts';
import type { Progress } from './output.ts';
import type { Terminal } from './terminal.ts';

export interface DuplicatesRequest {
  readonly minProbability?: number;
  /** All kinds when empty. */
  readonly kinds: readonly DuplicateKind[];
  /** Groups about which everything was said: left out, nothing else, or after the open ones. */
  readonly settled: 'hide' | 'only' | 'show';
}

const pageSize = 500;

interface DuplicatesOptions {
  readonly library: string;
  readonly minProbability?: number;
  readonly kind: DuplicateKind[];
  readonly settled?: 'also' | 'only';
}

export function addDuplicates(program: Command, terminal: Terminal): void {
  program
    .command('duplicates')
    .description('list the products that a library seems to hold more than once; looks for them first where needed')
    .addOption(libraryOption())
    .option('--min-probability <p>', 'how sure a group must be, 0 to 1', share)
    .addOption(new Option('--kind <kind...>', 'only groups of these kinds').choices(duplicateKinds).default([], 'all'))
    .addOption(
      new Option('--settled [which]', 'also groups about which everything was said, or only those')
        .choices(['also', 'only'])
        .preset('also'),
    )
    .action(async ({ library, kind: kinds, settled, ...options }: DuplicatesOptions) => {
      const progress = terminal.progress();
      const request = { ...options, kinds, settled: settled === 'also' ? 'show' : (settled ?? 'hide') } as const;
      const list = (client: Client) => runDuplicates(client, request, progress);
      // Writes if it can; while another process has the library open, it is read beside it.
      const answer = await terminal.ask(list, library, 'write').catch((error: unknown) => {
        if (error instanceof AppError && error.code === 'LIBRARY_LOCKED') return terminal.ask(list, library);
        throw error;
      });
      await terminal.printJson(answer);
    });
  const verdicts = program.command('verdicts').description('what people said about pairs of products');
  verdicts
    .command('export')
    .description('print all verdicts')
    .addOption(libraryOption())
    .action(({ library }: InLibrary) =>
      terminal.print((client) => client.call('duplicates.exportVerdicts', {}), library),
    );
  verdicts
    .command('import')
    .description('add verdicts; those that contradict the library are left out and listed')
    .argument('<file>', 'JSON as "verdicts export" prints it')
    .addOption(libraryOption())
    .action(async (file: string, { library }: InLibrary) => {
      const verdicts = await readVerdicts(file);
      const take = (client: Client) => client.call('duplicates.importVerdicts', { verdicts });
      const { operation: _operation, ...counts } = await terminal.ask(take, library, 'write');
      await terminal.printJson(counts);
    });
  verdicts
    .command('withdraw')
    .description('take back what was said of these products among each other; merged ones are shown apart again')
    .argument('<sku...>', 'two product numbers or more')
    .addOption(libraryOption())
    .action((skus: string[], { library }: InLibrary) =>
      terminal.print((client) => withdrawVerdicts(client, skus), library, 'write'),
    );
}

/** Looks for duplicates first where something came or changed; a library that another process has open is taken as it is. */
export async function runDuplicates(client: Client, request: DuplicatesRequest, progress: Progress) {
  await bringUpToDate(client, progress);
  const groups: DuplicateGroup[] = [];
  for (;;) {
    const page = await client.call('duplicates.list', {
      minProbability: request.minProbability,
      settled: request.settled,
      offset: groups.length,
      limit: pageSize,
    });
    groups.push(...page.groups);
    if (page.groups.length === 0 || groups.length >= page.total) break;
  }
  const wanted = groups.filter(({ kind }) => request.kinds.length === 0 || request.kinds.includes(kind));
  return { groups: wanted.map(toAnswer) };
}

export async function readVerdicts(file: string) {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('BAD_REQUEST', `${file} cannot be read as JSON: ${reason}`, { cause: error });
  }
  const schema = z.object({ verdicts: z.array(storedVerdictSchema.partial({ decidedAt: true })) });
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data.verdicts;
  const issue = parsed.error.issues[0];
  throw new AppError(
    'BAD_REQUEST',
    `${file} does not hold verdicts as "verdicts export" writes them: ${issue?.path.join('.')}: ${issue?.message}.`,
  );
}

/** @throws {AppError} `NOT_FOUND` for a number that the library does not have, `BAD_REQUEST` for a single one */
export async function withdrawVerdicts(client: Client, skus: readonly string[]) {
  if (new Set(skus).size < 2) throw new AppError('BAD_REQUEST', 'Name at least two products: a verdict is about two.');
  const products = await Promise.all(skus.map(async (sku) => (await client.call('catalog.productBySku', { sku })).id));
  const { withdrawn, separated } = await client.call('duplicates.withdraw', { products });
  return { withdrawn, separated: separated.length };
}

async function bringUpToDate(client: Client, progress: Progress): Promise<void> {
  const { unscanned } = await client.call('duplicates.state', {});
  if (unscanned === 0) return;
  const started = await client.call('duplicates.scan', {}).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'LIBRARY_LOCKED') return undefined;
    throw error;
  });
  if (started === undefined) return;
  await waitForJob(
    client,
    started.jobId,
    { progress },
    'The search for duplicates was stopped. Run the same command to go on.',
  );
}

function toAnswer({ id, kind, probability, members, pairs }: DuplicateGroup) {
  const skus = new Map(members.map((member) => [member.id, member.sku]));
  return {
    id,
    kind,
    probability,
    members: members.map(({ sku, image }) => ({ sku, image: image?.path ?? null })),
    pairs: pairs.map(({ left, right, probability: likely, signals, veto }) => ({
      a: skus.get(left) ?? '',
      b: skus.get(right) ?? '',
      probability: likely,
      signals,
      veto,
    })),
  };
}

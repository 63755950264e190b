/** `lookalike recommend`: products for a product, a basket, a session, a customer, or nobody in particular. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { MethodResult } from '../contract/contract.ts';
import {
  type LinkFormat,
  linkFormats,
  type RecommendationKind,
  recommendationKinds,
} from '../contract/recommendations.ts';
import type { Client } from '../contract/rpc/client.ts';
import { waitForJob } from './jobs.ts';
import { libraryOption, share, wholeNumber } from './options.ts';
import type { Progress } from './output.ts';
import type { Terminal } from './terminal.ts';

interface Waiting {
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

interface RecommendOptions {
  readonly library: string;
  readonly product?: string;
  readonly basket?: string[];
  readonly session?: string[];
  readonly customer?: string;
  readonly kind?: RecommendationKind;
  readonly lists?: LinkFormat;
  readonly out?: string;
  readonly k: number;
  readonly diversity: number;
}

const note = `
Learned from the orders, views and clicks that "events import" brought in; newer ones are learned from first. Without --kind: goes-with for a
product or a basket, next for a session, customer for a customer, popular for nobody.`;

export function addRecommend(program: Command, terminal: Terminal): void {
  program
    .command('recommend')
    .description('print what to show a shopper next, each with its reason')
    .addOption(libraryOption())
    .option('--product <sku>', 'a product')
    .option('--basket <sku...>', 'what is in a basket')
    .option('--session <sku...>', 'what was looked at, the latest last')
    .option('--customer <id>', 'a customer, as the files of the shop name them')
    .addOption(new Option('--kind <kind>', 'what is asked for').choices(recommendationKinds))
    .addOption(
      new Option('--lists <format>', 'cross-sells and related products of the whole catalog as a table').choices(
        linkFormats,
      ),
    )
    .option('--out <file>', 'write the lists there; printed when left out')
    .option('--k <n>', 'how many; of each kind in lists, 20 at most', wholeNumber(1, 100), 10)
    .option('--diversity <share>', '0: the best as they are, 1: as unlike each other as can be', share, 0.2)
    .addHelpText('after', note)
    .action((options: RecommendOptions) => {
      const waiting = { signal: terminal.signal(), progress: terminal.progress() };
      if (options.lists !== undefined) return writeLists(terminal, options, options.lists, waiting);
      const kind = kindOf(options);
      return terminal.print((client) => recommend(client, { ...options, kind }, waiting), options.library, 'write');
    });
}

async function writeLists(
  terminal: Terminal,
  { library, out, k }: RecommendOptions,
  format: LinkFormat,
  waiting: Waiting,
): Promise<void> {
  const { text, ...told } = await terminal.ask(
    async (client) => {
      const { isCurrent } = await client.call('recommendations.learned', {});
      if (!isCurrent) await waitForJob(client, (await client.call('recommendations.learn', {})).jobId, waiting);
      return client.call('recommendations.lists', { format, limit: Math.min(20, k) }, { signal: waiting.signal });
    },
    library,
    'write',
  );
  if (out === undefined) return terminal.printText(text);
  await writeFile(out, text);
  await terminal.printJson({ file: path.resolve(out), products: told.products, goesWith: told.goesWith });
}

/** @throws {InvalidArgumentError} when there is nothing to ask about */
function kindOf({ kind, product, basket, session, customer }: RecommendOptions): RecommendationKind {
  const given = [product, basket, session].filter((value) => value !== undefined).length;
  if (given > 1) throw new InvalidArgumentError('--product, --basket and --session exclude each other.');
  if (kind === 'similar' && given === 0) throw new InvalidArgumentError('--kind similar needs --product or --basket.');
  if (kind === 'goes-with' && given === 0)
    throw new InvalidArgumentError('--kind goes-with needs --product or --basket.');
  if (kind === 'next' && given === 0) throw new InvalidArgumentError('--kind next needs --session.');
  if (kind === 'customer' && customer === undefined && given === 0)
    throw new InvalidArgumentError('--kind customer needs --customer.');
  if (kind !== undefined) return kind;
  if (customer !== undefined) return 'customer';
  if (session !== undefined) return 'next';
  return given === 0 ? 'popular' : 'goes-with';
}

async function recommend(
  client: Client,
  { product, basket, session, customer, kind, k, diversity }: RecommendOptions & { readonly kind: RecommendationKind },
  waiting: Waiting,
) {
  const skus = product === undefined ? (basket ?? session ?? []) : [product];
  const productIds: number[] = [];
  for (const sku of skus) productIds.push((await client.call('catalog.productBySku', { sku })).id);
  const params = { kind, productIds, customer, limit: k, diversity };
  const asked = () => client.call('recommendations.for', params, { signal: waiting.signal });
  const first = await asked();
  if (!first.learning) return printed(first);
  await waitForJob(client, (await client.call('recommendations.learn', {})).jobId, waiting);
  return printed(await asked());
}

function printed({ state, items }: MethodResult<'recommendations.for'>) {
  const told = items.map(({ rank, sku, title, price, reason, reasonTitle }) => ({
    rank,
    sku,
    title,
    price,
    reason: { ...reason, title: reasonTitle },
  }));
  return { state, items: told };
}

/** The commands about tags: suggesting, writing, and finding those likely wrong. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import type { Client } from '../contract/rpc/client.ts';
import { waitForAll, waitForJob } from './jobs.ts';
import { libraryOption, share, wholeNumber } from './options.ts';
import type { Terminal } from './terminal.ts';

interface TagOptions {
  readonly library: string;
  readonly group?: string;
  readonly k: number;
}

/** The most products the engine suggests for in one call, and the most questions it gives. */
const pageSize = 200;
const browsePage = 500;
/** The engine gathers changed products for half a second before it computes their vectors [ms]. */
const followMs = 700;

export function addTags(program: Command, terminal: Terminal): void {
  const tags = program.command('tags').description('suggest tags, write them, and find those likely wrong');
  const group = (): Option => new Option('--group <group>', 'tag group, such as colour; all when left out');
  tags
    .command('suggest')
    .description('print tags that products lack, with confidence and reasons')
    .addOption(libraryOption())
    .addOption(group())
    .option('--min <p>', 'lowest confidence', share, 0.3)
    .option('--k <n>', 'how many products', wholeNumber(1, 100_000), 100)
    .action(({ library, ...options }: TagOptions & { min: number }) =>
      terminal.print((client) => suggest(client, options), library),
    );
  tags
    .command('apply')
    .description('write confident suggestions as suggested tags; nothing a person decided is touched')
    .addOption(libraryOption())
    .addOption(group())
    .option('--min <p>', 'lowest confidence', share, 0.9)
    .option('--dry-run', 'only count', false)
    .action(async ({ library, min, ...options }: { library: string; group?: string; min: number; dryRun: boolean }) => {
      const signal = terminal.signal();
      const params = { minConfidence: Math.max(0.5, min), ...options };
      const apply = (client: Client) => applySuggestions(client, params, signal);
      await terminal.print(apply, library, options.dryRun ? 'read' : 'write');
    });
  tags
    .command('suspicious')
    .description('print imported and suggested tags that the evidence contradicts, most suspicious first')
    .addOption(libraryOption())
    .addOption(group())
    .option('--k <n>', 'how many', wholeNumber(1, 10_000), 50)
    .action(({ library, ...options }: TagOptions) => terminal.print((client) => suspicious(client, options), library));
}

async function suggest(client: Client, { group, min, k }: Omit<TagOptions, 'library'> & { min: number }) {
  const products: unknown[] = [];
  for (let offset = 0; products.length < k; offset += browsePage) {
    const { hits } = await client.call('search.run', { offset, limit: browsePage, facets: false });
    for (let at = 0; at < hits.length; at += pageSize) {
      const page = new Map(hits.slice(at, at + pageSize).map(({ id, sku, title }) => [id, { sku, title }]));
      const params = { productIds: [...page.keys()], minConfidence: min, group };
      const suggested = await client.call('tags.suggest', params);
      for (const { productId, suggestions } of suggested.products) {
        if (suggestions.length > 0) products.push({ ...page.get(productId), suggestions });
      }
    }
    if (hits.length < browsePage) break;
  }
  return { products: products.slice(0, k) };
}

/** Counts under `dryRun`, and otherwise waits until everything is written. */
async function applySuggestions(
  client: Client,
  params: { readonly minConfidence: number; readonly dryRun: boolean; readonly group?: string },
  signal: AbortSignal,
) {
  const { job, learning: _learning, ...counts } = await client.call('tags.applySuggestions', params, { signal });
  if (job === null) return counts;
  const { result } = await waitForJob(client, job.id, { signal });
  // Products whose words changed get their vectors soon after.
  await sleep(followMs);
  await waitForAll(client);
  const log = await client.call('operations.list', { limit: 200 });
  const operation = log.find(({ id }) => id === Number(result?.operation)) ?? null;
  return { operation, products: result?.products, tags: result?.tags };
}

async function suspicious(client: Client, { group, k }: Omit<TagOptions, 'library'>) {
  const found: unknown[] = [];
  let total = 0;
  do {
    const limit = Math.min(pageSize, k - found.length);
    const page = await client.call('tags.review', { order: 'suspicious', offset: found.length, limit, group });
    total = page.total;
    if (page.items.length === 0) break;
    for (const { product, current, ...rest } of page.items) {
      found.push({ sku: product.sku, title: product.title, tag: current?.name ?? null, ...rest });
    }
  } while (found.length < Math.min(k, total));
  return { total, tags: found };
}

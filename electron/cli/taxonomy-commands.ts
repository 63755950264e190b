/** The commands about standard categories: bringing them in, where products belong, and what tags stand for. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../contract/errors.ts';
import type { Client } from '../contract/rpc/client.ts';
import { waitForJob } from './jobs.ts';
import { type InLibrary, libraryOption, share, wholeNumber } from './options.ts';
import type { Terminal } from './terminal.ts';

/** The most products in one answer of the engine. */
const pageSize = 500;

export function addTaxonomy(program: Command, terminal: Terminal): void {
  const taxonomy = program
    .command('taxonomy')
    .description('give products categories of a shop, such as those of Google');
  taxonomy
    .command('bring')
    .description('read a file of categories (Google, Shopify or nested sets), and work out where products belong')
    .argument('<file>')
    .addOption(libraryOption())
    .action(async (file: string, { library }: InLibrary) => {
      const text = await readFile(file, 'utf8').catch((error: unknown) => {
        throw new AppError('NOT_FOUND', `${file} cannot be read.`, { cause: error });
      });
      const [signal, progress] = [terminal.signal(), terminal.progress()];
      const bring = async (client: Client) => {
        const { categories, job } = await client.call('taxonomy.bring', { name: path.basename(file), text });
        const { result } = await waitForJob(client, job.id, { signal, progress });
        return { categories, placed: result?.products ?? 0 };
      };
      await terminal.print(bring, library, 'write');
    });
  taxonomy
    .command('place')
    .description('work out anew where products without a category belong')
    .addOption(libraryOption())
    .action(async ({ library }: InLibrary) => {
      const [signal, progress] = [terminal.signal(), terminal.progress()];
      const place = async (client: Client) => {
        const { id } = await client.call('taxonomy.place', {});
        return { placed: (await waitForJob(client, id, { signal, progress })).result?.products ?? 0 };
      };
      await terminal.print(place, library, 'write');
    });
  taxonomy
    .command('products')
    .description('print where products belong, most certain first')
    .addOption(libraryOption())
    .option('--in <path>', 'only this branch, such as "Apparel & Accessories > Shoes"')
    .option('--settled', 'those that have a category already', false)
    .option('--k <n>', 'how many', wholeNumber(1, 1_000_000), 100)
    .action(({ library, in: branch, settled, k }: InLibrary & { in?: string; settled: boolean; k: number }) =>
      terminal.print((client) => products(client, branch ?? null, settled ? 'settled' : 'open', k), library),
    );
  taxonomy
    .command('confirm')
    .description('give products the category that is proposed for them, where it is certain enough; one step of undo')
    .addOption(libraryOption())
    .option('--in <path>', 'only this branch')
    .option('--min <p>', 'lowest certainty', share, 0.9)
    .action(async ({ library, in: branch, min }: InLibrary & { in?: string; min: number }) => {
      const signal = terminal.signal();
      await terminal.print((client) => confirm(client, branch ?? null, min, signal), library, 'write');
    });
  taxonomy
    .command('mappings')
    .description('print which category each type and category of the catalog stands for')
    .addOption(libraryOption())
    .action(({ library }: InLibrary) =>
      terminal.print(async (client) => ({ mappings: await client.call('taxonomy.mappings', {}) }), library),
    );
  taxonomy
    .command('map')
    .description('say which category a tag stands for, and give it to its products; one step of undo')
    .argument('<group>')
    .argument('<tag>')
    .argument('<path>')
    .addOption(libraryOption())
    .action(async (group: string, tag: string, to: string, { library }: InLibrary) => {
      const signal = terminal.signal();
      const map = async (client: Client) =>
        ended(client, await client.call('taxonomy.map', { group, tag, path: to }), signal);
      await terminal.print(map, library, 'write');
    });
}

async function products(client: Client, branch: string | null, part: 'open' | 'settled', k: number) {
  const found: unknown[] = [];
  let total = 0;
  for (let offset = 0; offset < k; offset += pageSize) {
    const limit = Math.min(pageSize, k - offset);
    const page = await client.call('taxonomy.products', { path: branch, part, offset, limit });
    total = page.total;
    for (const { product, ...placed } of page.items) found.push({ sku: product.sku, title: product.title, ...placed });
    if (page.items.length < limit) break;
  }
  return { total, products: found };
}

async function confirm(client: Client, branch: string | null, min: number, signal: AbortSignal) {
  const productIds: number[] = [];
  for (let offset = 0; ; offset += pageSize) {
    const { items } = await client.call('taxonomy.products', { path: branch, offset, limit: pageSize });
    productIds.push(...items.filter(({ confidence }) => (confidence ?? 0) >= min).map(({ product }) => product.id));
    if (items.length < pageSize) break;
  }
  if (productIds.length === 0) return { operation: null, products: 0 };
  return ended(client, await client.call('taxonomy.confirm', { productIds }), signal);
}

/** Many products are changed by a job, which is waited for. */
async function ended(
  client: Client,
  { job, operation, products: changed }: { job: { id: number } | null; operation: unknown; products: number },
  signal: AbortSignal,
) {
  if (job === null) return { operation, products: changed };
  const { result } = await waitForJob(client, job.id, { signal });
  const log = await client.call('operations.list', { limit: 200 });
  return { operation: log.find(({ id }) => id === Number(result?.operation)) ?? null, products: result?.products ?? 0 };
}

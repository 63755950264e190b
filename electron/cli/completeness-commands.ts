/** `completeness`: how complete listings are by kind of product, what is missing where, and titles by a pattern. */
import type { Command } from 'commander';
import type { MethodInput, MethodResult } from '../contract/contract.ts';
import { AppError } from '../contract/errors.ts';
import type { Client } from '../contract/rpc/client.ts';
import { type InLibrary, libraryOption, wholeNumber } from './options.ts';
import type { Terminal } from './terminal.ts';

/** The most titles in one answer of the engine, and the most edits in one step. */
const titlesAtOnce = 2000;
const pageSize = 500;

const note = `
A kind is what a tag says that products are, such as "shoes"; "" stands for products without such a tag. What is missing is named as
picture, title, description, price, barcode, pattern, tag:<group> or attribute:<name>.`;

interface OfKind extends InLibrary {
  readonly kind: string;
}

export function addCompleteness(program: Command, terminal: Terminal): void {
  const completeness = program
    .command('completeness')
    .description('what listings lack, by kind of product, and titles by a pattern')
    .addHelpText('after', note);
  completeness
    .command('report')
    .description('how complete the catalog is, and what each kind of product lacks')
    .addOption(libraryOption())
    .action(({ library }: InLibrary) => terminal.print((client) => client.call('completeness.report', {}), library));
  completeness
    .command('rule')
    .description(
      'what products of a kind should have, and how their titles go; with options, says so. One step of undo',
    )
    .requiredOption('--kind <name>', 'which kind')
    .addOption(libraryOption())
    .option('--require <check...>', 'what they should have, in place of what was said before')
    .option('--pattern <pattern>', 'of titles, such as "{brand} {rest} {colour}"')
    .option('--proposed', 'what is required and the pattern are the proposals again', false)
    .action((options: OfKind & { require?: string[]; pattern?: string; proposed: boolean }) => {
      const { kind, library, require, pattern, proposed } = options;
      if (!proposed && require === undefined && pattern === undefined)
        return terminal.print((client) => client.call('completeness.rule', { kind }), library);
      const said: MethodInput<'completeness.setRule'> = proposed
        ? { kind, required: null, pattern: null }
        : {
            kind,
            ...(require === undefined ? {} : { required: require }),
            ...(pattern === undefined ? {} : { pattern }),
          };
      return terminal.print(
        async (client) => {
          await client.call('completeness.rule', { kind });
          const { operation } = await client.call('completeness.setRule', said);
          return { operation, rule: await client.call('completeness.rule', { kind }) };
        },
        library,
        'write',
      );
    });
  completeness
    .command('products')
    .description('products that lack something, those that lack most first')
    .addOption(libraryOption())
    .option('--kind <name>', 'only of this kind')
    .option('--lacks <check>', 'only those that lack this')
    .option('--k <n>', 'how many', wholeNumber(1, 1_000_000), 100)
    .action(({ library, kind, lacks, k }: InLibrary & { kind?: string; lacks?: string; k: number }) =>
      terminal.print((client) => products(client, { kind: kind ?? null, check: lacks ?? null }, k), library),
    );
  addTitles(completeness, terminal);
}

function addTitles(completeness: Command, terminal: Terminal): void {
  completeness
    .command('titles')
    .description('titles of a kind that do not follow a pattern, with what it makes of them; --apply writes them')
    .requiredOption('--kind <name>', 'which kind')
    .option(
      '--pattern <pattern>',
      'such as "{brand} {rest} {colour}"; without it, the one that was set, or is proposed',
    )
    .option('--apply', 'correct the titles; each 2,000 are one step of undo', false)
    .addOption(libraryOption())
    .action(({ kind, pattern, apply, library }: OfKind & { pattern?: string; apply: boolean }) =>
      terminal.print(
        async (client) => {
          const rule = await client.call('completeness.rule', { kind });
          const chosen = pattern ?? rule.pattern ?? rule.proposedPattern;
          if (chosen === null)
            throw new AppError('BAD_REQUEST', 'Titles of this kind follow no pattern. Give one with --pattern.');
          return apply ? applyTitles(client, kind, chosen) : titles(client, kind, chosen);
        },
        library,
        apply ? 'write' : 'read',
      ),
    );
}

async function products(
  client: Client,
  asked: { kind: string | null; check: string | null },
  k: number,
): Promise<Record<string, unknown>> {
  const items: MethodResult<'completeness.products'>['items'] = [];
  for (;;) {
    const limit = Math.min(pageSize, k - items.length);
    const page = await client.call('completeness.products', { ...asked, offset: items.length, limit });
    items.push(...page.items);
    if (items.length < Math.min(k, page.total) && page.items.length > 0) continue;
    const listed = items.map(({ product: { sku, title }, score, missing }) => ({ sku, title, score, missing }));
    return { total: page.total, items: listed };
  }
}

async function titles(client: Client, kind: string, pattern: string): Promise<Record<string, unknown>> {
  const items: Record<string, unknown>[] = [];
  for (;;) {
    const page = await client.call('completeness.titles', { kind, pattern, offset: items.length, limit: titlesAtOnce });
    for (const { product, title, unknown, unnamed, lost } of page.items) {
      items.push({ sku: product.sku, before: product.title, after: title, unknown, unnamed, lost });
    }
    if (items.length < page.total && page.items.length > 0) continue;
    const disputes = page.disputes.map(({ product: { sku, title }, field, says, known }) => ({
      sku,
      title,
      field,
      says,
      known,
    }));
    return { pattern, follow: page.follow, items, disputed: page.disputed, disputes };
  }
}

async function applyTitles(client: Client, kind: string, pattern: string): Promise<Record<string, unknown>> {
  const operations: (number | undefined)[] = [];
  let done = 0;
  for (;;) {
    const page = await client.call('completeness.titles', { kind, pattern, limit: titlesAtOnce });
    if (page.items.length === 0) return { pattern, products: done, operations };
    const edits = page.items.map(({ product, title }) => ({
      productId: product.id,
      field: 'title' as const,
      value: title,
    }));
    const { operation, products: changed } = await client.call('exchange.edit', { edits, by: 'me' });
    if (changed === 0) return { pattern, products: done, operations };
    operations.push(operation?.id);
    done += changed;
  }
}

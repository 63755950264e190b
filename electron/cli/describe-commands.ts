/** The commands that bring a bare catalog to tags: words to begin with, and what is proposed of them. */
import { type Command, Option } from 'commander';
import { AppError } from '../contract/errors.ts';
import type { Client } from '../contract/rpc/client.ts';
import { waitForAll } from './jobs.ts';
import { type InLibrary, libraryOption, wholeNumber } from './options.ts';
import type { Terminal } from './terminal.ts';

type Language = 'en' | 'zh';

export function addDescribe(program: Command, terminal: Terminal): void {
  const describe = program.command('describe').description('give a catalog without tags words, and see what they fit');
  const language = (): Option =>
    new Option('--language <language>', 'of the names; the other becomes a synonym')
      .choices(['en', 'zh'])
      .default('en');
  const groups = (): Option => new Option('--group <group...>', 'tag groups, such as type; all when left out');
  describe
    .command('words')
    .description('print the words to begin with, and how many products seem to show each')
    .addOption(libraryOption())
    .addOption(language())
    .action(({ library, ...options }: InLibrary & { language: Language }) =>
      terminal.print((client) => client.call('describe.starter', options), library),
    );
  describe
    .command('begin')
    .description('take up the words that enough products seem to show, one step of undo')
    .addOption(libraryOption())
    .addOption(language())
    .addOption(groups())
    .action(({ library, ...options }: InLibrary & { language: Language; group?: string[] }) =>
      terminal.print((client) => begin(client, options), library, 'write'),
    );
  describe
    .command('proposals')
    .description(
      'print for each tag how many products it is proposed for, how many of them are sure, and its precision',
    )
    .addOption(libraryOption())
    .addOption(groups())
    .action(({ library, group }: InLibrary & { group?: string[] }) =>
      terminal.print((client) => proposals(client, group), library),
    );
  describe
    .command('wall')
    .description('print the products that a tag is proposed for, most certain first')
    .argument('<group>')
    .argument('<tag>')
    .addOption(libraryOption())
    .option('--k <n>', 'how many', wholeNumber(1, 100_000), 100)
    .action((group: string, name: string, { library, k }: InLibrary & { k: number }) =>
      terminal.print((client) => wall(client, { group, name, k }), library),
    );
}

/** Without groups, those whose tags a photo tells well; a group that is named has all its words that any product shows. */
async function begin(client: Client, { language, group }: { readonly language: Language; readonly group?: string[] }) {
  const { groups } = await client.call('describe.starter', { language });
  const chosen = groups
    .filter((own) => group === undefined || group.includes(own.group))
    .map(({ group: own, tags }) => ({
      group: own,
      tags: tags
        .filter(({ wanted, known, products }) => !known && (group === undefined ? wanted : products > 0))
        .map(({ name, synonyms }) => ({ name, synonyms })),
    }))
    .filter(({ tags }) => tags.length > 0);
  if (chosen.length === 0) return { tags: 0, operation: null };
  return client.call('describe.begin', { groups: chosen });
}

/** Waits until the classifiers are fitted: what is printed should not change by itself. */
async function proposals(client: Client, groups: string[] | undefined) {
  const asked = groups === undefined ? {} : { groups };
  let answer = await client.call('describe.groups', asked);
  for (let again = 0; answer.learning && again < mostWaits; again++) {
    await waitForAll(client);
    answer = await client.call('describe.groups', asked);
  }
  return { groups: answer.groups };
}

const mostWaits = 20;
/** The most products of a wall in one answer. */
const pageSize = 500;

async function wall(
  client: Client,
  { group, name, k }: { readonly group: string; readonly name: string; readonly k: number },
) {
  const { groups } = await proposals(client, [group]);
  const head = groups[0]?.walls.find((own) => own.name === name);
  if (head === undefined) {
    throw new AppError(
      'NOT_FOUND',
      `There is no tag "${name}" in ${group}. "describe proposals" lists those there are.`,
    );
  }
  const products: unknown[] = [];
  for (let offset = 0; products.length < k; offset += pageSize) {
    const page = await client.call('describe.wall', { tagId: head.tagId, offset, limit: Math.min(pageSize, k) });
    for (const { product, confidence, sure, others } of page.items) {
      products.push({ sku: product.sku, title: product.title, confidence, sure, others });
    }
    if (page.items.length < pageSize) break;
  }
  return { ...head, products: products.slice(0, k) };
}

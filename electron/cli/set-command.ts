/** `lookalike set`: proposes products for a brief, or gives a kept set to the shop. */
import path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type CampaignForm, type CampaignItem, campaignForms, type OpenedSet } from '../contract/campaigns.ts';
import { AppError } from '../contract/errors.ts';
import type { Client } from '../contract/rpc/client.ts';
import { libraryOption, wholeNumber } from './options.ts';
import type { Terminal } from './terminal.ts';

interface SetOptions {
  readonly library: string;
  readonly brief?: string;
  readonly set?: string;
  readonly list?: boolean;
  readonly save?: string;
  readonly form?: CampaignForm;
  readonly out?: string;
  readonly name?: string;
  readonly label: number;
  readonly count?: number;
}

const note = `
A brief is what the set is for and its limits, in English or Chinese: "summer dresses for a garden wedding, under 80 €, no black, 12 products, at most 2 of a
brand, in stock, on sale, margin over 30 %". Limits hold for every product; what the catalog has no figures for is told as "unapplied". Where there are fewer
than asked for, "short" says how many more there would be without each limit. A set that was saved and is opened again says what became of its products.`;

export function addSet(program: Command, terminal: Terminal): void {
  program
    .command('set')
    .description('propose a campaign set for a brief in words, keep it, give it to the shop')
    .addOption(libraryOption())
    .option('--brief <text>', 'what the set is for, and its limits')
    .option('--set <name>', 'a set that was kept, instead of a brief')
    .option('--list', 'the sets that were kept')
    .option('--count <n>', 'how many products, whatever the brief says', wholeNumber(1, 100))
    .option('--save <name>', 'keep what was proposed under this name')
    .addOption(new Option('--form <form>', 'give the set to the shop in this form').choices(campaignForms))
    .option('--out <file>', 'write it there; tables are printed and sheets written into the library when left out')
    .option('--name <name>', 'of the collection, category, label or heading; the name of the set when left out')
    .option('--label <n>', 'of a Google feed: which custom_label', wholeNumber(0, 4), 0)
    .option('--json', 'print JSON; this is how results are printed in any case')
    .addHelpText('after', note)
    .action((options: SetOptions) => run(terminal, options));
}

/** @throws {InvalidArgumentError} for options that do not go together */
async function run(terminal: Terminal, options: SetOptions): Promise<void> {
  const { library, brief, set, list, save, form } = options;
  const given = [brief, set, list].filter((value) => value !== undefined).length;
  if (given !== 1) throw new InvalidArgumentError('Say one of --brief, --set and --list.');
  if (save !== undefined && brief === undefined) throw new InvalidArgumentError('--save goes with --brief.');
  if (options.out !== undefined && form === undefined)
    throw new InvalidArgumentError(`--out needs --form: ${campaignForms.join(', ')}.`);
  const signal = terminal.signal();
  const writes = save !== undefined || form !== undefined;
  if (form !== undefined && isTable(form) && options.out === undefined) {
    const table = await terminal.ask(
      (client) => give(client, options, form, signal),
      library,
      writes ? 'write' : 'read',
    );
    terminal.printText(table.text ?? '');
    return;
  }
  await terminal.print(
    async (client) => {
      if (list === true) return client.call('campaigns.sets', {}, { signal });
      if (form !== undefined) return give(client, options, form, signal);
      if (set !== undefined) return printedSet(await setCalled(client, set, signal));
      return proposed(client, options, signal);
    },
    library,
    writes ? 'write' : 'read',
  );
}

const isTable = (form: CampaignForm): boolean => form !== 'png' && form !== 'pdf';

async function propose(client: Client, { brief: text = '', count }: SetOptions, signal: AbortSignal) {
  const { brief: read } = await client.call('campaigns.read', { text }, { signal });
  const brief = { ...read, ...(count === undefined ? {} : { count }) };
  return { brief, ...(await client.call('campaigns.propose', { brief }, { signal })) };
}

async function proposed(client: Client, options: SetOptions, signal: AbortSignal) {
  const { brief, items, ...found } = await propose(client, options, signal);
  const saved = options.save === undefined ? {} : { saved: await keep(client, options.save, brief, items) };
  return { brief, ...found, ...saved, items: items.map(printedItem) };
}

async function keep(
  client: Client,
  name: string,
  brief: Awaited<ReturnType<typeof propose>>['brief'],
  items: readonly CampaignItem[],
) {
  if (items.length === 0) throw new AppError('BAD_REQUEST', 'Nothing fits the brief, so there is no set to keep.');
  const places = items.map(({ id }) => ({ productId: id, locked: false }));
  return { name, ...(await client.call('campaigns.save', { name, brief, places })) };
}

async function give(client: Client, options: SetOptions, form: CampaignForm, signal: AbortSignal) {
  const { set, save, out, label, brief: text = '' } = options;
  let ids: number[];
  if (set === undefined) {
    const { brief, items } = await propose(client, options, signal);
    if (save !== undefined) await keep(client, save, brief, items);
    ids = items.map(({ id }) => id);
  } else {
    const opened = await setCalled(client, set, signal);
    ids = opened.places.flatMap(({ item }) => item?.id ?? []);
  }
  if (ids.length === 0) throw new AppError('BAD_REQUEST', 'There is no product to write. See "short" without --form.');
  const name = (options.name ?? set ?? save ?? text).slice(0, 100);
  const place = out === undefined ? {} : { out: path.resolve(out) };
  const { text: table, ...told } = await client.call(
    'campaigns.export',
    { name, productIds: ids, form, label, ...place },
    { signal },
  );
  return { ...told, ...(table === null ? {} : { text: table }) };
}

/** @throws {AppError} `NOT_FOUND` */
async function setCalled(client: Client, name: string, signal: AbortSignal): Promise<OpenedSet> {
  const sets = await client.call('campaigns.sets', {}, { signal });
  const found = sets.find((set) => set.name.toLowerCase() === name.normalize('NFC').toLowerCase());
  if (found === undefined)
    throw new AppError('NOT_FOUND', `There is no set called "${name}". "set --list" prints those that were kept.`);
  return client.call('campaigns.open', { id: found.id }, { signal });
}

function printedSet({ places, versions, covers: _, ...set }: OpenedSet) {
  return {
    ...set,
    versions,
    places: places.map(({ item, ...place }) => ({ ...place, item: item === null ? null : printedItem(item) })),
  };
}

function printedItem({ id, sku, title, price, brand, stock, margin, why, breaks }: CampaignItem) {
  return { id, sku, title, price, brand, stock, margin, why, breaks };
}

/** `lookalike answer`: what a customer's message asks, the facts with their sources, and a reply; and the documents that it draws on. */
import path from 'node:path';
import { type Command, Option } from 'commander';
import { type Answer, type ReplyLanguage, replyLanguages, type Written } from '../contract/answers.ts';
import type { MethodParams } from '../contract/contract.ts';
import { askedHash } from '../contract/region.ts';
import type { Client } from '../contract/rpc/client.ts';
import { waitForJob } from './jobs.ts';
import { type InLibrary, libraryOption } from './options.ts';
import type { Terminal } from './terminal.ts';

interface AnswerOptions extends InLibrary {
  readonly text?: string;
  readonly image: string[];
  readonly product?: string;
  readonly language?: ReplyLanguage;
  readonly reply: boolean;
  readonly writer?: string;
  readonly model?: string;
  readonly beyondThisMachine: boolean;
}

const note = `
Every fact is printed with its source: the field of the listing, or the document with its line. What nobody says is under "unknown", sources that
disagree under "contradictions". --writer lets a language model word the draft (OpenAI-compatible; this machine alone unless
--beyond-this-machine is given); what it wrote is refused where a number, name or promise in it does not stand in the facts.`;

export function addAnswer(program: Command, terminal: Terminal): void {
  program
    .command('answer')
    .description("answer a customer's message with facts and their sources")
    .addOption(libraryOption())
    .option('--text <message>', 'the message')
    .addOption(
      new Option('--image <file>', 'a photo of it; may be repeated')
        .default([], 'none')
        .argParser((value, all: string[]) => [...all, value]),
    )
    .option('--product <sku>', 'the product that is meant')
    .addOption(
      new Option('--language <language>', 'of the reply; that of the message when left out').choices(replyLanguages),
    )
    .option('--reply', 'print the reply alone, as text', false)
    .option('--writer <address>', 'of a language model, such as http://localhost:11434/v1')
    .option('--model <name>', 'of the language model')
    .option('--beyond-this-machine', 'the address of another machine is meant', false)
    .addHelpText('after', note)
    .action(async (options: AnswerOptions, command: Command) => {
      if (options.text === undefined && options.image.length === 0)
        command.error('error: give --text, --image, or both');
      if (options.writer !== undefined && options.model === undefined) command.error('error: --writer needs --model');
      const answer = await terminal.ask((client) => ask(client, options), options.library);
      if (options.reply)
        await terminal.printText(`${answer.written?.accepted === true ? answer.written.text : answer.draft.text}\n`);
      else await terminal.printJson(answer);
    });
  const documents = program.command('documents').description("the shop's own documents, which answers cite");
  documents
    .command('add')
    .description('bring in a folder of Markdown, text, HTML, or CSV of questions and answers')
    .argument('<path>')
    .addOption(libraryOption())
    .action((place: string, { library }: InLibrary) =>
      read(terminal, library, (client) => client.call('answers.addDocuments', { path: path.resolve(place) })),
    );
  documents
    .command('renew')
    .description('read what changed in them')
    .addOption(libraryOption())
    .action(({ library }: InLibrary) => read(terminal, library, (client) => client.call('answers.renewDocuments', {})));
  documents
    .command('list')
    .description('print the folders with their files, and why a file could not be read')
    .addOption(libraryOption())
    .action(({ library }: InLibrary) => terminal.print((client) => client.call('answers.documents', {}), library));
  documents
    .command('remove')
    .description('take a folder out; its files stay where they are')
    .argument('<path>')
    .addOption(libraryOption())
    .action((place: string, { library }: InLibrary) =>
      terminal.print(
        async (client) => {
          const own = path.resolve(place);
          const folder = (await client.call('answers.documents', {})).find((one) => one.path === own);
          await client.call('answers.removeDocuments', { folderId: folder?.id ?? 0 });
          return { removed: own };
        },
        library,
        'write',
      ),
    );
}

async function ask(client: Client, options: AnswerOptions): Promise<Answer & { written?: Written }> {
  const images: string[] = [];
  for (const file of options.image) {
    const { hash, content } = await client.call('search.addImage', { path: path.resolve(file) });
    images.push(askedHash({ hash, region: content }));
  }
  const chosen =
    options.product === undefined
      ? {}
      : { productId: (await client.call('catalog.productBySku', { sku: options.product })).id };
  const asked = {
    ...{ text: options.text ?? '', images, ...chosen },
    ...(options.language === undefined ? {} : { language: options.language }),
  } satisfies Partial<MethodParams<'answers.ask'>>;
  const answer = await client.call('answers.ask', asked);
  if (options.writer === undefined || options.model === undefined) return answer;
  const writer = { address: options.writer, model: options.model, beyondThisMachine: options.beyondThisMachine };
  return { ...answer, written: await client.call('answers.write', { ...asked, writer }) };
}

function read(terminal: Terminal, library: string, begin: (client: Client) => Promise<{ id: number }>): Promise<void> {
  const [signal, progress] = [terminal.signal(), terminal.progress()];
  return terminal.print(
    async (client) => {
      const { id } = await begin(client);
      const { result } = await waitForJob(client, id, { signal, progress });
      return { ...result, folders: await client.call('answers.documents', {}) };
    },
    library,
    'write',
  );
}

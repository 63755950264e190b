/** The commands about judgements and rankers: bringing them in and out, measuring, comparing and learning. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { AppError } from '../contract/errors.ts';
import { type Metric, metricNames } from '../contract/evaluation.ts';
import { type GradesFrom, gradesFromSchema, type LabelFormat } from '../contract/labels.ts';
import type { Client } from '../contract/rpc/client.ts';
import { readQueryTexts } from '../engine/labels/formats.ts';
import { waitForJob } from './jobs.ts';
import { libraryOption, wholeNumber } from './options.ts';
import type { Terminal } from './terminal.ts';

const queriesNote = `
A file of queries has a line "id<TAB>text" each, or is CSV with the columns id and text, or a JSON object of texts by id.`;

const formatOption = (): Option =>
  new Option('--format <format>', 'TREC qrels, Quepid CSV or ranx JSON')
    .choices(['qrels', 'quepid', 'ranx'])
    .default('qrels');

const gradesFromOption = (): Option =>
  new Option(
    '--grades-from <a,b,c>',
    'from which rating on the grades 1, 2 and 3 begin, for files that rate on another scale than 0..3',
  ).argParser((text) => {
    const read = gradesFromSchema.safeParse(
      text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part))),
    );
    if (read.success) return read.data;
    throw new InvalidArgumentError('It must be three rising numbers, such as 2,5,9.');
  });

const modelOption = (): Option =>
  new Option('--model <id>', 'a model that is not in use, with its vectors computed ("models use --prepare-only")');

interface FileOptions {
  readonly library: string;
  readonly format: LabelFormat;
  readonly queries?: string;
  readonly set?: string;
  readonly judge?: string;
  readonly gradesFrom?: GradesFrom;
}

export function addJudge(program: Command, terminal: Terminal): void {
  const judge = program.command('judge').description('bring relevance judgements in and out');
  judge
    .command('import')
    .description('take in judgements as a query set')
    .argument('<file>')
    .addOption(libraryOption())
    .addOption(formatOption())
    .option('--queries <file>', 'texts of the queries in the file')
    .option('--set <name>', 'name of the set; that of the file when left out')
    .option('--judge <name>', 'who judged', 'imported')
    .addOption(gradesFromOption())
    .addHelpText('after', queriesNote)
    .action(async (file: string, options: FileOptions) => {
      const { library, set: setName = path.parse(file).name, format, judge, queries, gradesFrom } = options;
      const params = {
        format,
        judge,
        setName,
        gradesFrom,
        text: await read(file),
        queries: await readIfNamed(queries),
      };
      await terminal.print((client) => client.call('labels.import', params), library, 'write');
    });
  judge
    .command('export')
    .description('write judgements to a file, or print them')
    .argument('[file]')
    .addOption(libraryOption())
    .addOption(formatOption())
    .option('--queries <file>', 'also write the texts of the queries there')
    .option('--set <name>', 'query set; all judged queries when left out')
    .option('--judge <name>', 'whose; the rounded mean of all when left out')
    .action(async (file: string | undefined, { library, format, queries, set, judge }: FileOptions) => {
      const result = await terminal.ask(async (client) => {
        const setId = await setCalled(client, set);
        return client.call('labels.export', { format, setId, judge });
      }, library);
      if (queries !== undefined) await writeFile(queries, result.queries);
      if (file === undefined) return terminal.printText(result.text);
      await writeFile(file, result.text);
      return terminal.printJson({ file: path.resolve(file), judgements: result.judgements });
    });
}

interface EvaluateOptions extends Omit<FileOptions, 'judge'> {
  readonly qrels?: string;
  readonly ranker?: string;
  readonly model?: string;
  readonly k: number;
}

interface CompareOptions {
  readonly library: string;
  readonly set?: string;
  readonly ranker: string;
  readonly model?: string;
  readonly metric: Metric;
  readonly k: number;
}

interface RunOptions {
  readonly library: string;
  readonly queries?: string;
  readonly set?: string;
  readonly ranker?: string;
  readonly k: number;
}

interface LearnOptions {
  readonly library: string;
  readonly set?: string;
  readonly judge?: string;
  readonly dryRun: boolean;
}

export function addRanking(program: Command, terminal: Terminal): void {
  program
    .command('evaluate')
    .description('measure a ranking by judgements: nDCG, precision, recall, MRR, MAP, with intervals')
    .addOption(libraryOption())
    .option('--qrels <file>', 'file of judgements; those of the library when left out')
    .addOption(gradesFromOption())
    .addOption(formatOption())
    .option('--queries <file>', 'texts of the queries in the file')
    .option('--set <name>', 'query set of the library; all judged queries when left out')
    .option('--ranker <name>', 'default, or "learned N"; the one in use when left out')
    .addOption(modelOption())
    .option('--k <n>', 'depth', wholeNumber(1, 1000), 10)
    .addHelpText('after', queriesNote)
    .action((options: EvaluateOptions) =>
      terminal.print((client) => evaluate(client, options, terminal.signal()), options.library),
    );

  program
    .command('compare')
    .description('hold another ranker, or another model, against what is in use, on the judged queries of the library')
    .addOption(libraryOption())
    .option('--set <name>', 'query set of the library; all judged queries when left out')
    .option('--ranker <name>', 'the other ranker: default, or "learned N"', 'default')
    .addOption(modelOption())
    .addOption(new Option('--metric <metric>', 'what is compared').choices(metricNames).default('nDCG@k'))
    .option('--k <n>', 'depth', wholeNumber(1, 1000), 10)
    .action((options: CompareOptions) =>
      terminal.print((client) => compare(client, options, terminal.signal()), options.library),
    );

  program
    .command('run')
    .description('print the ranking of each query as a TREC run')
    .addOption(libraryOption())
    .option('--queries <file>', 'queries to rank for')
    .option('--set <name>', 'query set of the library')
    .option('--ranker <name>', 'default, or "learned N"; the one in use when left out')
    .option('--k <n>', 'results for each query', wholeNumber(1, 1000), 100)
    .addHelpText('after', queriesNote)
    .action(async ({ library, queries, set, ranker, k }: RunOptions) => {
      const texts = queries === undefined ? new Map<string, string>() : readQueryTexts(await read(queries));
      const typed = [...texts].map(([key, text]) => ({ key, text }));
      const signal = terminal.signal();
      const { text } = await terminal.ask(async (client) => {
        const setId = await setCalled(client, set);
        return client.call('evaluation.run', { queries: typed, k, setId, ranker }, { signal });
      }, library);
      await terminal.printText(text);
    });

  program
    .command('learn')
    .description('fit a ranking to the judgements; it is used only if it wins on queries it was not fitted on')
    .addOption(libraryOption())
    .option('--set <name>', 'query set to learn from; all judged queries when left out')
    .option('--judge <name>', 'whose judgements; the mean of all when left out')
    .option('--dry-run', 'say what would be done', false)
    .action((options: LearnOptions) => {
      const signal = terminal.signal();
      return terminal.print((client) => learn(client, options, signal), options.library, 'write');
    });
}

async function evaluate(client: Client, options: EvaluateOptions, signal: AbortSignal) {
  const { qrels, format, queries, gradesFrom, set, ranker, model, k } = options;
  const judgements =
    qrels === undefined
      ? undefined
      : { format, gradesFrom, text: await read(qrels), queries: await readIfNamed(queries) };
  const system = ranker === undefined && model === undefined ? undefined : systemOf(ranker, model);
  const setId = await setCalled(client, set);
  return client.call('evaluation.evaluate', { k, judgements, system, setId }, { signal });
}

/** What is in use against what the options name. */
async function compare(client: Client, { set, ranker, model, metric, k }: CompareOptions, signal: AbortSignal) {
  const setId = await setCalled(client, set);
  const inUse = (await client.call('evaluation.rankers', {})).find(({ active }) => active)?.name;
  const params = { a: systemOf(inUse), b: systemOf(ranker, model), metric, k, setId };
  return client.call('evaluation.compare', params, { signal });
}

async function learn(client: Client, { set, judge, dryRun }: LearnOptions, signal: AbortSignal) {
  const setId = await setCalled(client, set);
  const started = await client.call('evaluation.learn', { adopt: !dryRun, setId, judge });
  const { result } = await waitForJob(client, started.id, { signal });
  return client.call('evaluation.learning', { id: Number(result?.report) });
}

function systemOf(name = 'default', modelId?: string) {
  return { kind: 'ranker' as const, name, modelId };
}

/** @throws {AppError} `NOT_FOUND` */
async function setCalled(client: Client, name: string | undefined): Promise<number | undefined> {
  if (name === undefined) return undefined;
  const sets = await client.call('labels.sets', {});
  const found = sets.find((set) => set.name === name);
  if (found !== undefined) return found.id;
  throw new AppError(
    'NOT_FOUND',
    `There is no query set called "${name}". There are: ${sets.map((set) => set.name).join(', ')}.`,
  );
}

const readIfNamed = async (file: string | undefined): Promise<string | undefined> =>
  file === undefined ? undefined : read(file);

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new AppError('FILE_MISSING', `${file} could not be read. Check the path.`, { cause: error });
  }
}

/** The commands about tags, judgements and rankers, and their options. */
import { type Command, Option } from 'commander';
import { type Metric, metricNames } from '../contract/evaluation.ts';
import type { LabelFormat } from '../contract/labels.ts';
import { libraryOption, share, wholeNumber } from './options.ts';

export interface TagOptions {
  readonly library: string;
  readonly group?: string;
  readonly k: number;
}

export interface JudgementFileOptions {
  readonly library: string;
  readonly format: LabelFormat;
  readonly queries?: string;
  readonly set?: string;
  readonly judge?: string;
}

export interface EvaluateOptions {
  readonly library: string;
  readonly qrels?: string;
  readonly format: LabelFormat;
  readonly queries?: string;
  readonly set?: string;
  readonly ranker?: string;
  readonly model?: string;
  readonly k: number;
}

export interface CompareOptions {
  readonly library: string;
  readonly set?: string;
  readonly ranker?: string;
  readonly model?: string;
  readonly metric: Metric;
  readonly k: number;
}

export interface LearningCommands {
  tagsSuggest(options: TagOptions & { min: number }): Promise<void>;
  tagsApply(options: { library: string; group?: string; min: number; dryRun: boolean }): Promise<void>;
  tagsSuspicious(options: TagOptions): Promise<void>;
  judgeImport(file: string, options: JudgementFileOptions): Promise<void>;
  judgeExport(file: string | undefined, options: JudgementFileOptions): Promise<void>;
  evaluate(options: EvaluateOptions): Promise<void>;
  compare(options: CompareOptions): Promise<void>;
  run(options: { library: string; queries?: string; set?: string; ranker?: string; k: number }): Promise<void>;
  learn(options: { library: string; set?: string; judge?: string; dryRun: boolean }): Promise<void>;
}

const queriesNote = `
A file of queries has a line "id<TAB>text" each, or is CSV with the columns id and text, or a JSON object of texts by id.`;

const formatOption = (): Option =>
  new Option('--format <format>', 'TREC qrels, Quepid CSV or ranx JSON')
    .choices(['qrels', 'quepid', 'ranx'])
    .default('qrels');

const modelOption = (): Option =>
  new Option('--model <id>', 'a model that is not in use, with its vectors computed ("models use --prepare-only")');

export function addLearning(program: Command, commands: LearningCommands): void {
  addTags(program.command('tags').description('suggest tags, write them, and find those likely wrong'), commands);
  addJudge(program.command('judge').description('bring relevance judgements in and out'), commands);

  program
    .command('evaluate')
    .description('measure a ranking by judgements: nDCG, precision, recall, MRR, MAP, with intervals')
    .addOption(libraryOption())
    .option('--qrels <file>', 'file of judgements; those of the library when left out')
    .addOption(formatOption())
    .option('--queries <file>', 'texts of the queries in the file')
    .option('--set <name>', 'query set of the library; all judged queries when left out')
    .option('--ranker <name>', 'default, or "learned N"; the one in use when left out')
    .addOption(modelOption())
    .option('--k <n>', 'depth', wholeNumber(1, 1000), 10)
    .addHelpText('after', queriesNote)
    .action(commands.evaluate);

  program
    .command('compare')
    .description('hold another ranker, or another model, against what is in use, on the judged queries of the library')
    .addOption(libraryOption())
    .option('--set <name>', 'query set of the library; all judged queries when left out')
    .option('--ranker <name>', 'the other ranker: default, or "learned N"', 'default')
    .addOption(modelOption())
    .addOption(new Option('--metric <metric>', 'what is compared').choices(metricNames).default('nDCG@k'))
    .option('--k <n>', 'depth', wholeNumber(1, 1000), 10)
    .action(commands.compare);

  program
    .command('run')
    .description('print the ranking of each query as a TREC run')
    .addOption(libraryOption())
    .option('--queries <file>', 'queries to rank for')
    .option('--set <name>', 'query set of the library')
    .option('--ranker <name>', 'default, or "learned N"; the one in use when left out')
    .option('--k <n>', 'results for each query', wholeNumber(1, 1000), 100)
    .addHelpText('after', queriesNote)
    .action(commands.run);

  program
    .command('learn')
    .description('fit a ranking to the judgements; it is used only if it wins on queries it was not fitted on')
    .addOption(libraryOption())
    .option('--set <name>', 'query set to learn from; all judged queries when left out')
    .option('--judge <name>', 'whose judgements; the mean of all when left out')
    .option('--dry-run', 'say what would be done', false)
    .action(commands.learn);
}

function addTags(tags: Command, commands: LearningCommands): void {
  const group = (): Option => new Option('--group <group>', 'tag group, such as colour; all when left out');
  tags
    .command('suggest')
    .description('print tags that products lack, with confidence and reasons')
    .addOption(libraryOption())
    .addOption(group())
    .option('--min <p>', 'lowest confidence', share, 0.3)
    .option('--k <n>', 'how many products', wholeNumber(1, 100_000), 100)
    .action(commands.tagsSuggest);
  tags
    .command('apply')
    .description('write confident suggestions as suggested tags; nothing a person decided is touched')
    .addOption(libraryOption())
    .addOption(group())
    .option('--min <p>', 'lowest confidence', share, 0.9)
    .option('--dry-run', 'only count', false)
    .action(commands.tagsApply);
  tags
    .command('suspicious')
    .description('print imported and suggested tags that the evidence contradicts, most suspicious first')
    .addOption(libraryOption())
    .addOption(group())
    .option('--k <n>', 'how many', wholeNumber(1, 10_000), 50)
    .action(commands.tagsSuspicious);
}

function addJudge(judge: Command, commands: LearningCommands): void {
  judge
    .command('import')
    .description('take in judgements as a query set')
    .argument('<file>')
    .addOption(libraryOption())
    .addOption(formatOption())
    .option('--queries <file>', 'texts of the queries in the file')
    .option('--set <name>', 'name of the set; that of the file when left out')
    .option('--judge <name>', 'who judged', 'imported')
    .addHelpText('after', queriesNote)
    .action(commands.judgeImport);
  judge
    .command('export')
    .description('write judgements to a file, or print them')
    .argument('[file]')
    .addOption(libraryOption())
    .addOption(formatOption())
    .option('--queries <file>', 'also write the texts of the queries there')
    .option('--set <name>', 'query set; all judged queries when left out')
    .option('--judge <name>', 'whose; the rounded mean of all when left out')
    .action(commands.judgeExport);
}

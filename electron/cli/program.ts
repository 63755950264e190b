/** The commands and their options. What each does is handed in, so that reading a command line can be tested without an engine. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { type DuplicateKind, duplicateKinds } from '../contract/duplicates.ts';
import type { Layout } from '../contract/ingest.ts';
import { addCalibrate, type CalibrateRequest } from './calibrate-command.ts';
import type { DuplicatesRequest } from './duplicates-command.ts';
import { parseFilterPairs } from './filters.ts';
import { addLearning, type LearningCommands } from './learning-program.ts';
import { addModels, type ModelCommands } from './models-program.ts';
import { libraryOption, wholeNumber } from './options.ts';
import type { EmbedRequest, SearchRequest } from './requests.ts';
import { addLibraryModels, type LibraryModelCommands } from './use-model-command.ts';

export interface Commands extends LearningCommands, ModelCommands, LibraryModelCommands {
  import(source: string, options: { library: string; layout?: Layout; mapping?: string }): Promise<void>;
  search(library: string, request: SearchRequest): Promise<void>;
  embed(request: EmbedRequest): Promise<void>;
  info(library: string): Promise<void>;
  duplicates(library: string, request: DuplicatesRequest): Promise<void>;
  exportVerdicts(library: string): Promise<void>;
  importVerdicts(library: string, file: string): Promise<void>;
  withdrawVerdicts(library: string, skus: readonly string[]): Promise<void>;
  calibrate(request: CalibrateRequest): Promise<void>;
  serve(options: { library: string; port?: number }): Promise<void>;
  batch(library: string): Promise<void>;
}

const outputNote = `
Results are JSON on standard output (TREC files excepted); progress is on standard error. A failure ends with a code other than 0 (2 for a wrong command
line, 130 when it was stopped, 1 for all else) and {"error": {"code", "message"}} as the last line of standard error.`;

const filterNote = `
A filter is a tag group and a tag (colour=Red); of a group given several times any tag fits. price=10..50, price=10.. and price=..50
filter by price, problem=true by having a problem.`;

const batchNote = `
A request is {"id", "method", "params"}: search with {"text": [], "images": [], "like": [], "minusText": [], "minusImages": [],
"filters": {}, "k": 10, "imagesOnly": false, "cutoff": false}, embed with {"text"} or {"image"}, info with {}. The answer is
{"id", "ok": true, "result"} or {"id", "ok": false, "error": {"code", "message"}}. Answers come as they are ready, not always in the
order of the requests; the id tells them apart. At the end of the input the answers under way are waited for.`;

export function createProgram(commands: Commands): Command {
  const program = new Command('lookalike')
    .description('Search a product catalog by picture and by words, on this machine.')
    .addHelpText('after', outputNote)
    .exitOverride()
    .configureOutput({ writeErr: () => {} });

  program
    .command('import')
    .description('bring a folder of photos or a product table into a library, which is made when it is missing')
    .argument('<path>', 'folder, or CSV/TSV file')
    .addOption(libraryOption())
    .addOption(new Option('--layout <layout>', 'what is one product in a folder').choices(['photo', 'folder']))
    .option(
      '--mapping <file>',
      'JSON of {"delimiter", "encoding", "listSeparator", "mapping": [{"column", "role", "group"}]}',
    )
    .action(commands.import);

  addSearch(program, commands);
  addDuplicates(program, commands);

  program
    .command('embed')
    .description('print the vector of a text or of a picture')
    .option('--text <text>')
    .option('--image <file>')
    .action(commands.embed);

  program
    .command('info')
    .description('describe a library')
    .addOption(libraryOption())
    .action(({ library }: { library: string }) => commands.info(library));

  program
    .command('serve')
    .description('serve the app with this library to the browser on this machine; prints {"address", "port"}')
    .addOption(libraryOption())
    .option('--port <n>', 'port to use', wholeNumber(0, 65535))
    .action(commands.serve);

  program
    .command('batch')
    .description('answer requests, one JSON a line, from standard input')
    .addOption(libraryOption())
    .addHelpText('after', batchNote)
    .action(({ library }: { library: string }) => commands.batch(library));

  addCalibrate(program, (request) => commands.calibrate(request));
  addLibraryModels(addModels(program, commands), commands);
  addLearning(program, commands);

  return program;
}

interface SearchOptions extends Omit<SearchRequest, 'images' | 'minusImages' | 'filters'> {
  readonly library: string;
  readonly image: string[];
  readonly minusImage: string[];
  readonly filter: string[];
}

function addSearch(program: Command, commands: Commands): void {
  const several = (flags: string, text: string): Option =>
    new Option(flags, text).default([], 'none').argParser((value, all: string[]) => [...all, value]);
  program
    .command('search')
    .description('search a library; parts may be repeated and mixed')
    .addOption(libraryOption())
    .addOption(several('--text <text>', 'words'))
    .addOption(several('--image <file>', 'a picture'))
    .addOption(several('--like <sku>', 'a product of the library'))
    .addOption(several('--minus-text <text>', 'words to lead away from'))
    .addOption(several('--minus-image <file>', 'a picture to lead away from'))
    .addOption(several('--filter <key=value>', 'keep only these'))
    .option('--k <n>', 'how many results', wholeNumber(1, 10_000), 10)
    .option('--images-only', 'leave titles, tags and words out of the ranking', false)
    .option('--cutoff', 'leave clearly unrelated products out, as the app does, even if that gives fewer than k', false)
    .addHelpText('after', filterNote)
    .action(({ library, image, minusImage, filter, ...rest }: SearchOptions) =>
      commands.search(library, {
        ...rest,
        images: image,
        minusImages: minusImage,
        filters: parseFilterPairs(filter),
      }),
    );
}

function addDuplicates(program: Command, commands: Commands): void {
  const kinds = new Option('--kind <kind...>', 'only groups of these kinds').choices(duplicateKinds).default([], 'all');
  program
    .command('duplicates')
    .description('list the products that a library seems to hold more than once; looks for them first where needed')
    .addOption(libraryOption())
    .option('--min-probability <p>', 'how sure a group must be, 0 to 1', probability)
    .addOption(kinds)
    .addOption(
      new Option('--settled [which]', 'also groups about which everything was said, or only those')
        .choices(['also', 'only'])
        .preset('also'),
    )
    .action(
      (options: {
        library: string;
        minProbability?: number;
        kind: DuplicateKind[];
        settled?: 'also' | 'only';
      }): Promise<void> =>
        commands.duplicates(options.library, {
          kinds: options.kind,
          settled: options.settled === undefined ? 'hide' : options.settled === 'only' ? 'only' : 'show',
          ...(options.minProbability === undefined ? {} : { minProbability: options.minProbability }),
        }),
    );
  const verdicts = program.command('verdicts').description('what people said about pairs of products');
  verdicts
    .command('export')
    .description('print all verdicts')
    .addOption(libraryOption())
    .action(({ library }: { library: string }) => commands.exportVerdicts(library));
  verdicts
    .command('import')
    .description('add verdicts; those that contradict the library are left out and listed')
    .argument('<file>', 'JSON as "verdicts export" prints it')
    .addOption(libraryOption())
    .action((file: string, { library }: { library: string }) => commands.importVerdicts(library, file));
  verdicts
    .command('withdraw')
    .description('take back what was said of these products among each other; merged ones are shown apart again')
    .argument('<sku...>', 'two product numbers or more')
    .addOption(libraryOption())
    .action((skus: string[], { library }: { library: string }) => commands.withdrawVerdicts(library, skus));
}

function probability(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && number >= 0 && number <= 1) return number;
  throw new InvalidArgumentError('It must be a number from 0 to 1.');
}

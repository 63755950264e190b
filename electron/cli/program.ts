/** The command line: every command and its options, and what it does with the terminal that is handed in. */
import { createInterface } from 'node:readline';
import { Command, Option } from 'commander';
import type { Client } from '../contract/rpc/client.ts';
import { addAnswer } from './answer-commands.ts';
import { runBatch } from './batch.ts';
import { addCalibrate } from './calibrate-command.ts';
import { addCompleteness } from './completeness-commands.ts';
import { addDescribe } from './describe-commands.ts';
import { addDuplicates } from './duplicates-commands.ts';
import { addEvents } from './events-commands.ts';
import { addExport } from './export-command.ts';
import { parseFilterPairs } from './filters.ts';
import { addImport } from './import-command.ts';
import { waitForJob } from './jobs.ts';
import { addLibraryModels } from './library-model-commands.ts';
import { addLookup } from './lookup-command.ts';
import { addModels } from './model-commands.ts';
import { type InLibrary, libraryOption, type RegionOption, regionOf, wholeNumber } from './options.ts';
import { addJudge, addRanking } from './ranking-commands.ts';
import { addRecommend } from './recommend-command.ts';
import { type EmbedRequest, runEmbed, runSearch, type SearchRequest } from './requests.ts';
import { addServe } from './serve-command.ts';
import { addSet } from './set-command.ts';
import { addTags } from './tag-commands.ts';
import { addTaxonomy } from './taxonomy-commands.ts';
import type { Terminal } from './terminal.ts';

const outputNote = `
Results are JSON on standard output (TREC files excepted); progress is on standard error. A failure ends with a code other than 0 (2 for a wrong command
line, 130 when it was stopped, 1 for all else) and {"error": {"code", "message"}} as the last line of standard error.`;

const filterNote = `
A filter is a tag group and a tag (colour=Red); of a group given several times any tag fits. price=10..50, price=10.. and price=..50
filter by price, problem=true by having a problem.`;

const batchNote = `
A request is {"id", "method", "params"}: search with {"text": [], "images": [], "regions": [], "cut": true, "like": [], "minusText": [], "minusImages": [],
"filters": {}, "k": 10, "imagesOnly": false, "barcodes": false, "cutoff": false}, embed with {"text"} or {"image"}, info with {}. The answer is
{"id", "ok": true, "result"} or {"id", "ok": false, "error": {"code", "message"}}. Answers come as they are ready, not always in the
order of the requests; the id tells them apart. At the end of the input the answers under way are waited for.`;

export function createProgram(terminal: Terminal): Command {
  const program = new Command('lookalike')
    .description('Search a product catalog by picture and by words, on this machine.')
    .addHelpText('after', outputNote)
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  addImport(program, terminal);
  addExport(program, terminal);
  addSearch(program, terminal);
  addLookup(program, terminal);
  addAnswer(program, terminal);
  addDuplicates(program, terminal);
  addRecommend(program, terminal);
  addSet(program, terminal);
  program
    .command('embed')
    .description('print the vector of a text or of a picture')
    .option('--text <text>')
    .option('--image <file>')
    .action((request: EmbedRequest) => terminal.print(async (client) => runEmbed(client, request)));
  program
    .command('info')
    .description('describe a library')
    .addOption(libraryOption())
    .action(({ library }: InLibrary) => terminal.print((client) => client.call('library.info', {}), library));
  program
    .command('compact')
    .description('give back the room of vectors and thumbnails that nothing shows any more')
    .addOption(libraryOption())
    .action(async ({ library }: InLibrary) => {
      const [signal, progress] = [terminal.signal(), terminal.progress()];
      const compact = async (client: Client) => {
        const { id } = await client.call('library.compact', {});
        return (await waitForJob(client, id, { signal, progress })).result;
      };
      await terminal.print(compact, library, 'write');
    });
  addServe(program);
  program
    .command('batch')
    .description('answer requests, one JSON a line, from standard input')
    .addOption(libraryOption())
    .addHelpText('after', batchNote)
    .action(({ library }: InLibrary) =>
      terminal.ask((client) => {
        // Opened once the engine is there: lines that come before somebody reads them would be lost.
        const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
        return runBatch(client, lines, (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`));
      }, library),
    );
  addCalibrate(program, terminal);
  addLibraryModels(addModels(program, terminal), terminal);
  addTags(program, terminal);
  addEvents(program, terminal);
  addDescribe(program, terminal);
  addTaxonomy(program, terminal);
  addCompleteness(program, terminal);
  addJudge(program, terminal);
  addRanking(program, terminal);
  return program;
}

interface SearchOptions extends Omit<SearchRequest, 'images' | 'regions' | 'minusImages' | 'filters'> {
  readonly library: string;
  readonly image: string[];
  /** One an image, in their order. */
  readonly region: RegionOption[];
  readonly minusImage: string[];
  readonly filter: string[];
}

function addSearch(program: Command, terminal: Terminal): void {
  const several = (flags: string, text: string): Option =>
    new Option(flags, text).default([], 'none').argParser((value, all: string[]) => [...all, value]);
  program
    .command('search')
    .description('search a library; parts may be repeated and mixed')
    .addOption(libraryOption())
    .addOption(several('--text <text>', 'words'))
    .addOption(several('--image <file>', 'a picture, or a clip where ffmpeg is installed: its best frame counts'))
    .addOption(
      new Option(
        '--region <x,y,width,height>',
        'the part of the picture that is meant, as shares of its sides; "whole" for all',
      )
        .default([], 'none')
        .argParser((value, all: RegionOption[]) => [...all, regionOf(value)]),
    )
    .addOption(several('--like <sku>', 'a product of the library'))
    .addOption(several('--minus-text <text>', 'words to lead away from'))
    .addOption(several('--minus-image <file>', 'a picture to lead away from'))
    .addOption(several('--filter <key=value>', 'keep only these'))
    .option('--k <n>', 'how many results', wholeNumber(1, 10_000), 10)
    .option('--no-cut', 'search with whole pictures, bars of screenshots included')
    .option('--no-barcodes', 'do not read barcodes on pictures, which takes longer than the search')
    .option('--images-only', 'leave titles, tags and words out of the ranking', false)
    .option('--cutoff', 'leave clearly unrelated products out, as the app does, even if that gives fewer than k', false)
    .addHelpText('after', filterNote)
    .action(({ library, image: images, region: regions, minusImage: minusImages, filter, ...rest }: SearchOptions) => {
      const request = { ...rest, images, regions, minusImages, filters: parseFilterPairs(filter) };
      return terminal.print((client) => runSearch(client, request), library);
    });
}

/** Reading the commands about tags, judgements and rankers. */
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { addLearning, type LearningCommands } from './learning-program.ts';

async function run(...args: string[]): Promise<unknown[]> {
  const called: unknown[] = [];
  const commands = new Proxy({} as LearningCommands, {
    get:
      (_, name) =>
      async (...given: unknown[]): Promise<void> =>
        void called.push(name, ...given.filter((value) => !(value instanceof Command))),
  });
  const program = new Command('lookalike').exitOverride().configureOutput({ writeErr: () => {} });
  addLearning(program, commands);
  const quiet = (command: Command): void => {
    command.exitOverride().configureOutput({ writeErr: () => {} });
    for (const own of command.commands) quiet(own);
  };
  quiet(program);
  await program.parseAsync(['node', 'lookalike', ...args]);
  return called;
}

test.each([
  [
    'tags suggest --library L --group colour --min 0.5 --k 7',
    ['tagsSuggest', { library: 'L', group: 'colour', min: 0.5, k: 7 }],
  ],
  ['tags apply --library L --dry-run', ['tagsApply', { library: 'L', min: 0.9, dryRun: true }]],
  ['tags suspicious --library L', ['tagsSuspicious', { library: 'L', k: 50 }]],
  [
    'judge import f.csv --library L --format quepid --judge Ann --set S',
    ['judgeImport', 'f.csv', { library: 'L', format: 'quepid', judge: 'Ann', set: 'S' }],
  ],
  ['judge export --library L', ['judgeExport', undefined, { library: 'L', format: 'qrels' }]],
  [
    'evaluate --library L --qrels f --queries q --ranker default --k 5',
    ['evaluate', { library: 'L', qrels: 'f', format: 'qrels', queries: 'q', ranker: 'default', k: 5 }],
  ],
  ['run --library L --queries q', ['run', { library: 'L', queries: 'q', k: 100 }]],
  ['evaluate --library L --model m', ['evaluate', { library: 'L', format: 'qrels', model: 'm', k: 10 }]],
  [
    'compare --library L --model m --metric MRR',
    ['compare', { library: 'L', ranker: 'default', model: 'm', metric: 'MRR', k: 10 }],
  ],
  ['learn --library L --set S', ['learn', { library: 'L', set: 'S', dryRun: false }]],
])('%s', async (line, call) => {
  expect(await run(...line.split(' '))).toEqual(call);
});

test.each([
  ['no library', 'learn'],
  ['a share above 1', 'tags apply --library L --min 2'],
  ['an unknown format', 'judge import f --library L --format xml'],
  ['no file', 'judge import --library L'],
  ['half a result', 'run --library L --k 0.5'],
])('refuses %s', async (_, line) => {
  await expect(run(...line.split(' '))).rejects.toMatchObject({ name: 'CommanderError' });
});

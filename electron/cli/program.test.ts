/** Reading the command line: every option of every command, and what is refused. */
import { expect, test } from 'vitest';
import { type Commands, createProgram } from './program.ts';

async function run(...args: string[]): Promise<unknown[]> {
  const called: unknown[] = [];
  const record =
    (name: string) =>
    async (...given: unknown[]): Promise<void> =>
      void called.push(name, ...given.filter((value) => !isCommand(value)));
  const commands = Object.fromEntries(
    [
      ...['import', 'search', 'embed', 'info', 'calibrate', 'serve', 'batch'],
      ...['duplicates', 'exportVerdicts', 'importVerdicts', 'withdrawVerdicts'],
    ].map((name) => [name, record(name)]),
  ) as unknown as Commands;
  const program = createProgram(commands);
  for (const command of [program, ...program.commands]) command.exitOverride().configureOutput({ writeErr: () => {} });
  await program.parseAsync(['node', 'lookalike', ...args]);
  return called;
}

const isCommand = (value: unknown): boolean => typeof value === 'object' && value !== null && 'parseAsync' in value;

test('search maps every option to the request', async () => {
  const call = await run(
    ...['search', '--library', 'L', '--text', 'red dress', '--text', '连衣裙', '--image', 'a.jpg', '--image', 'b.jpg'],
    ...['--like', 'S-1', '--minus-text', 'striped', '--minus-image', 'c.jpg', '--filter', 'colour=Red'],
    ...['--filter', 'colour=Blue', '--filter', 'price=10..50', '--k', '25', '--images-only', '--cutoff'],
  );
  expect(call).toEqual([
    'search',
    'L',
    {
      text: ['red dress', '连衣裙'],
      images: ['a.jpg', 'b.jpg'],
      like: ['S-1'],
      minusText: ['striped'],
      minusImages: ['c.jpg'],
      filters: { colour: ['Red', 'Blue'], price: ['10..50'] },
      k: 25,
      imagesOnly: true,
      cutoff: true,
    },
  ]);
});

test('search has the defaults of a batch request', async () => {
  const [, , request] = await run('search', '--library', 'L');
  expect(request).toEqual({
    text: [],
    images: [],
    like: [],
    minusText: [],
    minusImages: [],
    filters: {},
    k: 10,
    imagesOnly: false,
    cutoff: false,
  });
});

test('the other commands', async () => {
  expect(await run('import', 'p', '--library', 'L', '--layout', 'folder', '--mapping', 'm.json')).toEqual([
    'import',
    'p',
    { library: 'L', layout: 'folder', mapping: 'm.json' },
  ]);
  expect(await run('embed', '--text', 't')).toEqual(['embed', { text: 't' }]);
  expect(await run('embed', '--image', 'f')).toEqual(['embed', { image: 'f' }]);
  expect(await run('info', '--library', 'L')).toEqual(['info', 'L']);
  expect(await run('serve', '--library', 'L', '--port', '80')).toEqual(['serve', { library: 'L', port: 80 }]);
  expect(await run('batch', '--library', 'L')).toEqual(['batch', 'L']);
  expect(await run('calibrate')).toEqual(['calibrate', { show: false }]);
  expect(await run('calibrate', '--model', 'm', '--show')).toEqual(['calibrate', { model: 'm', show: true }]);
});

test('duplicates and verdicts', async () => {
  expect(await run('duplicates', '--library', 'L')).toEqual(['duplicates', 'L', { kinds: [], settled: 'hide' }]);
  expect(
    await run(...['duplicates', '--library', 'L', '--min-probability', '0.35', '--kind', 'exact', 'near', '--settled']),
  ).toEqual(['duplicates', 'L', { kinds: ['exact', 'near'], settled: 'show', minProbability: 0.35 }]);
  expect(await run('duplicates', '--library', 'L', '--settled', 'only')).toEqual([
    'duplicates',
    'L',
    { kinds: [], settled: 'only' },
  ]);
  expect(await run('verdicts', 'export', '--library', 'L')).toEqual(['exportVerdicts', 'L']);
  expect(await run('verdicts', 'import', 'v.json', '--library', 'L')).toEqual(['importVerdicts', 'L', 'v.json']);
  expect(await run('verdicts', 'withdraw', 'A', 'B', '--library', 'L')).toEqual(['withdrawVerdicts', 'L', ['A', 'B']]);
});

test.each([
  [['duplicates', '--library', 'L', '--min-probability', '1.5']],
  [['duplicates', '--library', 'L', '--kind', 'twin']],
  [['duplicates', '--library', 'L', '--settled', 'maybe']],
  [['verdicts', 'import', '--library', 'L']],
  [['search']],
  [['info']],
  [['import', '--library', 'L']],
  [['import', 'p', '--library', 'L', '--layout', 'tree']],
  [['search', '--library', 'L', '--k', '0']],
  [['search', '--library', 'L', '--k', '1e1']],
  [['serve', '--library', 'L', '--port', '70000']],
  [['search', '--library', 'L', '--colour', 'red']],
  [['search', '--library', 'L', 'stray']],
  [['nonsense']],
])('refuses %j', async (args) => {
  await expect(run(...args)).rejects.toMatchObject({ name: 'CommanderError' });
});

test('refuses a filter without a value', async () => {
  await expect(run('search', '--library', 'L', '--filter', 'colour')).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

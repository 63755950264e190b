/** Reading the command line: every option of every command, and what is refused. */
import path from 'node:path';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { addServe } from './serve-command.ts';
import { RecordingTerminal } from './testing.ts';

/** What the engine was asked, and over which library. */
async function run(...args: string[]) {
  const terminal = new RecordingTerminal({
    'search.addImage': ({ path: file }: { path: string }) => ({ hash: path.basename(file) }),
    'search.barcodes': () => [],
    'catalog.productBySku': ({ sku }: { sku: string }) => ({ id: sku.length }),
    'search.run': () => ({ total: 0, hits: [] }),
    'ingest.start': () => ({ jobId: 1 }),
    'recommendations.for': () => ({ state: 'ready', learning: false, items: [] }),
    'jobs.list': () => [],
    'jobs.get': () => ({
      state: 'done',
      result: { products: 0, images: 0, encoded: 0, skipped: 0, removed: 0, failed: [], seconds: 0 },
    }),
    'encoders.calibration': () => ({}),
    'duplicates.state': () => ({ unscanned: 0 }),
    'duplicates.list': () => ({
      total: 2,
      groups: ['exact', 'same'].map((kind) => ({ id: kind, kind, probability: 1, members: [], pairs: [] })),
    }),
    'duplicates.withdraw': () => ({ withdrawn: 1, separated: [] }),
  });
  await terminal.run(...args);
  const { opened, calls, printed } = terminal;
  return { opened, calls, last: calls.at(-1), printed };
}

test('search maps every option to the request', async () => {
  const { opened, calls, last } = await run(
    ...['search', '--library', 'L', '--text', 'red dress', '--text', '连衣裙', '--image', 'a.jpg', '--image', 'b.jpg'],
    ...['--like', 'S-1', '--minus-text', 'striped', '--minus-image', 'c.jpg', '--filter', 'colour=Red'],
    ...['--filter', 'colour=Blue', '--filter', 'price=10..50', '--k', '25', '--images-only', '--cutoff'],
  );
  expect(opened).toEqual(['L', 'read']);
  expect(calls[0]).toEqual(['search.addImage', { path: path.resolve('a.jpg') }]);
  expect(last).toEqual([
    'search.run',
    {
      parts: [
        { kind: 'text', text: 'red dress', weight: 1 },
        { kind: 'text', text: '连衣裙', weight: 1 },
        { kind: 'image', hash: 'a.jpg', weight: 1 },
        { kind: 'image', hash: 'b.jpg', weight: 1 },
        { kind: 'product', productId: 3, weight: 1 },
        { kind: 'text', text: 'striped', weight: -1 },
        { kind: 'image', hash: 'c.jpg', weight: -1 },
      ],
      filters: { tags: { colour: ['Red', 'Blue'] }, priceMin: 10, priceMax: 50 },
      ...{ offset: 0, limit: 25, imagesOnly: true, cutoff: true, facets: false },
    },
  ]);
});

test('search reads the barcodes on wanted images, unless told not to', async () => {
  const asked = async (...args: string[]) =>
    (await run('search', '--library', 'L', '--image', 'a.jpg', '--minus-image', 'c.jpg', ...args)).calls
      .map(([method, params]) => [method, params])
      .filter(([method]) => method === 'search.barcodes');
  expect(await asked()).toEqual([['search.barcodes', { hash: 'a.jpg' }]]);
  expect(await asked('--no-barcodes')).toEqual([]);
});

test('each --region is the part of one image that is meant, and searched by', async () => {
  const { calls, last } = await run(
    ...[
      'search',
      '--library',
      'L',
      '--image',
      'a.jpg',
      '--region',
      'whole',
      '--image',
      'b.jpg',
      '--region',
      '0.5,0,0.5,1',
    ],
    '--no-barcodes',
  );
  const region = { x: 0.5, y: 0, width: 0.5, height: 1 };
  expect(calls[1]).toEqual(['search.addImage', { path: path.resolve('b.jpg'), region }]);
  expect(last?.[1]).toMatchObject({
    parts: [
      { kind: 'image', hash: 'a.jpg' },
      { kind: 'image', hash: 'b.jpg', region },
    ],
  });
  await expect(run('search', '--library', 'L', '--region', '0,0,1,1')).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

test('bars are cut off unless told otherwise', async () => {
  const content = { x: 0, y: 0.2, width: 1, height: 0.6 };
  const asked = async (...args: string[]) => {
    const terminal = new RecordingTerminal({
      'search.addImage': () => ({ hash: 'a', content }),
      'search.run': () => ({ total: 0, hits: [] }),
    });
    await terminal.run('search', '--library', 'L', '--text', 'x', '--image', 'a.jpg', '--no-barcodes', ...args);
    return terminal;
  };
  const cut = await asked();
  expect(cut.calls.at(-1)?.[1]).toMatchObject({ parts: [{}, { kind: 'image', region: content, cut: 'bars' }] });
  expect(cut.printed).toMatchObject([{ cut: [content] }]);
  expect((await asked('--no-cut')).calls.at(-1)?.[1]).toMatchObject({
    parts: [{}, { kind: 'image', region: undefined }],
  });
});

test('search has the defaults of a batch request', async () => {
  const { calls } = await run('search', '--library', 'L');
  expect(calls).toEqual([
    [
      'search.run',
      { parts: [], filters: { tags: {} }, offset: 0, limit: 10, imagesOnly: false, cutoff: false, facets: false },
    ],
  ]);
});

test('recommend asks for what fits what it is given', async () => {
  const asked = async (...args: string[]) => (await run('recommend', '--library', 'L', ...args)).calls.at(-1);
  expect(await asked()).toEqual([
    'recommendations.for',
    { kind: 'popular', productIds: [], customer: undefined, limit: 10, diversity: 0.2 },
  ]);
  expect((await asked('--customer', 'ann'))?.[1]).toMatchObject({ kind: 'customer', customer: 'ann' });
  for (const args of [
    ['--kind', 'similar'],
    ['--product', 'a', '--basket', 'b'],
    ['--kind', 'next'],
  ])
    await expect(run('recommend', '--library', 'L', ...args)).rejects.toThrow();
});

test('the other commands', async () => {
  const imported = await run('import', 'p', '--library', 'L', '--layout', 'folder');
  expect(imported.opened).toEqual(['L', 'create']);
  expect(imported.calls[0]).toEqual(['ingest.start', { path: path.resolve('p'), layout: 'folder' }]);
  await expect(run('import', 'p', '--library', 'L', '--mapping', 'm.json')).rejects.toMatchObject({
    code: 'TABLE_MAPPING',
    message: expect.stringContaining('m.json'),
  });
  expect((await run('embed', '--text', 't')).calls).toEqual([['encoders.embed', { text: 't' }]]);
  expect((await run('embed', '--image', 'f')).calls).toEqual([['encoders.embed', { path: path.resolve('f') }]]);
  expect(await run('info', '--library', 'L')).toMatchObject({ opened: ['L', 'read'], calls: [['library.info', {}]] });
  expect(await run('calibrate')).toMatchObject({ opened: [undefined, 'read'], calls: [['encoders.calibrate', {}]] });
  expect((await run('calibrate', '--model', 'm', '--show')).calls).toEqual([
    ['encoders.calibration', { modelId: 'm' }],
  ]);
  const served: unknown[] = [];
  const program = new Command();
  addServe(program, async (...given) => void served.push(...given));
  await program.parseAsync(['node', 'lookalike', 'serve', '--library', 'L', '--port', '80']);
  expect(served).toEqual(['L', 80]);
});

test('duplicates and verdicts', async () => {
  const all = await run('duplicates', '--library', 'L');
  expect(all.opened).toEqual(['L', 'write']);
  expect(all.last).toEqual(['duplicates.list', { settled: 'hide', offset: 0, limit: 500 }]);
  expect(all.printed).toMatchObject([{ groups: [{ id: 'exact' }, { id: 'same' }] }]);
  const some = await run(
    ...['duplicates', '--library', 'L', '--min-probability', '0.35', '--kind', 'exact', 'near', '--settled'],
  );
  expect(some.last).toEqual(['duplicates.list', { settled: 'show', minProbability: 0.35, offset: 0, limit: 500 }]);
  expect(some.printed).toEqual([{ groups: [expect.objectContaining({ id: 'exact' })] }]);
  expect((await run('duplicates', '--library', 'L', '--settled', 'only')).last).toMatchObject([
    'duplicates.list',
    { settled: 'only' },
  ]);
  expect(await run('verdicts', 'export', '--library', 'L')).toMatchObject({
    opened: ['L', 'read'],
    calls: [['duplicates.exportVerdicts', {}]],
  });
  await expect(run('verdicts', 'import', 'v.json', '--library', 'L')).rejects.toMatchObject({
    message: expect.stringContaining('v.json cannot be read'),
  });
  const withdrawn = await run('verdicts', 'withdraw', 'A', 'BB', '--library', 'L');
  expect(withdrawn.opened).toEqual(['L', 'write']);
  expect(withdrawn.last).toEqual(['duplicates.withdraw', { products: [1, 2] }]);
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
  [['search', '--library', 'L', '--image', 'a.jpg', '--region', '0,0,1']],
  [['search', '--library', 'L', '--image', 'a.jpg', '--region', '0.6,0,0.6,1']],
  [['nonsense']],
])('refuses %j', async (args) => {
  await expect(run(...args)).rejects.toMatchObject({ name: 'CommanderError' });
});

test('refuses a filter without a value', async () => {
  await expect(run('search', '--library', 'L', '--filter', 'colour')).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

test('describing a bare catalog', async () => {
  const words = [
    { name: 'Dress', synonyms: [], products: 9, known: false, wanted: true },
    { name: 'Hat', synonyms: [], products: 1, known: false, wanted: false },
    { name: 'Shoes', synonyms: [], products: 7, known: true, wanted: false },
  ];
  const terminal = () =>
    new RecordingTerminal({
      'describe.starter': () => ({
        products: 20,
        untagged: 20,
        groups: [{ group: 'type', known: false, tags: words }],
      }),
      'describe.begin': () => ({ operation: null, tags: 1 }),
      'describe.groups': () => ({ groups: [{ walls: [{ tagId: 4, name: 'Dress' }] }], learning: false }),
      'describe.wall': () => ({ items: [] }),
    });
  const asked = async (...args: string[]) => {
    const own = terminal();
    await own.run('describe', ...args, '--library', 'L');
    return own;
  };
  const begun = await asked('begin');
  expect(begun.opened).toEqual(['L', 'write']);
  expect(begun.calls.at(-1)).toEqual([
    'describe.begin',
    { groups: [{ group: 'type', tags: [{ name: 'Dress', synonyms: [] }] }] },
  ]);
  const named = await asked('begin', '--group', 'type');
  expect(named.calls.at(-1)?.[1]).toMatchObject({ groups: [{ tags: [{ name: 'Dress' }, { name: 'Hat' }] }] });
  expect((await asked('words', '--language', 'zh')).calls).toEqual([['describe.starter', { language: 'zh' }]]);
  expect((await asked('proposals', '--group', 'type')).calls).toEqual([['describe.groups', { groups: ['type'] }]]);
  expect((await asked('wall', 'type', 'Dress', '--k', '5')).calls.at(-1)).toEqual([
    'describe.wall',
    { tagId: 4, offset: 0, limit: 5 },
  ]);
  await expect(asked('wall', 'type', 'Sofa')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('categories of a shop', async () => {
  const placed = (id: number, confidence: number) => ({
    product: { id, sku: `S${id}`, title: 't' },
    path: 'A > B',
    confidence,
  });
  const asked = async (...args: string[]) => {
    const terminal = new RecordingTerminal({
      'taxonomy.products': () => ({ total: 2, items: [placed(1, 0.95), placed(2, 0.4)] }),
      'taxonomy.confirm': () => ({ operation: null, products: 1, job: null }),
      'taxonomy.map': () => ({ operation: null, products: 3, job: null }),
    });
    await terminal.run('taxonomy', ...args, '--library', 'L');
    return { last: terminal.calls.at(-1), opened: terminal.opened, printed: terminal.printed };
  };
  expect(await asked('confirm', '--in', 'A')).toMatchObject({
    opened: ['L', 'write'],
    last: ['taxonomy.confirm', { productIds: [1] }],
  });
  expect((await asked('map', 'type', 'Sneakers', 'A > B')).last).toEqual([
    'taxonomy.map',
    { group: 'type', tag: 'Sneakers', path: 'A > B' },
  ]);
  expect((await asked('products', '--settled', '--k', '7')).last).toEqual([
    'taxonomy.products',
    { path: null, part: 'settled', offset: 0, limit: 7 },
  ]);
  await expect(asked('bring', 'no-such-file.txt')).rejects.toMatchObject({
    message: expect.stringContaining('no-such-file.txt'),
  });
});

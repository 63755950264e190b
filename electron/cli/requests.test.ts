/** Searching, embedding and `batch` against handlers that record what they were asked. */
import path from 'node:path';
import { expect, test } from 'vitest';
import type { MethodParams } from '../contract/contract.ts';
import { AppError } from '../contract/errors.ts';
import { createClient } from '../contract/rpc/client.ts';
import { partialHandlers } from '../contract/rpc/conformance-peer.ts';
import { EventHub } from '../contract/rpc/event-hub.ts';
import { createMemoryPair } from '../contract/rpc/memory.ts';
import { serve } from '../contract/rpc/server.ts';
import type { Hit } from '../contract/search.ts';
import { type BatchAnswer, runBatch } from './batch.ts';
import { runEmbed, runSearch, searchRequestSchema } from './requests.ts';

const hash = (letter: string): string => letter.repeat(64);

function hit(rank: number): Hit {
  const image = {
    id: rank,
    path: `/photos/${rank}.jpg`,
    hash: null,
    width: null,
    height: null,
    bytes: null,
    format: null,
  };
  return {
    id: rank,
    sku: `S-${rank}`,
    title: `Title ${rank}`,
    price: null,
    image: rank === 2 ? null : { ...image, thumb: null, original: `original/${rank}` },
    imageCount: 1,
    tags: [],
    hasProblem: false,
    rank,
    score: 1 / rank,
    band: null,
    matchedImageId: rank,
    why: {
      components: [{ name: 'picture', value: 0.4, share: 1 }],
      textTells: true,
      named: null,
      without: [],
      matches: [],
    },
  };
}

function fixture(total = 3, more: Partial<Hit> = {}) {
  const searches: MethodParams<'search.run'>[] = [];
  const [near, far] = createMemoryPair();
  const handlers = partialHandlers({
    'search.run': (params) => {
      searches.push(params);
      const length = Math.max(0, Math.min(params.limit, total - params.offset));
      const hits = Array.from({ length }, (_, index) => ({ ...hit(params.offset + index + 1), ...more }));
      return {
        total,
        meant: 1,
        hidden: 0,
        excluded: 0,
        hits,
        facets: [],
        priceRange: null,
        corrections: [],
        readings: [],
        narrowedTo: null,
        tookMs: 1,
        mode: 'exact',
        modelId: 'm',
      };
    },
    'search.addImage': ({ path: file }) => {
      if (file.endsWith('broken.jpg')) throw new AppError('IMAGE_DAMAGED', 'It is cut short.');
      return { hash: hash(path.basename(file)[0] ?? ''), name: file, width: 1, height: 1, url: 'query/x' };
    },
    'search.addClip': ({ path: file }) => ({
      name: path.basename(file),
      frames: [
        { hash: hash('c'), at: 0.5, region: { x: 0, y: 0.2, width: 1, height: 0.6 } },
        { hash: hash('d'), at: 3 },
      ],
    }),
    'search.lookUp': () => ({
      verdict: 'one',
      known: 0.9,
      candidates: [{ product: hit(1), probability: 0.86, confirmed: false }],
      saidToBe: null,
      tookMs: 1,
    }),
    'search.barcodes': ({ hash: of }) =>
      of === hash('d')
        ? [{ format: 'ean', text: '4006381333931', gtin: '4006381333931', valid: true, products: [hit(1)] }]
        : [],
    'duplicates.checkImage': () => ({
      best: { product: hit(1), imageId: 1, kind: 'near', probability: 0.97, mirrored: false },
      threshold: 0.5,
      tookMs: 1,
    }),
    'catalog.productBySku': ({ sku }) => {
      throw new AppError('NOT_FOUND', `There is no product ${sku}.`);
    },
    'encoders.embed': async ({ text, path: file }) => {
      await new Promise((resolve) => setTimeout(resolve, text === 'slow' ? 30 : 0));
      return { modelId: text ?? file ?? '', dimensions: 1, vector: [1] };
    },
  });
  serve(far, handlers, new EventHub());
  return { searches, client: createClient(near) };
}

test('parts keep their kind, order and sign; answers have the documented shape', async () => {
  const { searches, client } = fixture();
  const request = searchRequestSchema.parse({
    text: ['x'],
    images: ['a.jpg'],
    minusText: ['y'],
    minusImages: ['/b.jpg'],
    k: 2,
  });
  const answer = await runSearch(client, request);
  expect(searches[0]).toMatchObject({
    parts: [
      { kind: 'text', text: 'x', weight: 1 },
      { kind: 'image', hash: hash('a'), weight: 1 },
      { kind: 'text', text: 'y', weight: -1 },
      { kind: 'image', hash: hash('b'), weight: -1 },
    ],
    limit: 2,
    cutoff: false,
    imagesOnly: false,
  });
  expect(answer).toEqual({
    tookMs: expect.any(Number),
    total: 3,
    results: [
      { rank: 1, sku: 'S-1', title: 'Title 1', score: 1, image: '/photos/1.jpg', why: hit(1).why },
      { rank: 2, sku: 'S-2', title: 'Title 2', score: 0.5, image: null, why: hit(2).why },
    ],
  });
});

test('a clip is asked with by its frames, and each result says which of them it matches', async () => {
  const { searches, client } = fixture(2, { matchedFrame: 1 });
  const answer = await runSearch(client, searchRequestSchema.parse({ images: ['turn.mp4'], barcodes: true }));
  const cut = { x: 0, y: 0.2, width: 1, height: 0.6 };
  expect(searches[0]?.parts).toEqual([
    {
      kind: 'clip',
      name: 'turn.mp4',
      weight: 1,
      frames: [
        { hash: hash('c'), at: 0.5, region: cut },
        { hash: hash('d'), at: 3 },
      ],
    },
  ]);
  expect(answer).toMatchObject({
    results: [{ frameAt: 3 }, { frameAt: 3 }],
    frames: [
      { at: 0.5, cut },
      { at: 3, cut: null },
    ],
    barcodes: [{ text: '4006381333931', products: ['S-1'] }],
  });
  const whole = searchRequestSchema.parse({ images: ['turn.mp4'], cut: false });
  expect((await runSearch(client, whole)).frames?.map((frame) => frame.cut)).toEqual([null, null]);
  const part = searchRequestSchema.parse({ images: ['turn.mp4'], regions: [cut] });
  await expect(runSearch(client, part)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

test('a photo alone is looked up as well', async () => {
  const { client } = fixture();
  const { lookUp } = await runSearch(client, searchRequestSchema.parse({ images: ['a.jpg'], k: 1 }));
  expect(lookUp).toEqual({
    verdict: 'one',
    known: 0.9,
    candidates: [{ sku: 'S-1', title: 'Title 1', probability: 0.86, confirmed: false }],
    saidToBe: null,
    copyOf: { sku: 'S-1', kind: 'near' },
  });
  const mixed = await runSearch(client, searchRequestSchema.parse({ images: ['a.jpg'], text: ['x'], k: 1 }));
  expect(mixed).not.toHaveProperty('lookUp');
});

test('barcodes on photos are told with the products that carry them, when they are asked for', async () => {
  const { client } = fixture();
  const ask = (request: object) => runSearch(client, searchRequestSchema.parse({ ...request, k: 1 }));
  const found = await ask({ images: ['a.jpg', 'd.jpg'], barcodes: true });
  const code = { format: 'ean', text: '4006381333931', gtin: '4006381333931', valid: true };
  expect(found.barcodes).toEqual([{ ...code, products: ['S-1'] }]);
  expect((await ask({ images: ['a.jpg'], minusImages: ['d.jpg'], barcodes: true })).barcodes).toEqual([]);
  expect(await ask({ images: ['d.jpg'] })).not.toHaveProperty('barcodes');
  expect(await ask({ text: ['x'], barcodes: true })).not.toHaveProperty('barcodes');
});

test('more results than a page are fetched page by page', async () => {
  const { searches, client } = fixture(1200);
  const answer = await runSearch(client, searchRequestSchema.parse({ k: 1100 }));
  expect(answer.results.map(({ rank }) => rank)).toEqual(Array.from({ length: 1100 }, (_, index) => index + 1));
  expect(searches.map(({ offset, limit }) => [offset, limit])).toEqual([
    [0, 500],
    [500, 500],
    [1000, 100],
  ]);
});

test('errors keep their code', async () => {
  const { client } = fixture();
  await expect(runSearch(client, searchRequestSchema.parse({ images: ['broken.jpg'] }))).rejects.toMatchObject({
    code: 'IMAGE_DAMAGED',
  });
  await expect(runSearch(client, searchRequestSchema.parse({ like: ['Q'] }))).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

test('embed takes exactly one of text and image', async () => {
  const { client } = fixture();
  expect(await runEmbed(client, { image: 'a.jpg' })).toMatchObject({ modelId: path.resolve('a.jpg') });
  expect(() => runEmbed(client, {})).toThrow(AppError);
  expect(() => runEmbed(client, { text: 'a', image: 'b' })).toThrow(AppError);
});

test('batch answers every line as it is done, and a bad line with an error', async () => {
  const { client } = fixture();
  async function* lines() {
    yield JSON.stringify({ id: 'slow', method: 'embed', params: { text: 'slow' } });
    yield '';
    yield '{"id": 1,';
    yield '[]';
    yield '{"id": 8}';
    yield '{"id": {}, "method": "info"}';
    yield JSON.stringify({ id: 2, method: 'drop' });
    yield JSON.stringify({ id: 3, method: 'search', params: { k: 0 } });
    yield JSON.stringify({ id: 4, method: 'search', params: { texts: [] } });
    yield JSON.stringify({ id: 5, method: 'embed' });
    yield JSON.stringify({ id: 6, method: 'constructor' });
    yield JSON.stringify({ id: 7, method: 'search', params: { k: 1, filters: { colour: 'Red' } } });
  }
  const answers: BatchAnswer[] = [];
  await runBatch(client, lines(), (answer) => answers.push(answer));
  const outcome = (answer: BatchAnswer) => [answer.id, answer.ok ? 'ok' : answer.error.code];
  expect(answers.map(outcome).map(String).sort()).toEqual(
    [
      ['slow', 'ok'],
      [null, 'BAD_REQUEST'],
      [null, 'BAD_REQUEST'],
      [2, 'UNKNOWN_METHOD'],
      [3, 'BAD_REQUEST'],
      [4, 'BAD_REQUEST'],
      [5, 'BAD_REQUEST'],
      [6, 'UNKNOWN_METHOD'],
      [7, 'ok'],
      [8, 'BAD_REQUEST'],
      [null, 'BAD_REQUEST'],
    ]
      .map(String)
      .sort(),
  );
  expect(answers.at(-1)?.id).toBe('slow');
});

test('batch reads no further than it can answer', async () => {
  const { client } = fixture();
  let read = 0;
  let answered = 0;
  let widest = 0;
  async function* lines() {
    for (read = 0; read < 100; read++) {
      widest = Math.max(widest, read - answered);
      yield JSON.stringify({ id: read, method: 'embed', params: { text: 'x' } });
    }
  }
  await runBatch(client, lines(), () => answered++);
  expect(answered).toBe(100);
  expect(widest).toBeLessThanOrEqual(8);
});

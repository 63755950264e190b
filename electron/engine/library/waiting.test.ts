/** What waits in a library is what its pages count, and is told anew when it changes. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AppError } from '../../contract/errors.ts';
import type { Waiting } from '../../contract/library.ts';
import { EventHub } from '../../contract/rpc/event-hub.ts';
import { createEngine } from '../engine.ts';
import { colours, makeWorkplace, openSession, type Session, type Workplace } from './testing.ts';
import { announceWaiting } from './waiting.ts';

let place: Workplace;
let session: Session;

beforeAll(async () => {
  place = await makeWorkplace();
  session = await openSession(place);
  const { jobId } = await session.call('ingest.start', { path: await place.catalog('mugs', 20) });
  await session.ended(jobId);
  await session.idle();
});
afterAll(async () => {
  await session.engine.close();
  await place.remove();
});

const waiting = (): Promise<Waiting> => session.call('library.waiting', {});
const labels = async (): Promise<string[]> => (await waiting()).fruitless.map(({ label }) => label);

it('names the searches that found nothing in the whole catalog when they were asked last', async () => {
  const nothing = [
    { kind: 'text' as const, text: 'red mug', weight: 1 },
    { kind: 'text' as const, text: 'mug', weight: -1 },
  ];
  const found = await session.call('search.run', { parts: nothing, remember: true });
  expect(found.total).toBe(0);
  await session.call('search.run', { parts: [{ kind: 'text', text: 'blue mug' }], remember: true });
  const [label] = await labels();
  expect(await labels()).toEqual([label]);
  const history = await session.call('search.history', {});
  expect(history.map((query) => query.found)).toEqual([expect.any(Number), 0]);

  // With a filter nothing is said of the catalog; unremembered, nothing of the history.
  const none = { filters: { tags: {}, priceMin: 1_000_000 } };
  const blue = { parts: [{ kind: 'text' as const, text: 'blue mug' }] };
  expect((await session.call('search.run', { ...blue, ...none, remember: true })).total).toBe(0);
  await session.call('search.run', { parts: [...nothing, { kind: 'text', text: 'green' }], remember: false });
  expect(await labels()).toEqual([label]);
});

it('counts queries without a grade, and grades that were not learned from', async () => {
  const set = await session.call('labels.createSet', { name: 'walk-in', texts: ['red mug', 'green mug'] });
  expect(await waiting()).toMatchObject({ undescribed: 20, ungraded: 2, unlearned: 0 });
  const [query] = await session.call('labels.queries', { setId: set.id });
  const [hit] = (await session.call('search.run', {})).hits;
  const grade = { query: { queryId: query?.id ?? 0 }, productId: hit?.id ?? 0 };
  await session.call('labels.grade', { ...grade, grade: 2 });
  expect(await waiting()).toMatchObject({ ungraded: 1, unlearned: 1 });
  await session.call('labels.grade', { ...grade, grade: null });
  expect(await waiting()).toMatchObject({ undescribed: 20, ungraded: 2, unlearned: 0 });
});

it('says how many tags are doubtful once they are learned, as the queue counts them', async () => {
  const folder = path.dirname(await place.catalog('tagged', 40));
  const rows = Object.keys(colours).flatMap((colour, at) =>
    [0, 1, 2, 3, 4, 5, 6, 7].map((n) => `t${at}-${n},${n === 0 ? 'black' : colour},${n * 5 + at}.png`),
  );
  const table = path.join(folder, 'tagged.csv');
  await writeFile(table, ['sku,colour,image', ...rows].join('\n'));
  const { jobId } = await session.call('ingest.start', { path: table });
  await session.ended(jobId);
  await session.idle();
  await session.call('tags.review', { order: 'suspicious', limit: 1 });
  await session.idle();
  const after = await session.call('tags.review', { order: 'suspicious', limit: 1 });
  expect(after.total).toBeGreaterThan(0);
  expect((await waiting()).tags).toBe(after.total);
});

it('counts what was corrected and is in no file yet', async () => {
  const [hit] = (await session.call('search.run', { parts: [{ kind: 'text', text: 'black mug' }] })).hits;
  const edits = [{ productId: hit?.id ?? 0, field: 'title' as const, value: 'Mug of mine' }];
  expect((await waiting()).changes).toBe(0);
  await session.call('exchange.edit', { edits, by: 'me' });
  expect((await waiting()).changes).toBe(1);
  const tables = (await session.call('exchange.sources', {})).filter(({ kind }) => kind === 'table');
  for (const { sourceId } of tables) await session.call('exchange.tick', { sourceId, ticked: false });
  expect((await waiting()).changes).toBe(0);
  for (const { sourceId } of tables) await session.call('exchange.tick', { sourceId, ticked: true });
  const { source } = await session.call('catalog.product', { id: hit?.id ?? 0 });
  const { jobId } = await session.call('exchange.export', { sourceId: source.id });
  await session.ended(jobId);
  expect((await waiting()).changes).toBe(0);
});

it('tells it where a person is in front of it, and again after a change', async () => {
  const other = await place.copy();
  const engine = await createEngine({
    home: other.home,
    modelsDir: other.modelsDir,
    library: other.library,
    watch: true,
    log: () => undefined,
  });
  try {
    const told: (Waiting | null)[] = [];
    engine.hub.on('library.waitingChanged', (now) => told.push(now));
    await expect.poll(() => told.at(-1)?.ungraded).toBe(2);
    const call = engine.handlers['labels.createSet'];
    await call(
      { name: 'more', origin: 'typed', texts: ['black mug'], history: 0 },
      { signal: new AbortController().signal },
    );
    await expect.poll(() => told.at(-1)?.ungraded).toBe(3);
  } finally {
    await engine.close();
    await other.remove();
  }
});

it('is counted again by itself when it could not be counted', async () => {
  const hub = new EventHub();
  const told: (Waiting | null)[] = [];
  const logged: string[] = [];
  hub.on('library.waitingChanged', (now) => told.push(now));
  const counted: Waiting = { tags: 3, fruitless: [], undescribed: 0, ungraded: 0, unlearned: 0, changes: 0 };
  let tries = 0;
  const count = async (): Promise<Waiting> => {
    if (++tries === 1) throw new AppError('MODEL_MISSING', 'The model is still being loaded.');
    return counted;
  };
  const stop = announceWaiting(hub, count, (text) => logged.push(text));
  await expect.poll(() => told.at(-1), { timeout: 20_000 }).toEqual(counted);
  stop();
  expect(tries).toBe(2);
  expect(logged).toEqual([expect.stringContaining('still being loaded')]);
});

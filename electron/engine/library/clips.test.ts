/** Asking with a clip: the best of its frames counts, and each can be asked with alone. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ClipFrame, QueryPart } from '../../contract/search.ts';
import { colours, makeWorkplace, openSession, type Session, type Workplace } from './testing.ts';

let place: Workplace;
let session: Session;
let frames: ClipFrame[];

beforeAll(async () => {
  place = await makeWorkplace();
  session = await openSession(place);
  await session.ended((await session.call('ingest.start', { path: await place.catalog('shop', 5) })).jobId);
  await session.idle();
  frames = await Promise.all(
    Object.values(colours)
      .slice(0, 3)
      .map(async (background, i) => {
        const file = path.join(place.root, `frame-${i}.png`);
        const create = { width: 300, height: 200 + 10 * i, channels: 3 as const, background };
        await writeFile(file, await sharp({ create }).png().toBuffer());
        return { hash: (await session.call('search.addImage', { path: file })).hash, at: i };
      }),
  );
});
afterAll(async () => {
  await session.engine.close();
  await place.remove();
});

const run = (parts: QueryPart[]) => session.call('search.run', { parts, facets: false, cutoff: false, limit: 5 });

it('each product scores as with the frame that it matches best, and says which that was', async () => {
  const clip = await run([{ kind: 'clip', frames, weight: 1 }]);
  const alone = await Promise.all(
    frames.map(async ({ hash }) => (await run([{ kind: 'image', hash, weight: 1 }])).hits),
  );
  for (const hit of clip.hits) {
    const scores = alone.map((hits) => hits.find(({ id }) => id === hit.id)?.score ?? 0);
    expect(hit.score).toBeCloseTo(Math.max(...scores), 6);
    expect(scores[hit.matchedFrame ?? -1]).toBe(Math.max(...scores));
  }
  for (const own of [0, 1, 2])
    expect(clip.hits.find(({ title }) => title.endsWith(`shop ${own}`))?.matchedFrame).toBe(own);
  expect(
    clip.hits
      .slice(0, 3)
      .map(({ title }) => title.slice(-6))
      .sort(),
  ).toEqual(['shop 0', 'shop 1', 'shop 2']);
});

it('words beside a clip, and a clip that is not wanted, move the list', async () => {
  const clip: QueryPart = { kind: 'clip', frames, weight: 1 };
  const withWords = await run([clip, { kind: 'text', text: 'shop 4', weight: 3 }]);
  expect(withWords.hits[0]?.title).toMatch(/shop 4$/);
  const away = await run([
    { kind: 'text', text: 'shop', weight: 1 },
    { kind: 'clip', frames: frames.slice(0, 1), weight: -2 },
  ]);
  expect(away.hits.at(-1)?.title).toMatch(/shop 0$/);
  expect(away.hits.every(({ matchedFrame }) => matchedFrame === undefined)).toBe(true);
});

it('is remembered with its frames, and two at once are refused', async () => {
  const clip: QueryPart = { kind: 'clip', frames, weight: 1, name: 'shelf.mp4' };
  await session.call('search.run', { parts: [clip], remember: true });
  const [latest] = await session.call('search.history', { limit: 1 });
  expect(latest).toMatchObject({ label: 'shelf.mp4', parts: [clip] });
  await expect(run([clip, { ...clip, weight: 2 }])).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

it('a heat map is of the frame that matched the image', async () => {
  const { hits } = await run([{ kind: 'clip', frames, weight: 1 }]);
  const second = hits.find(({ title }) => title.endsWith('shop 1'));
  const ask = { imageId: second?.matchedImageId ?? -1, grid: 4 };
  const [hash] = frames.slice(1).map((frame) => frame.hash);
  const own = await session.call('search.heatmap', { ...ask, parts: [{ kind: 'image', hash: hash ?? '', weight: 1 }] });
  const clip = await session.call('search.heatmap', { ...ask, parts: [{ kind: 'clip', frames, weight: 1 }] });
  expect(clip.similarity).toBeCloseTo(own.similarity, 6);
});

it('a frame that is gone is told', async () => {
  const gone = { hash: 'f'.repeat(64), at: 0 };
  await expect(run([{ kind: 'clip', frames: [gone], weight: 1 }])).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
